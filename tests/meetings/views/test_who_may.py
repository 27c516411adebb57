"""The matrix: address x person -> answer, on a meeting that everybody knows of and on one that is planned."""

import pytest
from django.test import Client

from meetings.domain import agenda_release, participants
from tests.meetings.conftest import ON, add_delegate, add_item, plan, register

PEOPLE = ["nobody", "sela", "mexico", "aruba", "jamaica_deputy", "administrator", "officer", "approver"]

PUBLIC = dict.fromkeys(PEOPLE, 200)
HOUSE = dict.fromkeys(PEOPLE, 403) | {"nobody": 302, "officer": 200, "approver": 200}
MEMBERS = dict.fromkeys(PEOPLE, 200) | {"nobody": 302, "administrator": 403}

ANSWERS = {
    "": PUBLIC,
    "edit/": HOUSE,
    "announce/": HOUSE,
    "open/": HOUSE,
    "close/": HOUSE,
    "calendar.ics": PUBLIC,
    "agenda/": PUBLIC,
    "agenda.pdf": PUBLIC,
    "agenda/1/": PUBLIC,
    "agenda/1.pdf": PUBLIC,
    "agenda/2/changes/": PUBLIC,
    "agenda/draft/": HOUSE,
    "agenda/draft.pdf": HOUSE,
    "agenda/release/": HOUSE,
    "agenda/items/new/": HOUSE,
    "agenda/items/{uid}/edit/": HOUSE,
    "agenda/items/{uid}/remove/": HOUSE,
    "participants/": PUBLIC,
    "participants.pdf": MEMBERS,
    "participants/1.pdf": MEMBERS,
    "participants/release/": HOUSE,
    "delegations/new/": HOUSE,
    "delegations/mex/": HOUSE,
    "delegations/mex/delegates/new/": HOUSE,
    "delegations/mex/delegates/{pk}/edit/": HOUSE,
    "delegations/mex/delegates/{pk}/withdraw/": HOUSE,
    "delegations/mex/delegates/{pk}/reinstate/": HOUSE,
    "sittings/new/": HOUSE,
    "decisions/": PUBLIC,
    "decisions/new/": HOUSE,
    "documents/": PUBLIC,
}

POSTS = ["agenda/items/{uid}/up/", "agenda/items/{uid}/down/"]


@pytest.fixture
def person(request):
    """person("mexico") is a browser of that member of the cast; "nobody" is not logged in."""

    def browser(name):
        client = Client()
        if name != "nobody":
            client.force_login(request.getfixturevalue(name))
        return client

    return browser


def fill(meeting, officer, release=True) -> dict:
    item = add_item(meeting, officer)
    delegate = add_delegate(register(meeting, officer, "MEX"), officer)
    if release:
        agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)
        participants.release(meeting=meeting, by=officer, on=ON)
        add_item(meeting, officer, "Late")
        agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)
    return {"uid": item.uid, "pk": delegate.pk}


@pytest.mark.parametrize("name", PEOPLE)
def test_of_an_announced_meeting(meeting, officer, person, name):
    keys, client = fill(meeting, officer), person(name)
    got = {path: client.get(address(meeting, path, keys)).status_code for path in ANSWERS}
    assert got == {path: answers[name] for path, answers in ANSWERS.items()}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_planned_meeting_is_not_found_by_others(planned, officer, person, name):
    keys, client = fill(planned, officer, release=False), person(name)
    house = name in ("officer", "approver")
    for path, answers in ANSWERS.items():
        unreleased = path in {
            "agenda.pdf",
            "agenda/1/",
            "agenda/1.pdf",
            "agenda/2/changes/",
            "participants.pdf",
            "participants/1.pdf",
        }
        must_log_in = name == "nobody" and answers["nobody"] == 302
        expected = 302 if must_log_in else 200 if house and not unreleased else 404
        assert client.get(address(planned, path, keys)).status_code == expected, path


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("path", POSTS)
def test_moving_an_item_is_for_the_secretariat(meeting, officer, person, name, path):
    keys = fill(meeting, officer)
    answer = person(name).post(address(meeting, path, keys))
    expected = {"nobody": "login", "officer": "draft", "approver": "draft"}.get(name, "403")
    got = "403" if answer.status_code == 403 else "login" if "login" in answer.url else "draft"
    assert got == expected


@pytest.mark.parametrize("path", POSTS)
def test_a_get_moves_nothing(meeting, officer, signed_in, path):
    keys = fill(meeting, officer)
    assert signed_in(officer).get(address(meeting, path, keys)).status_code == 405


@pytest.mark.parametrize("name", PEOPLE)
def test_of_the_lists(planned, officer, person, name):
    plan(officer, code="other", state="announced")
    seen = person(name).get("/en/meetings/").context
    codes = {meeting.code for meeting in [*seen["coming"], *seen["past"]]}
    house = name in ("officer", "approver")
    assert codes == ({"other", "rci-1-2002"} if house else {"other"})
    assert person(name).get("/en/meetings/new/").status_code == HOUSE[name]


@pytest.mark.parametrize(
    "path",
    [
        "nonsense/",
        "nonsense/agenda/",
        "rci-1-2002/agenda/9/",
        "rci-1-2002/agenda/0/",
        "rci-1-2002/agenda/1/changes/",
    ],
)
def test_what_does_not_exist_is_not_found(meeting, client, path):
    assert client.get(f"/en/meetings/{path}").status_code == 404


def address(meeting, path, keys) -> str:
    return f"/en/meetings/{meeting.code}/{path.format(**keys)}"
