"""Drafting, publishing and confirming a profile: who may, and what a mistake costs."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.test import Client

from acs_portal.kernel import releases
from acs_portal.kernel.models import Act, Release
from network.domain import comments, profiles
from network.models import ENTRIES, CountryProfile, PriorityArea
from network.pdf import profile_document
from tests.network.office import LATER, NOON, added, designate, drafted, person, published
from tests.pdf_checks import assert_official_pdf, text_of

MEXICO, JAMAICA = "/en/network/mex/profile/", "/en/network/jam/profile/"


def typed(**changes) -> dict:
    """What a browser sends from the form of the profile."""
    names = [f"{name}_{code}" for name in ("authority", "mandate", "policy") for code in ("en", "es", "fr")]
    empty = dict.fromkeys([*names, "email", "telephone", "website", "address"], "")
    return empty | {"authentic_language": "en", "authority_en": "Ministry", "opened_version": "1"} | changes


@pytest.mark.parametrize(
    ("reader", "draft", "edit", "publish"),
    [
        ("", 302, 302, 302),
        ("mexico", 200, 200, 302),
        ("haiti", 403, 403, 403),
        ("jamaica_deputy", 403, 403, 403),
        ("aruba", 403, 403, 403),
        ("sela", 403, 403, 403),
        ("officer", 200, 403, 403),
        ("approver", 200, 403, 403),
        ("administrator", 403, 403, 403),
    ],
)
def test_who_may_read_write_and_publish_the_draft_of_mexico(
    request, mexico, signed_in, reader, draft, edit, publish
):
    drafted("MEX", mexico)
    browser = signed_in(request.getfixturevalue(reader)) if reader else Client()
    assert browser.get(MEXICO).status_code == draft
    assert browser.get(f"{MEXICO}draft.pdf").status_code == draft
    assert browser.get(f"{MEXICO}edit/").status_code == edit
    response = browser.post(f"{MEXICO}publish/", in_sight())
    assert response.status_code == publish
    assert browser.post(f"{MEXICO}confirm/").status_code == publish
    assert Release.objects.count() == (1 if reader == "mexico" else 0)


def test_a_visitor_is_led_to_the_login(client, mexico):
    assert client.get(MEXICO).url.startswith("/accounts/login/")


def test_a_deputy_drafts_and_does_not_publish(signed_in, jamaica_deputy):
    browser = signed_in(jamaica_deputy)
    response = browser.post(f"{JAMAICA}edit/", typed(policy_en="We cooperate."))
    assert (response.status_code, response.url) == (302, JAMAICA)
    profile = CountryProfile.objects.get()
    assert (profile.party.code, profile.policy_en) == ("JAM", "We cooperate.")
    text = browser.get(JAMAICA).content.decode()
    assert "The primary focal point of the party publishes the draft." in text
    assert "profile/publish/" not in text
    assert browser.post(f"{JAMAICA}publish/", {"version": profile.version}).status_code == 403
    assert not Release.objects.exists()


def test_the_focal_point_of_mexico_writes_and_publishes_in_three_steps(signed_in, mexico, client):
    browser = signed_in(mexico)
    area = PriorityArea.objects.get(code="transport")
    browser.post(
        f"{MEXICO}edit/", typed(authority_es="Secretaría", authentic_language="es", priorities=[area.pk])
    )
    version = CountryProfile.objects.get().version
    data = in_sight() | {"version": version, "note": "First version"}
    response = browser.post(f"{MEXICO}publish/", data, follow=True)
    assert "The profile is published." in response.content.decode()
    text = unescape(client.get("/es/network/mex/").content.decode())
    assert "Secretaría" in text
    assert "Transporte" in text
    assert Act.objects.filter(did="profile.publish", reason="First version").count() == 1


def test_a_stale_form_is_refused_with_both_texts_and_the_next_press_is_a_decision(signed_in, mexico):
    opened = drafted("MEX", mexico).version
    drafted("MEX", mexico, policy_en="Theirs")
    browser = signed_in(mexico)
    data = typed(
        authority_en="Ministry of Foreign Affairs",
        policy_en="Mine",
        priorities=[PriorityArea.objects.get(code="trade").pk],
        opened_version=opened,
    )
    response = browser.post(f"{MEXICO}edit/", data)
    assert response.context["form"].conflicts == [("Cooperation policy (English)", "Theirs", "Mine")]
    assert CountryProfile.objects.get().policy_en == "Theirs"
    again = data | {"opened_version": response.context["form"]["opened_version"].value()}
    assert browser.post(f"{MEXICO}edit/", again).status_code == 302
    assert CountryProfile.objects.get().policy_en == "Mine"


def test_priorities_that_differ_are_shown_by_their_names(signed_in, mexico):
    opened = drafted("MEX", mexico, priorities=("trade",)).version
    drafted("MEX", mexico, priorities=("transport",))
    mine = PriorityArea.objects.get(code="trade").pk
    data = typed(authority_en="Ministry of Foreign Affairs", opened_version=opened, priorities=[mine])
    response = signed_in(mexico).post(f"{MEXICO}edit/", data)
    assert response.context["form"].conflicts == [("Priority areas", "Transport", "Trade")]


def test_the_same_form_sent_twice_saves_once(signed_in, mexico):
    browser, data = signed_in(mexico), typed()
    assert [browser.post(f"{MEXICO}edit/", data).status_code for _time in range(2)] == [302, 302]
    assert Act.objects.filter(did="profile.draft").count() == 1


def test_publishing_twice_publishes_once_and_says_why(signed_in, mexico):
    browser = signed_in(mexico)
    drafted("MEX", mexico)
    browser.post(f"{MEXICO}publish/", in_sight())
    response = browser.post(f"{MEXICO}publish/", in_sight(), follow=True)
    assert "Nothing has changed since the profile was last published." in response.content.decode()
    assert Release.objects.count() == 1


def test_what_was_changed_meanwhile_is_not_published_unseen(signed_in, mexico):
    seen = drafted("MEX", mexico).version
    drafted("MEX", mexico, policy_en="Slipped in")
    response = signed_in(mexico).post(f"{MEXICO}publish/", {"version": seen}, follow=True)
    assert "Somebody else saved this in the meantime." in response.content.decode()
    assert not Release.objects.exists()


def test_reading_the_address_of_a_step_changes_nothing(signed_in, mexico):
    drafted("MEX", mexico)
    assert signed_in(mexico).get(f"{MEXICO}confirm/").url == MEXICO
    assert signed_in(mexico).get(f"{MEXICO}publish/").status_code == 200
    assert not Release.objects.exists()


def in_sight() -> dict:
    """What the form sends of the only profile as it is now."""
    profile = CountryProfile.objects.get()
    return {"version": profile.version, "seen": profiles.fingerprint(profile)}


def test_a_form_that_does_not_say_which_text_it_showed_publishes_nothing(signed_in, mexico):
    drafted("MEX", mexico)
    response = signed_in(mexico).post(f"{MEXICO}publish/", in_sight() | {"seen": ""})
    assert response.context["form"].non_field_errors()[0].startswith("The text has changed")
    assert not Release.objects.exists()


def hidden(response) -> dict:
    """The hidden fields of the page before publishing, as the browser sends them back."""
    form = response.context["form"]
    return {name: str(form[name].value()) for name in ("version", "seen")}


def test_the_page_before_publishing_shows_what_differs_and_asks(signed_in, mexico):
    published("MEX", mexico, policy_en="We cooperate.")
    drafted("MEX", mexico, on=LATER, policy_en="We cooperate more.", authority_es="Secretaría")
    browser = signed_in(mexico)
    assert f'href="{MEXICO}publish/">Publish</a>' in browser.get(MEXICO).content.decode()
    response = browser.get(f"{MEXICO}publish/")
    text = unescape(response.content.decode())
    assert "We cooperate<ins> more</ins>." in text
    assert ">Mexico</a>, cooperation authority, cooperation policy (French): missing" in text
    assert "Some texts are missing in:" not in text
    assert '<button class="btn btn-action">Publish</button>' in text
    answer = browser.post(f"{MEXICO}publish/", hidden(response))
    assert (answer.status_code, answer.url) == (302, "/en/network/mex/")
    assert Release.objects.count() == 2


def test_the_page_before_the_first_publishing_shows_the_whole_text(signed_in, mexico):
    drafted("MEX", mexico, policy_en="We cooperate.")
    text = signed_in(mexico).get(f"{MEXICO}publish/").content.decode()
    assert "<p>We cooperate.</p>" in text


def test_where_nothing_differs_there_is_nothing_to_ask(signed_in, mexico):
    published("MEX", mexico)
    response = signed_in(mexico).get(f"{MEXICO}publish/")
    assert (response.status_code, response.url) == (302, MEXICO)


def test_a_name_of_the_reference_list_that_changed_meanwhile_is_not_published_unseen(signed_in, mexico):
    drafted("MEX", mexico, priorities=("trade",))
    browser = signed_in(mexico)
    data = hidden(browser.get(f"{MEXICO}publish/")) | {"note": "First version"}
    PriorityArea.objects.filter(code="trade").update(name_en="Commerce")
    response = browser.post(f"{MEXICO}publish/", data)
    text = response.content.decode()
    assert "The text has changed since you opened this page." in text
    assert ("Commerce" in text, 'value="First version"' in text) == (True, True)
    assert not Release.objects.exists()
    assert browser.post(f"{MEXICO}publish/", hidden(response)).status_code == 302


@pytest.mark.parametrize(
    ("number", "is_taken"),
    [
        ("+1 868 622-9575", True),
        ("(55) 5555.0100 / 0101 ext. 12", True),
        ("", True),
        ("call me", False),
        ("ext", False),
        ("=1+1", False),
        ("<b>1</b>", False),
    ],
)
def test_a_telephone_is_a_number(signed_in, mexico, number, is_taken):
    response = signed_in(mexico).post(f"{MEXICO}edit/", typed(telephone=number))
    assert (response.status_code == 302) == is_taken
    if not is_taken:
        assert "Write a telephone number" in response.context["form"].errors["telephone"][0]


@pytest.mark.parametrize(
    ("text", "is_marked"),
    [("We <b>cooperate</b>.", True), ("<script src=x>", True), ("<!-- x", True), ("3 < 5 > 4, <1 %", False)],
)
def test_a_text_with_html_is_warned_of(signed_in, mexico, text, is_marked):
    drafted("MEX", mexico, policy_es=text)
    for address in (MEXICO, f"{MEXICO}publish/"):
        shown = signed_in(mexico).get(address).content.decode()
        warning = "Cooperation policy (Español): contains HTML marks; they will be shown as they are."
        assert (warning in shown) == is_marked


def test_the_day_of_a_version_is_the_one_at_the_seat_of_the_secretariat(client, mexico):
    published("MEX", mexico, on=datetime(2002, 4, 12, 2, tzinfo=UTC))
    profile = CountryProfile.objects.get()
    assert (profile.published_on, profile.confirmed_on) == (date(2002, 4, 11), date(2002, 4, 11))
    release = Release.objects.get()
    assert profile_document(release, releases.tree_of(release), "en").dated == date(2002, 4, 11)
    assert set(profiles.published_by(date(2002, 4, 11))) == {"MEX"}


@pytest.mark.parametrize("address", ["/en/network/mex/", f"{MEXICO}1/"])
def test_the_day_of_a_version_is_the_same_for_a_reader_far_away(signed_in, mexico, haiti, address):
    published("MEX", mexico, on=datetime(2002, 4, 12, 2, tzinfo=UTC))
    haiti.time_zone = "Pacific/Auckland"
    haiti.save()
    assert "published on 11 April 2002" in signed_in(haiti).get(address).content.decode()


def test_opening_the_form_writes_nothing(signed_in, mexico):
    assert signed_in(mexico).get(f"{MEXICO}edit/").status_code == 200
    assert not CountryProfile.objects.exists()


def test_a_profile_is_confirmed_in_one_click(signed_in, mexico):
    published("MEX", mexico)
    response = signed_in(mexico).post(f"{MEXICO}confirm/", follow=True)
    assert "What you confirmed counts as current from today." in response.content.decode()
    assert Act.objects.filter(did="profile.confirm").count() == 1


def test_a_bad_address_keeps_what_was_typed(signed_in, mexico):
    response = signed_in(mexico).post(f"{MEXICO}edit/", typed(email="nowhere", policy_fr="Nous coopérons."))
    assert response.context["form"].errors["email"] == ["Enter a valid email address."]
    assert "Nous coopérons." in response.content.decode()
    assert not CountryProfile.objects.exists()


def test_the_draft_stands_beside_what_is_published_with_the_differences(signed_in, mexico):
    published("MEX", mexico, policy_en="We cooperate.")
    drafted("MEX", mexico, on=LATER, policy_en="We cooperate more.")
    response = signed_in(mexico).get(MEXICO)
    (changes,) = response.context["differences"]
    (entry,) = changes.shown.entries
    assert (changes.name, entry.title.value) == ("Policy and priorities", "Policy and priorities")
    assert [(line.name, line.language, line.before, line.after) for line in entry.lines] == [
        ("cooperation policy", "en", "We cooperate.", "We cooperate more.")
    ]
    assert "We cooperate<ins> more</ins>." in response.content.decode()


def test_the_page_says_in_which_languages_a_text_is_missing(signed_in, mexico):
    drafted("MEX", mexico, authority_es="Secretaría")
    assert signed_in(mexico).get(MEXICO).context["missing"] == ["Français"]


def test_an_earlier_version_stays_as_it_was(client, mexico):
    published("MEX", mexico, policy_en="We cooperate.")
    published("MEX", mexico, on=LATER, policy_en="We cooperate more.")
    first, second = (client.get(f"{MEXICO}{number}/").content.decode() for number in (1, 2))
    assert "<p>We cooperate.</p>" in first
    assert "The current version is 2." in first
    assert "<p>We cooperate more.</p>" in second
    assert "The current version" not in second
    assert client.get(f"{MEXICO}3/").status_code == 404


def test_a_version_is_read_from_its_snapshot_alone(client, mexico, django_assert_max_num_queries):
    published("MEX", mexico)
    with django_assert_max_num_queries(4):
        client.get(f"{MEXICO}1/")


@pytest.mark.parametrize(
    ("language", "draft"), [("en", "Draft preview"), ("es", "México"), ("fr", "Mexique")]
)
def test_the_preview_says_that_it_is_a_draft(signed_in, mexico, language, draft):
    drafted("MEX", mexico, policy_en="Not out yet.")
    response = signed_in(mexico).get(f"/{language}/network/mex/profile/draft.pdf")
    assert_official_pdf(response.content, language=language, contains=[draft, "Not out yet."])
    if language == "en":
        assert "Draft preview, not issued" in text_of(response.content)


def test_a_reviewer_of_the_party_reads_its_draft_and_does_not_write(signed_in, mexico, officer):
    drafted("MEX", mexico)
    designation = designate(
        "MEX", officer, kind="reviewer", person_data=person("Rita", "Rey", email="rita@mex.example"), on=NOON
    )
    browser = signed_in(designation.person.user)
    assert browser.get(MEXICO).status_code == 200
    assert browser.get(f"{MEXICO}edit/").status_code == 403


def test_the_hub_takes_the_same_queries_for_many_entries_and_comments(signed_in, mexico, query_budget):
    """Each of the five sections with entries is a table of its own, and is read once."""
    browser = signed_in(mexico)
    published("MEX", mexico)

    def make(count: int) -> None:
        for number in range(count):
            for section in ENTRIES:
                added(section, mexico, title_en=f"Entry {number}")
            comments.add(
                profile=CountryProfile.objects.get(), section="offers", text="Mend it", by=mexico, on=LATER
            )

    query_budget(lambda: browser.get(MEXICO), make=make, sizes=(3, 20), most=16)
    query_budget(lambda: browser.get(f"{MEXICO}publish/"), make=lambda count: None, sizes=(20,), most=13)
