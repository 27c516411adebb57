"""The page of a delegate behind the private link: own data only, and nothing behind a dead link."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from acs_portal.kernel.models import Message
from meetings import papers
from meetings.domain import arrivals, delegate_links, meetings
from meetings.models import Delegate, DelegateLink, OfficialLetter
from tests.meetings.conftest import add_delegate, plan, register
from tests.meetings.domain.test_delegate_links import TOKEN
from tests.meetings.domain.test_questions import make

TODAY = date.today()


@pytest.fixture
def meeting(parties, officer):
    """A meeting to come, so that links are open today."""
    made = plan(officer, opens_on=TODAY + timedelta(days=50), closes_on=TODAY + timedelta(days=51))
    meetings.announce(meeting=made, by=officer, on=timezone.now())
    made.refresh_from_db()
    return made


@pytest.fixture
def delegate(meeting, officer):
    delegation = register(meeting, officer, "MEX")
    add_delegate(delegation, officer, "Secret", email="secret@example.org")
    return add_delegate(delegation, officer, "Perez", is_listed=False)


def address_of(delegate, officer) -> str:
    link = delegate_links.send(delegate=delegate, by=officer, on=timezone.now())
    token = TOKEN.search(Message.objects.get(cause=f"delegate_link:{link.pk}").text)[1]
    return f"/en/registration/{token}/"


@pytest.fixture
def address(delegate, officer):
    return address_of(delegate, officer)


def own(**fields) -> dict:
    return {"opened_version": 1, "function": "Directora", "listing": "no"} | fields


def test_without_an_account_a_delegate_sees_and_completes_the_own_data_only(address, meeting, officer):
    visa = make(meeting, officer, is_required=True)
    until = make(meeting, officer, "Until when?", kind="date", depends_on=visa, depends_value="yes")
    page = Client().get(address)
    assert ("PEREZ" in page.text, "ecret" in page.text.replace("Secretariat", "")) == (True, False)
    assert "Only if “Visa?” is answered “Yes”." in page.text
    names = ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")
    assert [page.headers[name] for name in names] == ["no-referrer", "noindex, nofollow", "no-store, private"]
    refused = Client().post(address, own(phone="+52 1"))
    assert ("An answer is needed here." in refused.text, 'value="+52 1"' in refused.text) == (True, True)
    sent = own(phone="+52 1", arrives_at="2030-05-01T23:30", listing="yes")
    answers = {f"question_{visa.pk}": "no", f"question_{until.pk}": "2030-01-01"}
    assert Client().post(address, sent | answers).url == address
    stored = Delegate.objects.get(family_name="Perez")
    assert (stored.phone, stored.is_listed, stored.completed_at is None) == ("+52 1", True, False)
    assert stored.arrives_at.isoformat() == "2030-05-02T05:30:00+00:00"  # the clock of Mexico City
    assert [answer.question for answer in stored.answers.all()] == [visa]
    page = Client().get(address)
    assert 'value="2030-05-01T23:30"' in page.text
    assert Client().post(address, own(opened_version=2, listing="no", **answers)).url == address
    assert not Delegate.objects.get(family_name="Perez").is_listed


def test_consent_is_asked_and_never_supposed(address):
    page = Client().get(address)
    assert "checked" not in page.text
    refused = Client().post(address, {"opened_version": 1})
    assert not Delegate.objects.get(family_name="Perez").listing_decided_at
    assert refused.context["listing"].errors == {"listing": ["This field is required."]}


def test_a_departure_before_the_arrival_is_told_in_the_form(address):
    sent = own(arrives_at="2030-05-02T10:00", departs_at="2030-05-01T10:00")
    assert "The departure is before the arrival." in Client().post(address, sent).text


def test_an_unknown_a_revoked_and_an_expired_link_answer_the_same(address, delegate, officer):
    newer = address_of(delegate, officer)
    delegate.links.filter(revoked_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    paths = ("/en/registration/nothing/", address, newer)
    pages = [Client().get(path) for path in paths]
    assert [page.status_code for page in pages] == [404, 404, 404]
    texts = {page.text.replace(path[4:], "") for page, path in zip(pages, paths, strict=True)}
    assert len(texts) == 1
    assert "ask the focal point of your country or the Secretariat" in texts.pop()
    assert all(page.headers["Referrer-Policy"] == "no-referrer" for page in pages)
    assert Client().post(newer, own()).status_code == 404


def test_who_tries_many_links_is_told_to_wait(db):
    client = Client()
    answers = [client.get(f"/en/registration/{number}/").status_code for number in range(32)]
    assert (answers[:30], answers[30:]) == ([404] * 30, [429] * 2)


@pytest.fixture
def in_havana(parties, officer):
    """A delegate to a meeting in Havana, over the night in which its clocks go back."""
    days = {"opens_on": date(2027, 11, 6), "closes_on": date(2027, 11, 8)}
    made = plan(officer, code="havana", time_zone="America/Havana", **days)
    meetings.announce(meeting=made, by=officer, on=timezone.now())
    return add_delegate(register(made, officer, "MEX"), officer, "Perez")


def test_the_hours_of_the_place_are_meant_and_shown_also_when_its_clocks_go_back(
    in_havana, officer, signed_in
):
    address = address_of(in_havana, officer)
    journey = {"arrives_at": "2027-11-06T23:30", "departs_at": "2027-11-07T23:30"}
    assert Client().post(address, own(**journey)).url == address
    stored = Delegate.objects.select_related("delegation__meeting").get()
    assert stored.arrives_at == datetime(2027, 11, 7, 3, 30, tzinfo=UTC)  # summer time, UTC-4
    assert stored.departs_at == datetime(2027, 11, 8, 4, 30, tzinfo=UTC)  # 25 hours later, UTC-5
    link = DelegateLink.objects.get()
    assert link.expires_at.replace(microsecond=0) == datetime(2028, 2, 7, 4, 59, 59, tzinfo=UTC)
    page, mail = Client().get(address).text, Message.objects.get()
    assert all(f'value="{value}"' in page for value in journey.values())
    assert "valid until 6 February 2028" in page
    assert all("6 de febrero de 2028" in words for words in (mail.text, mail.html))
    issued = OfficialLetter(meeting=stored.delegation.meeting, delegate=stored, language="en", mark="0")
    issued.kind, issued.party, issued.issued_at = "visa_support", stored.delegation.party, timezone.now()
    facts = [value for _name, value in papers.letter(issued).context["facts"]]
    assert facts == ["6 November 2027, 23:30", "7 November 2027, 23:30"]
    arrivals.check_in(delegate=stored, by=officer, on=datetime(2027, 11, 7, 5, 30, tzinfo=UTC))
    desk = signed_in(officer).get(f"/en/meetings/havana/check-in/{stored.pk}/").text
    assert "Since 7 November 2027, 00:30" in desk  # the second half past midnight
