"""Reminders of meetings: a meeting that opens soon, a task of its checklist. They write nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from acs_portal.kernel import reminders
from acs_portal.kernel.access import can
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.reminders import LATEST, Due
from meetings import notifications
from meetings.models import Meeting, MeetingTask
from network.domain import focal_points

OFFSETS = (-30, -7)
OF_TASKS = (-7, 0, 3)
COMING = (Meeting.State.ANNOUNCED, Meeting.State.REGISTRATION_OPEN)
PUT_OFF = (Meeting.State.POSTPONED, Meeting.State.CANCELLED, Meeting.State.ARCHIVED)


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
