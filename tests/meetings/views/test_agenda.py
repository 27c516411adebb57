import re

import pytest

from acs_portal.kernel.models import Message, Release
from meetings.domain import agenda, agenda_release, meetings
from meetings.models import AgendaItem
from tests.meetings.conftest import ON, add_item, words
from tests.pdf_checks import assert_official_pdf

BASE = "/en/meetings/rci-1-2002/agenda/"


def release(meeting, officer):
    return agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)


def sheet(response) -> str:
    """The official text of a page."""
    return re.search(r"<article.*</article>", response.content.decode(), re.DOTALL)[0]


@pytest.fixture
def released(meeting, officer):
    """An agenda of one item, released once."""
    add_item(meeting, officer, "Opening", annotation=words("Words of welcome."))
    release(meeting, officer)
    return meeting


class TestFrozenWords:
    def test_before_the_first_release_the_agenda_is_expected(self, meeting, client):
        response = client.get(BASE)
        assert "The provisional agenda is expected" in response.content.decode()

    @pytest.mark.parametrize("language", ["en", "es", "fr"])
    def test_editing_on_leaves_the_page_as_it_is_byte_for_byte(self, released, officer, client, language):
        address = f"/{language}/meetings/rci-1-2002/agenda/1/"
        before = client.get(address).content
        item = AgendaItem.objects.get()
        item.title_en = item.title_es = item.title_fr = item.annotation_fr = "Other words"
        agenda.save_item(item=item, by=officer, on=ON)
        add_item(released, officer, "Late")
        released.title_en = released.title_es = released.title_fr = "Another name of the meeting"
        meetings.save(meeting=released, by=officer, on=ON)
        assert client.get(address).content == before

    def test_a_revision_stands_beside_the_first(self, released, officer, client):
        first = client.get(f"{BASE}1/")
        add_item(released, officer, "Late")
        release(released, officer)
        again, latest = client.get(f"{BASE}1/"), client.get(BASE)
        assert sheet(again) == sheet(first)
        assert "A later release exists: ACS/2002/RCI.I/WP.001/Rev.1" in again.content.decode()
        assert sheet(latest) == sheet(client.get(f"{BASE}2/"))
        assert "Late" in sheet(latest)

    def test_what_changed_is_shown(self, released, officer, client):
        item = AgendaItem.objects.get()
        item.annotation_fr = "Words of great welcome. (fr)"
        agenda.save_item(item=item, by=officer, on=ON)
        release(released, officer)
        page = client.get(f"{BASE}2/changes/").content.decode()
        shown = re.search(r'<p class="diff" lang="fr">(.*?)</p>', page)[1]
        assert re.sub(r"<ins>.*?</ins>", "", shown).split() == ["Words", "of", "welcome.", "(fr)"]
        assert re.findall(r"<ins>\s*(.*?)\s*</ins>", shown) == ["great"]

    def test_an_edit_is_not_public_before_its_release(self, released, officer, client):
        add_item(released, officer, "Secret so far")
        pages = [client.get(BASE), client.get("/en/meetings/rci-1-2002/")]
        assert not any("Secret so far" in page.content.decode() for page in pages)

    def test_a_text_in_another_language_says_so(self, meeting, officer, client):
        add_item(meeting, officer, {"es": "Apertura"})
        release(meeting, officer)
        page = client.get("/fr/meetings/rci-1-2002/agenda/").content.decode()
        assert '<span lang="es">Apertura</span> <span class="other-lang">Español</span>' in page

    def test_script_in_a_text_is_text(self, meeting, officer, client):
        add_item(meeting, officer, "<script>alert(1)</script>", annotation=words("<b onclick=x>bold</b>"))
        release(meeting, officer)
        page = sheet(client.get(BASE))
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script" not in page
        assert "<b " not in page


class TestPdf:
    @pytest.mark.parametrize(
        ("language", "word"), [("en", "Opening"), ("es", "Opening (es)"), ("fr", "Opening (fr)")]
    )
    def test_the_address_says_the_language(self, released, client, language, word):
        response = client.get(f"/{language}/meetings/rci-1-2002/agenda.pdf")
        assert response.headers["Content-Disposition"] == (
            f'inline; filename="ACS-2002-RCI.I-WP.001-{language}.pdf"'
        )
        assert_official_pdf(response.content, language=language, contains=[word])

    def test_the_same_bytes_are_served_again(self, released, officer, client):
        first = client.get(f"{BASE}1.pdf").content
        add_item(released, officer, "Late")
        release(released, officer)
        assert client.get(f"{BASE}1.pdf").content == first
        assert client.get("/en/meetings/rci-1-2002/agenda.pdf").content == client.get(f"{BASE}2.pdf").content

    def test_the_preview_says_that_it_is_a_draft(self, released, officer, signed_in):
        response = signed_in(officer).get(f"{BASE}draft.pdf")
        assert_official_pdf(response.content, language="en", contains=["Draft preview, not issued"])


class TestWorkingCopy:
    def form(self, item=None, **fields):
        values = {
            "kind": "decision",
            "minutes": "20",
            "authentic_language": "es",
            "title_en": "Plan",
            "title_es": "Plan",
            "title_fr": "Plan",
            "opened_version": item.version if item else "",
        }
        return values | fields

    def test_an_item_is_added_under_another(self, meeting, officer, signed_in):
        above = add_item(meeting, officer)
        response = signed_in(officer).post(f"{BASE}items/new/", self.form(under=str(above.uid)))
        assert response.url == f"{BASE}draft/"
        made = AgendaItem.objects.get(title_en="Plan")
        assert (made.parent, made.kind, made.minutes) == (above, "decision", 20)

    def test_a_form_sent_twice_adds_one_item(self, meeting, officer, signed_in):
        browser = signed_in(officer)
        once = browser.get(f"{BASE}items/new/").context["form"]["once"].value()
        for _press in range(2):
            assert browser.post(f"{BASE}items/new/", self.form(once=once)).url == f"{BASE}draft/"
        assert str(AgendaItem.objects.get().uid) == once

    def test_what_was_typed_for_a_removed_item_stays_in_sight(self, meeting, officer, signed_in):
        item, browser = add_item(meeting, officer), signed_in(officer)
        agenda.remove_item(item=item, reason="Postponed", by=officer, on=ON)
        response = browser.post(f"{BASE}items/{item.uid}/edit/", self.form(item, title_en="Mine"))
        form = response.context["form"]
        assert form.non_field_errors() == [
            "Somebody removed this item meanwhile. The register of acts keeps its words and the reason."
        ]
        assert 'value="Mine"' in response.content.decode()
        assert browser.get(f"{BASE}items/{item.uid}/edit/").status_code == 404

    def test_moving_a_removed_item_says_that_it_is_gone(self, meeting, officer, signed_in):
        item = add_item(meeting, officer)
        agenda.remove_item(item=item, reason="Postponed", by=officer, on=ON)
        response = signed_in(officer).post(f"{BASE}items/{item.uid}/up/", follow=True)
        assert [str(message) for message in response.context["messages"]] == [
            "Somebody removed this item meanwhile. The register of acts keeps its words and the reason."
        ]

    def test_the_title_is_needed_in_its_original_language(self, meeting, officer, signed_in):
        response = signed_in(officer).post(f"{BASE}items/new/", self.form(title_es=""))
        assert response.context["form"].errors == {
            "title_es": ["Give this text in its original language (Español)."]
        }

    def test_a_stale_form_shows_both_texts_and_keeps_what_was_typed(self, meeting, officer, signed_in):
        item = add_item(meeting, officer)
        opened = self.form(item, title_en="Mine")
        item.title_en = "Theirs"
        agenda.save_item(item=item, by=officer, on=ON)
        browser, address = signed_in(officer), f"{BASE}items/{item.uid}/edit/"
        response = browser.post(address, opened)
        conflicts = {label: (theirs, yours) for label, theirs, yours in response.context["form"].conflicts}
        assert conflicts["Title (English)"] == ("Theirs", "Mine")
        assert AgendaItem.objects.get().title_en == "Theirs"
        version = response.context["form"]["opened_version"].value()
        browser.post(address, opened | {"opened_version": version})
        assert AgendaItem.objects.get().title_en == "Mine"

    def test_moving_by_the_buttons(self, meeting, officer, signed_in):
        add_item(meeting, officer, "Opening")
        plan = add_item(meeting, officer, "Plan")
        response = signed_in(officer).post(f"{BASE}items/{plan.uid}/up/", follow=True)
        assert [node.text("title").value for node in response.context["tree"].children] == ["Plan", "Opening"]

    def test_moving_past_the_end_says_why_not(self, meeting, officer, signed_in):
        item = add_item(meeting, officer)
        response = signed_in(officer).post(f"{BASE}items/{item.uid}/up/", follow=True)
        said = [str(message) for message in response.context["messages"]]
        assert said == ["This item is the first of its level already."]

    def test_removing_asks_for_the_reason_first(self, meeting, officer, signed_in):
        item, browser = add_item(meeting, officer), signed_in(officer)
        address = f"{BASE}items/{item.uid}/remove/"
        assert browser.post(address, {"reason": ""}).context["form"].errors == {
            "reason": ["This field is required."]
        }
        assert AgendaItem.objects.count() == 1
        assert browser.post(address, {"reason": "Postponed"}).url == f"{BASE}draft/"
        assert AgendaItem.objects.count() == 0

    def test_an_item_of_another_meeting_is_not_found(self, meeting, officer, signed_in):
        from tests.meetings.conftest import plan

        item = add_item(plan(officer, code="other"), officer)
        assert signed_in(officer).get(f"{BASE}items/{item.uid}/edit/").status_code == 404


def told(browser, **data) -> dict:
    """What the form sends once it showed the text, whom it tells and how that reads, and `data`."""
    page = browser.get(f"{BASE}release/")
    if any(name.startswith("note_") for name in data):
        page = browser.post(f"{BASE}release/", data)
    return {name: page.context["form"][name].value() for name in ("seen", "told")} | data


class TestRelease:
    def test_goes_out_with_its_note(self, meeting, officer, signed_in):
        add_item(meeting, officer)
        browser = signed_in(officer)
        response = browser.post(f"{BASE}release/", told(browser, note_es="Nuevo"), follow=True)
        assert response.redirect_chain[-1][0] == BASE
        assert Release.objects.get().note == {"es": "Nuevo"}

    def test_warnings_are_shown_and_must_be_acknowledged(self, meeting, officer, signed_in):
        add_item(meeting, officer, {"es": "Apertura"}, minutes=None)
        browser = signed_in(officer)
        page = browser.get(f"{BASE}release/").content.decode()
        assert "no estimated time" in page
        response = browser.post(f"{BASE}release/", told(browser, note_en="First"))
        assert response.context["form"].non_field_errors() == [
            "Read the warnings and tick that the agenda goes out as it is."
        ]
        assert response.context["form"]["note_en"].value() == "First"
        assert not Release.objects.exists()
        browser.post(f"{BASE}release/", told(browser, acknowledged="on"))
        assert Release.objects.count() == 1

    def test_what_goes_out_is_the_text_in_sight(self, meeting, officer, signed_in):
        item, browser = add_item(meeting, officer), signed_in(officer)
        page = browser.get(f"{BASE}release/")
        assert "Opening" in sheet(page)
        seen = page.context["form"]["seen"].value()
        item.title_en, item.minutes = "Something else", None
        agenda.save_item(item=item, by=officer, on=ON)
        page = browser.post(f"{BASE}release/", {"seen": seen, "note_en": "First", "acknowledged": "on"})
        form = page.context["form"]
        assert form.non_field_errors() == [
            "The text has changed since you opened this page. Look at it again, then decide."
        ]
        assert "Something else" in sheet(page)
        assert (form["note_en"].value(), form["acknowledged"].value()) == ("First", False)
        assert not Release.objects.exists()
        data = {name: form[name].value() for name in ("seen", "told")} | {"acknowledged": "on"}
        assert f'name="seen" value="{data["seen"]}"' in page.content.decode()
        assert browser.post(f"{BASE}release/", data).url == BASE

    def test_what_differs_from_the_last_is_in_sight(self, released, officer, signed_in):
        add_item(released, officer, "Late")
        page = signed_in(officer).get(f"{BASE}release/")
        assert [str(entry.title) for entry in page.context["differences"].entries] == ["Late"]

    def test_pressed_twice_it_is_released_once(self, meeting, officer, signed_in):
        add_item(meeting, officer)
        browser = signed_in(officer)
        browser.post(f"{BASE}release/", told(browser))
        response = browser.post(f"{BASE}release/", told(browser))
        assert response.context["form"].non_field_errors() == [
            "Nothing has changed since the last release, so there is nothing to release."
        ]
        assert Release.objects.count() == 1


class TestWhoIsTold:
    def test_is_shown_by_language_before_the_release(self, meeting, officer, mexico, haiti, sela, signed_in):
        add_item(meeting, officer)
        page = signed_in(officer).get(f"{BASE}release/")
        assert [(code, len(people)) for code, people, _words in page.context["mailing"].parts] == [
            ("es", 2),
            ("fr", 1),
        ]
        assert "3 people get a message by e-mail" in page.text
        assert "haiti@example.org" in page.text

    def test_reads_as_the_message_that_goes_out(self, meeting, officer, mexico, signed_in):
        add_item(meeting, officer)
        browser = signed_in(officer)
        page = browser.post(f"{BASE}release/", {"note_es": "Lo nuevo"})
        [(_code, _people, sample)] = page.context["mailing"].parts
        assert "Lo nuevo" in sample.text
        browser.post(f"{BASE}release/", told(browser, note_es="Lo nuevo"))
        message = Message.objects.get(kind="agenda_released")
        assert (message.subject, message.text) == (sample.subject, sample.text)

    def test_others_than_those_in_sight_are_not_told(self, meeting, officer, mexico, signed_in, request):
        add_item(meeting, officer)
        browser = signed_in(officer)
        data = told(browser, note_en="New")
        request.getfixturevalue("haiti")
        page = browser.post(f"{BASE}release/", data)
        assert "who would get the message, or how it reads" in page.text
        assert (page.context["form"]["note_en"].value(), Message.objects.count()) == ("New", 0)
        assert not Release.objects.exists()
        assert "haiti@example.org" in page.text
        data = {name: page.context["form"][name].value() for name in ("seen", "told", "note_en")}
        assert browser.post(f"{BASE}release/", data).url == BASE
        assert Message.objects.count() == 2

    def test_nobody_is_told_by_a_form_that_showed_no_list(self, meeting, officer, mexico, signed_in):
        add_item(meeting, officer)
        browser = signed_in(officer)
        seen = browser.get(f"{BASE}release/").context["form"]["seen"].value()
        page = browser.post(f"{BASE}release/", {"seen": seen})
        assert page.context["form"].non_field_errors()[0].startswith("Nothing was sent")
        assert not Release.objects.exists()

    def test_nothing_is_released_by_a_form_that_showed_no_text(self, meeting, officer, mexico, signed_in):
        add_item(meeting, officer)
        browser = signed_in(officer)
        page = browser.post(f"{BASE}release/", told(browser) | {"seen": ""})
        assert page.context["form"].non_field_errors()[0].startswith("The text has changed")
        assert not Release.objects.exists()


class TestBudget:
    def test_a_released_agenda_is_read_from_its_snapshot(self, meeting, officer, client, query_budget):
        def make(count):
            for number in range(count):
                add_item(meeting, officer, f"Item {number} of {count}")
            release(meeting, officer)

        assert query_budget(lambda: client.get(BASE), make=make) == 2

    def test_the_working_copy(self, released, officer, signed_in, query_budget):
        browser = signed_in(officer)

        def make(count):
            for number in range(count):
                add_item(released, officer, f"Item {number} of {count}")

        query_budget(lambda: browser.get(f"{BASE}draft/"), make=make)
        query_budget(lambda: browser.get(f"{BASE}release/"), make=lambda count: None, most=11)
