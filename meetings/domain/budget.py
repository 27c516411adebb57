"""working budget --add, save, remove--> working budget --publish--> public --withdraw--> working budget

Only the Secretariat reads the budget of a meeting until it is published; from then on everybody does, also
what is entered later, such as the actual costs. Amounts are added within a currency, never across.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.access import can
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from meetings.domain.checklist import MeetingArchived
from meetings.domain.meetings import ReasonMissing, locked
from meetings.models import BudgetLine, Meeting

ADDED = acts.verb("budget.add", pgettext_lazy("act", "added the line to the budget"))
SAVED = acts.verb("budget.save", pgettext_lazy("act", "changed the line of the budget"))
REMOVED = acts.verb("budget.remove", pgettext_lazy("act", "removed the line from the budget"))
PUBLISHED = acts.verb("budget.publish", pgettext_lazy("act", "published the budget"))
WITHDRAWN = acts.verb("budget.withdraw", pgettext_lazy("act", "withdrew the budget from the public"))

COPIED = ("component", "label_en", "label_es", "label_fr", "authentic_language", "currency", "borne_by",
          "bearer_name", "form")  # fmt: skip


class NoAmount(RuleBroken):
    message = _("Give the estimated or the actual cost.")


class BudgetEmpty(RuleBroken):
    message = _("The budget has no line yet.")


class AlreadyPublished(RuleBroken):
    message = _("The budget is published already.")


class NotAnnouncedYet(RuleBroken):
    message = _("Announce the meeting first: nobody knows of it yet.")


class NotPublished(RuleBroken):
    message = _("The budget is not published.")


@dataclass(frozen=True, slots=True)
class Sum:
    """What lines of one currency come to: estimated, actual, and how many of them have an actual cost."""

    name: str
    currency: str
    estimated: Decimal
    actual: Decimal
    lines: int
    settled: int

    @property
    def expected(self) -> Decimal:
        """What the picture draws: the actual cost once all lines have one, else the estimate."""
        return self.actual if self.settled == self.lines else max(self.estimated, self.actual)


def may_read(user: User, meeting: Meeting) -> bool:
    """Whether a person reads the budget: everybody once it is published, the Secretariat before."""
    return bool(meeting.budget_published_at) or can(user, "budget.read_unpublished", meeting)


def sums(lines: Iterable[BudgetLine], name) -> list[Sum]:
    """The sums of lines by what `name(line)` answers and by currency, in the order in which they come."""
    groups: dict[tuple[str, str], list[BudgetLine]] = {}
    for line in lines:
        groups.setdefault((str(name(line)), line.currency), []).append(line)
    return [
        Sum(
            *key,
            sum((line.estimated or Decimal(0) for line in found), Decimal(0)),
            sum((line.actual or Decimal(0) for line in found), Decimal(0)),
            len(found),
            sum(line.actual is not None for line in found),
        )
        for key, found in groups.items()
    ]


@transaction.atomic
def add(*, line: BudgetLine, by: User, on: datetime) -> BudgetLine:
    """Add a line to the budget of a meeting. Raises MeetingArchived, NoAmount."""
    line.meeting = _open(line.meeting)
    _guard(line)
    tracking.write(line, by=by, on=on)
    after = {"estimated": str(line.estimated), "currency": line.currency}
    acts.record(by=by, did=ADDED, to=line, after=after, on=on)
    return line


@transaction.atomic
def save(*, line: BudgetLine, by: User, on: datetime) -> None:
    """Save the edited fields of a line, if any differs. Raises MeetingArchived, NoAmount, Stale."""
    line.meeting = _open(line.meeting)
    _guard(line)
    before, after = tracking.write(line, by=by, on=on)
    if after:
        acts.record(by=by, did=SAVED, to=line, before=before, after=after, on=on)


@transaction.atomic
def remove(*, line: BudgetLine, reason: str, by: User, on: datetime) -> None:
    """Remove a line; the register keeps it. Raises MeetingArchived, ReasonMissing."""
    line.meeting = _open(line.meeting)
    if not reason.strip():
        raise ReasonMissing
    before = {"estimated": str(line.estimated), "actual": str(line.actual), "currency": line.currency}
    acts.record(by=by, did=REMOVED, to=line, before=before, reason=reason.strip(), on=on)
    tracking.erase(line, by=by, on=on)


@transaction.atomic
def publish(*, meeting: Meeting, by: User, on: datetime) -> None:
    """Let everybody read the budget.

    Raises MeetingArchived, NotAnnouncedYet, AlreadyPublished, BudgetEmpty.
    """
    meeting = _open(meeting)
    if not meeting.is_announced:
        raise NotAnnouncedYet
    if meeting.budget_published_at:
        raise AlreadyPublished
    if not meeting.budget_lines.exists():
        raise BudgetEmpty
    meeting.budget_published_at = on
    tracking.write(meeting, by=by, on=on)
    acts.record(by=by, did=PUBLISHED, to=meeting, on=on)


@transaction.atomic
def withdraw(*, meeting: Meeting, reason: str, by: User, on: datetime) -> None:
    """Let only the Secretariat read the budget again. Raises MeetingArchived, NotPublished, ReasonMissing."""
    meeting = _open(meeting)
    if not meeting.budget_published_at:
        raise NotPublished
    if not reason.strip():
        raise ReasonMissing
    meeting.budget_published_at = None
    tracking.write(meeting, by=by, on=on)
    acts.record(by=by, did=WITHDRAWN, to=meeting, reason=reason.strip(), on=on)


def copy(lines: list[BudgetLine], meeting: Meeting, *, by: User, on: datetime) -> None:
    """Copy lines to the budget of another meeting: what they were is what they are estimated to be."""
    for line in lines:
        estimated = line.estimated if line.estimated is not None else line.actual
        values = {name: getattr(line, name) for name in COPIED}
        tracking.write(BudgetLine(meeting=meeting, estimated=estimated, **values), by=by, on=on)


def _open(meeting: Meeting) -> Meeting:
    """The locked row of a meeting whose budget may change; actual costs come late. Raises MeetingArchived."""
    meeting = locked(meeting)
    if meeting.state == Meeting.State.ARCHIVED:
        raise MeetingArchived
    return meeting


def _guard(line: BudgetLine) -> None:
    if line.estimated is None and line.actual is None:
        raise NoAmount
