"""What of the network waits for whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from network.domain import designations, profiles
from network.domain.waiting import waiting_for
from network.models import Designation, Party
from tests.network.office import NOON, designate, drafted, person, published

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOON_AFTER = datetime(2002, 4, 12, 12, tzinfo=UTC)


def titles(user, on=NOW) -> list[str]:
    return [task.title for task in waiting_for(user, on=on)]


def test_a_profile_never_filled_waits_for_its_publisher_and_its_deputy(mexico, jamaica_deputy):
    assert titles(mexico) == ["Fill in the cooperation profile of Mexico"]
    assert titles(jamaica_deputy) == ["Fill in the cooperation profile of Jamaica"]


def test_a_draft_waits_for_the_publisher_with_the_name_of_who_wrote_it(mexico, officer):
    designate("MEX", officer, kind="deputy", person_data=person("Raúl", "Ortega", email="raul@mex.example"))
    deputy = Designation.objects.get(person__family_name="Ortega").person.user
    published("MEX", mexico)
    drafted("MEX", deputy, policy_en="We cooperate.")
    task = waiting_for(mexico, on=NOON_AFTER)[0]
    assert (task.title, task.detail) == (
        "Publish the changes to the profile of Mexico",
        f"Raúl Ortega saved a draft on {date_format(NOON)}.",
    )
    assert titles(deputy, NOON_AFTER) == []


def test_a_published_profile_leaves_nothing_to_do(mexico):
    published("MEX", mexico)
    assert titles(mexico, NOON_AFTER) == []


@pytest.mark.parametrize(("day", "urgent"), [(date(2003, 4, 11), False), (date(2003, 7, 11), True)])
def test_a_profile_is_to_be_confirmed_after_a_year(mexico, day, urgent):
    published("MEX", mexico)
    on = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    task = waiting_for(mexico, on=on)[0]
    assert (task.title, task.due, task.urgent) == ("Confirm the profile of Mexico", date(2003, 4, 11), urgent)


def test_the_secretariat_sees_how_many_members_have_nobody(officer, mexico, aruba):
    task = waiting_for(officer, on=NOW)[0]
    assert task.title == "32 members have no primary focal point"
    assert task.detail.startswith("Antigua and Barbuda, Bahamas, Barbados, Belize, Colombia")


def test_an_invitation_not_taken_for_a_week_waits_for_the_secretariat(parties, officer):
    designate("MEX", officer, person_data=person("Ana", "Morales", email="ana@mex.example"), on=NOW)
    assert len(titles(officer, NOW + timedelta(days=6))) == 1
    assert titles(officer, NOW + timedelta(days=8))[1] == "1 invitation has not been taken for a week"


def test_nothing_waits_for_an_observer_of_the_profile_of_another_or_for_the_administrator(administrator):
    assert titles(administrator) == []


def test_a_holder_whose_designation_ended_has_no_tasks(mexico, officer):
    designation = Designation.objects.get()
    designations.end(
        designation=designation, until=timezone.localdate(), reason="Retired", by=officer, on=timezone.now()
    )
    assert titles(mexico) == []
    assert Party.objects.get(code="MEX").posts.count() == 1
    assert profiles.freshness(None, NOW.date()) == "never"
