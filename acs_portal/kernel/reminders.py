"""Reminders, computed from the data each time: a rule answers what is due, nothing else is stored.

    @reminders.rule("profile_confirm")
    def to_confirm(now: datetime) -> Iterable[Due]: ...

A reminder is due at 08:00 in its recipient's time zone, `offset` days after a date. It is told once per
person and cause; the cause names the date, so that a date which moves moves its reminder. What was
missed is caught up for a week, and not told later.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from . import news, outbox
from .models import Message, User

AT = time(8)
LATEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder: to whom, of which kind, because of what, and so many days after which date."""

    to: User
    cause: str
    template: str
    context: dict = field(repr=False)
    on: date
    offset: int = 0

    @property
    def moment(self) -> datetime:
        """08:00 of the day in the recipient's time zone."""
        return datetime.combine(self.on + timedelta(days=self.offset), AT, ZoneInfo(self.to.time_zone))

    def is_due(self, now: datetime) -> bool:
        """Whether its moment has come, and not longer ago than a week."""
        return self.moment <= now < self.moment + LATEST


Rule = Callable[[datetime], Iterable[Due]]
RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    """Declare a rule: a function now -> the reminders of that time, due or not. It writes nothing."""

    def declare(function: Rule) -> Rule:
        RULES[name] = function
        return function

    return declare


def due(now: datetime) -> list[Due]:
    """The reminders to tell at `now`: due, wanted, and not told yet. Reads only."""
    found = [one for of_rule in RULES.values() for one in of_rule(now) if one.is_due(now)]
    causes = {one.cause for one in found}
    told = set(Message.objects.filter(cause__in=causes).values_list("to_id", "cause"))
    return [
        one
        for one in found
        if (one.to.pk, one.cause) not in told and not news.is_unwanted_by(one.to, one.template)
    ]


def tell(now: datetime) -> int:
    """Write the reminders that are due; answers how many. Safe to run beside itself."""
    written = [outbox.post(one.to, one.template, cause=one.cause, context=one.context) for one in due(now)]
    return len([message for message in written if message])
