"""Reminders follow from dates: at 08:00 where the person is, once, and not when they are old."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from acs_portal.kernel import due, news, reminders
from acs_portal.kernel.models import Message, User
from acs_portal.kernel.reminders import Due

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 8)  # daylight saving begins in Havana


@pytest.fixture
def rule(monkeypatch):
    """rule(person, on, offset) makes one reminder the only one that there is."""

    def declare(*people, on=ON, offset=0, kind="address_changed"):
        def of_the_test(now):
            context = {"old": "a", "new": "b", "by": people[0]}
            return [Due(one, f"test:{on}:{offset}", kind, context, on=on, offset=offset) for one in people]

        monkeypatch.setattr(reminders, "RULES", {"test": of_the_test})

    return declare


def person(zone: str, language="en") -> User:
    name = zone.rpartition("/")[2].lower()
    return User.objects.create_user(f"{name}@example.org", name=name, time_zone=zone, language=language)


@pytest.mark.parametrize(
    ("zone", "on", "moment"),
    [
        ("America/Havana", date(2026, 3, 7), datetime(2026, 3, 7, 13, tzinfo=UTC)),
        ("America/Havana", date(2026, 3, 8), datetime(2026, 3, 8, 12, tzinfo=UTC)),
        ("America/Havana", date(2026, 11, 1), datetime(2026, 11, 1, 13, tzinfo=UTC)),
        ("America/Port_of_Spain", date(2026, 3, 8), datetime(2026, 3, 8, 12, tzinfo=UTC)),
        ("Pacific/Pago_Pago", date(2026, 3, 8), datetime(2026, 3, 8, 19, tzinfo=UTC)),
        ("Pacific/Kiritimati", date(2026, 3, 8), datetime(2026, 3, 7, 18, tzinfo=UTC)),
    ],
)
def test_it_is_due_at_eight_where_the_person_is(rule, zone, on, moment):
    rule(person(zone), on=on)
    assert reminders.tell(moment - timedelta(minutes=1)) == 0
    assert reminders.tell(moment) == 1
    assert reminders.tell(moment) == 0


def test_each_person_has_their_own_morning(rule):
    rule(person("Pacific/Kiritimati"), person("America/Havana"), person("Pacific/Pago_Pago"))
    noon = datetime(2026, 3, 8, 12, tzinfo=UTC)
    assert [reminders.tell(noon + timedelta(hours=hours)) for hours in (-18, 0, 7)] == [1, 1, 1]


def test_a_missed_day_is_caught_up_once_and_an_old_one_not_any_more(rule):
    rule(person("UTC"), on=ON)
    morning = datetime(2026, 3, 8, 8, tzinfo=UTC)
    assert reminders.tell(morning + reminders.LATEST) == 0
    assert reminders.tell(morning + reminders.LATEST - timedelta(minutes=1)) == 1
    assert Message.objects.count() == 1


def test_moving_the_date_moves_the_reminder(rule):
    somebody = person("UTC")
    rule(somebody, on=date(2026, 4, 10), offset=-30)
    assert reminders.tell(datetime(2026, 3, 11, 9, tzinfo=UTC)) == 1
    rule(somebody, on=date(2026, 5, 10), offset=-30)
    assert reminders.tell(datetime(2026, 3, 12, 9, tzinfo=UTC)) == 0
    assert reminders.tell(datetime(2026, 4, 10, 9, tzinfo=UTC)) == 1


def test_a_reminder_that_is_news_is_not_for_who_wants_none(rule, monkeypatch):
    somebody = person("UTC")
    news.choose(somebody, "never")
    monkeypatch.setitem(due.KINDS, "test_news", type(due.KINDS["digest"])("test_news", "Test", False))
    rule(somebody, kind="test_news")
    assert reminders.due(datetime(2026, 3, 8, 9, tzinfo=UTC)) == []


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.integers(-400, 400))
def test_there_is_one_week_in_which_a_reminder_is_due(moment, offset):
    one = Due(User(time_zone="America/Havana"), "x", "digest", {}, on=moment.date(), offset=offset)
    start = one.moment
    edges = [
        start - timedelta(seconds=1),
        start,
        start + timedelta(days=6, hours=23),
        start + timedelta(days=7),
    ]
    assert [one.is_due(edge) for edge in edges] == [False, True, True, False]
    assert (start.hour, start.date() - moment.date()) == (8, timedelta(days=offset))


def test_a_dry_run_says_who_would_get_what_and_writes_nothing(rule, officer, time_machine):
    time_machine.move_to("2026-03-08 13:00Z", tick=False)
    rule(person("America/Havana", "fr"))
    out = io.StringIO()
    with CaptureQueriesContext(connection) as queries:
        call_command("run_due", dry_run=True, stdout=out)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    header, row, count = out.getvalue().splitlines()
    assert row.split()[:4] == ["havana@example.org", "fr", "2026-03-08", "08:00"]
    assert ("test:2026-03-08:0" in row, count) == (True, "1 message(s) due")
    assert not Message.objects.exists()
    assert header.split() == ["TO", "LANGUAGE", "DUE", "WHAT", "WHY", "HOW"]


def test_a_rule_that_fails_is_told_and_does_not_stop_the_mail(smtp, officer, monkeypatch, caplog):
    def broken(now):
        raise ZeroDivisionError

    from acs_portal.kernel import outbox

    outbox.post(officer, "address_changed", cause="x", context={"old": "a", "new": "b", "by": officer})
    monkeypatch.setattr(reminders, "RULES", {"broken": broken})
    done, failed = due.run(datetime.now(UTC))
    assert (done["messages"], failed, len(smtp.received)) == (1, ["reminders"], 1)
    assert "ZeroDivisionError" in caplog.text
