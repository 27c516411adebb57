"""The reader of the text form: every value of ACS-SF-001 typed, and the line and reason for a bad file."""

import json
from datetime import date
from decimal import Decimal

import pytest

from actionplan.domain.fiche_form import (
    ComponentData,
    ContributionData,
    OrganisationData,
    sections,
    updated_in_words,
    write,
)
from actionplan.domain.fiche_reader import FicheUnreadable, amount_in, dates_in, money_in, read
from tests.actionplan.conftest import SOURCE

TEXT = SOURCE.read_text(encoding="utf-8")
IMEXCI = OrganisationData("Institut Mexicain de Coopération Internationale", "IMEXCI")
ENGLISH = """I. PROJECT SUMMARY
A. PROJECT DESCRIPTION
1.1 Project title
A second meeting
ACS-SF-002
1.2 Priority sectors and programme of the ACS
Special Fund (SF-Special Fund)
1.3 Objectives and justification
General objective of the project: To meet again
Specific objective of the project:
1. To meet
Justification of the project:
It is needed.
1.4 Components
1. Preparation
2. Meeting
1.5 Estimated costs and duration
Component 2: 1 week
1.6 State of progress of the project
To be held from 30 December 2002 to 2 January 2003.
B. STAKEHOLDERS
1.7 Responsible institution
Association of Caribbean States (ACS)
1.8 Beneficiaries
Member Countries
1.9 Associated institution(s)
A bank
1.10 Executing institution(s)
Secretariat of the ACS
1.11 Donors
A bank: USD 18,500.00
Another bank
LAST UPDATED: 1 December 2002
"""


def lines_of(text: str) -> list[str]:
    """The lines that say something, with single spaces."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def place_of(line: str) -> int:
    """The number of a line of the source, by how it begins."""
    return next(n for n, found in enumerate(TEXT.splitlines(), start=1) if found.strip().startswith(line))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "fr"),
        ("code", "ACS-SF-001"),
        ("programme", "Fonds Spécial (SF-Special Fund)"),
        ("programme_code", "SF"),
        ("held_from", date(2002, 4, 11)),
        ("held_to", date(2002, 4, 12)),
        ("content_dated", date(2002, 11, 13)),
        ("funding", (ContributionData(IMEXCI, Decimal("18500.00"), "USD"),)),
        (
            "components",
            (
                ComponentData(1, "Préparation de la Réunion.", 3, "month"),
                ComponentData(2, "Tenue de la Réunion", 2, "day"),
            ),
        ),
        (
            "organisations",
            {
                "responsible": (OrganisationData("Association des Etats de la Caraïbe", "AEC"),),
                "beneficiary": (OrganisationData("Pays Membres de l’AEC"),),
                "associated": (IMEXCI,),
                "executing": (OrganisationData("Secrétariat de l’AEC"),),
            },
        ),
    ],
)
def test_every_value_of_the_source_is_typed(name, value):
    assert getattr(read(TEXT), name) == value


def test_the_long_texts_are_the_lines_of_the_source():
    data, lines = read(TEXT), lines_of(TEXT)

    assert data.title == lines[3]
    assert data.general_objective == lines[lines.index("Objectif général du projet:") + 1]
    first = lines.index("Objectif spécifique du projet:") + 1
    assert [f"{n}. {text}" for n, text in enumerate(data.specific_objectives, 1)] == lines[first : first + 2]
    first = lines.index("Justification du projet:") + 1
    assert list(data.justification) == lines[first : first + 3]
    assert list(data.cost_note) == [lines[lines.index("Composant 2: 2 jours") + 1]]
    assert list(data.progress) == [lines[lines.index("B. PARTIES PRENANTES") - 1]]


def test_written_back_from_the_values_it_is_the_source_line_by_line():
    assert lines_of(write(read(TEXT))) == lines_of(TEXT)


def test_an_english_fiche_is_read_and_written_back():
    data = read(ENGLISH)

    assert (data.language, data.code, data.general_objective) == ("en", "ACS-SF-002", "To meet again")
    assert data.components == (ComponentData(1, "Preparation"), ComponentData(2, "Meeting", 1, "week"))
    assert (data.held_from, data.held_to) == (date(2002, 12, 30), date(2003, 1, 2))
    assert [(part.amount, part.currency) for part in data.funding] == [
        (Decimal("18500.00"), "USD"),
        (None, ""),
    ]
    assert read(write(data)) == data


def test_the_courtesy_translations_read_back_to_the_same_facts():
    courtesy = json.loads(SOURCE.with_name("acs-sf-001.courtesy.json").read_text(encoding="utf-8"))
    original = read(TEXT)

    for texts in courtesy["texts"].values():
        assert len(texts["1.3"]["specific"]) == len(original.specific_objectives)
        assert len(texts["1.3"]["justification"]) == len(original.justification)
        assert dates_in(texts["1.6"][0]) == (original.held_from, original.held_to)


def test_layout_keeps_the_order_of_the_source():
    data = read(TEXT)

    assert [section.number for section in sections(data)] == (
        ["I.", "A."] + [f"1.{n}" for n in range(1, 7)] + ["B."] + [f"1.{n}" for n in range(7, 12)]
    )
    assert updated_in_words(data) == "DERNIERE ACTUALISATION: 13 novembre 2002"


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("18.500,00 USD", "18500.00"),
        ("18,500.00 USD", "18500.00"),
        ("USD 18500", "18500.00"),
        ("US$ 18 500,5", "18500.50"),
        ("18.500 USD", "18500.00"),
        ("1.234.567,89 USD", "1234567.89"),
    ],
)
def test_an_amount_is_the_same_however_it_is_written(words, amount):
    assert money_in(words) == (Decimal(amount), "USD")


@pytest.mark.parametrize(
    "words", ["18.500,00", "USD 1 USD", "18,500,00 USD", "1.23.4 USD", "1" * 13 + " USD", "much USD"]
)
def test_what_is_not_an_amount_is_refused(words):
    with pytest.raises(ValueError):
        money_in(words)


def test_a_single_mark_before_three_digits_marks_thousands():
    assert (amount_in("18.500"), amount_in("18,50")) == (Decimal("18500.00"), Decimal("18.50"))


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("les 11 et 12 avril 2002", (date(2002, 4, 11), date(2002, 4, 12))),
        ("du 30 avril au 2 mai 2002", (date(2002, 4, 30), date(2002, 5, 2))),
        ("los días 11, 12 y 13 de abril de 2002", (date(2002, 4, 11), date(2002, 4, 13))),
        ("le 1er août 2002", (date(2002, 8, 1), date(2002, 8, 1))),
        ("bientôt", None),
    ],
)
def test_periods_are_found_in_the_text(words, period):
    assert dates_in(words) == period


BAD = [
    (
        "1.4 Composants",
        "1.4 Composantes",
        "1.4 Composants",
        "section 1.4 is headed “Composants”, and not so.",
    ),
    (
        "1.4 Composants",
        "",
        "1.5",
        "“1.5 Coûts et durée estimés” stands where “1.4 Composants” must come first.",
    ),
    (
        "Composant 1: 3 mois",
        "Composant 1: 3 lunes",
        "Composant 1",
        "“Composant 1: 3 lunes” is not a duration: a number of days, weeks, months or years is expected.",
    ),
    ("Composant 2: 2", "Composant 3: 2", "Composant 2", "section 1.4 has no component 3."),
    ("Composant 2: 2", "Composant 1: 2", "Composant 2", "component 1 has a duration already."),
    ("2. Tenue", "3. Tenue", "2. Tenue", "a text numbered “2.” is expected here."),
    (
        "18.500,00 USD",
        "beaucoup",
        "Institut Mexicain de Coopération Internationale (IMEXCI): 18",
        "“beaucoup.” is not an amount with its currency, such as 18.500,00 USD.",
    ),
    (
        "13 novembre 2002",
        "31 février 2002",
        "DERNIERE",
        "“DERNIERE ACTUALISATION: 31 février 2002” names a day that does not exist.",
    ),
    (
        "13 novembre 2002",
        "hier",
        "DERNIERE",
        "the last line names the day of the last update, such as 13 novembre 2002.",
    ),
    (
        "11 et 12 avril 2002",
        "12 et 11 avril 2002",
        "La Réunion a eu lieu",
        "“La Réunion a eu lieu à Mexico, au Mexique, les 12 et 11 avril 2002.” ends before it begins.",
    ),
    (
        "ACS-SF-001",
        "sans code",
        "ACS-SF-001",
        "section 1.1 ends with the code of the project, such as ACS-SF-001.",
    ),
    ("Pays Membres de l’AEC\n", "\n", "1.8", "“1.8 Bénéficiaires” has no text under it."),
    ("Justification du projet: \n", "\n", "Dans le cadre", "section 1.3 has no “Justification du projet:”."),
    (
        "\tB. PARTIES",
        "\tA. DESCRIPTION DU PROJET\n\tB. PARTIES",
        "B. PARTIES",
        "“A. DESCRIPTION DU PROJET” stands here a second time.",
    ),
    ("\t1.7", "et autres\n\t1.7", "1.7", "no text is expected here, after “B. PARTIES PRENANTES”."),
    (
        "Secrétariat de",
        "x" * 241 + " ",
        "Secrétariat de",
        "the name of an organisation has at most 240 characters.",
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "why"), BAD)
def test_a_bad_file_is_refused_with_its_line_and_the_reason(old, new, line, why):
    assert old in TEXT

    with pytest.raises(FicheUnreadable) as refused:
        read(TEXT.replace(old, new, 1))

    assert str(refused.value) == f"Line {place_of(line)}: {why}"


def test_a_file_that_ends_early_or_is_no_fiche_is_refused():
    with pytest.raises(FicheUnreadable) as refused:
        read(TEXT.partition("DERNIERE")[0])
    assert str(refused.value).endswith("the file ends before “DERNIERE ACTUALISATION”.")
    for text in ("", "Dear all,\nthe fiche is attached."):
        with pytest.raises(FicheUnreadable) as refused:
            read(text)
        assert refused.value.line == 1
