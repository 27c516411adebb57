"""A corrigendum of the agenda: who may, step by step, and what each reader sees after."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acs_portal.kernel import issuing, releases
from acs_portal.kernel.models import Act, IssuedDocument, Message, Release, User
from meetings.domain import agenda, agenda_release
from meetings.models import AgendaItem
from network.models import Post
from tests.cast import holder
from tests.meetings.conftest import ON, add_item, words
from tests.pdf_checks import assert_official_pdf, text_of

BASE = "/en/meetings/rci-1-2002/agenda/"
CORRECT = f"{BASE}1/correct/"


@pytest.fixture
def released(meeting, officer) -> Release:
    """An agenda of two items, released once in three languages, its documents issued."""
    add_item(meeting, officer, "Opening", annotation=words("Words of welcome.\r\nAnd more."))
    add_item(meeting, officer, "Plan")
    made = agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)
    issuing.issue_documents.call(made.pk)
    return made


def key(name: str = "title", title: str = "Opening") -> str:
    return f"{AgendaItem.objects.get(title_en=title).uid}|{name}"


def confirmed(browser, address: str, **typed):
    """The answer to the second press, on the differences that the first one showed."""
    seen = browser.get(address).context["form"]["text_seen"].value()
    page = browser.post(address, {"text_seen": seen, **typed})
    return browser.post(address, page.context["form"].confirmation())


def correct(browser, language: str = "fr", to: str = "Ouverture", name: str = "title"):
    """Correct a text of the first item step by step, as a person does."""
    address = f"{CORRECT}?language={language}&text={key(name)}"
    return confirmed(browser, address, words_0=to, reason="A wrong word")


class TestSteps:
    def test_the_language_is_asked_first_then_the_texts(self, released, officer, signed_in):
        browser = signed_in(officer)
        assert 'href="?language=fr"' in browser.get(CORRECT).text
        page = browser.get(f"{CORRECT}?language=fr").text
        assert re.findall(r'name="text" value="(.*?)"', page)[2:] == [
            key(),
            key("annotation"),
            key("title", "Plan"),
        ]

    def test_the_original_stands_beside_the_words_to_correct(self, released, officer, signed_in):
        page = signed_in(officer).get(f"{CORRECT}?language=fr&text={key()}").text
        assert '<p lang="es">Opening (es)</p>' in page
        assert '<textarea name="words_0"' in page
        assert "Opening (fr)</textarea>" in page

    def test_the_differences_are_shown_before_anything_is_issued(self, released, officer, signed_in):
        address = f"{CORRECT}?language=fr&text={key()}"
        page = signed_in(officer).post(
            address, {"words_0": "Opening du matin (fr)", "reason": "A wrong word"}
        )
        assert "Opening<ins> du matin</ins> (fr)" in page.text
        assert "Issue Corr.1" in page.text
        assert Release.objects.count() == 1

    def test_the_second_press_issues_it_and_the_register_knows(self, released, officer, signed_in):
        assert correct(signed_in(officer)).url == f"{BASE}1/"
        made = Release.objects.get(corrigendum=1)
        assert (made.symbol, made.language) == ("ACS/2002/RCI.I/WP.001/Corr.1", "fr")
        act = Act.objects.get(did="agenda.correct")
        assert (act.reason, act.after["symbol"], act.by) == ("A wrong word", made.symbol, officer)

    def test_what_was_changed_after_the_differences_were_shown_is_shown_again(
        self, released, officer, signed_in
    ):
        browser, address = signed_in(officer), f"{CORRECT}?language=fr&text={key()}"
        page = browser.post(address, {"words_0": "Ouverture", "reason": "A wrong word"})
        sent = page.context["form"].confirmation() | {"words_0": "Something else"}
        assert "Issue Corr.1" in browser.post(address, sent).text
        assert Release.objects.count() == 1

    def test_several_texts_are_corrected_at_once(self, released, officer, signed_in):
        address = f"{CORRECT}?language=fr&text={key()}&text={key('title', 'Plan')}"
        typed = {"words_0": "Ouverture", "words_1": "Le plan", "reason": "Wrong words"}
        assert confirmed(signed_in(officer), address, **typed).status_code == 302
        tree = releases.tree_of(Release.objects.get(corrigendum=1))
        assert [child.words["title"]["fr"] for child in tree.children] == ["Ouverture", "Le plan"]

    def test_the_line_ends_of_a_browser_are_no_correction(self, released, officer, signed_in):
        address = f"{CORRECT}?language=fr&text={key('annotation')}"
        typed = {"words_0": "Words of welcome.\r\nAnd more. (fr)", "reason": "None"}
        page = signed_in(officer).post(address, typed)
        assert page.context["form"].non_field_errors() == [
            "The words are the same as before, so there is nothing to correct."
        ]

    def test_two_who_correct_the_same_text_do_not_overwrite_each_other(self, released, officer, signed_in):
        browser, address = signed_in(officer), f"{CORRECT}?language=fr&text={key()}"
        page = browser.post(address, {"text_seen": released.sha256, "words_0": "Mine", "reason": "Wrong"})
        correct(signed_in(officer), to="Theirs")
        answer = browser.post(address, page.context["form"].confirmation())
        assert "The text has changed since you opened this page." in answer.text
        assert "<del>Theirs</del><ins>Mine</ins>" in answer.text
        assert Release.objects.filter(corrigendum__gt=0).count() == 1

    def test_a_form_that_does_not_say_what_was_in_sight_is_refused(self, released, officer, signed_in):
        browser, address = signed_in(officer), f"{CORRECT}?language=fr&text={key()}"
        page = browser.post(address, {"words_0": "Mine", "reason": "Wrong"})
        sent = page.context["form"].confirmation() | {"text_seen": ""}
        assert "The text has changed since you opened this page." in browser.post(address, sent).text

    def test_a_release_with_a_later_one_is_not_corrected(self, released, meeting, officer, signed_in):
        browser, address = signed_in(officer), f"{CORRECT}?language=fr&text={key()}"
        add_item(meeting, officer, "Late")
        agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)
        answer = confirmed(browser, address, words_0="Ouverture", reason="Wrong")
        assert "ACS/2002/RCI.I/WP.001/Rev.1 is later" in answer.text
        assert "Correct a mistake" not in browser.get(f"{BASE}1/").text


class TestTelling:
    def test_those_who_were_told_of_the_release_are_told_of_its_corrigendum(
        self, mexico, released, officer, signed_in, parties
    ):
        """Mexico was told of the agenda; Haiti came into office after it."""
        holder("HTI", Post.Kind.PRIMARY, "haiti@example.org", "Hélène", "Henry", "fr")
        browser, address = signed_in(officer), f"{CORRECT}?language=fr&text={key()}"
        page = browser.post(address, {"words_0": "Ouverture", "reason": "A wrong word"})
        assert page.context["mailing"].recipients == [mexico]
        assert not Message.objects.filter(kind="corrigendum_issued").exists()
        correct(browser)
        told = Message.objects.get(kind="corrigendum_issued")
        assert (told.to, told.language) == (mexico, "es")
        assert "ACS/2002/RCI.I/WP.001/Corr.1" in told.subject
        assert "A wrong word" in told.text
        assert "/es/meetings/rci-1-2002/agenda/" in told.text

    def test_nothing_is_issued_when_other_people_would_be_told_by_now(
        self, mexico, released, officer, signed_in
    ):
        browser, address = signed_in(officer), f"{CORRECT}?language=fr&text={key()}"
        page = browser.post(address, {"text_seen": released.sha256, "words_0": "Mine", "reason": "Wrong"})
        sent = page.context["form"].confirmation()
        User.objects.filter(pk=mexico.pk).update(is_active=False)
        for told in (sent["told"], ""):
            answer = browser.post(address, sent | {"told": told})
            assert answer.context["form"].non_field_errors()[0].startswith("Nothing was sent")
            assert not Release.objects.filter(corrigendum=1).exists()


class TestReaders:
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_of_other_languages_the_words_documents_and_hashes_stay_byte_for_byte(
        self, released, officer, signed_in, client, language
    ):
        def seen() -> list:
            page = client.get(f"/{language}/meetings/rci-1-2002/agenda/").text
            pdfs = [
                client.get(f"/{language}/meetings/rci-1-2002/agenda{end}.pdf").content for end in ("", "/1")
            ]
            return [re.search(r"<article.*</article>", page, re.DOTALL)[0], released.sha256 in page, *pdfs]

        before = seen()
        stored = list(IssuedDocument.objects.order_by("pk").values_list("language", "sha256"))
        correct(signed_in(officer))
        issuing.issue_documents.call(Release.objects.get(corrigendum=1).pk)
        assert seen() == before
        after = list(IssuedDocument.objects.order_by("pk").values_list("language", "sha256"))
        assert after[:3] == stored
        assert [language for language, _hash in after[3:]] == ["fr"]

    def test_of_the_language_read_the_corrected_words_with_a_mark(self, released, officer, signed_in, client):
        correct(signed_in(officer))
        page = client.get("/fr/meetings/rci-1-2002/agenda/").text
        assert "<details><summary>Ce qui a été corrigé dans cette langue</summary>" in page
        assert 'Ouverture</h2><span class="pending">' in page
        assert "Opening (fr)" not in re.search(r"<article.*</article>", page, re.DOTALL)[0]
        assert 'href="?as=issued"' in page

    def test_and_can_read_them_as_first_issued(self, released, officer, signed_in, client):
        correct(signed_in(officer))
        page = client.get("/fr/meetings/rci-1-2002/agenda/?as=issued").text
        assert "Opening (fr)</h2>" in page
        assert "Ouverture</h2>" not in page

    def test_the_list_of_corrigenda_is_for_all(self, released, officer, signed_in, client):
        correct(signed_in(officer))
        page = unescape(client.get(BASE).text)
        assert "ACS/2002/RCI.I/WP.001/Corr.1" in page
        assert "A wrong word" in page
        assert "/en/meetings/rci-1-2002/agenda/1/corrigenda/1.pdf" in page
        assert "ACS/2002/RCI.I/WP.001/Corr.1" in client.get("/en/meetings/rci-1-2002/documents/").text

    def test_its_document_is_in_its_language_and_lists_what_was_corrected(
        self, released, officer, signed_in, client
    ):
        correct(signed_in(officer))
        data = client.get(f"{BASE}1/corrigenda/1.pdf").content
        assert_official_pdf(
            data, language="fr", contains=["Ouverture", "A wrong word", "ACS/2002/RCI.I/WP.001/Corr.1"]
        )
        assert text_of(data).count("Opening (fr)") == 1  # struck out in the list
        assert client.get("/fr/meetings/rci-1-2002/agenda.pdf").content == data
        assert client.get(f"{BASE}1/corrigenda/2.pdf").status_code == 404


class TestRevision:
    def test_its_document_says_what_changed(self, released, meeting, officer, client):
        add_item(meeting, officer, "Late")
        item = AgendaItem.objects.get(title_en="Plan")
        item.title_fr, item.minutes = "Le plan", 45
        agenda.save_item(item=item, by=officer, on=ON)
        agenda.move_up(item=item, by=officer, on=ON)
        agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)
        english = client.get(f"{BASE}2.pdf").content
        since = "Changes since ACS/2002/RCI.I/WP.001"
        assert_official_pdf(english, language="en", contains=[since, "Late", "French"], outline=[since])
        assert "Le plan" not in text_of(english)
        assert "Le plan" in text_of(client.get("/fr/meetings/rci-1-2002/agenda/2.pdf").content)

    def test_the_first_says_nothing_of_changes(self, released, client):
        assert "Changes since" not in text_of(client.get(f"{BASE}1.pdf").content)


@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize("count", [10, 500])
def test_a_page_of_a_release_takes_two_queries_whatever_its_size(
    meeting, officer, client, signed_in, count, corrected
):
    add_item(meeting, officer, "Opening")
    rows = [
        AgendaItem(meeting=meeting, position=n, title_en=f"Item {n}", title_es="x", title_fr="y")
        for n in range(2, count + 1)
    ]
    AgendaItem._base_manager.bulk_create(rows)
    made = agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)
    if corrected:
        correct(signed_in(officer), name="title")
    for address in (f"/fr/meetings/rci-1-2002/agenda/{end}" for end in ("", "1/")):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        assert len(queries) == 2, [query["sql"][:80] for query in queries]
        assert page.text.count('class="agenda-no"') == count
    shown = Release.objects.get(corrigendum=1) if corrected else made
    assert shown.sha256 in page.text


class TestWorkingCopy:
    @pytest.mark.parametrize("page", ["draft/", "release/"])
    def test_that_has_the_mistake_still_says_so_until_it_is_corrected(
        self, released, officer, signed_in, page
    ):
        browser = signed_in(officer)
        assert browser.get(f"{BASE}{page}").context["lacking"] == []
        correct(browser)
        [entry] = browser.get(f"{BASE}{page}").context["lacking"]
        assert (entry.node.number, entry.language, entry.made.label) == ("1", "fr", "Corr.1")
        assert "the working copy has other words" in browser.get(f"{BASE}{page}").text
        item = AgendaItem.objects.get(title_en="Opening")
        item.title_fr = "Ouverture"
        agenda.save_item(item=item, by=officer, on=ON)
        assert browser.get(f"{BASE}{page}").context["lacking"] == []

    def test_decisions_name_an_item_as_it_was_corrected(self, released, officer, signed_in):
        correct(signed_in(officer))
        item = AgendaItem.objects.get(title_en="Opening")
        assert agenda_release.item_as_read(item)["words"]["title"]["fr"] == "Ouverture"


class TestVerified:
    def test_the_words_of_all_languages_name_every_corrigendum(self, released, officer, signed_in):
        browser = signed_in(officer)
        correct(browser)
        correct(browser, "es", "Apertura corregida")
        page = browser.get(f"/verify/{released.sha256}/").text
        assert "/Corr.1 corrects it in this language: French." in page
        assert "/Corr.2 corrects it in this language: Spanish." in page
        assert "Yes, nothing later" not in page

    def test_the_hash_above_a_corrected_text_is_its_own_in_the_language_of_the_reader(
        self, released, officer, signed_in
    ):
        browser = signed_in(officer)
        correct(browser)
        made = Release.objects.get(corrigendum=1)
        page = browser.get("/fr/meetings/rci-1-2002/agenda/").text
        assert f"<code>{made.sha256}</code>" in page
        assert f'href="/verify/{made.sha256}/?lang=fr"' in page
        assert f"<code>{released.sha256}</code>" in browser.get(BASE).text
