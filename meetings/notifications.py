"""One function per message of meetings."""

from datetime import date

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import issuing, outbox, releases
from acs_portal.kernel.models import Message, Release, User
from acs_portal.kernel.outbox import Attached, Mailing
from acs_portal.kernel.reminders import Due
from meetings.models import Invitation, InvitationTemplate, Meeting

AGENDA_RELEASED = outbox.kind(
    "agenda_released", pgettext_lazy("kind of message", "An agenda was released"), official=True
)
MEETING_OPENS = outbox.kind(
    "meeting_opens", pgettext_lazy("kind of message", "A meeting is coming"), official=False
)
MEETING_CANCELLED = outbox.kind(
    "meeting_cancelled", pgettext_lazy("kind of message", "A meeting was cancelled"), official=True
)
LETTER = ":letter"  # how the cause of a message ends that carries the letter itself


def _letters(message: Message) -> list[Attached]:
    """The letter of an invitation as it was issued, for whoever has no account to open it with."""
    if not message.cause.endswith(LETTER):
        return []
    invitation = Invitation.objects.get(pk=message.cause.removesuffix(LETTER).rpartition(":")[2])
    released = releases.latest(invitation, "invitation")
    data = bytes(issuing.issued_in(released, invitation.language).data)
    return [Attached(f"{released.symbol.replace('/', '-')}.pdf", data, releases.PDF)]


MEETING_INVITED = outbox.kind(
    "meeting_invited",
    pgettext_lazy("kind of message", "An invitation to a meeting"),
    official=True,
    attaches=_letters,
)
INVITATION_SILENT = outbox.kind(
    "invitation_silent", pgettext_lazy("kind of message", "An invitation to answer"), official=False
)
INVITATION_WITHDRAWN = outbox.kind(
    "invitation_withdrawn", pgettext_lazy("kind of message", "An invitation was withdrawn"), official=True
)


def agenda_released(meeting: Meeting, release: Release, recipients: list[User]) -> Mailing:
    """Tell people that the agenda is out; once per person and release."""
    context = {"meeting": meeting, "release": release}
    return Mailing(AGENDA_RELEASED, f"agenda_released:{release.pk}", context, recipients)


def meeting_opens(to: User, meeting: Meeting, *, offset: int) -> Due:
    """Remind a focal point, so many days after the opening (before it, with a minus), of a meeting."""
    cause = f"{_coming(meeting)}{meeting.opens_on}:{offset}"
    return Due(to, cause, MEETING_OPENS, {"meeting": meeting}, on=meeting.opens_on, offset=offset)


def _coming(meeting: Meeting) -> str:
    """How the causes of all reminders of a meeting begin."""
    return f"meeting_opens:{meeting.pk}:"


def withdraw_coming(meeting: Meeting) -> None:
    """Take back the reminders of a meeting that still wait for a digest: it does not open as they say."""
    outbox.withdraw(MEETING_OPENS, _coming(meeting))


def meeting_cancelled(meeting: Meeting, reason: dict[str, str], recipients: list[User]) -> Mailing:
    """Tell people that a meeting does not take place, and why."""
    context = {"meeting": meeting, "reason": reason}
    return Mailing(MEETING_CANCELLED, f"meeting_cancelled:{meeting.pk}", context, recipients)


def _invited(meeting_pk: int) -> str:
    """How the causes of all invitations to a meeting begin."""
    return f"meeting_invited:{meeting_pk}:"


def meeting_invited(
    invitation: Invitation, template: InvitationTemplate, recipients: list[User], *, is_attached: bool
) -> Mailing:
    """Invite a party: by a link to its letter, or with the letter itself for whoever has no account."""
    context = {
        "invitation": invitation,
        "meeting": invitation.meeting,
        "answer_by": template.answer_by,
        "is_attached": is_attached,
    }
    cause = f"{_invited(invitation.meeting_id)}{invitation.pk}{LETTER if is_attached else ''}"
    return Mailing(MEETING_INVITED, cause, context, recipients)


def _carried_by(invitation: Invitation) -> list[str]:
    """The causes of the messages that carried the letter of an invitation."""
    cause = f"{_invited(invitation.meeting_id)}{invitation.pk}"
    return [cause, cause + LETTER]


def written_to(invitation: Invitation) -> list[User]:
    """Everybody to whom the letter of an invitation was written."""
    people = User.objects.filter(
        messages__kind=MEETING_INVITED, messages__cause__in=_carried_by(invitation), is_active=True
    )
    return list(people.distinct().order_by("pk"))


def about_invitation(invitation: Invitation):
    """All messages about an invitation: the letter, its reminders, its withdrawal."""
    carried = Q(kind=MEETING_INVITED, cause__in=_carried_by(invitation))
    reminded = Q(kind=INVITATION_SILENT, cause__startswith=_silent(invitation))
    withdrawn = Q(kind=INVITATION_WITHDRAWN, cause=_withdrawn(invitation))
    return Message.objects.filter(carried | reminded | withdrawn)


def invitation_withdrawn(invitation: Invitation, reason: str) -> Mailing:
    """Tell whoever got the letter that it was withdrawn, and why; the reason is in the letter's language."""
    context = {"invitation": invitation, "meeting": invitation.meeting, "reason": reason}
    return Mailing(INVITATION_WITHDRAWN, _withdrawn(invitation), context, written_to(invitation))


def _withdrawn(invitation: Invitation) -> str:
    return f"invitation_withdrawn:{invitation.pk}"


def invitation_silent(
    to: User,
    invitation: Invitation,
    template: InvitationTemplate,
    *,
    on: date,
    offset: int,
    is_attached: bool,
) -> Due:
    """Remind a party that has not said yes or no, so many days after a date (before it, with a minus)."""
    context = {
        "invitation": invitation,
        "meeting": invitation.meeting,
        "answer_by": template.answer_by,
        "is_attached": is_attached,
    }
    cause = f"{_silent(invitation)}{on}:{offset}"
    return Due(to, cause, INVITATION_SILENT, context, on=on, offset=offset)


def _silent(invitation: Invitation) -> str:
    return f"invitation_silent:{invitation.pk}:"


def withdraw_silent(invitation: Invitation) -> None:
    """Take back the reminders that still wait for a digest: the party has answered, or is not asked."""
    outbox.withdraw(INVITATION_SILENT, _silent(invitation))


def told_of(meeting: Meeting, agendas: list[Release]) -> list[User]:
    """Everybody to whom a message about a meeting was written: its agendas, its coming, invitations."""
    causes = [f"agenda_released:{release.pk}" for release in agendas]
    of_agendas = User.objects.filter(messages__kind=AGENDA_RELEASED, messages__cause__in=causes)
    of_coming = User.objects.filter(
        messages__kind=MEETING_OPENS, messages__cause__startswith=_coming(meeting)
    )
    invited = User.objects.filter(
        messages__kind=MEETING_INVITED, messages__cause__startswith=_invited(meeting.pk)
    )
    told = (of_agendas, of_coming, invited)
    return [person for people in told for person in people.filter(is_active=True).distinct()]
