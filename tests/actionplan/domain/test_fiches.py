"""The import of fiches: on record once, typed, with what changed in the register."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from acs_portal.kernel.models import Act
from actionplan.domain import fiches, reference
from actionplan.domain.fiche_form import write
from actionplan.models import Contribution, Fiche, MandateParagraph, Organisation
from tests.actionplan.conftest import NOW, SOURCE
from tests.actionplan.domain.test_fiche_reader import TEXT, lines_of

LATER = NOW + timedelta(days=1)


def put(text=TEXT, **changes):
    return fiches.import_(**{"text": text, "source_name": SOURCE.name, "by": None, "on": NOW} | changes)


@pytest.fixture
def fiche(db):
    """ACS-SF-001 with its courtesy translations."""
    reference.load(on=NOW)
    return fiches.with_parts().get()


def test_every_line_of_the_source_comes_back_from_the_database(fiche):
    assert lines_of(write(fiches.data_of(fiche))) == lines_of(TEXT)


def test_one_organisation_holds_several_roles(fiche):
    roles = fiche.participations.filter(organisation__acronym_fr="IMEXCI").values_list("role", flat=True)

    assert sorted(roles) == ["associated", "funding"]
    assert Organisation.objects.filter(acronym_fr="IMEXCI").count() == 1
    assert Contribution.objects.get().amount == Decimal("18500.00")


def test_the_date_of_the_content_is_not_the_date_of_the_import(fiche):
    assert (fiche.content_dated.isoformat(), fiche.imported_at) == ("2002-11-13", NOW)


def test_the_same_source_again_changes_nothing(fiche):
    acts = Act.objects.count()

    again = put(on=LATER)

    assert (again.pk, again.imported_at, Act.objects.count()) == (fiche.pk, NOW, acts)


def test_a_changed_source_updates_and_the_register_keeps_before_and_after(fiche, officer):
    put(TEXT.replace("Composant 1: 3 mois", "Composant 1: 4 mois"), by=officer, on=LATER)

    act = Act.objects.filter(did="fiche.update").get()
    heading = "1.5 Coûts et durée estimés"
    assert act.by == officer
    assert act.before[heading] == act.after[heading].replace("4 mois", "3 mois")
    assert fiches.with_parts().get().components.first().duration == 4


def test_unchanged_texts_keep_their_courtesy_translation_and_changed_ones_lose_it(fiche):
    changed = put(TEXT.replace("2. Tenue de la Réunion", "2. Tenue de la grande Réunion"), on=LATER)

    assert changed.title_en == fiche.title_en != ""
    assert [part.title_en for part in changed.components.all()] == ["Preparation of the Meeting.", ""]
    assert changed.courtesy_languages == []


def test_a_bad_source_leaves_the_record_as_it_was(fiche):
    with pytest.raises(fiches.FicheUnreadable):
        put(TEXT.replace("Composant 1: 3 mois", "Composant 1: 3 lunes"), on=LATER)

    assert fiches.data_of(fiches.with_parts().get()) == fiches.read(TEXT)


def test_an_import_after_somebody_elses_is_refused(fiche):
    with pytest.raises(fiches.ChangedMeanwhile):
        put(TEXT + "\n", compared_with="", on=LATER)


def test_courtesy_translations_carry_every_text_and_the_french_stays_the_original(fiche):
    assert (fiche.authentic_language, fiche.courtesy_languages) == ("fr", ["en", "es"])
    english, original = fiches.data_of(fiche, "en"), fiches.data_of(fiche)
    assert fiches.read(write(english)) == english
    assert english.organisations["responsible"][0].acronym == "ACS"
    for name in ("code", "held_from", "held_to", "content_dated", "programme_code"):
        assert getattr(english, name) == getattr(original, name)


def test_courtesy_translations_of_another_source_are_refused(db):
    fiche = put(TEXT + "\n")

    with pytest.raises(fiches.CourtesyOfAnotherSource):
        fiches.add_courtesy(fiche=fiche, courtesy={"source_sha256": "0" * 64, "texts": {}}, by=None, on=NOW)


def test_differences_name_the_sections_of_the_source():
    old = fiches.read(TEXT)

    changes = fiches.differences(old, replace(old, progress=("Elle aura lieu.",)))

    assert [(change.heading, change.after) for change in changes] == [
        ("1.6 Etat d’avancement du projet", "Elle aura lieu.")
    ]


def test_the_reference_data_does_not_undo_a_newer_import(fiche):
    put(TEXT + "\n", on=LATER)

    assert reference.load(on=LATER) == {"mandates": 0, "fiches": 0}
    assert Fiche.objects.get().source_text == TEXT + "\n"


def test_the_reference_data_loads_once(db):
    assert reference.load(on=NOW) == {"mandates": 12, "fiches": 1}
    assert reference.load(on=NOW) == {"mandates": 0, "fiches": 0}


def test_words_that_the_secretariat_supplied_outlive_the_next_load(mandates):
    MandateParagraph.objects.filter(code="agreement-4-96").update(summary_en="As the Council agreed.")
    MandateParagraph.objects.filter(code="framework-2001-1").update(summary_fr="Repris du texte officiel.")

    assert reference.load(on=LATER) == {"mandates": 0, "fiches": 0}

    assert MandateParagraph.objects.get(code="agreement-4-96").summary_en == "As the Council agreed."
    assert MandateParagraph.objects.get(code="framework-2001-1").summary_fr == "Repris du texte officiel."


def new_release(monkeypatch, tmp_path, old: str, new: str):
    """The reference files of a later version of the portal, with some words changed."""
    for path in reference.REFERENCE.iterdir():
        text = path.read_bytes().decode()
        assert path.name != "mandates.csv" or old in text
        (tmp_path / path.name).write_bytes(
            (text.replace(old, new) if path.name == "mandates.csv" else text).encode()
        )
    monkeypatch.setattr(reference, "REFERENCE", tmp_path)


def test_words_that_nobody_touched_follow_the_file_and_the_register_says_what_changed(
    mandates, monkeypatch, tmp_path
):
    new_release(monkeypatch, tmp_path, "Recognition of the ACS by agencies", "Recognition by agencies")

    assert reference.load(on=LATER) == {"mandates": 1, "fiches": 0}

    act = Act.objects.filter(did="mandate.load").first()
    assert act.before == {"summary_en": "Recognition of the ACS by agencies and donors."}
    assert act.after == {"summary_en": "Recognition by agencies and donors."}
    assert reference.load(on=LATER) == {"mandates": 0, "fiches": 0}


def test_of_a_mandate_with_words_of_its_own_only_what_was_always_empty_is_filled(
    mandates, monkeypatch, tmp_path
):
    MandateParagraph.objects.filter(code="agreement-4-96").update(source_en="Agreement 4/96 of the Council")
    old = "agreement-4-96,1996,Agreement No. 4/96,Acuerdo N.º 4/96,Accord n° 4/96,,,,,,"
    new = "agreement-4-96,1996,Another,Otro,Autre,,,,It sets up the Fund.,,"
    new_release(monkeypatch, tmp_path, old, new)

    assert reference.load(on=LATER)["mandates"] == 1

    mandate = MandateParagraph.objects.get(code="agreement-4-96")
    assert (mandate.source_en, mandate.source_es) == ("Agreement 4/96 of the Council", "Acuerdo N.º 4/96")
    assert mandate.summary_en == "It sets up the Fund."
    assert Act.objects.filter(did="mandate.load").first().after == {"summary_en": "It sets up the Fund."}


def test_a_fiche_is_linked_to_its_meeting_once(fiche, meeting, officer):
    fiches.link_meeting(fiche=fiche, meeting=meeting, by=officer, on=NOW)
    fiches.link_meeting(fiche=fiche, meeting=meeting, by=officer, on=NOW)

    assert Fiche.objects.get().meeting == meeting
    assert Act.objects.filter(did="fiche.link").count() == 1
