"""Reminders of meetings: a meeting that opens soon, a task of its checklist, an invitation without an answer.
They write nothing."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from acs_portal.kernel import reminders
from acs_portal.kernel.access import can
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.reminders import LATEST, Due
from meetings import notifications
from meetings.domain import invitation_mail
from meetings.models import Invitation, Meeting, MeetingTask
from network.domain import focal_points

OFFSETS = (-30, -7)
OF_TASKS = (-7, 0, 3)
COMING = (Meeting.State.ANNOUNCED, Meeting.State.REGISTRATION_OPEN)
PUT_OFF = (Meeting.State.POSTPONED, Meeting.State.CANCELLED, Meeting.State.ARCHIVED)
AFTER_SENDING, BEFORE_DEADLINE = (14, 28), (-3,)  # of invitations


@reminders.rule("meeting_opens")
def opens(now: datetime) -> Iterable[Due]:
    """A month and a week before an announced meeting opens, to the focal points of the members."""
    today = official_day(now)
    coming = list(Meeting.objects.filter(state__in=COMING, opens_on__gte=today))
    people = focal_points.primary(today, members_only=True) if coming else []
    for meeting in coming:
        for to in people:
            for offset in OFFSETS:
                yield notifications.meeting_opens(to, meeting, offset=offset)


@reminders.rule("task_due")
def tasks(now: datetime) -> Iterable[Due]:
    """A week before the day of an open task, on that day, and three days later, to its owner.

    Of a meeting that is still planned, only to owners who know of it; the tasks after a meeting go on when
    it is closed, until it is archived.
    """
    today = official_day(now)
    near = [today - LATEST - timedelta(days=max(OF_TASKS) + 1), today - timedelta(days=min(OF_TASKS) - 1)]
    waiting = MeetingTask.objects.filter(
        state__in=MeetingTask.OPEN_STATES, owner__is_active=True, due_on__range=near
    )
    for task in waiting.exclude(meeting__state__in=PUT_OFF).select_related("meeting", "owner"):
        if task.meeting.is_announced or can(task.owner, "meeting.read_unannounced"):
            for offset in OF_TASKS:
                yield notifications.task_due(task, offset=offset)


@reminders.rule("invitation_silent")
def silent(now: datetime) -> Iterable[Due]:
    """Two and four weeks after an invitation was sent, and three days before an answer is due.

    They stop with a yes or a no, with a withdrawal, and on the day the meeting opens.
    """
    sent = Invitation.objects.filter(state=Invitation.State.SENT)
    rows = list(sent.select_related("party", "meeting__invitation_template"))
    standing = [one for one in rows if one.meeting.is_announced and not one.meeting.is_over]
    reach = invitation_mail.reached(standing, on=now) if standing else {}
    for invitation in standing:
        people, is_attached = reach[invitation.pk]
        for to in people:
            if to.pk:
                yield from _to_answer(to, invitation, is_attached=is_attached)


def _to_answer(to, invitation: Invitation, *, is_attached: bool) -> Iterable[Due]:
    template = invitation.meeting.invitation_template
    dates: list[tuple[date, int]] = [
        *((official_day(invitation.sent_at), offset) for offset in AFTER_SENDING),
        *((template.answer_by, offset) for offset in BEFORE_DEADLINE),
    ]
    for day, offset in dates:
        if day + timedelta(days=offset) < invitation.meeting.opens_on:
            yield notifications.invitation_silent(
                to, invitation, template, on=day, offset=offset, is_attached=is_attached
            )
