from datetime import UTC, date, datetime, timedelta

import pytest

from acs_portal.kernel import reminders
from acs_portal.kernel.models import Message
from network.domain import profiles
from network.models import CountryProfile, Designation, Party
from tests.cast import change

pytestmark = pytest.mark.django_db
EARLY = datetime(2002, 1, 1, 13, tzinfo=UTC)


def told_on_each_day(first: date, days: int) -> list[str]:
    """The days of a stretch on which a reminder is written, run each noon of Port of Spain."""
    found = []
    for number in range(days):
        moment = datetime(first.year, first.month, first.day, 16, tzinfo=UTC) + timedelta(days=number)
        found += [moment.date().isoformat()] * reminders.tell(moment)
    return found


@pytest.fixture
def confirmed(mexico) -> CountryProfile:
    """The profile of Mexico, published on the first of January 2002."""
    profile = CountryProfile(party=Party.objects.get(code="MEX"), authority_es="Cancillería")
    profile = profiles.save_draft(profile=profile, by=mexico, on=EARLY)
    profiles.publish(profile=profile, by=mexico, on=EARLY)
    profile.refresh_from_db()
    return profile


def test_a_profile_is_to_be_confirmed_a_month_before_on_the_day_and_at_the_end_of_the_grace(
    confirmed, mexico
):
    assert told_on_each_day(date(2002, 11, 20), 200) == ["2002-12-02", "2003-01-01", "2003-04-01"]
    first = Message.objects.earliest("id")
    assert (first.to, first.language, first.kind) == (mexico, "es", "profile_to_confirm")


def test_once_it_is_confirmed_nothing_is_told(confirmed, mexico):
    assert told_on_each_day(date(2002, 11, 20), 20) == ["2002-12-02"]
    profiles.confirm(profile=confirmed, by=mexico, on=datetime(2002, 12, 10, 16, tzinfo=UTC))
    assert told_on_each_day(date(2002, 12, 11), 300) == []
    assert told_on_each_day(date(2003, 11, 1), 30) == ["2003-11-10"]


def test_a_profile_never_published_is_awaited_after_a_month_and_every_ninety_days(haiti):
    assert told_on_each_day(date(2001, 1, 10), 250) == ["2001-02-09", "2001-05-10", "2001-08-08"]
    assert set(Message.objects.values_list("to__email", "kind")) == {(haiti.email, "profile_missing")}


def test_a_deputy_a_former_holder_and_a_closed_account_are_not_reminded(jamaica_deputy, haiti, mexico):
    held = Designation.objects.filter(person__user=haiti)
    change(held, until=date(2001, 2, 1), end_reason="left")
    mexico.is_active = False
    mexico.save()
    assert told_on_each_day(date(2001, 2, 1), 30) == []
