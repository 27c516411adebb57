"""Two persons never hold one post on the same day: the database says no, whoever asks."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from acs_portal.kernel import append_only
from acs_portal.kernel.no_overlap import NoOverlap
from network.models import Designation
from tests.cast import stored

pytestmark = pytest.mark.django_db
TABLE = "network_designation"
COLUMNS = ", ".join(
    f'"{field.column}"' for field in Designation._meta.concrete_fields if not field.primary_key
)


@pytest.fixture
def held(mexico) -> Designation:
    """The post of Mexico, held from 10 January 2001 until 1 June 2002."""
    designation = mexico.person.designations.get()
    designation.until, designation.end_reason = date(2002, 6, 1), "Retired"
    return stored(designation)


def insert(held: Designation, starts: str, until: str | None, state: str = "in_force") -> None:
    """A copy of a designation for another time, as somebody at the database's console would."""
    end = f"'{until}'" if until else "NULL"
    chosen = COLUMNS
    for column, value in (
        ("starts", f"'{starts}'"),
        ("until", end),
        ("end_reason", "'Left'" if until else "''"),
        ("state", f"'{state}'"),
    ):
        chosen = chosen.replace(f'"{column}"', value)
    raw(f"INSERT INTO {TABLE} ({COLUMNS}) SELECT {chosen} FROM {TABLE} WHERE id = {held.pk}")


def raw(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("starts", "until"),
    [
        ("2000-01-01", None),  # around it, without end
        ("2002-05-31", None),  # its last day
        ("2001-01-01", "2001-01-11"),  # its first day
        ("2001-06-01", "2001-07-01"),  # within it
        ("1999-01-01", "2003-01-01"),  # around it
        ("2001-01-10", "2002-06-01"),  # the same days
    ],
)
def test_a_second_holder_on_the_same_day_is_refused(held, starts, until):
    with pytest.raises(IntegrityError):
        insert(held, starts, until)


@pytest.mark.parametrize(
    ("starts", "until"), [("2002-06-01", None), ("2000-01-01", "2001-01-10"), ("2003-01-01", "2004-01-01")]
)
def test_who_follows_or_precedes_is_taken(held, starts, until):
    insert(held, starts, until)
    assert Designation.objects.count() == 2


@pytest.mark.parametrize("state", ["received", "under_review", "rejected", "withdrawn", "lapsed"])
def test_what_is_not_in_force_may_overlap_until_it_comes_to_be(held, state):
    if state == "rejected":
        raw(f"UPDATE {TABLE} SET note = 'No.'")
    insert(held, "2002-01-01", None, state)
    with pytest.raises(IntegrityError):
        raw(f"UPDATE {TABLE} SET state = 'in_force' WHERE state = '{state}'")


@pytest.mark.parametrize("change", ["starts = '2002-05-01'", "until = NULL, end_reason = ''"])
def test_a_change_that_makes_two_overlap_is_refused(held, change):
    insert(held, "2002-06-01", "2003-01-01")
    which = "id <> " if change.startswith("starts") else "id = "
    with pytest.raises(IntegrityError):
        raw(f"UPDATE {TABLE} SET {change} WHERE {which}{held.pk}")


def test_another_post_may_be_held_at_the_same_time(held, haiti):
    assert Designation.objects.in_force_on(date(2002, 1, 1)).count() == 2


def test_the_rule_that_was_taken_away_is_told_and_laid_again(db):
    seal = append_only.SEALS[TABLE]
    seal.lift(connection)
    assert set(append_only.missing(connection)) == seal.wanted(connection)
    append_only.lay_all(connection)
    assert append_only.missing(connection) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_who_write_at_once_are_not_both_taken(db):
    """A trigger alone would let both through: neither transaction sees the other's row."""
    rule = NoOverlap("scratch", "post_id", "starts", "until", {"state": "in_force"})
    del append_only.SEALS["scratch"]
    row = "INSERT INTO scratch (post_id, starts, state) VALUES (1, '2002-06-01', 'in_force')"
    with ThreadPoolExecutor(1) as pool, closing(connection.copy()) as first:
        with first.cursor() as cursor:
            cursor.execute("CREATE TABLE scratch (post_id bigint, starts date, until date, state text)")
        rule.lay(first)
        first.set_autocommit(False)
        with first.cursor() as cursor:
            cursor.execute(row)
        answer = pool.submit(write_alone, row)
        time.sleep(0.3)
        waits = not answer.done()
        first.commit()
        first.set_autocommit(True)
        answered = answer.exception(10)
        with first.cursor() as cursor:
            cursor.execute("DROP TABLE scratch")
    assert (waits, type(answered)) == (True, IntegrityError)


def write_alone(sql: str) -> None:
    """Run SQL in a connection of its own."""
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute(sql)
