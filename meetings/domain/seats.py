"""seated <--fill-- waiting <--enter-- (a delegate, when the seats of the delegation are taken)

How many seats a delegation has is a rule of its meeting, by the kind of the party. Whoever is above it
waits, in the order in which they came; a withdrawal, or more seats, seats the next one and tells the
party. Nobody loses a seat when their number is lowered. Every caller holds the row of the meeting, so
that two at once never share a seat.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import User
from meetings import notifications
from meetings.domain.meetings import guard_stands, locked
from meetings.models import Delegate, Delegation, Meeting, RegistrationRules
from network.domain import focal_points
from network.models import Party

SEATED = acts.verb("delegate.seat", pgettext_lazy("act", "gave the delegate a seat from the waiting list"))
RULES_SAVED = acts.verb("registration.rules", pgettext_lazy("act", "changed the rules of registration"))


def rules_of(meeting: Meeting) -> RegistrationRules:
    """The rules of registration of a meeting; without a stored row, those that limit nothing."""
    return RegistrationRules.objects.filter(meeting=meeting).first() or RegistrationRules(meeting=meeting)


def seats_of(meeting: Meeting, party: Party) -> int | None:
    """How many seats the delegation of a party has; None for no limit."""
    return rules_of(meeting).seats_of(party)


def free(delegation: Delegation) -> int | None:
    """How many seats of a delegation are free, never less than none; None for no limit."""
    seats = seats_of(delegation.meeting, delegation.party)
    return None if seats is None else max(seats - delegation.delegates.seated().count(), 0)


def enter(delegate: Delegate, *, on: datetime) -> None:
    """Seat a delegate who comes in, or put them at the end of the waiting list; nothing is saved."""
    delegate.waitlisted_at = on if free(delegate.delegation) == 0 else None


def waiting(delegation: Delegation):
    """The waiting list of a delegation: its head first, then as they came."""
    head_first = Case(When(role=Delegate.Role.HEAD, then=Value(0)), default=Value(1))
    line = delegation.delegates.filter(withdrawn_at=None, waitlisted_at__isnull=False)
    return line.order_by(head_first, "waitlisted_at", "position", "pk")


def fill(delegation: Delegation, *, by: User | None, on: datetime) -> list[Delegate]:
    """Seat whom the free seats have room for, in the order of the waiting list, and tell the party."""
    rest, seated = free(delegation), list(waiting(delegation))
    seated = seated if rest is None else seated[:rest]
    for delegate in seated:
        delegate.waitlisted_at = None
        tracking.write(delegate, by=by, on=on)
        acts.record(by=by, did=SEATED, to=delegate, on=on)
        if delegation.is_approved:
            told = focal_points.primary_of(delegation.party, official_day(on))
            notifications.delegate_seated(delegate, told, on=on)
    return seated


def seat_anew(delegation: Delegation, *, by: User, on: datetime) -> None:
    """Seat the delegates of a draft by its order of precedence, its head first; the others wait."""
    rest = seats_of(delegation.meeting, delegation.party)
    there = list(delegation.delegates.filter(withdrawn_at=None).order_by("position", "pk"))
    there.sort(key=lambda delegate: delegate.role != Delegate.Role.HEAD)
    for place, delegate in enumerate(there):
        waits = rest is not None and place >= rest
        if waits != bool(delegate.waitlisted_at):
            delegate.waitlisted_at = on if waits else None
            tracking.write(delegate, by=by, on=on)


@transaction.atomic
def save_rules(*, rules: RegistrationRules, by: User, on: datetime) -> list[Delegate]:
    """Save the rules of registration; more seats seat who waits. Answers who is seated now.

    Raises MeetingClosed, MeetingCancelled, Stale.
    """
    meeting = locked(rules.meeting)
    guard_stands(meeting)
    before, after = tracking.write(rules, by=by, on=on)
    acts.record(by=by, did=RULES_SAVED, to=meeting, before=before, after=after or _plain(rules), on=on)
    there = meeting.delegations.select_related("party", "meeting")
    return [delegate for delegation in there for delegate in fill(delegation, by=by, on=on)]


def _plain(rules: RegistrationRules) -> dict:
    """The values of new rules for the register."""
    names = ("deadline", "seats_of_members", "seats_of_associates", "seats_of_observers")
    values = {name: getattr(rules, name) for name in names}
    return {name: str(value) for name, value in values.items() if value is not None}
