"""The days of a checklist: an offset from the opening, or a fixed day.

Days are dates, not moments: no clock that changes moves them. When the opening moves, the open tasks with
an offset move with it; what is done or dropped, and fixed days, stay.
"""

from datetime import date, datetime, timedelta

from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.models import User
from meetings import notifications
from meetings.models import Meeting, MeetingTask

FOLLOWED = acts.verb("checklist.follow", pgettext_lazy("act", "moved the open tasks with the opening"))


def day_of(meeting: Meeting, offset: int) -> date:
    """The day that lies so many days after the opening, before it with a minus."""
    return meeting.opens_on + timedelta(days=offset)


def follow_opening(meeting: Meeting, *, by: User, on: datetime) -> int:
    """Move the open tasks of a meeting whose opening has moved; answers how many moved."""
    moving = list(meeting.tasks.filter(state__in=MeetingTask.OPEN_STATES, offset__isnull=False))
    moving = [task for task in moving if task.due_on != day_of(meeting, task.offset)]
    for task in moving:
        notifications.withdraw_task(task)
        task.due_on = day_of(meeting, task.offset)
        tracking.write(task, by=by, on=on)
    if moving:
        acts.record(by=by, did=FOLLOWED, to=meeting, after={"tasks": len(moving)}, on=on)
    return len(moving)
