"""The register of acts as the Secretariat reads it: found, linked, exported, verified."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from acs_portal.forms import SUBJECTS, ActsForm, verb_choices
from acs_portal.kernel import acts, register
from acs_portal.kernel.models import Act, User
from acs_portal.kernel.templatetags.portal import day_in_words, word_diff
from network.domain import profiles
from network.models import CountryProfile, Designation, Offer, Party, Post

pytestmark = pytest.mark.django_db
DAY = datetime(2002, 4, 11, 15, 0, tzinfo=UTC)


@pytest.fixture
def world(officer, approver, mexico, haiti):
    """Some acts by different people on different things; the parties were loaded before them."""
    party = Party.objects.get(code="MEX")
    later = DAY + timedelta(days=1)
    return {
        "party": acts.record(by=mexico, did=profiles.PUBLISHED, to=party, reason="Réunion à Mexico", on=DAY),
        "haiti": acts.record(by=haiti, did=profiles.PUBLISHED, to=Party.objects.get(code="HTI"), on=DAY),
        "account": acts.record(
            by=officer, did="account.change", to=approver, before={"role": ""}, after={"role": "x"}, on=later
        ),
    }


def found(**asked) -> set[str]:
    return set(register.found(**asked).values_list("did", "to_id"))


def one(act: Act) -> set:
    return {(act.did, act.to_id)}


def test_acts_are_found_by_each_thing_that_can_be_asked(world):
    party, haiti, account = world["party"], world["haiti"], world["account"]
    assert found(who="olive") == one(account)
    assert found(who="HÉCTOR") == one(haiti)
    assert found(did="profile.publish") == one(party) | one(haiti)
    assert found(capacity="officer") == one(account)
    assert found(party=party.to_label) == one(party)
    assert found(kind="kernel.user") == one(account)
    assert found(on=register.reference(haiti)) == one(haiti)
    assert found(did="profile.publish", upto=party.pk) == one(party)
    assert found(did="profile.publish", who="nobody") == set()


@pytest.mark.parametrize("words", ["reunion a mex", "RÉUNION", "Reunión"])
def test_words_are_found_in_the_reason_whatever_their_accents(world, words):
    assert found(words=words) == one(world["party"])


@pytest.mark.parametrize("words", ["haïti", "HAITI", "haití"])
def test_words_are_found_in_the_name_of_the_object_in_any_language(world, words):
    assert found(words=words, did="profile.publish") == one(world["haiti"])


@pytest.mark.parametrize("words", ["100%", "_", "'", "\\"])
def test_signs_that_mean_something_to_a_database_are_only_signs(world, words):
    assert found(words=words) == set()


def test_days_are_days_in_the_zone_of_the_reader(world):
    with timezone.override("Pacific/Auckland"):  # 15:00 UTC on the 11th is the 12th there
        assert found(since=DAY.date(), until=DAY.date()) == set()
        assert found(since=DAY.date() + timedelta(days=1), until=DAY.date() + timedelta(days=1)) == (
            one(world["party"]) | one(world["haiti"])
        )
    assert found(since=DAY.date(), until=DAY.date()) == one(world["party"]) | one(world["haiti"])


def test_the_page_shows_the_acts_newest_first_and_how_many(world, officer, signed_in):
    page = signed_in(officer).get("/en/acts/?did=profile.publish")
    assert "<b>2</b> acts" in page.text
    assert page.text.index(f'id="act-{world["haiti"].pk}"') < page.text.index(f'id="act-{world["party"].pk}"')
    assert world["party"].hash[:12] in page.text
    assert "(<span>Mexico</span>)" in page.text


def test_the_filters_stay_in_the_form_and_in_the_links_of_the_pages(world, officer, signed_in):
    for _time in range(60):
        acts.record(by=officer, did="account.open", to=officer, on=DAY)
    page = signed_in(officer).get("/en/acts/?did=account.open&who=olive&party=")
    assert 'value="olive"' in page.text
    assert '<option value="account.open" selected>' in page.text
    assert '"?did=account.open&amp;who=olive&amp;party=&amp;page=2"' in page.text
    assert "1 of 3" in page.text


def test_a_long_change_is_folded_and_a_short_one_is_not(world, officer, signed_in):
    acts.record(
        by=officer, did="account.open", to=officer, on=DAY, after={"item": "word " * 60, "axis": "II"}
    )
    text = signed_in(officer).get("/en/acts/?did=account.open").text
    assert '<details class="diff"><summary><b>Item</b>: word word' in text
    assert '<p class="diff"><b>Axis</b>: <ins>II</ins></p>' in text


def test_two_texts_without_a_common_word_are_told_as_one_for_the_other():
    told = word_diff("Under review", "Returned for completion")
    assert told == "<del>Under review</del><ins>Returned for completion</ins>"
    assert [day_in_words(text) for text in ("2002-04-11", "2002-02-31", "II")] == [
        "11 April 2002",
        "2002-02-31",
        "II",
    ]
    assert word_diff("the same house", "the new house") == "the <del>same</del><ins>new</ins> house"


def test_a_wrong_day_is_said_and_not_asked_for(world, officer, signed_in):
    page = signed_in(officer).get("/en/acts/?since=31.4.2002&did=profile.publish")
    assert "Enter a valid date." in page.text
    assert "<b>2</b> acts" in page.text


def test_a_search_without_an_answer_says_what_to_do(world, officer, signed_in):
    page = signed_in(officer).get("/en/acts/?words=nowhere")
    assert "No act meets this" in page.text
    assert "Show all acts" in page.text


def test_an_object_is_named_and_its_acts_alone_are_shown(world, officer, signed_in):
    page = signed_in(officer).get(f"/en/acts/?on={register.reference(world['party'])}")
    assert "Only acts on:" in page.text
    assert f'id="act-{world["haiti"].pk}"' not in page.text


def test_an_entry_leads_to_the_page_of_its_object(world, officer, signed_in):
    client = signed_in(officer)
    assert client.get(f"/en/acts/{world['party'].pk}/object/").url == "/en/network/mex/"
    assert reverse("act_object", args=[world["party"].pk]) in client.get("/en/acts/").text


def test_what_is_gone_or_has_no_page_leads_back_to_its_acts(world, officer, signed_in):
    act = world["account"]
    response = signed_in(officer).get(f"/en/acts/{act.pk}/object/", follow=True)
    assert response.redirect_chain == [(f"/en/acts/?on=kernel.user-{act.to_id}", 302)]
    assert "The register keeps its acts." in response.text


def test_every_object_with_a_page_has_an_address(world):
    designation = Designation.objects.get(post__party__code="MEX")
    entry = Offer(profile=CountryProfile(party=designation.post.party))
    for found_one in (designation, designation.post, Post.objects.first(), entry, Act.objects.first()):
        assert found_one.get_absolute_url().startswith("/en/")


def test_a_history_leads_to_all_acts_for_those_who_may_read_them(world, officer, mexico, signed_in):
    address = f"/en/acts/?on=network.party-{world['party'].to_id}"
    assert address in signed_in(officer).get("/en/network/mex/").text
    assert address not in signed_in(mexico).get("/en/network/mex/").text


def test_the_menu_and_the_tasks_lead_to_the_register_for_the_secretariat_alone(officer, mexico, signed_in):
    assert signed_in(officer).get("/en/tasks/").text.count('href="/en/acts/"') == 2
    assert 'href="/en/acts/"' not in signed_in(mexico).get("/en/tasks/").text


def test_the_page_takes_few_queries(world, officer, signed_in, query_budget):
    client = signed_in(officer)

    def make(count):
        for number in range(count):
            acts.record(
                by=officer, did="account.open", to=User.objects.order_by("?").first(), reason=str(number)
            )

    query_budget(lambda: client.get("/en/acts/?words=e&who=o"), make=make, sizes=(3, 45))


# ---------------------------------------------------------------- as a file


def rows_of(response) -> list[dict]:
    text = b"".join(response.streaming_content).decode()
    assert text[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_the_file_has_what_was_asked_for_with_hashes_and_both_times(world, officer, signed_in):
    officer.time_zone = "America/Mexico_City"
    officer.save()
    response = signed_in(officer).post("/en/acts/export.csv?did=account.change")
    (row,) = rows_of(response)
    assert row["Entry"] == str(world["account"].pk)
    assert row["Time (UTC)"] == "2002-04-12T15:00:00+00:00"
    assert row["Time (America/Mexico_City)"] == "2002-04-12T10:00:00-05:00"
    assert (row["Act"], row["After"]) == ("changed the account", "Role in the Secretariat: x")
    assert (row["Hash of the entry before"], row["Hash"]) == (world["haiti"].hash, world["account"].hash)


def test_the_file_is_in_the_language_of_the_page_although_it_is_sent_after_it(world, officer, signed_in):
    (row,) = rows_of(signed_in(officer).post(f"/fr/acts/export.csv?on={register.reference(world['haiti'])}"))
    assert "Haïti" in row.values()


def test_an_export_is_an_act_and_does_not_keep_what_was_typed(world, officer, signed_in):
    before = Act.objects.count()
    rows_of(signed_in(officer).post("/en/acts/export.csv?did=profile.publish&words=reunion"))
    act = Act.objects.first()
    assert Act.objects.count() == before + 1
    assert (act.did, act.by) == (register.EXPORTED, officer)
    assert act.after == {"format": "csv", "entries": 1, "did": "profile.publish", "words": "***"}


def test_a_workbook_has_the_same_rows(world, officer, signed_in):
    response = signed_in(officer).post("/en/acts/export.xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0][:2] == ("Entry", "Time (UTC)")
    assert [row[0] for row in rows[1:4]] == [world["account"].pk, world["haiti"].pk, world["party"].pk]


def test_a_file_is_read_row_by_row_in_the_same_queries(world, officer, signed_in):
    client = signed_in(officer)
    with CaptureQueriesContext(connection) as few:
        rows_of(client.post("/en/acts/export.csv"))
    for _time in range(30):
        acts.record(by=officer, did="account.open", to=officer, on=DAY)
    with CaptureQueriesContext(connection) as many:
        rows_of(client.post("/en/acts/export.csv"))
    assert len(few) == len(many)


def test_nothing_is_exported_for_a_wrong_question(world, officer, signed_in):
    before = Act.objects.count()
    response = signed_in(officer).post("/en/acts/export.csv?since=never")
    assert (response.status_code, response.url) == (302, "/en/acts/?since=never")
    assert Act.objects.count() == before


# ---------------------------------------------------------------- verified


def test_the_register_says_up_to_which_entry_it_was_verified(world, officer, signed_in):
    client = signed_in(officer)
    assert "The register was never verified from here." in client.get("/en/acts/").text
    last = Act.objects.first().pk
    page = client.post("/en/acts/verify/", follow=True)
    assert "The register is whole" in page.text
    assert f"Whole up to entry {last}" in page.text


def test_a_broken_register_says_where_and_goes_on_saying_so(world, officer, signed_in):
    true = Act.objects.first()
    forged = Act(**{f.attname: getattr(true, f.attname) for f in Act._meta.fields if f.name != "id"})
    forged.reason, forged.hash = "forged", "f" * 64
    forged.save(force_insert=True)
    client = signed_in(officer)
    page = client.post("/en/acts/verify/", follow=True)
    assert f"Entry {forged.pk} does not follow from entry {true.pk}" in page.text
    assert f"?upto={forged.pk}" in client.get("/en/acts/").text


# ---------------------------------------------------------------- the choice of acts


def test_every_act_can_be_chosen_in_words_under_a_subject(parties):
    (_empty, *groups) = verb_choices()
    assert {code for _name, verbs in groups for code, _words in verbs} == set(acts.VERBS)
    assert next(str(name) for name, _verbs in groups) == str(SUBJECTS[0][0])


def test_the_form_takes_nothing_it_does_not_know(world):
    form = ActsForm({"did": "no.such", "capacity": "king", "party": "XXX", "kind": "no.thing", "upto": "-1"})
    assert not form.is_valid()
    assert form.asked() == {}
