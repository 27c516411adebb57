"""announced --open_registration--> registration open
in session --adjourn--> report drafting
closed --archive--> archived

Back, each with a reason that the register of acts keeps:

planned <--withdraw_announcement-- announced
announced <--close_registration-- registration open
announced <--take_back_opening-- in session
in session <--take_back_adjournment-- report drafting
report drafting <--reopen-- closed
closed <--unarchive-- archived

What was recorded stays true: an announcement of which people know more than the dates, and an opening
after which sittings were recorded, are not taken back.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from meetings.domain.meetings import NotInSession, ReasonMissing, locked, move
from meetings.models import Meeting

State = Meeting.State

REGISTRATION_OPENED = acts.verb("meeting.register", pgettext_lazy("act", "opened the registration"))
ADJOURNED = acts.verb("meeting.adjourn", pgettext_lazy("act", "ended the sittings; the report is drafted"))
ARCHIVED = acts.verb("meeting.archive", pgettext_lazy("act", "archived the meeting"))
HIDDEN = acts.verb("meeting.withdraw", pgettext_lazy("act", "withdrew the announcement"))
REGISTRATION_CLOSED = acts.verb("meeting.unregister", pgettext_lazy("act", "closed the registration"))
UNOPENED = acts.verb("meeting.unopen", pgettext_lazy("act", "took back the opening"))
RESUMED = acts.verb("meeting.unadjourn", pgettext_lazy("act", "took the meeting back into session"))
REOPENED = acts.verb("meeting.reopen", pgettext_lazy("act", "reopened the closed meeting"))
UNARCHIVED = acts.verb("meeting.unarchive", pgettext_lazy("act", "took the meeting out of the archive"))

# what a state means, and what comes next
EXPLAINED = {
    State.PLANNED: _(
        "Only the Secretariat knows of this meeting. Next it is announced, when dates and place are certain."
    ),
    State.ANNOUNCED: _(
        "Everybody sees the meeting, its dates and its calendar. Next the registration of delegations opens."
    ),
    State.REGISTRATION_OPEN: _(
        "The delegations are registered as their letters arrive. Next the meeting is opened on its first day."
    ),
    State.IN_SESSION: _(
        "Sittings and decisions are recorded. Next the sittings end and the report is drafted."
    ),
    State.DRAFTING: _(
        "The sittings are over; the report is drafted, the lists are corrected. Next the meeting is closed."
    ),
    State.CLOSED: _("The record of the meeting stands as it is. Next it is archived."),
    State.ARCHIVED: _("The meeting is in the archive. Everything stays to be read; nothing is changed."),
    State.POSTPONED: _("The meeting does not take place on its dates. New dates are told to everybody."),
    State.CANCELLED: _("The meeting does not take place. Its page stays, with the reason."),
}


class RegistrationNotToOpen(RuleBroken):
    message = _("The registration opens for a meeting that is announced, and not yet opened, once.")


class RegistrationNotOpen(RuleBroken):
    message = _("The registration is not open.")


class NotDrafting(RuleBroken):
    message = _("The report of this meeting is not being drafted.")


class NotClosed(RuleBroken):
    message = _("The meeting is not closed.")


class NotArchived(RuleBroken):
    message = _("The meeting is not in the archive.")


class NotJustAnnounced(RuleBroken):
    message = _("Only the announcement of a meeting that has not gone any further is withdrawn.")


class AnnouncementStands(RuleBroken):
    message = _(
        "Documents were issued or delegations registered, so people count on this meeting. Postpone or "
        "cancel it: then they are told."
    )


class SittingsStand(RuleBroken):
    message = _("Sittings have been recorded, so the opening stands.")


@transaction.atomic
def open_registration(*, meeting: Meeting, by: User, on: datetime) -> None:
    """Open the registration of delegations. Raises RegistrationNotToOpen."""
    meeting = locked(meeting)
    if meeting.state != State.ANNOUNCED:
        raise RegistrationNotToOpen
    move(meeting, State.REGISTRATION_OPEN, REGISTRATION_OPENED, by, on)


@transaction.atomic
def adjourn(*, meeting: Meeting, by: User, on: datetime) -> None:
    """End the sittings: the report is drafted. Raises NotInSession."""
    meeting = locked(meeting)
    if meeting.state != State.IN_SESSION:
        raise NotInSession
    move(meeting, State.DRAFTING, ADJOURNED, by, on)


@transaction.atomic
def archive(*, meeting: Meeting, by: User, on: datetime) -> None:
    """Put a closed meeting into the archive. Raises NotClosed."""
    meeting = locked(meeting)
    if meeting.state != State.CLOSED:
        raise NotClosed
    move(meeting, State.ARCHIVED, ARCHIVED, by, on)


@transaction.atomic
def withdraw_announcement(*, meeting: Meeting, reason: str, by: User, on: datetime) -> None:
    """Let only the Secretariat know of a meeting again, as long as nothing was built on its announcement.

    Raises NotJustAnnounced, AnnouncementStands, ReasonMissing.
    """
    meeting = locked(meeting)
    if meeting.state != State.ANNOUNCED:
        raise NotJustAnnounced
    if meeting.symbols.exists() or meeting.delegations.exists():
        raise AnnouncementStands
    move(meeting, State.PLANNED, HIDDEN, by, on, reason=_given(reason))


@transaction.atomic
def close_registration(*, meeting: Meeting, reason: str, by: User, on: datetime) -> None:
    """Close the registration again. Raises RegistrationNotOpen, ReasonMissing."""
    meeting = locked(meeting)
    if meeting.state != State.REGISTRATION_OPEN:
        raise RegistrationNotOpen
    move(meeting, State.ANNOUNCED, REGISTRATION_CLOSED, by, on, reason=_given(reason))


@transaction.atomic
def take_back_opening(*, meeting: Meeting, reason: str, by: User, on: datetime) -> None:
    """The meeting was opened by mistake: it is announced again. Raises NotInSession, SittingsStand,
    ReasonMissing."""
    meeting = locked(meeting)
    if meeting.state != State.IN_SESSION:
        raise NotInSession
    if meeting.sittings.exists():
        raise SittingsStand
    move(meeting, State.ANNOUNCED, UNOPENED, by, on, reason=_given(reason))


@transaction.atomic
def take_back_adjournment(*, meeting: Meeting, reason: str, by: User, on: datetime) -> None:
    """Take the meeting back into session, to record what is missing. Raises NotDrafting, ReasonMissing."""
    meeting = locked(meeting)
    if meeting.state != State.DRAFTING:
        raise NotDrafting
    move(meeting, State.IN_SESSION, RESUMED, by, on, reason=_given(reason))


@transaction.atomic
def reopen(*, meeting: Meeting, reason: str, by: User, on: datetime) -> None:
    """Take a closed meeting back to the drafting of its report. Raises NotClosed, ReasonMissing."""
    meeting = locked(meeting)
    if meeting.state != State.CLOSED:
        raise NotClosed
    move(meeting, State.DRAFTING, REOPENED, by, on, reason=_given(reason))


@transaction.atomic
def unarchive(*, meeting: Meeting, reason: str, by: User, on: datetime) -> None:
    """Take a meeting out of the archive; it is closed. Raises NotArchived, ReasonMissing."""
    meeting = locked(meeting)
    if meeting.state != State.ARCHIVED:
        raise NotArchived
    move(meeting, State.CLOSED, UNARCHIVED, by, on, reason=_given(reason))


def _given(reason: str) -> str:
    """The reason of a step back. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
