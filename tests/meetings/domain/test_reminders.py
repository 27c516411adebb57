from datetime import UTC, date, datetime, timedelta

import pytest

from acs_portal.kernel import reminders
from acs_portal.kernel.models import Message
from meetings.domain import meetings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_meetings(monkeypatch):
    rule = reminders.RULES["meeting_opens"]
    monkeypatch.setattr(reminders, "RULES", {"meeting_opens": rule})


def told_on_each_day(first: date, days: int) -> list[str]:
    found = []
    for number in range(days):
        moment = datetime(first.year, first.month, first.day, 16, tzinfo=UTC) + timedelta(days=number)
        found += [moment.date().isoformat()] * reminders.tell(moment)
    return found


def test_a_meeting_is_recalled_a_month_and_a_week_before_to_the_members(
    meeting, mexico, sela, jamaica_deputy
):
    assert told_on_each_day(date(2002, 3, 1), 60) == ["2002-03-12", "2002-04-04"]
    assert set(Message.objects.values_list("to__email", "language")) == {(mexico.email, "es")}


def test_announced_late_it_is_recalled_once(meeting, mexico):
    assert told_on_each_day(date(2002, 4, 6), 10) == ["2002-04-06"]


def test_a_meeting_that_moves_is_recalled_anew(meeting, officer, mexico):
    assert told_on_each_day(date(2002, 3, 1), 20) == ["2002-03-12"]
    meeting.opens_on, meeting.closes_on = date(2002, 6, 11), date(2002, 6, 12)
    meetings.save(meeting=meeting, by=officer, on=datetime(2002, 3, 20, tzinfo=UTC))
    assert told_on_each_day(date(2002, 3, 21), 100) == ["2002-05-12", "2002-06-04"]


def test_neither_a_planned_nor_a_cancelled_meeting_is_recalled(planned, officer, mexico):
    assert told_on_each_day(date(2002, 3, 1), 60) == []
    meetings.announce(meeting=planned, by=officer, on=datetime(2002, 3, 1, tzinfo=UTC))
    reason = dict.fromkeys(("en", "es", "fr"), "Hurricane")
    meetings.cancel(meeting=planned, reason=reason, by=officer, on=datetime(2002, 3, 2, tzinfo=UTC))
    assert told_on_each_day(date(2002, 3, 1), 60) == []
