"""One function per message of meetings."""

from acs_portal.kernel import outbox
from acs_portal.kernel.models import Message, Release, User
from meetings.models import Meeting


def agenda_released(to: User, meeting: Meeting, release: Release) -> Message:
    """Tell a focal point that the agenda is out; once per person and release."""
    return outbox.post(
        to,
        "agenda_released",
        cause=f"agenda_released:{release.pk}",
        context={"meeting": meeting, "release": release},
    )
