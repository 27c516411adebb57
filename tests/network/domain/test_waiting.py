"""What of the network waits for whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.formats import date_format

from acs_portal.kernel.dates import official_day
from acs_portal.kernel.waiting import of_accounts
from network.domain import entries, profiles, tenure
from network.domain.waiting import waiting_for
from network.models import Designation, Party
from tests.network.office import NOON, added, designate, drafted, person, publish_all, published

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


def test_the_day_of_a_draft_is_the_one_at_the_seat_of_the_secretariat(mexico):
    drafted("MEX", mexico, on=datetime(2002, 4, 12, 2, tzinfo=UTC))
    assert waiting_for(mexico, on=NOON_AFTER)[0].detail == "Marisol Medina saved a draft on 11 April 2002."


def test_the_deputy_has_no_task_of_a_draft(mexico, officer):
    designate("MEX", officer, kind="deputy", person_data=person("Raúl", "Ortega", email="raul@mex.example"))
    deputy = Designation.objects.get(person__family_name="Ortega").person.user
    drafted("MEX", deputy, policy_en="We cooperate.")
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
    assert task.url == "/en/network/?post=missing"


def test_an_invitation_not_taken_for_a_week_waits_for_the_secretariat(mexico, officer):
    designate("CUB", officer, person_data=person("Ana", "Morales", email="ana@mex.example"), on=NOW)
    after = {days: of_accounts(officer, on=NOW + timedelta(days=days)) for days in (6, 8)}
    assert after[6] == []
    assert [(task.title, task.detail) for task in after[8]] == [
        ("1 invitation has not been taken for a week", "Ana Morales")
    ]
    assert of_accounts(mexico, on=NOW + timedelta(days=8)) == []


def test_a_letter_that_is_missing_waits_for_the_secretariat(parties, officer, administrator):
    first = designate("MEX", officer)
    task = waiting_for(officer, on=NOW)[1]
    assert (task.title, task.detail, task.url) == (
        "The letter of 1 designation is missing",
        "Mexico",
        f"/en/network/mex/designations/{first.pk}/letter/",
    )
    designate("CUB", officer, person_data=person("Ada", "Pérez"), received_on=date(2002, 1, 11))
    task = waiting_for(officer, on=NOW)[1]
    assert (task.title, task.detail, task.url) == (
        "The letters of 2 designations are missing",
        "Cuba, Mexico",
        "/en/network/?post=letter",
    )
    tenure.end(designation=first, until=date(2002, 3, 1), reason="Retired", by=officer, on=NOW)
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n")
    second = Designation.objects.get(post__party__code="CUB")
    tenure.add_letter(designation=second, letter=upload, by=officer, on=NOW)
    assert len(waiting_for(officer, on=NOW)) == 1
    assert waiting_for(administrator, on=NOW) == []


def test_nothing_waits_for_an_observer_of_the_profile_of_another_or_for_the_administrator(administrator):
    assert titles(administrator) == []


def test_a_holder_whose_designation_ended_has_no_tasks(mexico, officer):
    designation = Designation.objects.get()
    tenure.end(
        designation=designation,
        until=official_day(timezone.now()),
        reason="Retired",
        by=officer,
        on=timezone.now(),
    )
    assert titles(mexico) == []
    assert Party.objects.get(code="MEX").posts.count() == 1
    assert profiles.freshness(None, NOW.date()) == "never"


def to_publish(user) -> bool:
    return any("Publish the changes" in title for title in titles(user))


def test_an_entry_written_since_waits_until_its_section_is_published(mexico):
    published("MEX", mexico)
    assert not to_publish(mexico)
    offer = added("offers", mexico)
    assert to_publish(mexico)
    publish_all("MEX", mexico, sections=["offers"])
    assert not to_publish(mexico)
    offer.refresh_from_db()
    entries.remove(entry=offer, by=mexico, on=NOON)
    assert to_publish(mexico)


def test_what_was_not_chosen_goes_on_waiting(mexico):
    published("MEX", mexico)
    added("offers", mexico)
    added("needs", mexico)
    publish_all("MEX", mexico, sections=["needs"])
    assert to_publish(mexico)


def test_saving_what_is_stored_makes_no_task(mexico):
    published("MEX", mexico)
    drafted("MEX", mexico)
    assert not to_publish(mexico)
