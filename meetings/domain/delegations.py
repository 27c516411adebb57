"""none --register--> registered --withdraw--> withdrawn --reinstate--> registered

A delegate is seated, or waits for a seat (seats.py). The Secretariat registers and changes anyone; how a
party files its delegation is in filings.py, how it is approved in approvals.py.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, files, tracking
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import StoredFile, User
from meetings.domain import seats
from meetings.domain.meetings import guard_stands, locked
from meetings.models import Delegate, Delegation, Invitation, Meeting
from network.models import OUT, Party

REGISTERED = acts.verb("delegation.register", pgettext_lazy("act", "registered the delegation"))
CHANGED = acts.verb("delegation.save", pgettext_lazy("act", "changed the delegation"))
ADDED = acts.verb("delegate.register", pgettext_lazy("act", "registered the delegate"))
SAVED = acts.verb("delegate.save", pgettext_lazy("act", "changed the delegate"))
WITHDRAWN = acts.verb("delegate.withdraw", pgettext_lazy("act", "withdrew the delegate"))
REINSTATED = acts.verb("delegate.reinstate", pgettext_lazy("act", "reinstated the delegate"))

Role = Delegate.Role


class NotAParty(RuleBroken):
    message = _("%(party)s was not a party on %(day)s, the opening day of the meeting.")


class AlreadyRegistered(RuleBroken):
    message = _("%(party)s already has a delegation to this meeting.")


class DelegateAlreadyRegistered(RuleBroken):
    message = _("%(name)s is already registered in this delegation.")


class SecondHead(RuleBroken):
    message = _("This delegation already has a head: %(name)s. Give that person another role first.")


class DelegateGone(RuleBroken):
    message = _("This delegate is no longer on record. Look at the delegation again.")


class ReasonMissing(RuleBroken):
    message = _("Give a reason; the register of acts keeps it.")


class AlreadyWithdrawn(RuleBroken):
    message = _("%(name)s has already been withdrawn.")


class NotWithdrawn(RuleBroken):
    message = _("%(name)s is registered already.")


class DepartsBeforeArrival(RuleBroken):
    message = _("The departure is before the arrival.")


def may_attend(meeting: Meeting, party: Party) -> bool:
    """Whether the party was one on the opening day; where its dates are not known, it may.

    The list of parties says how things stand today, hence the real day beside the meeting's. A guest
    may where it is invited.
    """
    if party.kind == Party.Kind.GUEST:
        return party in guests(meeting)
    return party.standing_on(meeting.opens_on, today=official_day(timezone.now())) != OUT


def guard_may_attend(meeting: Meeting, party: Party) -> None:
    """Raise NotAParty for a party that was none on the opening day."""
    if not may_attend(meeting, party):
        raise NotAParty(party=party, day=formats.date_format(meeting.opens_on, "DATE_FORMAT"))


def guests(meeting: Meeting) -> list[Party]:
    """The guests whose invitation to a meeting stands; they are parties of no other meeting."""
    invited = meeting.invitations.exclude(state=Invitation.State.WITHDRAWN).values("party")
    return list(Party.with_guests.filter(kind=Party.Kind.GUEST, pk__in=invited))


@transaction.atomic
def register_delegation(
    *,
    meeting: Meeting,
    party: Party,
    letter_reference: str = "",
    letter_date: date | None = None,
    letter: StoredFile | None = None,
    by: User,
    on: datetime,
    is_demonstration: bool = False,
) -> Delegation:
    """Register the delegation of a party whose letter reached the Secretariat: it is approved by that.

    Raises MeetingClosed, NotAParty, AlreadyRegistered.
    """
    meeting = open_for_registration(meeting)
    guard_may_attend(meeting, party)
    if meeting.delegations.filter(party=party).exists():
        raise AlreadyRegistered(party=party)
    delegation = Delegation.objects.create(
        meeting=meeting,
        party=party,
        letter_reference=letter_reference,
        letter_date=letter_date,
        letter=letter,
        state=Delegation.State.APPROVED,
        created_by=by,
        approved_by=by,
        approved_at=on,
        is_demonstration=is_demonstration,
    )
    after = {"letter_reference": letter_reference, "letter_date": str(letter_date or "")}
    acts.record(by=by, did=REGISTERED, to=delegation, after=after, on=on)
    return delegation


@transaction.atomic
def save_delegation(*, delegation: Delegation, by: User, on: datetime) -> None:
    """Save the edited letter of a delegation, if anything differs. Raises MeetingClosed, Stale."""
    open_for_registration(delegation.meeting)
    before, after = write(delegation, by=by, on=on)
    if after:
        acts.record(by=by, did=CHANGED, to=delegation, before=before, after=after, on=on)


@transaction.atomic
def write(delegation: Delegation, *, by: User, on: datetime) -> tuple[dict, dict]:
    """Write a delegation, as `tracking.write`; a file that was replaced is erased. Raises Stale."""
    stored = Delegation.objects.select_related(*Delegation.FILES).filter(pk=delegation.pk).first()
    before, after = tracking.write(delegation, by=by, on=on)
    for name in set(Delegation.FILES) & set(after):
        if old := getattr(stored, name):
            files.forget(old)
    return before, after


@transaction.atomic
def register_delegate(
    *,
    delegation: Delegation,
    role: str,
    honorific: str,
    given_name: str,
    family_name: str,
    function: dict[str, str],
    email: str,
    is_listed: bool,
    by: User,
    on: datetime,
    is_demonstration: bool = False,
    **details,
) -> Delegate:
    """Register a delegate, last in the order of precedence; `function` is language -> text.

    `details` are further columns, such as phone, language or created_for (on whose behalf). Raises
    MeetingClosed, SecondHead, DelegateAlreadyRegistered.
    """
    open_for_registration(delegation.meeting)
    delegate = Delegate(
        delegation=delegation,
        role=role,
        honorific=honorific,
        given_name=given_name,
        family_name=family_name,
        email=email,
        is_listed=is_listed,
        position=last_position(delegation) + 1,
        authentic_language=original(function, delegation.party),
        is_demonstration=is_demonstration,
        **{f"function_{code}": text for code, text in function.items()},
        **details,
    )
    return add(delegate, by=by, on=on)


def add(delegate: Delegate, *, by: User, on: datetime) -> Delegate:
    """Put a new delegate into the delegation, seated or waiting, while the meeting is locked.

    Raises SecondHead, DelegateAlreadyRegistered, DepartsBeforeArrival.
    """
    guard(delegate)
    delegate.created_by = by
    seats.enter(delegate, on=on)
    tracking.write(delegate, by=by, on=on)
    acts.record(by=by, did=ADDED, to=delegate, after={"role": str(delegate.role)}, on=on)
    return delegate


@transaction.atomic
def save_delegate(*, delegate: Delegate, by: User, on: datetime) -> None:
    """Save the edited fields of a delegate, if any differs.

    Raises MeetingClosed, DelegateGone, SecondHead, DelegateAlreadyRegistered, DepartsBeforeArrival, Stale.
    """
    open_for_registration(delegate.delegation.meeting)
    fresh(delegate)
    guard(delegate)
    before, after = tracking.write(delegate, by=by, on=on)
    if after:
        acts.record(by=by, did=SAVED, to=delegate, before=before, after=after, on=on)


@transaction.atomic
def withdraw(*, delegate: Delegate, reason: str, by: User, on: datetime) -> list[Delegate]:
    """Take a delegate off the list; the row stays. Answers who has a seat now from the waiting list.

    Raises MeetingClosed, ReasonMissing, DelegateGone, AlreadyWithdrawn.
    """
    open_for_registration(delegate.delegation.meeting)
    if not reason.strip():
        raise ReasonMissing
    delegate = fresh(delegate)
    if delegate.withdrawn_at:
        raise AlreadyWithdrawn(name=delegate.full_name)
    delegate.withdrawn_at, delegate.waitlisted_at = on, None
    tracking.write(delegate, by=by, on=on)
    delegate.links.filter(revoked_at=None).update(revoked_at=on)
    acts.record(by=by, did=WITHDRAWN, to=delegate, reason=reason.strip(), on=on)
    return seats.fill(delegate.delegation, by=by, on=on)


@transaction.atomic
def reinstate(*, delegate: Delegate, by: User, on: datetime) -> None:
    """Undo a withdrawal, to a seat or to the waiting list.

    Raises MeetingClosed, DelegateGone, NotWithdrawn, SecondHead, DelegateAlreadyRegistered.
    """
    open_for_registration(delegate.delegation.meeting)
    delegate = fresh(delegate)
    if not delegate.withdrawn_at:
        raise NotWithdrawn(name=delegate.full_name)
    guard(delegate)
    seats.enter(delegate, on=on)
    delegate.withdrawn_at = None
    tracking.write(delegate, by=by, on=on)
    acts.record(by=by, did=REINSTATED, to=delegate, on=on)


def open_for_registration(meeting: Meeting) -> Meeting:
    """The row of a meeting, locked, while the Secretariat may register, by hand or from a list.

    That is until the meeting is over, and not only while the parties file theirs: letters arrive before
    the announcement, people come late or are recorded while the report is drafted, and of a meeting that
    is postponed the delegations stand and change until the new dates. Raises MeetingClosed,
    MeetingCancelled.
    """
    meeting = locked(meeting)
    guard_stands(meeting)
    return meeting


def fresh(delegate: Delegate) -> Delegate:
    """The row of a delegate as it is now, locked. Raises DelegateGone."""
    try:
        return Delegate.objects.select_for_update().get(pk=delegate.pk)
    except Delegate.DoesNotExist:
        raise DelegateGone from None


def guard(delegate: Delegate) -> None:
    """One head, and nobody twice, among those who have not been withdrawn; nobody leaves before arriving.

    Raises SecondHead, DelegateAlreadyRegistered, DepartsBeforeArrival.
    """
    others = Delegate.objects.filter(delegation=delegate.delegation_id, withdrawn_at=None)
    others = others.exclude(pk=delegate.pk)
    if delegate.role == Role.HEAD and (head := others.filter(role=Role.HEAD).first()):
        raise SecondHead(name=head.full_name)
    if others.filter(given_name=delegate.given_name, family_name=delegate.family_name).exists():
        raise DelegateAlreadyRegistered(name=delegate.full_name)
    if delegate.arrives_at and delegate.departs_at and delegate.departs_at < delegate.arrives_at:
        raise DepartsBeforeArrival


def last_position(delegation: Delegation) -> int:
    """The last place in the order of precedence that is taken; 0 for an empty delegation."""
    return delegation.delegates.aggregate(Max("position"))["position__max"] or 0


def original(versions: dict[str, str], party: Party) -> str:
    """The language a text was given in: that of the party where it is there, else the first."""
    preferred = (party.working_language, *CODES)
    return next((code for code in preferred if versions.get(code)), party.working_language)
