"""The kinds of messages: each is declared beside the one function that writes it, in a notifications.py.

An official message leaves at once and nobody can unsubscribe from it: what designates, invites,
releases, adopts or cancels. The others are news, which each person takes as `User.news` says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .models import Message


class Attached(NamedTuple):
    """A file that goes with a message: its name, its bytes, what they are."""

    name: str
    data: bytes
    media_type: str


def _nothing(message: "Message") -> list[Attached]:
    """Most messages carry no file."""
    return []


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message: the name of its pair of templates, what it tells, and whether it is official.

    One that `keeps_address` goes to an address of its own, also when it is sent again: not to that of the
    account it is written for. `attaches` answers the files of a message; it is asked when the message is
    sent, nothing is kept twice.
    """

    code: str
    label: str
    is_official: bool
    keeps_address: bool = False
    attaches: Callable[["Message"], list[Attached]] = _nothing


KINDS: dict[str, Kind] = {}


def kind(code: str, label: str, *, official: bool, keeps_address: bool = False, attaches=_nothing) -> str:
    """Declare a kind of message with its pair of templates emails/<code>.txt and .html; answers the code."""
    KINDS[code] = Kind(code, label, official, keeps_address=keeps_address, attaches=attaches)
    return code
