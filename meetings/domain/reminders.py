"""Reminders of meetings: a meeting that opens soon. They write nothing."""

from collections.abc import Iterable
from datetime import datetime

from acs_portal.kernel import reminders
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.reminders import Due
from meetings import notifications
from meetings.models import Meeting
from network.domain import focal_points

OFFSETS = (-30, -7)


@reminders.rule("meeting_opens")
def opens(now: datetime) -> Iterable[Due]:
    """A month and a week before an announced meeting opens, to the focal points of the members."""
    today = official_day(now)
    coming = list(Meeting.objects.filter(state=Meeting.State.ANNOUNCED, opens_on__gte=today))
    people = focal_points.primary(today, members_only=True) if coming else []
    for meeting in coming:
        for to in people:
            for offset in OFFSETS:
                yield notifications.meeting_opens(to, meeting, offset=offset)
