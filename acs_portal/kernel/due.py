"""What is due: reminders, digests, messages, erasures, documents. Safe to run twice, and beside itself."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from . import digests, issuing, news, outbox, reminders, retention
from .message_kinds import KINDS
from .models import Message, User

log = logging.getLogger(__name__)

STEPS: dict[str, Callable[[datetime], int]] = {
    "reminders": reminders.tell,
    "digests": digests.tell,
    "messages": outbox.send_due,
    "erasures": retention.due,
    "documents": lambda now: issuing.issue_missing(before=now - timedelta(minutes=1)),
}


def step(name: str, function: Callable[[datetime], int]) -> None:
    """Declare a step of an app: a function (now) that does what is due and answers how much that was."""
    STEPS[name] = function


def run(now: datetime) -> tuple[dict[str, int], list[str]]:
    """Do all that is due; answers how many of each were done, and which steps failed.

    A step that fails is logged and does not keep the others from being done.
    """
    done, failed = {}, []
    for name, step in STEPS.items():
        try:
            done[name] = step(now)
        except Exception:
            log.exception("what is due: the step %s failed", name)
            failed.append(name)
    return done, failed


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the dry run: who would get what, why, since when, in which language."""

    to: User
    what: str
    why: str
    when: datetime
    then: str

    @property
    def cells(self) -> tuple[str, ...]:
        when = f"{self.when:%Y-%m-%d %H:%M %Z}"
        return (self.to.email, self.to.language, when, self.what, self.why, self.then)


def rows(now: datetime) -> list[Row]:
    """What `run` would tell at `now`, reading only."""
    return [
        *(_of_reminder(one) for one in reminders.due(now)),
        *(_of_digest(person, messages, now) for person, messages in digests.due(now)),
        *(_of_message(message) for message in outbox.due_messages(now)),
    ]


def _of_reminder(one: reminders.Due) -> Row:
    held = news.is_held_for(one.to, one.template)
    then = _("kept for the digest") if held else _("at once")
    return Row(one.to, str(KINDS[one.template].label), one.cause, one.moment, then)


def _of_digest(person: User, messages: list[Message], now: datetime) -> Row:
    causes = ", ".join(message.cause for message in messages)
    return Row(person, str(KINDS[outbox.DIGEST].label), causes, digests.slot(person, now), _("at once"))


def _of_message(message: Message) -> Row:
    return Row(message.to, message.kind_label, message.cause, outbox.next_attempt(message), _("at once"))
