"""submitted --approve--> approved, and each delegate gets a private link
   draft, returned, withdrawn --approve, by what reached the Secretariat otherwise--> approved
   submitted --send_back, with a reason--> returned
   new person of an approved delegation --admit--> approved

The Secretariat decides; whoever is second learns who was first.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from meetings import notifications
from meetings.domain import delegate_links, delegations, seats
from meetings.models import Delegate, Delegation, Meeting, RegistrationRules

APPROVED = acts.verb("delegation.approve", pgettext_lazy("act", "approved the delegation"))
RETURNED = acts.verb("delegation.return", pgettext_lazy("act", "returned the delegation for completion"))
ADMITTED = acts.verb("delegate.admit", pgettext_lazy("act", "approved the new delegate"))

State = Delegation.State
APPROVABLE = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN)


class AlreadyApproved(RuleBroken):
    message = _("%(name)s has already approved this delegation.")


class NotSubmitted(RuleBroken):
    message = _("This delegation is “%(state)s” now; only a submitted one is returned.")


class AlreadyAdmitted(RuleBroken):
    message = _("%(name)s has already been approved.")


@transaction.atomic
def approve(*, delegation: Delegation, by: User, on: datetime) -> Delegation:
    """Approve a delegation, tell who filed it, and send each seated delegate the private link.

    Also one that its party did not submit, or withdrew: once the meeting is opened, it can't file any more.
    Raises MeetingClosed, AlreadyApproved, NotSubmitted.
    """
    delegation = _in_state(delegation, *APPROVABLE)
    before, after = {"state": str(delegation.state)}, {"state": str(State.APPROVED)}
    delegation.state, delegation.returned_because = State.APPROVED, ""
    delegation.approved_by, delegation.approved_at = by, on
    tracking.write(delegation, by=by, on=on)
    acts.record(by=by, did=APPROVED, to=delegation, before=before, after=after, on=on)
    for delegate in delegation.delegates.filter(is_new=True):  # added to an approval before this one
        delegate.is_new = False
        tracking.write(delegate, by=by, on=on)
    notifications.delegation_answered(delegation)
    for delegate in to_be_linked(delegation):
        delegate_links.send(delegate=delegate, by=by, on=on)
    return delegation


def to_be_linked(delegation: Delegation) -> list[Delegate]:
    """Who gets a private link with the approval: each seated delegate with an address."""
    return list(delegation.delegates.seated().exclude(email=""))


@transaction.atomic
def send_back(*, delegation: Delegation, reason: str, by: User, on: datetime) -> Delegation:
    """Return a delegation for completion and tell who filed it.

    Raises MeetingClosed, AlreadyApproved, NotSubmitted, ReasonMissing.
    """
    delegation = _in_state(delegation, State.SUBMITTED)
    if not reason.strip():
        raise delegations.ReasonMissing
    delegation.state, delegation.returned_because = State.RETURNED, reason.strip()
    tracking.write(delegation, by=by, on=on)
    after = {"state": str(State.RETURNED)}
    acts.record(by=by, did=RETURNED, to=delegation, after=after, reason=reason.strip(), on=on)
    notifications.delegation_answered(delegation)
    return delegation


def _in_state(delegation: Delegation, *states: str) -> Delegation:
    """The row of a delegation in one of `states`, locked and fresh."""
    delegations.open_for_registration(delegation.meeting)
    rows = Delegation.objects.select_for_update(of=("self",)).select_related(
        "approved_by", "party", "meeting"
    )
    delegation = rows.get(pk=delegation.pk)
    if delegation.is_approved and delegation.approved_by:
        raise AlreadyApproved(name=delegation.approved_by.name)
    if delegation.state not in states:
        raise NotSubmitted(state=delegation.get_state_display())
    return delegation


@transaction.atomic
def admit(*, delegate: Delegate, by: User, on: datetime) -> None:
    """Approve a person whom the party added to an approved delegation, and send the private link.

    Raises MeetingClosed, DelegateGone, AlreadyAdmitted, AlreadyWithdrawn.
    """
    delegations.open_for_registration(delegate.delegation.meeting)
    delegate = delegations.fresh(delegate)
    if delegate.withdrawn_at:
        raise delegations.AlreadyWithdrawn(name=delegate.full_name)
    if not delegate.is_new:
        raise AlreadyAdmitted(name=delegate.full_name)
    delegate.is_new = False
    tracking.write(delegate, by=by, on=on)
    acts.record(by=by, did=ADMITTED, to=delegate, on=on)
    if delegate.email and not delegate.waitlisted_at:
        delegate_links.send(delegate=delegate, by=by, on=on)


@transaction.atomic
def withdraw(*, delegate: Delegate, reason: str, by: User, on: datetime) -> list[Delegate]:
    """Take a delegate off the list; who gets the seat from the waiting list gets the private link, too,
    unless the meeting is not announced yet.

    Answers who is seated now. Raises MeetingClosed, ReasonMissing, DelegateGone, AlreadyWithdrawn.
    """
    seated = delegations.withdraw(delegate=delegate, reason=reason, by=by, on=on)
    link_seated(seated, by=by, on=on)
    return seated


@transaction.atomic
def save_rules(*, rules: RegistrationRules, by: User, on: datetime) -> None:
    """Save the rules of registration; whom more seats seat gets the private link, too.

    Raises MeetingClosed, MeetingCancelled, Stale.
    """
    link_seated(seats.save_rules(rules=rules, by=by, on=on), by=by, on=on)


def link_seated(seated: Iterable[Delegate], *, by: User, on: datetime) -> None:
    """Send the private link to those who have a seat from the waiting list and are approved."""
    for one in seated:
        if one.email and one.is_attending and one.delegation.meeting.is_announced:
            delegate_links.send(delegate=one, by=by, on=on)


def overview(meeting: Meeting) -> list[Delegation]:
    """The delegations of a meeting with `seated`, `waiting`, `new` and `changed`: how many of each."""
    there = Q(delegates__withdrawn_at=None)
    counted = meeting.delegations.select_related("party", "submitted_by").annotate(
        seated=Count("delegates", there & Q(delegates__waitlisted_at=None), distinct=True),
        waiting=Count("delegates", there & Q(delegates__waitlisted_at__isnull=False), distinct=True),
        new=Count("delegates", there & Q(delegates__is_new=True), distinct=True),
        changed=Count("delegates__changes", Q(delegates__changes__answer="") & there, distinct=True),
    )
    return list(counted)


def with_waiting(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with `to_approve` and `to_answer`: how many delegations were submitted, how many approved
    ones want something otherwise; and `first_to_approve` and `first_to_answer`, the name of one party."""
    own = Delegation.objects.filter(meeting=OuterRef("pk"))
    there = Delegate.objects.filter(delegation=OuterRef("pk"), withdrawn_at=None)
    wanted = Exists(there.filter(Q(is_new=True) | Q(changes__answer="")))
    submitted = own.filter(state=State.SUBMITTED)
    changed = own.filter(wanted, state=State.APPROVED)
    return meetings.annotate(
        to_approve=_count(submitted),
        first_to_approve=_name(submitted),
        to_answer=_count(changed),
        first_to_answer=_name(changed),
    )


def _count(rows: QuerySet[Delegation]) -> Coalesce:
    counted = rows.order_by().values("meeting").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


def _name(rows: QuerySet[Delegation]) -> Subquery:
    return Subquery(rows.order_by("pk").values(f"party__name_{get_language()}")[:1])
