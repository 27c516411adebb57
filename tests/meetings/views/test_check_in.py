"""The pages of the check-in: the desk, the face sheet, the code of a badge, what a device keeps and sends."""

import hashlib
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from meetings.domain import arrivals, badges
from meetings.models import Arrival
from tests.meetings.conftest import ON, add_delegate, register

PAGE = "/en/meetings/rci-1-2002/check-in/"


@pytest.fixture
def ana(in_session, officer):
    """A delegate of Mexico to a meeting in session."""
    return add_delegate(register(in_session, officer, "MEX"), officer, "Núñez")


@pytest.fixture
def desk(officer, signed_in):
    """The officer at the door."""
    return signed_in(officer)


def send(browser, *presses, device="Door A", address=f"{PAGE}sync/"):
    body = json.dumps({"device": device, "presses": presses})
    return browser.post(address, body, content_type="application/json")


def press(delegate, age=0, client_id=None) -> dict:
    return {"delegate": delegate.pk, "client_id": client_id or str(uuid4()), "age": age}


def test_the_code_of_a_badge_leads_to_the_face_sheet_and_a_press_checks_in(
    ana, desk, client, mexico, signed_in
):
    address = badges.give([ana])[ana.pk].get_absolute_url()
    assert client.get(address).url.startswith("/accounts/login/?next=/check-in/")
    assert signed_in(mexico).get(address).status_code == 403
    sheet = desk.get(address, follow=True)
    assert sheet.redirect_chain == [(f"{PAGE}{ana.pk}/", 302)]
    assert "Ms. Ana NÚÑEZ" in sheet.text
    first = desk.post(f"{PAGE}{ana.pk}/", follow=True)
    second = desk.post(f"{PAGE}{ana.pk}/", follow=True)
    assert "by Olive Officer" in first.text
    assert second.text.count("Since ") == 1
    assert Arrival.objects.count() == 1


def test_the_code_of_a_replaced_badge_says_so(ana, desk, officer):
    address = badges.give([ana])[ana.pk].get_absolute_url()
    page = desk.post(f"{PAGE}{ana.pk}/badge/", follow=True)
    assert "The earlier badge is worthless now." in page.text
    answer = desk.get(address)
    assert (answer.status_code, "This badge is not known" in answer.text) == (404, True)


def test_undoing_asks_for_a_reason_and_shows_every_press(ana, desk, officer):
    arrivals.check_in(delegate=ana, by=officer, on=timezone.now())
    assert desk.post(f"{PAGE}{ana.pk}/undo/", {"reason": ""}).context["form"].errors
    page = desk.post(f"{PAGE}{ana.pk}/undo/", {"reason": "Wrong badge"}, follow=True)
    assert "Ms. Ana NÚÑEZ is expected again." in page.text
    assert "Every press" in page.text
    assert "undone" in page.text


def test_the_desk_finds_by_name_without_accents_and_by_party(ana, in_session, desk, officer):
    add_delegate(register(in_session, officer, "CUB"), officer, "Álvarez")
    arrivals.check_in(delegate=ana, by=officer, on=ON)
    for query, found in {
        "nunez": ["Núñez"],
        "cuba": ["Álvarez"],
        "ana": ["Álvarez", "Núñez"],
        "zzz": [],
    }.items():
        page = desk.get(PAGE, {"q": query})
        assert [one.family_name for one in page.context["rows"]] == found
    assert (page.context["arrived"], page.context["expected"]) == (1, 2)


def test_a_device_gets_names_and_hashes_and_no_codes(ana, desk, officer):
    arrivals.check_in(delegate=ana, by=officer, on=ON)
    assert desk.get(f"{PAGE}list.json").json()["people"][0]["code"] == ""
    token = badges.give([ana])[ana.pk].token
    answer = desk.get(f"{PAGE}list.json")
    (person,) = answer.json()["people"]
    assert person["code"] == hashlib.sha256(token.encode()).hexdigest()
    assert (person["name"], person["here"], person["by"]) == (
        "Ms. Ana NÚÑEZ", int(ON.timestamp() * 1000), "Olive Officer",
    )  # fmt: skip
    assert token not in answer.text
    assert "@" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_device_is_told_that_the_meeting_is_over_and_gets_nobody(ana, closed, desk):
    answer = desk.get(f"{PAGE}list.json").json()
    assert (answer["is_over"], answer["people"]) == (True, [])


def test_the_presses_of_an_hour_are_taken_once_with_their_own_time(ana, desk):
    one, begun = press(ana, age=3600), timezone.now()
    first, second = send(desk, one).json()["answers"], send(desk, one).json()["answers"]
    assert [first[0]["outcome"], second[0]["outcome"]] == ["taken", "known"]
    arrival = Arrival.objects.get()
    assert abs(arrival.at - (begun - timedelta(hours=1))) < timedelta(seconds=30)
    assert (arrival.device, first[0]["by"]) == ("Door A", "Olive Officer (Door A)")


def test_a_clock_that_is_wrong_makes_no_future_and_no_past(ana, desk, in_session, officer):
    late = add_delegate(ana.delegation, officer, "Paz")
    now = timezone.now()
    send(desk, press(ana, age=-5000), press(late, age=10**7))
    assert Arrival.objects.get(delegate=ana).at <= timezone.now()
    assert now - Arrival.objects.get(delegate=late).at <= timedelta(hours=24, seconds=30)


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "{}", '{"presses": [{}]}', '{"presses": 3}', '{"presses": [{"delegate": "x", "age": 0}]}',
        '{"presses": [{"delegate": 1, "client_id": "no", "age": 0}]}',
        '{"presses": [{"delegate": 1, "client_id": "00000000-0000-0000-0000-000000000000", "age": "NaN"}]}',
    ],
)  # fmt: skip
def test_what_is_no_press_is_refused_in_words(ana, desk, body):
    answer = desk.post(f"{PAGE}sync/", body, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_sending_is_protected_against_other_sites(ana, officer):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    assert send(browser, press(ana)).status_code == 403
    csrf = browser.get(f"{PAGE}list.json").json()["csrf"]
    body = json.dumps({"presses": [press(ana)]})
    sent = browser.post(f"{PAGE}sync/", body, content_type="application/json", headers={"X-CSRFToken": csrf})
    assert [one["outcome"] for one in sent.json()["answers"]] == ["taken"]


def test_the_worker_may_answer_for_the_pages_of_the_meeting(client):
    answer = client.get("/check-in/worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert b"addEventListener('fetch'" in answer.content


@pytest.mark.parametrize("address", ["/accounts/logout/", "/admin/logout/"])
def test_logging_out_wipes_what_the_device_keeps(desk, db, address):
    assert "Clear-Site-Data" not in desk.get(address).headers
    assert desk.post(address).headers["Clear-Site-Data"] == '"storage"'
    assert "_auth_user_id" not in desk.session


def test_names_are_forgotten_after_a_day_while_the_page_stays_open():
    script = (settings.BASE_DIR / "static" / "js" / "check-in.js").read_text()
    round_with_the_portal = script[script.index("const exchange =") :]
    assert round_with_the_portal.index("await forget()") < round_with_the_portal.index("await ask(list)")


def test_the_budget(in_session, officer, desk, query_budget):
    delegation = register(in_session, officer, "MEX")

    def make(count):
        for number in range(count):
            one = add_delegate(delegation, officer, f"No {number} of {count}")
            if number % 2:
                arrivals.check_in(delegate=one, by=officer, on=ON)

    query_budget(lambda: desk.get(PAGE, {"q": "no"}), make=make, sizes=(10, 40))
