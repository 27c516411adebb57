"""The demo's personal data: what has served its purpose is erased, one erasure waits for a second person."""

from django.utils import timezone

from acs_portal.kernel import data_requests, retention
from meetings.models import Delegate

from .meeting import first_meeting
from .people import demo_user

REASON = "Demonstration: asked by an invented letter"


def build() -> list[str]:
    """Erase what is due after the First Meeting, and prepare the erasure of the data on one delegate."""
    now, officer = timezone.now(), demo_user("secretariat@acs.example")
    gone = sum(line.rows for line in retention.purge(by=None, on=now))
    person = Delegate.objects.attending().filter(delegation__meeting=first_meeting()).last()
    data_requests.prepare(rows=[person], who=person.full_name, reason=REASON, by=officer, on=now)
    return [f"{gone} personal data erased after their time", "1 erasure that waits for a second person"]
