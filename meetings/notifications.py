"""One function per message of meetings."""

from datetime import date, datetime

from django.db.models import BigIntegerField, Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast, Substr
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import issuing, outbox, releases
from acs_portal.kernel.models import Message, Release, User
from acs_portal.kernel.notifications import corrigendum_issued
from acs_portal.kernel.outbox import Attached, Mailing
from acs_portal.kernel.reminders import Due
from acs_portal.kernel.roles import SECRETARIAT
from meetings.models import (
    Delegate,
    DelegateChange,
    DelegateLink,
    Delegation,
    Invitation,
    InvitationTemplate,
    Meeting,
    MeetingTask,
    OfficialLetter,
)

AGENDA_RELEASED = outbox.kind(
    "agenda_released", pgettext_lazy("kind of message", "An agenda was released"), official=True
)
MEETING_OPENS = outbox.kind(
    "meeting_opens", pgettext_lazy("kind of message", "A meeting is coming"), official=False
)
MEETING_CANCELLED = outbox.kind(
    "meeting_cancelled", pgettext_lazy("kind of message", "A meeting was cancelled"), official=True
)
MEETING_POSTPONED = outbox.kind(
    "meeting_postponed", pgettext_lazy("kind of message", "A meeting was postponed"), official=True
)
MEETING_RESUMED = outbox.kind(
    "meeting_resumed", pgettext_lazy("kind of message", "A meeting has new dates"), official=True
)
TASK_DUE = outbox.kind(
    "task_due", pgettext_lazy("kind of message", "A task of a meeting is due"), official=False
)
DELEGATION_SUBMITTED = outbox.kind(
    "delegation_submitted", pgettext_lazy("kind of message", "A delegation to approve"), official=True
)
DELEGATION_ANSWERED = outbox.kind(
    "delegation_answered", pgettext_lazy("kind of message", "The answer to a delegation"), official=True
)
CHANGE_ANSWERED = outbox.kind(
    "change_answered", pgettext_lazy("kind of message", "The answer to a change of a delegate"), official=True
)
DELEGATE_SEATED = outbox.kind(
    "delegate_seated", pgettext_lazy("kind of message", "A seat from the waiting list"), official=True
)
DELEGATE_LINK = outbox.kind(
    "delegate_link",
    pgettext_lazy("kind of message", "The private link of a delegate"),
    official=True,
    keeps_address=True,
)
LINK = "delegate_link:"  # how the cause of a message with a private link begins; the id of the link follows
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
LETTER_ISSUED = outbox.kind(
    "letter_issued", pgettext_lazy("kind of message", "A letter about a delegate was issued"), official=True
)


def agenda_released(meeting: Meeting, release: Release, recipients: list[User]) -> Mailing:
    """Tell people that the agenda is out; once per person and release."""
    context = {"meeting": meeting, "release": release}
    return Mailing(AGENDA_RELEASED, f"agenda_released:{release.pk}", context, recipients)


def agenda_corrected(meeting: Meeting, made: Release) -> Mailing:
    """Tell those who were told of an agenda that one language of it is corrected."""
    people = outbox.told(AGENDA_RELEASED, f"agenda_released:{made.corrects_id}")
    return corrigendum_issued(made, page="meetings:agenda", code=meeting.code, recipients=people)


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
    return Mailing(MEETING_CANCELLED, _once("meeting_cancelled", meeting), context, recipients)


def meeting_postponed(meeting: Meeting, reason: dict[str, str], recipients: list[User]) -> Mailing:
    """Tell people that a meeting is put off, and why."""
    context = {"meeting": meeting, "reason": reason}
    return Mailing(MEETING_POSTPONED, _once("meeting_postponed", meeting), context, recipients)


def meeting_resumed(meeting: Meeting, recipients: list[User]) -> Mailing:
    """Tell people the new dates of a meeting that was put off, or cancelled."""
    return Mailing(MEETING_RESUMED, _once("meeting_resumed", meeting), {"meeting": meeting}, recipients)


def _once(kind: str, meeting: Meeting) -> str:
    """The cause of a step that a meeting may take again later: told once for each time."""
    return f"{kind}:{meeting.pk}:{meeting.version}"


def task_due(task: MeetingTask, *, offset: int) -> Due:
    """Remind the owner of a task, so many days after its day (before it, with a minus)."""
    cause = f"{_of_task(task)}{task.due_on}:{offset}"
    context = {"task": task, "meeting": task.meeting, "offset": offset}
    return Due(task.owner, cause, TASK_DUE, context, on=task.due_on, offset=offset)


def _of_task(task: MeetingTask) -> str:
    return f"task_due:{task.pk}:"


def withdraw_task(task: MeetingTask) -> None:
    """Take back the reminders of a task that still wait for a digest."""
    outbox.withdraw(TASK_DUE, _of_task(task))


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
    """Everybody to whom a message about a meeting was written: agendas, coming, postponement, invitations."""
    causes = [f"agenda_released:{release.pk}" for release in agendas]
    of_agendas = User.objects.filter(messages__kind=AGENDA_RELEASED, messages__cause__in=causes)
    of_coming = User.objects.filter(
        messages__kind=MEETING_OPENS, messages__cause__startswith=_coming(meeting)
    )
    of_steps = User.objects.filter(
        messages__kind__in=[MEETING_CANCELLED, MEETING_POSTPONED, MEETING_RESUMED],
        messages__cause__regex=rf"^meeting_[a-z]+:{meeting.pk}:",
    )
    invited = User.objects.filter(
        messages__kind=MEETING_INVITED, messages__cause__startswith=_invited(meeting.pk)
    )
    told = (of_agendas, of_coming, of_steps, invited)
    found = (people.filter(is_active=True).distinct() for people in told)
    return [user for people in found for user in people]


def delegation_submitted(delegation: Delegation) -> Mailing:
    """Tell the Secretariat that a delegation waits for it; once per submission."""
    house = list(User.objects.filter(role__in=SECRETARIAT, is_active=True))
    cause = f"delegation_submitted:{delegation.pk}:{delegation.version}"
    context = {"delegation": delegation, "meeting": delegation.meeting}
    return Mailing(DELEGATION_SUBMITTED, cause, context, house)


def delegation_answered(delegation: Delegation) -> Message | None:
    """Tell who filed a delegation that it is approved, or why it was returned."""
    if delegation.submitted_by is None:
        return None
    return outbox.post(
        delegation.submitted_by,
        DELEGATION_ANSWERED,
        cause=f"delegation_answered:{delegation.pk}:{delegation.version}",
        context={"delegation": delegation, "meeting": delegation.meeting},
    )


def change_answered(change: DelegateChange) -> Message | None:
    """Tell who asked for a change of an approved delegate what became of it; nobody for a private link."""
    if change.by is None:
        return None
    delegation = change.delegate.delegation
    return outbox.post(
        change.by,
        CHANGE_ANSWERED,
        cause=f"change_answered:{change.pk}",
        context={
            "change": change,
            "delegate": change.delegate,
            "delegation": delegation,
            "meeting": delegation.meeting,
            "field": change.field_name,
        },
    )


def delegate_seated(delegate: Delegate, recipients: list[User], *, on: datetime) -> list[Message]:
    """Tell the focal points of a party that a delegate has a seat from the waiting list."""
    context = {
        "delegate": delegate,
        "delegation": delegate.delegation,
        "meeting": delegate.delegation.meeting,
    }
    cause = f"delegate_seated:{delegate.pk}:{on.isoformat()}"
    return Mailing(DELEGATE_SEATED, cause, context, recipients).send()


def delegate_link(link: DelegateLink, token: str, *, by: User) -> Message | None:
    """Send a delegate, who has no account, the private link; it is in this message alone.

    The message is written for the account of the sender, to the address and in the language of the
    delegate.
    """
    delegate = link.delegate
    delegation = delegate.delegation
    return outbox.post(
        by,
        DELEGATE_LINK,
        cause=f"{LINK}{link.pk}",
        context={
            "delegate": delegate,
            "meeting": delegation.meeting,
            "party": delegation.party,
            "token": token,
            "expires_at": link.expires_at,
        },
        address=delegate.email,
        language=language_of(delegate),
        is_secret=True,
    )


def about_links() -> QuerySet:
    """The messages with a private link, each with the id of its link (`of_link`) and of its meeting."""
    number = Cast(Substr("cause", len(LINK) + 1), BigIntegerField())
    found = Message.objects.filter(kind=DELEGATE_LINK)
    found = found.annotate(of_link=Case(When(cause__startswith=LINK, then=number)))
    links = DelegateLink.objects.filter(pk=OuterRef("of_link"))
    return found.annotate(of_meeting=Subquery(links.values("delegate__delegation__meeting")))


def language_of(delegate: Delegate) -> str:
    """In which language a delegate is written to: the one chosen, or that of the party."""
    return delegate.language or delegate.delegation.party.working_language


def letter_issued(letter: OfficialLetter, recipients: list[User]) -> Mailing:
    """Tell the focal points of a party where the letter about its delegate is; once per person and letter."""
    return Mailing(LETTER_ISSUED, f"letter_issued:{letter.pk}", {"letter": letter}, recipients)
