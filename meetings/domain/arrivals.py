"""expected --check_in--> arrived --undo--> expected

Who is at the door is checked in once, whoever presses and however often: the first press counts, later
ones are told since when. Devices that were without a connection send their presses afterwards
(`reconcile`); each press has an id of its device, so that sent twice it is one, and when two devices
checked in the same person the earlier one counts and both are kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import acts
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from meetings.domain.delegations import ReasonMissing
from meetings.domain.meetings import MeetingCancelled, MeetingClosed, closed_at, guard_dates, locked
from meetings.models import Arrival, Delegate, Delegation, Meeting

RECORDED = acts.verb("arrival.record", pgettext_lazy("act", "checked in the delegate"))
UNDONE = acts.verb("arrival.undo", pgettext_lazy("act", "undid the check-in of the delegate"))

TAKEN, KNOWN, REFUSED = "taken", "known", "refused"


class NotOpenYet(RuleBroken):
    message = _("The meeting has not been announced yet, so nobody can be checked in.")


class NotExpected(RuleBroken):
    message = _("%(name)s is not expected: withdrawn, on the waiting list, or not approved yet.")


class NotArrived(RuleBroken):
    message = _("%(name)s has not been checked in.")


class UndoneSince(RuleBroken):
    message = _("This check-in was undone since. Check the person in again if they are here.")


class NotOfThisMeeting(RuleBroken):
    message = _("This person is not registered for this meeting.")


class PressOfAnother(RuleBroken):
    message = _("This check-in was recorded for somebody else. Check the person in again if they are here.")


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a device, as it tells it: whose, when, and the id that makes it one."""

    delegate: int
    client_id: UUID
    at: datetime
    device: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a press: taken, known (was here already), or refused and why."""

    press: Press
    outcome: str
    arrival: Arrival | None = None
    why: str = ""


@transaction.atomic
def check_in(*, delegate: Delegate, by: User, on: datetime, device: str = "") -> tuple[Arrival, bool]:
    """Check in a delegate who stands at the door; answers the arrival that counts, and whether it is new.

    Raises NotOpenYet, MeetingCancelled, DatesPutOff, MeetingClosed, NotExpected.
    """
    meeting = locked(delegate.delegation.meeting)
    delegate = Delegate.objects.select_related("delegation__party").get(pk=delegate.pk)
    guard(meeting, delegate, on, closed=closed_at(meeting))
    if counted := delegate.arrivals.standing().select_related("by").first():
        return counted, False
    return _record(delegate, Press(delegate.pk, uuid4(), on, device), by, on), True


@transaction.atomic
def undo(*, delegate: Delegate, reason: str, by: User, on: datetime) -> None:
    """Say that a delegate is not here after all. Raises ReasonMissing, NotArrived, MeetingClosed."""
    meeting = locked(delegate.delegation.meeting)
    if not reason.strip():
        raise ReasonMissing
    if meeting.is_closed:
        raise MeetingClosed
    standing = delegate.arrivals.standing()
    if not standing.update(undone_at=on, undone_by=by):
        raise NotArrived(name=delegate.full_name)
    acts.record(by=by, did=UNDONE, to=delegate, reason=reason.strip(), on=on)


@transaction.atomic
def reconcile(*, meeting: Meeting, presses: Sequence[Press], by: User, on: datetime) -> list[Answer]:
    """Take what a device recorded without a connection, in one transaction; an answer for each press."""
    meeting = locked(meeting)
    wanted = {press.delegate for press in presses}
    rows = Delegate.objects.filter(pk__in=wanted, delegation__meeting=meeting)
    people = rows.select_related("delegation__party").in_bulk()
    there: dict[int, list[Arrival]] = defaultdict(list)
    for arrival in Arrival.objects.filter(delegate__in=people).select_related("by"):
        there[arrival.delegate_id].append(arrival)
    sent = Arrival.objects.filter(client_id__in={press.client_id for press in presses})
    owners = dict(sent.values_list("client_id", "delegate"))
    closed, answers = closed_at(meeting), []
    for press in sorted(presses, key=lambda press: press.at):
        mine = there[press.delegate]
        if owners.get(press.client_id, press.delegate) != press.delegate:
            answer = Answer(press, REFUSED, counted(mine), str(PressOfAnother()))
        else:
            answer = _take(meeting, people.get(press.delegate), mine, press, closed=closed, by=by, on=on)
        if answer.outcome != REFUSED:
            owners[press.client_id] = press.delegate
        answers.append(answer)
    return answers


def _take(
    meeting: Meeting,
    delegate: Delegate | None,
    there: list[Arrival],
    press: Press,
    *,
    closed: datetime | None,
    by: User,
    on: datetime,
) -> Answer:
    """What becomes of one press; `there` are the arrivals of the delegate, to which it is added."""
    if same := next((one for one in there if one.client_id == press.client_id), None):
        return Answer(press, KNOWN, counted(there) or same)
    try:
        if delegate is None:
            raise NotOfThisMeeting
        guard(meeting, delegate, press.at, closed=closed)
        if any(one.undone_at and one.undone_at >= press.at for one in there):
            raise UndoneSince
    except RuleBroken as broken:
        return Answer(press, REFUSED, counted(there), str(broken))
    was_here = counted(there) is not None
    there.append(_record(delegate, press, by, on))
    return Answer(press, KNOWN if was_here else TAKEN, counted(there))


def counted(arrivals: Iterable[Arrival]) -> Arrival | None:
    """Of the arrivals of one delegate the one that counts: the earliest that was not undone."""
    standing = [one for one in arrivals if one.undone_at is None]
    return min(standing, key=lambda one: (one.at, one.pk), default=None)


def guard(meeting: Meeting, delegate: Delegate, at: datetime, *, closed: datetime | None) -> None:
    """Whether a delegate could be checked in at a moment; one before the meeting closed counts after it.

    `closed` is when it was closed, if it is. Raises NotOpenYet, MeetingCancelled, DatesPutOff,
    MeetingClosed, NotExpected.
    """
    if not meeting.is_announced:
        raise NotOpenYet
    if meeting.is_cancelled:
        raise MeetingCancelled
    guard_dates(meeting)
    if closed and at > closed:
        raise MeetingClosed
    if not delegate.is_attending:
        raise NotExpected(name=delegate.full_name)


def _record(delegate: Delegate, press: Press, by: User, on: datetime) -> Arrival:
    arrival = Arrival.objects.create(
        delegate=delegate, at=press.at, by=by, device=press.device, client_id=press.client_id, received_at=on
    )
    acts.record(by=by, did=RECORDED, to=delegate, on=on)
    return arrival


# ---------------------------------------------------------------- who is expected, who is here


@dataclass(frozen=True, slots=True)
class Heads:
    """Of a delegation: its delegates who are expected, and how many are here."""

    delegation: Delegation
    delegates: list[Delegate] = field(default_factory=list)

    @property
    def expected(self) -> int:
        return len(self.delegates)

    @property
    def arrived(self) -> int:
        return sum(delegate.arrived is not None for delegate in self.delegates)


def heads(meeting: Meeting) -> list[Heads]:
    """The delegations that expect somebody, in the order of the language in force; three queries.

    Each delegate carries `arrived`, the arrival that counts or None.
    """
    presses = Arrival.objects.standing().select_related("by")
    people = (
        Delegate.objects.attending()
        .select_related("badge")
        .prefetch_related(Prefetch("arrivals", presses, to_attr="standing"))
        .order_by("position", "pk")
    )
    rows = meeting.delegations.select_related("party").prefetch_related(Prefetch("delegates", people))
    found = []
    for delegation in rows.order_by(f"party__sort_{get_language()}", "party__code"):
        delegates = list(delegation.delegates.all())
        for delegate in delegates:
            delegate.delegation = delegation
            delegate.arrived = counted(delegate.standing)
        if delegates:
            found.append(Heads(delegation, delegates))
    return found
