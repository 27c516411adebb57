"""What waits for a person: the apps answer tasks, the first page after login composes them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for a person: what to do, about what, where, until when, is it late."""

    title: str
    detail: str
    url: str
    due: date | None = None
    urgent: bool = False
