"""What was on record at a day: corrected later, it does not change."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.domain import records, tenure
from network.domain.directory import Contacts, as_of
from tests.network.office import LATER, NOON, designate, opened, person

TODAY = date(2026, 11, 24)
MEETING = date(2002, 4, 11)
AFTER = datetime(2003, 1, 15, 12, tzinfo=UTC)


def holders(known: date | None, day: date = MEETING, code: str = "MEX") -> list:
    shown = as_of(day, today=TODAY, language="en", known=known, contacts=Contacts.ALL)
    seats = next(entry for entry in shown.entries if entry.party.code == code).seats
    return [(seat.post.kind, seat.designation and seat.designation.full_name) for seat in seats]


def test_a_correction_entered_later_does_not_change_what_was_on_record(parties, officer):
    ana = designate("MEX", officer)
    tenure.correct(designation=ana, family_name="Moráles", reason="As in the letter", by=officer, on=AFTER)
    assert holders(date(2003, 1, 14)) == [("primary", "Ana MORALES")]
    assert holders(date(2003, 1, 15)) == holders(None) == [("primary", "Ana MORÁLES")]


def test_an_end_entered_later_was_not_known_then(parties, officer):
    ana = designate("MEX", officer)
    tenure.end(designation=ana, until=date(2002, 3, 1), reason="Retired", by=officer, on=AFTER)
    assert holders(date(2002, 4, 11)) == [("primary", "Ana MORALES")]
    assert holders(None) == [("primary", None)]


def test_a_day_of_the_record_ends_at_midnight_at_the_seat_of_the_secretariat(parties, officer):
    designate("MEX", officer, on=datetime(2002, 4, 12, 3, 59, tzinfo=UTC))  # 23:59 on the 11th there
    assert holders(MEETING) == [("primary", "Ana MORALES")]
    designate("CUB", officer, person_data=person("Ada", "Pérez"), on=datetime(2002, 4, 12, 4, tzinfo=UTC))
    assert holders(MEETING, code="CUB") == []


def test_before_the_first_record_nothing_was_known(parties, officer):
    assert records.begins() is None
    designate("MEX", officer)
    assert records.begins() == NOON.date()
    assert holders(date(2002, 4, 10)) == []


def test_a_person_who_changes_the_name_keeps_the_one_of_the_letter(parties, officer):
    ana = designate("MEX", officer)
    ana.person.family_name = "Castro"
    ana.person.save()
    assert holders(None) == holders(NOON.date()) == [("primary", "Ana MORALES")]


def test_the_record_keeps_no_contact_data(parties, officer):
    designate(
        "MEX", officer, person_data=person("Ana", "Morales", email="ana@mex.example", telephone="+52 1")
    )
    columns = {field.name for field in opened("MEX", officer).history.model._meta.fields}
    columns |= {field.name for field in records.Designation.history.model._meta.fields}
    assert columns & {"email", "telephone"} == set()
    shown = as_of(MEETING, today=TODAY, language="en", known=LATER.date(), contacts=Contacts.ALL)
    seats = [seat for entry in shown.entries for seat in entry.seats]
    assert [seat.contact for seat in seats] == [None] * len(seats)
    assert len(seats) == 1


def test_a_theme_of_the_record_is_named(parties, officer):
    opened("MEX", officer, "technical", "trade")
    posts, _designations = records.posts_and_designations(NOON.date())
    assert [post.title for post in posts] == ["Technical focal point: Trade"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_takes_four_queries(parties, officer, count):
    for number in range(count):
        designate("MEX", officer, kind="deputy", person_data=person("R.", f"Deputy {number}"))
    with CaptureQueriesContext(connection) as taken:
        shown = as_of(MEETING, today=TODAY, language="en", known=LATER.date())
        names = [seat.designation.full_name for entry in shown.entries for seat in entry.seats]
    assert (len(taken), len(names)) == (4, count)
