"""One function per message of meetings."""

from django.utils.translation import pgettext_lazy

from acs_portal.kernel import outbox
from acs_portal.kernel.models import Release, User
from acs_portal.kernel.outbox import Mailing
from acs_portal.kernel.reminders import Due
from meetings.models import Meeting, MeetingTask

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


def told_of(meeting: Meeting, agendas: list[Release]) -> list[User]:
    """Everybody to whom a message about a meeting was written: its agendas, its coming, its being put off."""
    causes = [f"agenda_released:{release.pk}" for release in agendas]
    of_agendas = User.objects.filter(messages__kind=AGENDA_RELEASED, messages__cause__in=causes)
    of_coming = User.objects.filter(
        messages__kind=MEETING_OPENS, messages__cause__startswith=_coming(meeting)
    )
    of_steps = User.objects.filter(
        messages__kind__in=[MEETING_CANCELLED, MEETING_POSTPONED, MEETING_RESUMED],
        messages__cause__regex=rf"^meeting_[a-z]+:{meeting.pk}:",
    )
    found = (people.filter(is_active=True).distinct() for people in (of_agendas, of_coming, of_steps))
    return [user for people in found for user in people]
