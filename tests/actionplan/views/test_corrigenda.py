"""A corrigendum of the adopted plan: by the approver, for one language; the plan stays sealed."""

import pytest

from acs_portal.kernel import issuing
from acs_portal.kernel.errors import NotAllowed
from acs_portal.kernel.models import Act, IssuedDocument, Message, Release
from actionplan.domain import corrigenda
from actionplan.models import Item, Plan
from tests.actionplan.conftest import NOW
from tests.pdf_checks import assert_official_pdf, text_of

TELLING = ("plan_adopted", "corrigendum_issued")
PLAN = "/en/action-plan/special-fund-2002/"


def item_id() -> str:
    return f"item-{Item.objects.order_by('pk').first().uid}"


def correct(release, by, **more) -> Release:
    words = {item_id(): {"action": "Une action corrigée"}}
    values = {"language": "fr", "words": words, "reason": "A wrong word", "by": by, "on": NOW, **more}
    return corrigenda.correct(plan=Plan.objects.get(), release=release, **values)


def test_only_an_approver_may(release, officer):
    with pytest.raises(NotAllowed):
        correct(release, officer)
    assert not Release.objects.exclude(corrigendum=0).exists()


def test_it_is_recorded_and_the_rows_of_the_plan_stay(release, approver):
    before = list(Item.objects.values())
    made = correct(release, approver)
    assert made.symbol == f"{release.symbol}/Corr.1"
    assert Act.objects.get(did="plan.correct").after == {"symbol": made.symbol, "sha256": made.sha256}
    assert list(Item.objects.values()) == before


@pytest.mark.parametrize("language", ["en", "es"])
def test_other_languages_read_and_download_what_they_did(release, approver, client, language):
    addresses = [f"/{language}/action-plan/special-fund-2002{end}" for end in (".pdf", "/issued.pdf")]
    issuing.issue_documents.call(release.pk)
    before = [client.get(address).content for address in addresses]
    correct(release, approver)
    assert [client.get(address).content for address in addresses] == before
    assert "action corrigée" not in client.get(f"/{language}/action-plan/special-fund-2002/").text


def test_the_language_reads_the_corrected_words_and_the_first_ones_on_request(release, approver, client):
    correct(release, approver)
    page = client.get("/fr/action-plan/special-fund-2002/").text
    assert "Une action corrigée" in page
    assert "First action (en français)" not in page
    assert "First action (en français)" in client.get("/fr/action-plan/special-fund-2002/?as=issued").text


def test_its_document_is_issued_in_that_language_alone(release, approver, client):
    made = correct(release, approver)
    issuing.issue_documents.call(made.pk)
    assert list(IssuedDocument.objects.filter(release=made).values_list("language", flat=True)) == ["fr"]
    data = client.get(f"{PLAN}corrigenda/1.pdf").content
    assert client.get("/fr/action-plan/special-fund-2002.pdf").content == data
    assert_official_pdf(data, language="fr", contains=["Une action corrigée", made.symbol, "A wrong word"])
    first = client.get("/fr/action-plan/special-fund-2002/issued.pdf").content
    assert "Une action corrigée" not in text_of(first)


def test_the_approver_corrects_step_by_step(mexico, release, approver, signed_in):
    browser = signed_in(approver)
    assert f"{PLAN}correct/" in browser.get(PLAN).text
    address = f"{PLAN}correct/?language=fr&text={item_id()}|action"
    seen = browser.get(address).context["form"]["text_seen"].value()
    page = browser.post(address, {"text_seen": seen, "words_0": "Corrigée", "reason": "Wrong"})
    assert browser.post(address, page.context["form"].confirmation()).url == PLAN
    assert Release.objects.get(corrigendum=1).released_by == approver
    told = [set(Message.objects.filter(kind=kind).values_list("to", flat=True)) for kind in TELLING]
    assert told[0] == told[1]
    assert told[0]


def test_readers_are_not_offered_to_correct(release, officer, signed_in, client):
    assert "correct/" not in client.get(PLAN).text
    assert "correct/" not in signed_in(officer).get(PLAN).text


def test_the_page_takes_two_queries(release, approver, client, django_assert_num_queries):
    correct(release, approver)
    with django_assert_num_queries(2):
        client.get("/fr/action-plan/special-fund-2002/")
