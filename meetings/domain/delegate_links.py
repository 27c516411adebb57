"""none --send--> open --revoke, expire, another one is sent--> closed

A delegate without an account completes the own data by a private link: it opens this one delegate, until
ninety days after the meeting, so that a consent can still be taken back. Only the hash of its token is
kept; the token is in the one message to the delegate, whose words are forgotten once it is sent.
"""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from meetings import notifications
from meetings.domain import changes, delegations, questions
from meetings.domain.meetings import locked
from meetings.models import Delegate, DelegateLink, Delegation, Meeting

SENT = acts.verb("delegate.link_send", pgettext_lazy("act", "sent the delegate a private link"))
REVOKED = acts.verb("delegate.link_revoke", pgettext_lazy("act", "revoked the private link of the delegate"))
COMPLETED = acts.verb("delegate.complete", pgettext_lazy("act", "completed the own data by the private link"))
CONSENTED = acts.verb("delegate.consent", pgettext_lazy("act", "agreed to appear in the public list"))
REFUSED = acts.verb("delegate.refuse", pgettext_lazy("act", "does not agree to appear in the public list"))

STAYS_OPEN = timedelta(days=90)


class LinkUnknown(RuleBroken):
    message = _(
        "This link can't be used: it may have expired, been replaced by a newer one, or be incomplete."
    )


class NotAnnouncedYet(RuleBroken):
    message = _("Announce the meeting first: nobody knows of it yet.")


class NoAddress(RuleBroken):
    message = _("%(name)s has no e-mail address. Add it, then send the link.")


class NotApproved(RuleBroken):
    message = _("Approve the delegation first: only approved delegates complete their data.")


class NoLink(RuleBroken):
    message = _("%(name)s has no private link that is open.")


def expires_at(meeting: Meeting) -> datetime:
    """Until when the links of the delegates to a meeting lead in."""
    return datetime.combine(meeting.closes_on + STAYS_OPEN, time.max, meeting.zone).astimezone(UTC)


@transaction.atomic
def send(*, delegate: Delegate, by: User, on: datetime) -> DelegateLink:
    """Send a delegate a new private link; the ones before lead in no more.

    Raises MeetingClosed, MeetingCancelled, NotAnnouncedYet, DelegateGone, AlreadyWithdrawn, NotApproved,
    NoAddress.
    """
    meeting = delegations.open_for_registration(delegate.delegation.meeting)
    if not meeting.is_announced:
        raise NotAnnouncedYet
    delegate = delegations.fresh(delegate)
    _guard_linkable(delegate)
    delegate.links.filter(revoked_at=None).update(revoked_at=on)
    token = DelegateLink.new_token()
    link = DelegateLink.objects.create(
        delegate=delegate,
        token_hash=DelegateLink.hash_of(token),
        created_by=by,
        created_at=on,
        sent_at=on,
        expires_at=expires_at(meeting),
    )
    acts.record(by=by, did=SENT, to=delegate, on=on)
    notifications.delegate_link(link, token, by=by)
    return link


def _guard_linkable(delegate: Delegate) -> None:
    if delegate.withdrawn_at:
        raise delegations.AlreadyWithdrawn(name=delegate.full_name)
    if not delegate.delegation.is_approved or delegate.is_new:
        raise NotApproved
    if not delegate.email:
        raise NoAddress(name=delegate.full_name)


def follow_dates(meeting: Meeting, *, on: datetime) -> int:
    """Let the open links of a meeting lead in until the day that its new dates say; answers how many."""
    links = DelegateLink.objects.open_at(on).filter(delegate__delegation__meeting=meeting)
    return links.update(expires_at=expires_at(meeting))


@transaction.atomic
def revoke(*, delegate: Delegate, by: User, on: datetime) -> None:
    """Close the private link of a delegate. Raises NoLink."""
    if not delegate.links.open_at(on).update(revoked_at=on):
        raise NoLink(name=delegate.full_name)
    acts.record(by=by, did=REVOKED, to=delegate, on=on)


def find(token: str, *, on: datetime) -> DelegateLink:
    """The open link of a token, found by its hash. Raises LinkUnknown, whatever is wrong with it."""
    links = DelegateLink.objects.select_related(
        "delegate__delegation__meeting", "delegate__delegation__party"
    )
    link = links.filter(token_hash=DelegateLink.hash_of(token)).first()
    if link is None or not link.is_open(on) or link.delegate.withdrawn_at:
        raise LinkUnknown
    if link.delegate.delegation.state != Delegation.State.APPROVED:
        raise LinkUnknown
    return link


@transaction.atomic
def complete(
    *,
    link: DelegateLink,
    delegate: Delegate,
    fields: list[str],
    answers: dict[int, str],
    agrees: bool,
    on: datetime,
) -> list[str]:
    """Save what a delegate says by the private link; answers the fields that wait for the Secretariat.

    `fields` are the columns that the form showed; `agrees` whether the delegate appears in the public
    list, which can be said and taken back also when the meeting is over and nothing else is saved.
    Raises LinkUnknown, Stale, DepartsBeforeArrival.
    """
    meeting = locked(delegate.delegation.meeting)
    _used(link, on)
    if meeting.is_over:
        delegate = delegations.fresh(delegate)
        _decide(delegate, agrees, on)
        tracking.write(delegate, by=None, on=on)
        return []
    _decide(delegate, agrees, on)
    delegate.completed_at = on
    waits = changes.save(delegate, fields=fields, by=None, on=on, did=COMPLETED)
    questions.answer(of=delegate, values=answers, on=on)
    return waits


def _decide(delegate: Delegate, agrees: bool, on: datetime) -> None:
    """Keep what a delegate decides of the public list, and when; nothing is saved."""
    if delegate.is_listed == agrees and delegate.listing_decided_at:
        return
    delegate.is_listed, delegate.listing_decided_at = agrees, on
    acts.record(by=None, did=CONSENTED if agrees else REFUSED, to=delegate, on=on)


def _used(link: DelegateLink, on: datetime) -> None:
    """Note that a link was used, unless it was closed since the page was opened."""
    if not DelegateLink.objects.open_at(on).filter(pk=link.pk).update(used_at=on):
        raise LinkUnknown
