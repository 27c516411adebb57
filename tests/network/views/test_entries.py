"""The entries of a profile in the browser: rows that repeat, stale forms, who may, and nothing lost."""

from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from network.domain import entries
from network.models import FundingSource, Offer, Programme
from tests.network.office import LATER, NOON, added, publish_all, published

BASE = "/en/network/mex/profile/"


def typed(section: str = "programmes", **changes) -> dict:
    """What a browser sends from the form of an entry, with empty rows."""
    rows = {"programmes": ("countries", "partners", "donors"), "funding": ("windows",)}.get(section, ())
    data = {
        "visibility": "public",
        "authentic_language": "en",
        "title_en": "Seismic network",
        "status": "2",
        "modality": "regional",
        "once": str(uuid4()),
        "opened_version": "1",
    }
    for name in rows:
        data |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    return data | changes


def country(place: int, party: str, share: str = "") -> dict:
    return {f"countries-{place}-party": party, f"countries-{place}-share": share}


def rows(count: int, name: str = "countries", initial: int = 0) -> dict:
    return {f"{name}-TOTAL_FORMS": str(count), f"{name}-INITIAL_FORMS": str(initial)}


@pytest.mark.parametrize(
    ("reader", "reads", "writes"),
    [
        ("", 302, 302),
        ("mexico", 200, 200),
        ("haiti", 403, 403),
        ("jamaica_deputy", 403, 403),
        ("sela", 403, 403),
        ("officer", 200, 403),
        ("administrator", 403, 403),
    ],
)
def test_who_may_read_and_write_the_entries_of_mexico(request, mexico, signed_in, reader, reads, writes):
    offer = added("offers", mexico)
    browser = signed_in(request.getfixturevalue(reader)) if reader else Client()
    assert browser.get(f"{BASE}offers/").status_code == reads
    assert browser.get(f"{BASE}offers/new/").status_code == writes
    assert browser.get(f"{BASE}offers/{offer.uid}/").status_code == writes
    assert browser.get(f"{BASE}offers/{offer.uid}/remove/").status_code == writes
    assert browser.post(f"{BASE}offers/{offer.uid}/remove/").status_code == (302 if writes == 200 else writes)
    assert Offer.objects.exists() == (reader != "mexico")


def test_a_programme_is_added_with_its_countries_partners_and_donors(signed_in, mexico):
    data = typed(**rows(2), **country(0, "MEX", "60"), **country(1, "CUB", "40"))
    data |= rows(2, "partners") | {"partners-0-party": "CUB", "partners-0-role": "4"}
    data |= {"partners-1-name": "PAHO", "partners-1-role": "1"}
    data |= rows(1, "donors") | {
        "donors-0-name": "Fund",
        "donors-0-amount": "1500.5",
        "donors-0-currency": "USD",
    }
    response = signed_in(mexico).post(f"{BASE}programmes/new/", data)
    assert (response.status_code, response.url) == (302, f"{BASE}programmes/")
    programme = Programme.objects.get()
    assert programme.countries == [{"party": "MEX", "share": "60"}, {"party": "CUB", "share": "40"}]
    assert programme.partners == [{"party": "CUB", "role": "4"}, {"name": "PAHO", "role": "1"}]
    assert programme.donors == [{"name": "Fund", "amount": "1500.5", "currency": "USD"}]


def test_the_texts_come_before_the_particulars(signed_in, mexico):
    page = signed_in(mexico).get(f"{BASE}offers/new/").text
    places = [page.index(f'name="{name}"') for name in ("authentic_language", "title_en", "visibility")]
    assert places == sorted(places)


def test_shares_over_100_percent_are_refused_and_nothing_typed_is_lost(signed_in, mexico):
    data = typed(**rows(2), **country(0, "MEX", "60"), **country(1, "CUB", "50"), terms_fr="À convenir")
    text = unescape(signed_in(mexico).post(f"{BASE}programmes/new/", data).content.decode())
    assert "The shares of the countries make 110 %; together they can be at most 100 %." in text
    assert "À convenir" in text
    assert '<option value="CUB" selected>' in text
    assert not Programme.objects.exists()


def test_one_row_more_keeps_all_that_was_typed_and_judges_nothing(signed_in, mexico):
    data = typed(title_en="", title_es="Red", **rows(1), **country(0, "CUB", "many"), add_row="countries")
    response = signed_in(mexico).post(f"{BASE}programmes/new/", data)
    text = response.content.decode()
    rowset = dict((name, found) for name, _label, found in response.context["editor"].rowsets)["countries"]
    assert [row["party"].value() for row in rowset] == ["CUB", None]
    assert 'value="many"' in text
    assert 'value="Red"' in text
    assert data["once"] in text
    assert "This was not saved yet" not in text
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"party": "CUB", "name": "Other", "role": "1"}, "Choose a party or write the name"),
        ({"name": "", "party": "", "role": "1"}, "Choose a party or write the name"),
    ],
)
def test_a_partner_is_a_party_or_has_a_name(signed_in, mexico, row, complaint):
    data = typed() | rows(1, "partners") | {f"partners-0-{name}": value for name, value in row.items()}
    assert complaint in signed_in(mexico).post(f"{BASE}programmes/new/", data).content.decode()
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"name": "2027", "amount": "80"}, "An amount needs a currency"),
        ({"name": "2027", "currency": "USD"}, "An amount needs a currency"),
        ({"name": "2027", "amount": "80", "currency": "usd"}, "A currency has three letters"),
        ({"opens": "2027-05", "deadline": "2027-04"}, "The deadline is before the day"),
        ({"deadline": "31/12/2027"}, "is not a date"),
    ],
)
def test_a_window_has_an_amount_with_a_currency_and_closes_after_it_opens(signed_in, mexico, row, complaint):
    data = typed("funding") | rows(1, "windows") | {f"windows-0-{n}": value for n, value in row.items()}
    response = signed_in(mexico).post(f"{BASE}funding/new/", data)
    assert complaint in unescape(response.content.decode())
    assert not FundingSource.objects.exists()


def test_a_row_is_removed_by_its_mark(signed_in, mexico):
    programme = added("programmes", mexico, countries=[{"party": "MEX"}, {"party": "CUB"}])
    data = typed(title_en="An entry", **rows(2, initial=2), **country(0, "MEX"), **country(1, "CUB"))
    signed_in(mexico).post(f"{BASE}programmes/{programme.uid}/", data | {"countries-0-DELETE": "on"})
    assert Programme.objects.get().countries == [{"party": "CUB"}]


def test_the_form_shows_the_rows_that_are_stored(signed_in, mexico):
    programme = added("programmes", mexico, donors=[{"name": "Fund", "amount": "10.50", "currency": "USD"}])
    text = signed_in(mexico).get(f"/es/network/mex/profile/programmes/{programme.uid}/").content.decode()
    assert 'value="Fund"' in text
    assert 'value="10' in text


def test_amounts_are_written_as_the_language_writes_them(signed_in, mexico):
    data = typed() | rows(1, "donors")
    data |= {"donors-0-name": "Fondo", "donors-0-amount": "18500,50", "donors-0-currency": "USD"}
    signed_in(mexico).post("/es/network/mex/profile/programmes/new/", data)
    assert Programme.objects.get().donors[0]["amount"] == "18500.50"


def test_a_stale_form_is_refused_with_both_texts_rows_included(signed_in, mexico):
    programme = added("programmes", mexico, countries=[{"party": "MEX"}])
    programme.title_en = "Theirs"
    entries.save(entry=programme, by=mexico, on=LATER)
    data = typed(title_en="Mine", **rows(1), **country(0, "CUB"))
    browser, address = signed_in(mexico), f"{BASE}programmes/{programme.uid}/"
    response = browser.post(address, data)
    conflicts = response.context["form"].conflicts
    assert ("Title (English)", "Theirs", "Mine") in conflicts
    assert ("countries", "MEX", "CUB") in conflicts
    assert Programme.objects.get().title_en == "Theirs"
    again = data | {"opened_version": response.context["form"]["opened_version"].value()}
    assert browser.post(address, again).status_code == 302
    assert (Programme.objects.get().title_en, Programme.objects.get().countries) == (
        "Mine",
        [{"party": "CUB"}],
    )


def test_a_form_sent_twice_adds_one_entry(signed_in, mexico):
    data, browser = typed(), signed_in(mexico)
    assert [browser.post(f"{BASE}programmes/new/", data).status_code for _time in range(2)] == [302, 302]
    assert Programme.objects.count() == 1


def test_an_entry_removed_meanwhile_keeps_what_was_typed_in_sight(signed_in, mexico):
    programme = added("programmes", mexico)
    entries.remove(entry=programme, by=mexico, on=LATER)
    text = (
        signed_in(mexico).post(f"{BASE}programmes/{programme.uid}/", typed(title_en="Mine")).content.decode()
    )
    assert "This entry has been removed in the meantime." in text
    assert 'value="Mine"' in text


def test_copy_as_new_begins_with_what_another_entry_says(signed_in, mexico):
    programme = added("programmes", mexico, title_en="Seismic", countries=[{"party": "CUB"}])
    text = signed_in(mexico).get(f"{BASE}programmes/new/?copy={programme.uid}").content.decode()
    assert 'value="Seismic"' in text
    assert '<option value="CUB" selected>' in text
    assert signed_in(mexico).get(f"{BASE}programmes/new/?copy=nothing").status_code == 200


def test_a_withdrawn_code_is_offered_only_where_it_is_chosen_already(signed_in, mexico):
    offer = added("offers", mexico, on=NOON, sector="74010")
    new = signed_in(mexico).get(f"{BASE}offers/new/").content.decode()
    edit = signed_in(mexico).get(f"{BASE}offers/{offer.uid}/").content.decode()
    assert ("74010" in new, "74010" in edit) == (False, True)


def test_entries_move_and_the_list_says_what_differs(signed_in, mexico):
    published("MEX", mexico)
    added("offers", mexico, title_en="First")
    second = added("offers", mexico, title_en="Second")
    publish_all("MEX", mexico, on=LATER)
    browser = signed_in(mexico)
    assert "The draft says exactly what is published." in browser.get(f"{BASE}offers/").content.decode()
    response = browser.post(f"{BASE}offers/{second.uid}/up/", follow=True)
    (moved,) = response.context["changes"].shown.entries
    assert (moved.title.value, moved.lines[0].kind) == ("Second", "moved")
    assert [entry.node.label for entry in response.context["entries"]] == ["Second", "First"]
    assert browser.get(f"{BASE}offers/{second.uid}/up/").status_code == 405


def test_an_empty_section_says_what_belongs_there(signed_in, mexico):
    text = signed_in(mexico).get(f"{BASE}needs/").content.decode()
    assert "an expert in tourism statistics for six months" in text
    assert f'href="{BASE}needs/new/"' in text


def test_only_the_sections_with_a_mark_are_published(signed_in, mexico):
    published("MEX", mexico)
    added("offers", mexico, title_en="An offer")
    added("needs", mexico, title_en="A need")
    browser = signed_in(mexico)
    form = browser.get(f"{BASE}publish/").context["form"]
    assert form["sections"].initial == ["offers", "needs"]
    seen = {name: str(form[name].value()) for name in ("version", "seen", "asked")}
    none = browser.post(f"{BASE}publish/", seen)
    assert "Choose at least one section." in none.content.decode()
    browser.post(f"{BASE}publish/", seen | {"sections": ["needs"]})
    text = Client().get("/en/network/mex/").content.decode()
    assert ("A need" in text, "An offer" in text) == (True, False)


def test_sections_are_confirmed_after_a_look_at_what_they_say(signed_in, mexico):
    published("MEX", mexico, policy_en="We cooperate.")
    browser = signed_in(mexico)
    page = browser.get(f"{BASE}confirm/")
    assert "We cooperate." in page.content.decode()
    assert "Choose at least one section." in browser.post(f"{BASE}confirm/", {"asked": "1"}).content.decode()
    response = browser.post(f"{BASE}confirm/", {"asked": "1", "sections": ["policy"]}, follow=True)
    cards = {card.code: card.freshness.value for card in response.context["cards"]}
    assert (cards["policy"], cards["authority"]) == ("current", "not_confirmed")


@pytest.mark.parametrize("section", ["offers", "programmes"])
def test_the_list_of_a_section_takes_the_same_few_queries(signed_in, mexico, query_budget, section):
    published("MEX", mexico)
    browser = signed_in(mexico)

    def make(count: int) -> None:
        for _row in range(count):
            fields = {"countries": [{"party": "CUB"}]} if section == "programmes" else {}
            added(section, mexico, sector="33210", **fields)

    query_budget(lambda: browser.get(f"{BASE}{section}/"), make=make, sizes=(3, 20))
