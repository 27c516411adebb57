from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from meetings.domain import calendar, meetings, sittings
from meetings.models import Meeting
from tests.meetings.conftest import ON, plan


def feed_of(meeting) -> Calendar:
    return Calendar.from_ical(bytes_of(meeting))


def bytes_of(meeting) -> bytes:
    return calendar.calendar(
        meeting, list(meeting.sittings.all()), address="http://testserver/en/meetings/x/"
    )


def sitting_in(officer, zone, starts_at, ends_at, code="c"):
    meeting = plan(
        officer,
        code=code,
        time_zone=zone,
        opens_on=date(2026, 3, 7),
        closes_on=date(2026, 3, 9),
        state="in_session",
    )
    sittings.open_sitting(
        meeting=meeting, number=1, starts_at=starts_at, ends_at=ends_at, present=[], by=officer, on=ON
    )
    return feed_of(meeting).walk("VEVENT")[1]


def test_the_meeting_is_an_event_of_whole_days_with_an_exclusive_end(meeting):
    (event,) = feed_of(meeting).walk("VEVENT")
    assert event["DTSTART"].dt == date(2002, 4, 11)
    assert event["DTEND"].dt == date(2002, 4, 13)
    assert event["UID"] == "rci-1-2002@acs-cooperation-portal"
    assert event["SUMMARY"] == "First Meeting of those Responsible for International Cooperation"
    assert event["LOCATION"] == "Mexico City"


def test_the_same_meeting_gives_the_same_bytes(meeting):
    assert bytes_of(meeting) == bytes_of(type(meeting).objects.get())


def test_a_change_keeps_the_uid_and_raises_the_sequence(meeting, officer):
    (before,) = feed_of(meeting).walk("VEVENT")
    meeting.opens_on = date(2002, 4, 10)
    later = datetime(2002, 3, 20, tzinfo=UTC)
    meetings.save(meeting=meeting, by=officer, on=later)
    (after,) = feed_of(meeting).walk("VEVENT")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert (before["DTSTAMP"].dt, after["DTSTAMP"].dt) == (ON, later)


@pytest.mark.parametrize(
    ("state", "status"), [("planned", "TENTATIVE"), ("announced", "CONFIRMED"), ("closed", "CONFIRMED")]
)
def test_a_planned_meeting_is_tentative(planned, state, status):
    planned.state = state
    assert feed_of(planned).walk("VEVENT")[0]["STATUS"] == status


def test_havana_changes_its_clock_between_two_days_of_the_meeting(parties, officer):
    starts = [
        sitting_in(
            officer,
            "America/Havana",
            datetime(2026, 3, day, 14, tzinfo=UTC),
            datetime(2026, 3, day, 17, tzinfo=UTC),
            f"h{day}",
        )["DTSTART"]
        for day in (7, 9)
    ]
    assert [start.dt.hour for start in starts] == [9, 10]
    assert {start.params["TZID"] for start in starts} == {"America/Havana"}


def test_the_zone_of_havana_comes_with_its_rules(parties, officer):
    starts_at = datetime(2026, 3, 9, 14, tzinfo=UTC)
    sitting_in(officer, "America/Havana", starts_at, starts_at.replace(hour=17))
    zones = feed_of(Meeting.objects.get(code="c")).walk("VTIMEZONE")
    assert [zone["TZID"] for zone in zones] == ["America/Havana"]
    offsets = {rule["TZOFFSETTO"].to_ical() for zone in zones for rule in zone.subcomponents}
    assert {"-0400", "-0500"} <= offsets


def test_port_of_spain_never_does(parties, officer):
    hours = [
        sitting_in(
            officer,
            "America/Port_of_Spain",
            datetime(2026, 3, day, 14, tzinfo=UTC),
            datetime(2026, 3, day, 17, tzinfo=UTC),
            f"p{day}",
        )["DTSTART"].dt.hour
        for day in (7, 9)
    ]
    assert hours == [10, 10]


def test_a_sitting_across_midnight_utc_stays_on_its_evening(parties, officer):
    event = sitting_in(
        officer,
        "America/Port_of_Spain",
        datetime(2026, 3, 8, 23, tzinfo=UTC),
        datetime(2026, 3, 9, 2, tzinfo=UTC),
    )
    assert (event["DTSTART"].dt.day, event["DTSTART"].dt.hour) == (8, 19)
    assert (event["DTEND"].dt.day, event["DTEND"].dt.hour) == (8, 22)
    assert event["UID"] == "c-sitting-1@acs-cooperation-portal"
