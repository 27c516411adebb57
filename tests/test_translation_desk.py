"""The translation desk in the hands of an officer, a deputy and those who have nothing to translate."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from acs_portal.kernel import exchange, tracking, xliff
from acs_portal.kernel.models import Translation
from acs_portal.kernel.translations import KINDS
from meetings.domain import agenda
from meetings.models import AgendaItem
from network.domain import profiles
from network.models import CountryProfile, Party
from tests.actionplan.conftest import make_meeting

pytestmark = pytest.mark.django_db
ON = datetime(2002, 4, 1, 12, tzinfo=UTC)
DESK, AGENDA = "/en/translations/", "/en/translations/agenda/texts/"


@pytest.fixture
def meeting(parties):
    """A meeting with an empty agenda."""
    return make_meeting("texts", "TXT")


def add(meeting, officer, title="Budget of USD 18,500.00", **texts) -> AgendaItem:
    return agenda.add_item(meeting=meeting, title={"en": title, **texts}, by=officer, on=ON)


def editor(item) -> str:
    return f"{AGENDA}agendaitem-{item.pk}/"


def typed(client, address: str, **fields) -> dict:
    """What a browser sends of the editor with some fields typed over."""
    form = client.get(address).context["form"]
    data = {bound.html_name: bound.value() or "" for bound in form}
    return data | fields


def test_the_desk_lists_what_is_to_do_by_document_and_language(signed_in, officer, meeting):
    add(meeting, officer)
    page = signed_in(officer).get(DESK)
    lines = {
        one.kind.code: {code: line.words for code, line in one.lines.items()} for one in page.context["page"]
    }
    assert lines == {"agenda": {"es": 4, "fr": 4}, "meeting": {"es": 0, "fr": 0}}


def test_the_desk_can_be_narrowed_to_a_kind_and_a_language(signed_in, officer, meeting):
    add(meeting, officer, es="Presupuesto de 18.500,00 USD")
    client = signed_in(officer)
    kinds = {
        query: [one.kind.code for one in client.get(DESK + query).context["page"]]
        for query in ("?kind=meeting", "?to=es", "?to=fr")
    }
    assert kinds == {"?kind=meeting": ["meeting"], "?to=es": [], "?to=fr": ["agenda"]}


def test_a_deputy_finds_the_own_profile_and_nothing_else(signed_in, jamaica_deputy, officer, meeting):
    add(meeting, officer)
    profile = CountryProfile(
        party=Party.objects.get(code="JAM"), authentic_language="en", authority_en="Ministry"
    )
    profiles.save_draft(profile=profile, by=jamaica_deputy, on=ON)
    client = signed_in(jamaica_deputy)
    assert [one.key for one in client.get(DESK).context["page"]] == ["JAM"]
    assert client.get("/en/translations/profile/JAM/").status_code == 200
    assert client.get("/en/translations/profile/MEX/").status_code == 403
    assert client.get(AGENDA).status_code == 403


def test_nobody_learns_which_documents_there_are(signed_in, mexico, officer, meeting):
    assert [
        signed_in(mexico).get(f"/en/translations/agenda/{key}/").status_code for key in ("texts", "none")
    ] == [403, 403]
    assert signed_in(officer).get("/en/translations/agenda/none/").status_code == 404
    assert signed_in(officer).get("/en/translations/cake/none/").status_code == 404


def test_whoever_has_nothing_to_translate_is_told(signed_in, sela):
    assert "Nothing to translate" in signed_in(sela).get(DESK).content.decode()


def test_the_editor_shows_the_original_and_leads_to_the_next_text(signed_in, officer, meeting):
    first, second = add(meeting, officer), add(meeting, officer, "Any other business")
    client, address = signed_in(officer), f"{editor(first)}?to=fr"
    page = client.get(address)
    assert b'<div lang="en" class="trio-text"><p>Budget of USD 18,500.00</p></div>' in page.content
    assert "title_en" not in page.context["form"].fields
    response = client.post(address, typed(client, address, title_fr="Budget de 18.500,00 USD"))
    assert response.url == f"{editor(second)}?to=fr#column-fr"
    response = client.post(response.url, typed(client, response.url, title_fr="Questions diverses"))
    assert response.url == f"{AGENDA}?to=fr"


def test_a_difference_in_figures_warns_and_does_not_block(signed_in, officer, meeting):
    item = add(meeting, officer)
    client, address = signed_in(officer), f"{editor(item)}?to=fr"
    page = client.post(
        address, typed(client, address, title_fr="Budget de 18.600,00 USD", stay="1"), follow=True
    )
    assert "Figures, dates or references are not the same in all languages: title" in page.content.decode()
    assert "18.600,00 USD" in page.content.decode()
    assert AgendaItem.objects.get().title_fr == "Budget de 18.600,00 USD"


def test_a_stale_version_shows_the_change_word_by_word(signed_in, officer, meeting):
    item = add(meeting, officer, fr="Budget de 18.500,00 USD")
    item.title_en = "Budget of USD 18,600.00"
    agenda.save_item(item=item, by=officer, on=ON)
    text = signed_in(officer).get(f"{editor(item)}?to=fr").content.decode()
    assert "<del>500</del><ins>600</ins>" in text
    assert "the original changed" in text


def test_what_was_typed_stays_when_somebody_else_saved(signed_in, officer, approver, meeting):
    item = add(meeting, officer)
    client, address = signed_in(officer), f"{editor(item)}?to=fr"
    data = typed(client, address, title_fr="Le budget de 18.500,00 USD")
    other = AgendaItem.objects.select_related("meeting").get()
    other.title_fr = "Budget"
    agenda.save_item(item=other, by=approver, on=ON)
    text = client.post(address, data).content.decode()
    assert "Somebody else saved this page after you had opened it." in text
    assert 'value="Le budget de 18.500,00 USD"' in text


@pytest.mark.parametrize(
    ("to", "order"), [("fr", ["en", "fr", "es"]), ("es", ["en", "es", "fr"]), ("en", ["en", "es", "fr"])]
)
def test_the_editor_shows_the_original_and_the_language_asked_for_first(
    signed_in, officer, meeting, to, order
):
    item = add(meeting, officer)
    text = signed_in(officer).get(f"{editor(item)}?to={to}").content.decode()
    assert re.findall('<section class="trio-col[^>]*id="column-(..)"', text) == order
    french = text[text.index('id="column-fr"') :].partition("</section>")[0]
    assert french.index("mark_fr") < french.index('class="trio-original" open') < french.index("title_fr")


def test_the_editor_names_the_texts_that_a_machine_wrote(signed_in, officer, meeting):
    item = add(meeting, officer)
    edit(item, officer, title_fr="Budget", marks={"fr": "machine"})
    assert "Written by a machine: title" in signed_in(officer).get(f"{editor(item)}?to=fr").content.decode()


def edit(item, by, **fields) -> None:
    other = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
    for name, text in fields.items():
        setattr(other, name, text)
    agenda.save_item(item=other, by=by, on=ON)


def test_a_version_is_not_reviewed_against_an_original_that_was_not_in_sight(
    signed_in, officer, approver, meeting
):
    item = add(meeting, officer, fr="Budget de 18.500,00 USD")
    client, address = signed_in(approver), f"{editor(item)}?to=fr"
    data = typed(client, address, mark_fr="reviewed")
    edit(item, officer, title_en="Budget of USD 20,000.00 and audit")
    page = client.post(address, data)
    assert page.context["form"].conflicts == [
        ("Original: title", "Budget of USD 20,000.00 and audit", "Budget of USD 18,500.00")
    ]
    assert Translation.of(item).get(language="fr").state == "translated"
    again = {bound.html_name: bound.value() or "" for bound in page.context["form"]}
    assert client.post(address, again).status_code == 302
    found = Translation.of(item).get(language="fr")
    assert (found.state, found.is_stale) == ("reviewed", False)


@pytest.mark.parametrize("forged", ["", "{}", "[]", '"x"'])
def test_a_form_that_hides_what_it_showed_reviews_nothing_once_the_original_changed(
    signed_in, officer, approver, meeting, forged
):
    item = add(meeting, officer, fr="Budget de 18.500,00 USD")
    client, address = signed_in(approver), f"{editor(item)}?to=fr"
    data = typed(client, address, mark_fr="reviewed", seen_original=forged)
    edit(item, officer, title_en="Budget of USD 20,000.00 and audit")
    assert client.post(address, data).context["form"].conflicts
    assert Translation.of(item).get(language="fr").state == "translated"


def test_the_same_page_sent_twice_is_saved_once_and_refused_never(signed_in, officer, meeting):
    item = add(meeting, officer)
    client, address = signed_in(officer), f"{editor(item)}?to=fr"
    data = typed(client, address, title_fr="Budget de 18.500,00 USD", mark_fr="translated")
    assert [client.post(address, data).status_code for _press in range(2)] == [302, 302]


def test_an_own_translation_is_not_reviewed_and_the_page_says_why(signed_in, officer, meeting):
    item = add(meeting, officer, fr="Budget de 18.500,00 USD")
    client, address = signed_in(officer), f"{editor(item)}?to=fr"
    page = client.post(address, typed(client, address, mark_fr="reviewed"))
    assert "A translation is reviewed by somebody else than the person who wrote it." in page.content.decode()


def test_a_closed_meeting_shows_its_texts_and_takes_no_more(signed_in, officer, meeting):
    item = add(meeting, officer)
    meeting.state = "closed"
    tracking.write(meeting, by=officer, on=ON)
    text = signed_in(officer).get(editor(item)).content.decode()
    assert "its texts do not change any more" in text
    assert "<textarea" not in text
    page = signed_in(officer).post(editor(item), {"title_fr": "Budget", "opened_version": item.version})
    assert "The meeting is closed." in page.content.decode()


def test_a_file_goes_out_is_compared_and_taken(signed_in, officer, meeting):
    item = add(meeting, officer)
    client = signed_in(officer)
    sent = client.get(f"{AGENDA}fr.xlf")
    assert sent.headers["Content-Disposition"] == 'attachment; filename="agenda-texts-fr.xlf"'
    unit = xliff.read(sent.content).units[0]
    back = xliff.write(
        "x", [xliff.Unit(unit.id, unit.source, "en", "Budget de 18.500,00 USD", xliff.DONE)], "fr"
    )
    page = client.post(f"{AGENDA}import/", {"file": SimpleUploadedFile("back.xlf", back)})
    assert page.context["reading"].proposals[0].after == "Budget de 18.500,00 USD"
    assert AgendaItem.objects.get(pk=item.pk).title_fr == ""
    carried = {name: page.context[name] for name in ("again", "seen")}
    assert client.post(f"{AGENDA}import/", carried).url == AGENDA
    assert AgendaItem.objects.get(pk=item.pk).title_fr == "Budget de 18.500,00 USD"


def test_a_file_with_problems_is_refused_though_its_preview_is_sent(signed_in, officer, meeting):
    item = add(meeting, officer)
    client = signed_in(officer)
    unit = xliff.Unit(f"agendaitem-{item.pk}/title", "Budget of USD 18,500.00", "en", "x" * 301, xliff.DONE)
    file = SimpleUploadedFile("back.xlf", xliff.write("x", [unit], "fr"))
    page = client.post(f"{AGENDA}import/", {"file": file})
    carried = {name: page.context[name] for name in ("again", "seen")}
    refused = client.post(f"{AGENDA}import/", carried)
    assert refused.context["form"].non_field_errors() == [str(exchange.NotAsItIs())]
    assert AgendaItem.objects.get().title_fr == ""


def test_a_file_that_confirms_says_so_before_and_is_taken(signed_in, officer, meeting):
    item = add(meeting, officer, fr="Budget de 18.500,00 USD")
    edit(item, officer, title_en="The budget of USD 18,500.00")
    client = signed_in(officer)
    unit = xliff.read(client.get(f"{AGENDA}fr.xlf").content).units[0]
    back = xliff.write("x", [xliff.Unit(unit.id, unit.source, "en", unit.target, xliff.REVIEWED)], "fr")
    page = client.post(f"{AGENDA}import/", {"file": SimpleUploadedFile("back.xlf", back)})
    assert "confirmed as it is" in page.content.decode()
    carried = {name: page.context[name] for name in ("again", "seen")}
    assert client.post(f"{AGENDA}import/", carried).url == AGENDA
    assert not Translation.of(item).get(language="fr").is_stale


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not xml", "this is not XML"),
        (b"<html/>", "this is XML, but not XLIFF"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff/>', "a document type or entity is declared here"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(signed_in, officer, meeting, content, words):
    add(meeting, officer)
    page = signed_in(officer).post(f"{AGENDA}import/", {"file": SimpleUploadedFile("x.xlf", content)})
    assert words in page.content.decode()


def test_no_file_and_an_old_preview_are_said(signed_in, officer, meeting):
    client = signed_in(officer)
    assert "Choose a file." in client.post(f"{AGENDA}import/", {}).content.decode()
    forged = {"again": "forged", "seen": "x"}
    assert "This preview is too old" in client.post(f"{AGENDA}import/", forged).content.decode()


def test_there_is_no_file_when_nothing_is_to_do(signed_in, officer, meeting):
    add(meeting, officer, fr="Budget de 18.500,00 USD", es="Presupuesto de 18.500,00 USD")
    client = signed_in(officer)
    assert client.get(f"{AGENDA}fr.xlf").url == f"{AGENDA}?to=fr&show=all"
    assert len(xliff.read(client.get(f"{AGENDA}fr.xlf?show=all").content).units) == 1


def test_queries_of_the_list_of_texts(signed_in, officer, meeting, query_budget):
    client = signed_in(officer)

    def make(count: int) -> None:
        for number in range(count):
            add(meeting, officer, f"Item {number}")

    query_budget(lambda: client.get(f"{AGENDA}?to=fr"), make=make)
    query_budget(lambda: client.get(f"{editor(AgendaItem.objects.first())}?to=fr"), make=make, sizes=(1, 20))


def test_queries_of_the_desk(signed_in, officer, query_budget, parties):
    client = signed_in(officer)
    made = []

    def make(count: int) -> None:
        for _number in range(count):
            made.append(make_meeting(f"m-{len(made)}", f"B{len(made)}"))

    query_budget(lambda: client.get(DESK), make=make)


def test_every_text_of_every_kind_has_a_name_and_a_verb(meeting, officer):
    add(meeting, officer)
    for kind in KINDS.values():
        for record in kind.find(["texts"]).values():
            for _number, row in kind.rows(record):
                assert type(row) in kind.verbs
                assert exchange.text_id(row).startswith(row._meta.model_name)
