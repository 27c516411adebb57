"""Where the versions of an official text stand, who may say so, and what a release makes of it."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acs_portal.kernel import exchange, gate, tracking, translations, xliff
from acs_portal.kernel.models import Act, Translation
from acs_portal.kernel.translations import KINDS, State
from meetings.domain import agenda, agenda_release
from meetings.models import AgendaItem
from tests.actionplan.conftest import make_meeting

pytestmark = pytest.mark.django_db
ON = datetime(2002, 4, 1, 12, tzinfo=UTC)


@pytest.fixture
def meeting(parties):
    """A meeting whose own texts are there in three languages."""
    return make_meeting("texts", "TXT")


@pytest.fixture
def item(meeting, officer) -> AgendaItem:
    """An item written in English and translated into French by the officer; Spanish is missing."""
    return agenda.add_item(
        meeting=meeting,
        title={"en": "Budget of USD 18,500.00", "fr": "Budget de 18.500,00 USD"},
        by=officer,
        on=ON,
    )


def standing(item, language: str) -> Translation | None:
    return Translation.of(item).filter(language=language).first()


def save(item, by, **fields) -> None:
    marks = fields.pop("marks", {})
    item = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
    for name, value in fields.items():
        setattr(item, name, value)
    item.marks = marks
    agenda.save_item(item=item, by=by, on=ON)


def test_what_is_typed_is_translated_and_what_is_not_is_missing(item, officer):
    french, spanish = standing(item, "fr"), standing(item, "es")
    assert (french.state, french.words, french.translated_by) == (State.TRANSLATED, 0, officer)
    assert (spanish.state, spanish.words) == (State.MISSING, 4)
    assert standing(item, "en") is None


def test_a_changed_original_makes_its_translations_stale_and_shows_the_change(item, officer):
    save(item, officer, title_en="Budget of USD 18,600.00")
    french = translations.standings(AgendaItem.objects.get())["fr"]
    assert french.is_stale
    assert french.changes == [("title", "Budget of USD 18,500.00", "Budget of USD 18,600.00")]


def test_an_edited_translation_follows_again(item, officer):
    save(item, officer, title_en="Budget of USD 18,600.00")
    save(item, officer, title_fr="Budget de 18.600,00 USD")
    assert not standing(item, "fr").is_stale


def test_a_change_of_one_text_leaves_the_other_in_force(item, officer):
    save(item, officer, annotation_en="To adopt", annotation_fr="À adopter")
    save(item, officer, annotation_en="To note")
    assert list(standing(item, "fr").originals.items()) == [
        ("title", "Budget of USD 18,500.00"),
        ("annotation", "To adopt"),
    ]
    assert standing(item, "fr").words == 2


def test_one_can_say_that_a_translation_still_follows(item, officer):
    save(item, officer, title_en="The budget of USD 18,500.00")
    save(item, officer, marks={"fr": State.TRANSLATED})
    assert not standing(item, "fr").is_stale
    assert Act.objects.filter(did="text.mark").get().after == {"fr": "translated"}


def test_nobody_reviews_their_own_translation(item, officer, approver):
    with pytest.raises(translations.OwnTranslation):
        save(item, officer, marks={"fr": State.REVIEWED})
    save(item, approver, marks={"fr": State.REVIEWED})
    assert (standing(item, "fr").state, standing(item, "fr").reviewed_by) == (State.REVIEWED, approver)


def test_whoever_edits_while_reviewing_has_translated(item, approver):
    with pytest.raises(translations.OwnTranslation):
        save(item, approver, title_fr="Autre", marks={"fr": State.REVIEWED})
    assert AgendaItem.objects.get().title_fr == "Budget de 18.500,00 USD"


def test_the_setting_lets_the_same_person_review(item, officer, settings):
    settings.REVIEW_BY_ANOTHER = False
    save(item, officer, marks={"fr": State.REVIEWED})
    assert standing(item, "fr").state == State.REVIEWED


def test_an_edit_takes_a_review_back(item, officer, approver):
    save(item, approver, marks={"fr": State.REVIEWED})
    save(item, officer, title_fr="Budget : 18.500,00 USD")
    assert (standing(item, "fr").state, standing(item, "fr").reviewed_by) == (State.TRANSLATED, None)


def test_a_machine_draft_stays_to_do(item, officer):
    save(item, officer, title_es="Presupuesto de 18.500,00 USD", marks={"es": State.MACHINE})
    assert (standing(item, "es").state, standing(item, "es").words) == (State.MACHINE, 4)


def test_what_is_not_there_is_not_marked(item, officer):
    with pytest.raises(translations.NothingToMark):
        save(item, officer, marks={"es": State.TRANSLATED})


def test_another_original_language_turns_the_roles_round(item, officer):
    save(item, officer, authentic_language="fr")
    assert standing(item, "fr") is None
    assert (standing(item, "en").state, standing(item, "en").is_stale) == (State.TRANSLATED, False)
    save(item, officer, title_fr="Le budget : 18.500,00 USD")
    assert standing(item, "en").is_stale


def test_a_missing_original_is_told_too(meeting, officer):
    item = agenda.add_item(meeting=meeting, title={"fr": "Ouverture"}, by=officer, on=ON)
    assert standing(item, "en").state == State.MISSING


def test_a_removed_item_leaves_the_desk_and_keeps_its_history(item, officer):
    agenda.remove_item(item=item, reason="No", by=officer, on=ON)
    assert not Translation.objects.filter(subject_type="meetings.agendaitem").exists()
    assert [state.history_type for state in AgendaItem.history.all()] == ["-", "+"]


# ---------------------------------------------------------------- tracked rows


def test_a_tracked_row_refuses_writes_that_leave_no_trace(item):
    for write in (
        item.save,
        item.delete,
        lambda: AgendaItem.objects.update(minutes=1),
        lambda: AgendaItem.objects.all().delete(),
        lambda: AgendaItem.objects.bulk_update([item], ["minutes"]),
        lambda: AgendaItem.objects.bulk_create([AgendaItem(meeting=item.meeting)]),
        lambda: AgendaItem.objects.create(meeting=item.meeting),
        lambda: item.meeting.agenda_items.update(minutes=1),
    ):
        with pytest.raises(tracking.LeavesNoTrace):
            write()


def test_each_state_says_who_and_when_and_can_be_asked_for(item, officer, approver):
    later = ON + timedelta(days=1)
    item.title_en = "Another budget"
    tracking.write(item, by=approver, on=later)
    assert [(s.title_en, s.history_user, s.history_date) for s in item.history.all()] == [
        ("Another budget", approver, later),
        ("Budget of USD 18,500.00", officer, ON),
    ]
    assert item.history.as_of(ON + timedelta(hours=1)).title_en == "Budget of USD 18,500.00"


def test_what_is_stored_already_is_not_written_again(item, officer):
    assert tracking.write(item, by=officer, on=ON) == ({}, {})
    assert (item.version, item.history.count()) == (1, 1)


# ---------------------------------------------------------------- the gate


def problems(rows) -> list[tuple[str, str]]:
    return [(one.language, one.problem) for one in gate.findings(rows)]


def test_the_gate_names_what_is_missing_stale_and_does_not_agree(item, officer):
    save(item, officer, title_en="Budget of USD 18,600.00")
    assert problems(agenda.texts(item.meeting)) == [
        ("es", "missing"), ("fr", "stale"), ("", "discordant"),
    ]  # fmt: skip


def test_the_same_amount_in_other_figures_is_no_difference(item):
    assert problems(agenda.texts(item.meeting)) == [("es", "missing")]


@pytest.mark.parametrize(
    ("rule", "blocks"),
    [("pending", []), ("hold", ["missing", "stale"]), ("concordant", ["missing", "stale", "discordant"])],
)
def test_the_rule_of_the_kind_says_what_blocks(item, officer, settings, rule, blocks):
    settings.RELEASE_GATES = settings.RELEASE_GATES | {"agenda": rule}
    save(item, officer, title_en="Budget of USD 18,600.00")
    found = gate.findings(agenda.texts(item.meeting))
    assert [one.problem for one in gate.blocking("agenda", found)] == blocks


def test_an_agenda_on_hold_does_not_go_out_and_says_what_blocks_it(item, officer, settings):
    settings.RELEASE_GATES = settings.RELEASE_GATES | {"agenda": "hold"}
    with pytest.raises(gate.NotReady, match=r"1 title \(Español\): missing"):
        agenda_release.release(meeting=item.meeting, note={}, acknowledged=True, by=officer, on=ON)


def test_many_findings_are_told_by_their_number(meeting, officer):
    for number in range(14):
        agenda.add_item(
            meeting=meeting, title={"en": f"Item {number}", "fr": f"Point {number}"}, by=officer, on=ON
        )
    assert gate.listed(gate.findings(agenda.texts(meeting))).endswith("and 4 more")


def test_the_gate_asks_the_database_once_whatever_the_size(meeting, officer):
    def queries() -> int:
        rows = agenda.texts(meeting)
        with CaptureQueriesContext(connection) as taken:
            gate.findings(rows)
        return len(taken)

    agenda.add_item(meeting=meeting, title={"en": "One"}, by=officer, on=ON)
    few = queries()
    for number in range(20):
        agenda.add_item(meeting=meeting, title={"en": f"Item {number}"}, by=officer, on=ON)
    assert (few, queries()) == (1, 1)


# ---------------------------------------------------------------- translators' files


def sent(item, language: str = "es", **how) -> xliff.Incoming:
    kind = KINDS["agenda"]
    return xliff.read(
        xliff.write("x", exchange.units(kind, item.meeting, language, only_open=True, **how), language)
    )


def answer(item, text: str, language: str = "es", state: str = xliff.DONE) -> bytes:
    """The file as a translator sends it back."""
    unit = sent(item, language).units[0]
    done = xliff.Unit(unit.id, unit.source, unit.source_language, text, state)
    return xliff.write("x", [done], language)


def take(item, data: bytes, by) -> int:
    kind, meeting = KINDS["agenda"], KINDS["agenda"].find(["texts"])["texts"]
    return exchange.take(kind, meeting, data, seen=exchange.fingerprint(kind, meeting), by=by, on=ON)


def test_a_file_holds_what_is_to_do_with_its_source_and_place(item):
    assert [(unit.id, unit.source, unit.target, unit.state) for unit in sent(item).units] == [
        (f"agendaitem-{item.pk}/title", "Budget of USD 18,500.00", "", xliff.TO_DO)
    ]
    assert sent(item).units[0].notes == ("1 agenda item: title",)
    assert exchange.units(KINDS["agenda"], item.meeting, "fr", only_open=True) == []


def test_a_stale_text_goes_out_with_the_original_it_was_made_from(item, officer):
    save(item, officer, title_en="Budget of USD 18,600.00")
    unit = sent(item, "fr").units[0]
    assert (unit.target, unit.state) == ("Budget de 18.500,00 USD", xliff.DRAFT)
    assert unit.notes[1] == "The original changed. It was: Budget of USD 18,500.00"


def test_what_comes_back_is_compared_and_then_taken(item, officer, approver):
    data = answer(item, "Presupuesto de 18.500,00 USD")
    reading = exchange.read(KINDS["agenda"], item.meeting, data)
    assert [(p.before, p.after, p.differ, p.is_stale) for p in reading.proposals] == [
        ("", "Presupuesto de 18.500,00 USD", [], False)
    ]
    assert take(item, data, approver) == 1
    assert (standing(item, "es").state, standing(item, "es").translated_by) == (State.TRANSLATED, approver)
    assert exchange.read(KINDS["agenda"], item.meeting, data).unchanged == 1


def test_a_translation_of_an_earlier_original_is_taken_and_stale(item, officer, approver):
    data = answer(item, "Presupuesto de 18.500,00 USD")
    save(item, officer, title_en="Budget of USD 18,600.00")
    take(item, data, approver)
    found = standing(item, "es")
    assert (found.is_stale, found.originals) == (True, {"title": "Budget of USD 18,500.00"})


def test_a_machines_draft_is_taken_as_one(item, approver):
    take(item, answer(item, "Presupuesto", state=xliff.DRAFT), approver)
    assert standing(item, "es").state == State.MACHINE


def test_a_difference_in_figures_is_shown_before_it_is_taken(item):
    reading = exchange.read(KINDS["agenda"], item.meeting, answer(item, "Presupuesto de 18.600,00 USD"))
    assert [one.kind for one in reading.proposals[0].differ] == ["amount"]


def test_nothing_is_taken_when_a_line_is_wrong_and_the_line_is_named(item, approver):
    good = sent(item).units[0]
    units = [
        xliff.Unit(good.id, good.source, "en", "Presupuesto", xliff.DONE),
        xliff.Unit("agendaitem-999999/title", "Other", "en", "Otro", xliff.DONE),
        xliff.Unit(good.id.replace("/title", "/minutes"), "Other", "en", "Otro", xliff.DONE),
        xliff.Unit(good.id.replace("/title", "/annotation"), "Other", "fr", "Otro", xliff.DONE),
    ]
    data = xliff.write("x", units, "es")
    problems = exchange.read(KINDS["agenda"], item.meeting, data).problems
    assert len(problems) == 3
    assert all(problem.startswith("Line ") for problem in problems)
    with pytest.raises(exchange.NotAsItIs):
        take(item, data, approver)
    assert AgendaItem.objects.get().title_es == ""


def test_a_text_that_is_too_long_is_refused_with_its_length(item):
    problems = exchange.read(KINDS["agenda"], item.meeting, answer(item, "a" * 301)).problems
    assert "the text has 301 letters; at most 300 fit." in problems[0]


def test_what_changed_since_the_comparison_is_compared_again(item, officer, approver):
    kind = KINDS["agenda"]
    seen, data = exchange.fingerprint(kind, item.meeting), answer(item, "Presupuesto")
    save(item, officer, title_fr="Autre budget")
    with pytest.raises(exchange.ChangedMeanwhile):
        exchange.take(kind, item.meeting, data, seen=seen, by=approver, on=ON)


def test_everything_leaves_and_comes_back_without_a_difference(item, officer):
    save(
        item,
        officer,
        annotation_en='First & "second"\n\nNext paragraph',
        annotation_es="Primero\n\nSiguiente",
    )
    kind = KINDS["agenda"]
    for language in ("es", "fr"):
        units = exchange.units(kind, item.meeting, language, only_open=False)
        reading = exchange.read(kind, item.meeting, xliff.write("x", units, language))
        assert (reading.proposals, reading.problems) == ([], [])


# ---------------------------------------------------------------- machine drafts, text by text


def test_a_machines_text_stays_one_while_another_is_missing_and_is_then_written(item, officer):
    save(item, officer, annotation_en="The text")
    save(item, officer, title_fr="MACHINE", marks={"fr": State.MACHINE})
    assert (standing(item, "fr").state, standing(item, "fr").words) == (State.MACHINE, 6)
    save(item, officer, annotation_fr="Le texte")
    found = standing(item, "fr")
    assert (found.state, found.drafts, found.words) == (State.MACHINE, ["title"], 4)
    assert ("fr", "machine") in problems(agenda.texts(item.meeting))


def test_an_edit_of_one_machines_text_leaves_the_other_a_draft(item, officer):
    save(item, officer, annotation_en="The text", annotation_fr="Le texte")
    save(item, officer, marks={"fr": State.MACHINE})
    assert standing(item, "fr").drafts == ["title", "annotation"]
    save(item, officer, title_fr="Le budget de 18.500,00 USD")
    assert (standing(item, "fr").state, standing(item, "fr").drafts) == (State.MACHINE, ["annotation"])
    row = AgendaItem.objects.get()
    translations.note_pending([row])
    assert (row.pending, row.pending_texts) == ({"fr": "machine"}, {"annotation": {"fr": "machine"}})
    save(item, officer, marks={"fr": State.TRANSLATED})
    assert (standing(item, "fr").state, standing(item, "fr").drafts) == (State.TRANSLATED, [])


def test_what_was_a_machines_draft_as_a_whole_is_one_text_by_text_after_the_migration(item, officer):
    save(item, officer, title_es="Presupuesto", marks={"es": State.MACHINE})
    Translation.of(item).update(drafts=[])
    import_module("acs_portal.kernel.migrations.0007_drafts").drafts_of_machine_versions(apps, None)
    assert (standing(item, "es").drafts, standing(item, "fr").drafts) == (["title"], [])


def test_the_missing_text_of_a_machines_version_is_told_beside_the_draft(item, officer):
    save(item, officer, annotation_en="The text", title_fr="M", marks={"fr": State.MACHINE})
    assert [found for found in problems(agenda.texts(item.meeting)) if found[0] == "fr"] == [
        ("fr", "missing"), ("fr", "machine"),
    ]  # fmt: skip


def test_saying_that_a_translation_follows_leaves_it_its_author(item, officer, approver):
    save(item, officer, title_en="The budget of USD 18,500.00")
    save(item, approver, marks={"fr": State.TRANSLATED})
    assert standing(item, "fr").translated_by == officer
    with pytest.raises(translations.OwnTranslation):
        save(item, officer, marks={"fr": State.REVIEWED})


def test_whoever_stands_for_a_machines_draft_becomes_its_author(item, officer, approver):
    save(item, officer, marks={"fr": State.MACHINE})
    save(item, approver, marks={"fr": State.TRANSLATED})
    assert standing(item, "fr").translated_by == approver
    with pytest.raises(translations.OwnTranslation):
        save(item, approver, marks={"fr": State.REVIEWED})


# ---------------------------------------------------------------- another original


@pytest.fixture
def stale(item, officer) -> AgendaItem:
    """The item with a Spanish version too; both were made from an earlier English original."""
    save(item, officer, title_es="Presupuesto de 18.500,00 USD")
    save(item, officer, title_en="Budget of USD 18,600.00")
    return item


def stale_languages(item) -> set[str]:
    return {one.language for one in Translation.of(item) if one.is_stale}


def test_another_original_language_does_not_bring_stale_versions_up_to_date(stale, officer):
    save(stale, officer, authentic_language="es")
    assert stale_languages(stale) == {"en", "fr"}
    save(stale, officer, authentic_language="en")
    assert stale_languages(stale) == {"es", "fr"}


def test_a_stale_version_is_stale_beside_an_original_that_followed(stale, officer):
    save(stale, officer, title_es="Presupuesto de 18.600,00 USD")
    save(stale, officer, authentic_language="es")
    assert stale_languages(stale) == {"fr"}


def test_a_new_original_that_is_rewritten_at_once_leaves_the_others_behind(item, officer):
    save(item, officer, authentic_language="fr", title_fr="Budget de 18.600,00 USD")
    assert stale_languages(item) == {"en"}


# ---------------------------------------------------------------- a file that confirms


def test_a_file_confirms_a_stale_text_and_a_draft_without_a_change(item, officer, approver):
    for prepare in ({"title_en": "The budget of USD 18,500.00"}, {"marks": {"fr": State.MACHINE}}):
        save(item, officer, **prepare)
        data = answer(item, "Budget de 18.500,00 USD", "fr", state=xliff.REVIEWED)
        reading = exchange.read(KINDS["agenda"], item.meeting, data)
        assert [(p.before == p.after, p.is_confirmed) for p in reading.proposals] == [(True, True)]
        assert take(item, data, approver) == 1
        assert (standing(item, "fr").state, standing(item, "fr").is_stale) == (State.TRANSLATED, False)
    assert Act.objects.filter(did="text.mark").first().after == {"title_fr": "translated"}


@pytest.mark.parametrize("state", [xliff.DRAFT, ""])
def test_a_file_that_does_not_say_so_confirms_nothing(item, officer, state):
    save(item, officer, title_en="The budget of USD 18,500.00")
    reading = exchange.read(
        KINDS["agenda"], item.meeting, answer(item, "Budget de 18.500,00 USD", "fr", state=state)
    )
    assert (reading.proposals, reading.unchanged) == ([], 1)


def test_a_file_of_an_earlier_original_confirms_nothing(item, officer):
    data = answer_of_all(item, "fr")
    save(item, officer, title_en="The budget of USD 18,600.00")
    reading = exchange.read(KINDS["agenda"], item.meeting, data)
    assert (reading.proposals, reading.unchanged) == ([], 1)


def answer_of_all(item, language: str) -> bytes:
    """The file of all texts, sent back as it went out."""
    return xliff.write(
        "x", exchange.units(KINDS["agenda"], item.meeting, language, only_open=False), language
    )
