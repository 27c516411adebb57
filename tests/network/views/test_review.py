"""The pages of filing and review: who may do what in which state, what each page says next."""

from datetime import date
from html import unescape

import pytest
from django.db import transaction
from django.test import Client

from acs_portal.kernel.models import Invitation, Message
from network.domain import channels, designations, posts, tenure
from network.models import AuthorisedChannel, Designation, Party, Person, PriorityArea
from tests.cast import change, holder, stored
from tests.network.office import LATER, NOON, designate, filed, note, opened, person, returned, under_review
from tests.network.views.test_designation import LETTER

QUEUE = "/en/network/designations/"
ROOT = "/en/network/mex/designations/"
FILED = {name: value for name, value in LETTER.items() if name not in ("kind", "received_on")}


def page(browser, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.fixture
def post(mexico, officer):
    """The post of a deputy of Mexico, which nobody holds yet."""
    return opened("MEX", officer)


# ---------------------------------------------------------------- state x role x action

STATES = {
    "received": lambda post, by, officer: filed(post, by),
    "under_review": under_review,
    "returned": returned,
    "in_force": lambda post, by, officer: validated(post, by, officer),
    "ended": lambda post, by, officer: ended(post, by, officer),
    "rejected": lambda post, by, officer: designations.reject(
        designation=filed(post, by), reason="No.", by=officer, on=NOON
    ),
    "withdrawn": lambda post, by, officer: designations.withdraw(designation=filed(post, by), by=by, on=NOON),
    "lapsed": lambda post, by, officer: lapsed(returned(post, by, officer)),
}


def validated(post, by, officer) -> Designation:
    return designations.validate(designation=under_review(post, by, officer), by=officer, on=NOON)


def ended(post, by, officer) -> Designation:
    made = validated(post, by, officer)
    return tenure.end(designation=made, until=date(2002, 3, 1), reason="Left", by=officer, on=NOON)


def lapsed(designation: Designation) -> Designation:
    change(Designation.objects.filter(pk=designation.pk), state="lapsed", complete_by=None)
    return Designation.objects.get(pk=designation.pk)


CORRECTION = {
    name: value for name, value in LETTER.items() if name not in ("kind", "email", "telephone", "signed_for")
} | {"reference": "NV 9/02", "reason": "Typing", "opened_version": ""}
ACTIONS = {
    "take": {},
    "return": {"note": "Which post?"},
    "validate": {"hands_over": ""},
    "reject": {"note": "No."},
    "complete": FILED | {"email": ""},
    "withdraw": {},
    "end": {"until": "2002-04-01", "end_reason": "Left"},
    "correct": CORRECTION,
}
# in each state, what the Secretariat and the focal point of the party can do; nobody else can do anything
HOUSE_MAY = {
    "received": {"take", "reject"},
    "under_review": {"return", "validate", "reject"},
    "returned": set(),
    "in_force": {"end", "correct"},
    "ended": {"correct"},
    "rejected": set(),
    "withdrawn": set(),
    "lapsed": set(),
}
FILER_MAY = {"received": {"withdraw"}, "under_review": {"withdraw"}, "returned": {"withdraw", "complete"}}
ROLES = ("", "mexico", "haiti", "mexican_deputy", "sela", "officer", "approver", "administrator")


@pytest.fixture
def mexican_deputy(parties):
    """Another deputy of Mexico, who drafts and does not file."""
    return holder("MEX", "deputy", "deputy@example.org", "Dora", "Díaz", "es")


def expected(role: str, state: str) -> set[str]:
    if role in ("officer", "approver"):
        return HOUSE_MAY[state]
    return FILER_MAY.get(state, set()) if role == "mexico" else set()


def fingerprint(pk: int) -> tuple:
    return Designation.objects.values_list("state", "until", "reference", "note").get(pk=pk)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_each_role_does_in_each_state_what_the_table_says(request, mexico, officer, state, role):
    browser = Client()
    if role:
        browser.force_login(request.getfixturevalue(role))
    designation = STATES[state](opened("MEX", officer), mexico, officer)
    done = set()
    for action, data in ACTIONS.items():
        with transaction.atomic():
            before = fingerprint(designation.pk)
            given = data | ({"opened_version": designation.version} if action == "correct" else {})
            response = browser.post(f"{ROOT}{designation.pk}/{action}/", given)
            assert response.status_code in (200, 302, 403, 404)
            if fingerprint(designation.pk) != before:
                done.add(action)
            transaction.set_rollback(True)
    assert done == expected(role, state)


# ---------------------------------------------------------------- filing


def test_a_focal_point_files_a_successor_from_the_page_of_the_party(signed_in, post, mexico):
    browser = signed_in(mexico)
    address = f"/en/network/mex/posts/{post.pk}/designate/"
    assert f'href="{address}"' in page(browser, "/en/network/mex/")
    form = page(browser, address)
    assert ('name="received_on"' in form, 'name="hand_over"' in form, 'name="kind"' in form) == (False,) * 3
    response = browser.post(address, FILED | {"letter": note(), "starts": "2030-01-01"}, follow=True)
    made = Designation.objects.get(state="received")
    assert response.redirect_chain[-1][0] == f"{ROOT}{made.pk}/"
    text = unescape(response.content.decode())
    assert "The designation is filed. The Secretariat reviews it." in text
    assert ("Take under review" in text, "Withdraw" in text, "note.pdf" in text) == (False, True, True)
    assert "Ana MORALES" in page(browser, ROOT)
    assert not Invitation.objects.exists()


def test_a_filing_without_its_letter_is_refused_and_nothing_typed_is_lost(signed_in, post, mexico):
    response = signed_in(mexico).post(f"/en/network/mex/posts/{post.pk}/designate/", FILED)
    assert response.context["form"].errors == {"letter": ["This field is required."]}
    assert 'value="NV 114/02"' in response.content.decode()
    assert not Person.objects.filter(family_name="Morales").exists()


def test_a_signer_outside_the_channels_is_told_who_may_sign(signed_in, post, mexico, officer):
    channels.add(party=post.party, name="Secretaría de Relaciones Exteriores", by=officer, on=NOON)
    data = FILED | {"letter": note(), "signed_for": "other", "starts": "2030-01-01"}
    text = unescape(
        signed_in(mexico).post(f"/en/network/mex/posts/{post.pk}/designate/", data).content.decode()
    )
    assert "These may: Secretaría de Relaciones Exteriores." in text
    assert "Permanent mission" not in text


def test_the_secretariat_files_for_review_or_records_at_once(signed_in, parties, officer):
    post = opened("MEX", officer)
    browser, address = signed_in(officer), f"/en/network/mex/posts/{post.pk}/designate/"
    data = {name: value for name, value in LETTER.items() if name != "kind"}
    browser.post(address, data | {"then": "received"})
    assert Designation.objects.get().state == "received"
    other = data | {"given_name": "Raúl", "email": "", "then": "in_force"}
    assert browser.post(address, other).url == "/en/network/mex/"
    assert sorted(Designation.objects.values_list("state", flat=True)) == ["in_force", "received"]


def test_a_successor_is_recorded_with_the_handing_over_in_one_press(signed_in, mexico, officer):
    post = mexico.person.designations.get().post
    data = {name: value for name, value in LETTER.items() if name != "kind"} | {"hand_over": "on"}
    signed_in(officer).post(f"/en/network/mex/posts/{post.pk}/designate/", data)
    found = post.designations.order_by("starts").values_list("family_name", "until")
    assert list(found) == [("Medina", date(2002, 1, 12)), ("Morales", None)]


def test_a_post_of_another_party_is_not_there(signed_in, mexico, officer):
    other = opened("CUB", officer)
    assert signed_in(mexico).get(f"/en/network/mex/posts/{other.pk}/designate/").status_code == 404
    assert signed_in(mexico).get(f"/en/network/cub/posts/{other.pk}/designate/").status_code == 403


# ---------------------------------------------------------------- review


def test_the_officer_is_led_from_step_to_step(signed_in, post, mexico, officer):
    designation = filed(post, mexico, person_data=person("Ana", "Morales", email="ana@mex.example"))
    browser, root = signed_in(officer), f"{ROOT}{designation.pk}/"
    assert f'href="{root}"' in page(browser, QUEUE)
    assert "The designation is under review." in page_after(browser, f"{root}take/")
    browser.post(f"{root}return/", {"note": "The e-mail address is missing."})
    text = page(signed_in(mexico), root)
    assert "The e-mail address is missing." in text
    assert f'href="{root}complete/"' in text
    form = page(signed_in(mexico), f"{root}complete/")
    assert ('value="Ana"' in form, 'value="NV 114/02"' in form) == (True, True)
    complete = FILED | {"email": "ana.morales@mex.example"}
    assert "sent again" in page_after(signed_in(mexico), f"{root}complete/", complete)
    browser.post(f"{root}take/")
    assert "holds the post “Deputy focal point – Mexico” from" in page(browser, f"{root}validate/")
    assert "An invitation was sent to ana.morales@mex.example." in page_after(
        browser, f"{root}validate/", {"hands_over": ""}
    )


def page_after(browser, address: str, data: dict | None = None) -> str:
    response = browser.post(address, data or {}, follow=True)
    return unescape(response.content.decode())


def test_validating_says_whose_designation_ends_and_ends_it(signed_in, mexico, officer):
    primary = mexico.person.designations.get()
    waiting = under_review(primary.post, mexico, officer)
    browser, address = signed_in(officer), f"{ROOT}{waiting.pk}/validate/"
    text = page(browser, address)
    assert "The designation of Marisol MEDINA ends on that day" in text
    assert 'name="hands_over" value="True"' in text
    browser.post(address, {"hands_over": "True"})
    primary.refresh_from_db()
    assert primary.until == waiting.starts


def test_a_handing_over_that_was_not_in_sight_is_refused(signed_in, mexico, officer):
    waiting = under_review(mexico.person.designations.get().post, mexico, officer)
    text = page_after(signed_in(officer), f"{ROOT}{waiting.pk}/validate/", {"hands_over": ""})
    assert "Marisol MEDINA holds this post." in text
    waiting.refresh_from_db()
    assert waiting.state == "under_review"


def test_the_focal_point_does_not_see_what_the_ministry_sent_to_the_secretariat(
    signed_in, mexico, officer, post
):
    sent = filed(mexico.person.designations.get().post, officer)
    assert signed_in(mexico).get(f"{ROOT}{sent.pk}/").status_code == 404
    assert "MORALES" not in page(signed_in(mexico), ROOT)
    assert "MORALES" in page(signed_in(officer), ROOT)


def test_the_queue_filters_sorts_marks_what_is_late_and_empties_gracefully(signed_in, post, mexico, officer):
    browser = signed_in(officer)
    assert "No designation waits" in page(browser, QUEUE)
    filed(post, mexico)
    text = page(browser, QUEUE)
    assert ("Ana MORALES" in text, ">late</span>" in text) == (True, True)
    assert "No designation is found" in page(browser, f"{QUEUE}?q=nobody")
    assert "No designation is found" in page(browser, f"{QUEUE}?state=returned&sort=party")
    assert "Marisol MEDINA" in page(browser, f"{QUEUE}?state=all&q=medina")


def waiting(count: int) -> None:
    """That many designations to review, each to a post of its own."""
    parties = list(Party.objects.all())
    for number in range(count):
        made = filed(
            opened(parties[number % len(parties)].code, None),
            _filer(),
            person_data=person("R.", f"Nominee {number}x{Designation.objects.count()}"),
        )
        assert made.pk


def _filer():
    return Designation.objects.get(family_name="Medina").person.user


@pytest.mark.parametrize("state", ["open", "all"])
def test_the_queue_takes_the_same_few_queries_for_10_and_100(signed_in, mexico, officer, query_budget, state):
    browser = signed_in(officer)
    query_budget(lambda: browser.get(f"{QUEUE}?state={state}"), make=waiting, most=8)


def test_the_queue_turns_its_pages(signed_in, mexico, officer):
    waiting(30)
    browser = signed_in(officer)
    first = page(browser, f"{QUEUE}?state=open")
    assert 'href="?state=open&page=2"' in first
    assert page(browser, f"{QUEUE}?state=open&page=2").count('<th scope="row">') == 5


# ---------------------------------------------------------------- corrections, posts, channels


def test_a_stale_correction_shows_both_texts_and_loses_nothing(signed_in, parties, officer):
    ana = designate("MEX", officer)
    address = f"{ROOT}{ana.pk}/correct/"
    tenure.correct(designation=ana, reference="NV 1/02", reason="Typing", by=officer, on=LATER)
    given = CORRECTION | {"honorific": "", "opened_version": ana.version}
    response = signed_in(officer).post(address, given)
    assert ("Reference", "NV 1/02", "NV 9/02") in response.context["form"].conflicts
    ana.refresh_from_db()
    assert ana.reference == "NV 1/02"


def test_the_page_of_a_designation_shows_what_was_written_before(signed_in, parties, officer):
    ana = designate("MEX", officer)
    tenure.correct(designation=ana, reference="NV 141/02", reason="Digits swapped", by=officer, on=LATER)
    text = page(signed_in(officer), f"{ROOT}{ana.pk}/")
    assert "<del>114</del><ins>141</ins>" in text
    assert "Digits swapped" in text


def test_the_secretariat_opens_closes_and_reopens_a_post(signed_in, parties, officer):
    browser = signed_in(officer)
    trade = PriorityArea.objects.get(code="trade").pk
    text = page_after(browser, "/en/network/mex/posts/new/", {"kind": "technical", "theme": trade})
    assert "Technical focal point: Trade" in text
    again = page_after(browser, "/en/network/mex/posts/new/", {"kind": "technical", "theme": trade})
    assert "Mexico already has this post." in again
    post = Party.objects.get(code="MEX").posts.get()
    root = f"/en/network/mex/posts/{post.pk}/"
    browser.post(f"{root}close/", {"closed_on": "2002-04-12", "reason": "Merged"})
    post.refresh_from_db()
    assert post.closed_on == date(2002, 4, 12)
    assert browser.get(f"{root}reopen/").status_code == 405
    assert "The post is open again." in page_after(browser, f"{root}reopen/")


def test_a_closed_post_keeps_its_history_on_the_page(client, parties, officer):
    ana = designate("MEX", officer)
    tenure.end(designation=ana, until=date(2002, 3, 1), reason="Retired", by=officer, on=NOON)
    posts.close_post(post=ana.post, closed_on=date(2002, 4, 1), reason="Merged", by=officer, on=LATER)
    text = page(client, "/en/network/mex/")
    assert ("Closed on 1 April 2002" in text, "Ana MORALES" in text, "Merged" in text) == (True, True, False)
    assert "Vacant since 1 March 2002" in page(client, "/en/network/mex/?on=2002-03-15")


def test_the_secretariat_enters_and_changes_who_may_sign(signed_in, parties, officer):
    browser, root = signed_in(officer), "/en/network/mex/channels/"
    assert "The general rule of the network applies" in page(browser, root)
    assert "The channel is entered" in page_after(
        browser, f"{root}new/", {"name": "SRE", "opened_version": 1}
    )
    channel = AuthorisedChannel.objects.get()
    data = {"name": "SRE", "starts": "2002-01-01", "until": "2001-01-01", "opened_version": 1}
    assert "A channel ends after the day it starts." in page_after(browser, f"{root}{channel.pk}/edit/", data)
    assert ">closed</span>" in page_after(
        browser, f"{root}{channel.pk}/edit/", data | {"starts": "", "until": "2010-01-01"}
    )


def test_a_message_about_a_returned_designation_says_until_when_in_the_readers_language(
    post, mexico, officer
):
    returned(post, mexico, officer)
    message = Message.objects.get(to=mexico)
    assert (message.language, "The address is missing." in message.text) == ("es", True)
    assert "11 de mayo de 2002" in message.text


def test_a_row_of_the_cast_is_stored_with_its_history(mexico):
    designation = mexico.person.designations.get()
    assert designation.history.count() == 1
    stored(designation)
