"""The concordance of versions: silent on what says the same, loud on every planted error."""

import csv
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as portal
from django.db import transaction
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from acs_portal import demo
from acs_portal.kernel.concordance import Discordance, compare
from acs_portal.kernel.figures import MONTHS, amount_in, number_in
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.texts import columns, versions_of
from actionplan.domain import reference as actionplan_reference
from network.domain import reference


def three(en: str, es: str, fr: str) -> dict[str, str]:
    return {"en": en, "es": es, "fr": fr}


SAME = [
    three("11 and 12 April 2002", "11 y 12 de abril de 2002", "11 et 12 avril 2002"),
    three("from 11–12 April 2002", "del 11 al 12 de abril de 2002", "du 11 au 12 avril 2002"),
    three("on April 11 and 12, 2002", "los días 11 y 12 de abril de 2002", "les 11 et 12 avril 2002"),
    three("1 April 2002", "1.º de abril de 2002", "1er avril 2002"),
    three("1st April 2002", "primero de abril de 2002", "premier avril 2002"),
    three("30 April – 2 May 2002", "del 30 de abril al 2 de mayo de 2002", "du 30 avril au 2 mai 2002"),
    three("2013-04, 2013-04-05", "abril de 2013, 5 de abril de 2013", "avril 2013, le 5 avril 2013"),
    three("11/04/2002", "11 de abril de 2002", "11.04.2002"),
    three("in December 2001", "en diciembre del año 2001", "en décembre 2001"),
    three("by the end of September", "a fines de septiembre", "à la fin de septembre"),
    three("at 9.30 a.m.", "a las 9:30 horas", "à 9 h 30"),
    three("from 2.30 to 4.30 p.m.", "de 14:30 a 16:30", "de 14 h 30 à 16 h 30"),
    three("at 9 p.m.", "a las 9 de la noche", "à 21 h"),
    three("at 10:00", "a las 10 horas", "à 10 heures"),
    three("18,500.00 USD", "18.500,00 USD", "18 500,00 USD"),
    three("USD 18,500", "USD 18,500.00", "18\u202f500 dollars"),
    three("US$ 2 million", "dos millones de dólares", "2 millions de dollars"),
    three("US$ 1.5 million", "1,5 millones de dólares", "1,5 million de dollars"),
    three("USD1.5 million", "USD1,5 millones", "1,5 million USD"),
    three("$1.5 billion", "1.500 millones de dólares", "1,5 milliard de dollars"),
    three("€500", "500 euros", "500 €"),
    three("a million euros", "un millón de euros", "un million d’euros"),
    three("5 per cent", "5 %", "cinq pour cent"),
    three("12.5%", "12,5 %", "12,5\u00a0%"),
    three("twelve members", "12 miembros", "douze membres"),
    three("1 portfolio", "una sola cartera", "un seul portefeuille"),
    three("twenty-one, ninety-seven", "veintiuno, noventa y siete", "vingt et un, quatre-vingt-dix-sept"),
    three("two thousand and two", "dos mil dos", "deux mille deux"),
    three("at its 9th meeting", "en su 9.ª reunión", "à sa 9e réunion"),
    three("III Summit", "III Cumbre", "IIIe Sommet"),
    three("Third Summit", "III Cumbre", "Troisième Sommet"),
    three("Fifth Meeting", "V Reunión", "Ve Réunion"),
    three("the 21st century", "el siglo XXI", "le XXIe siècle"),
    three("Article IV.2", "artículo IV, párrafo 2", "article IV, paragraphe 2"),
    three("sections 1.1 to 1.11", "secciones 1.1 a 1.11", "sections 1.1 à 1.11"),
    three("Agreement No. 3/00", "Acuerdo N.º 3/00", "Accord n° 3/00"),
    three("document SM/2019/8/WP.001,", "documento SM/2019/8/WP.001,", "document SM/2019/8/WP.001,"),
    three("ACS/2007/CM.XII/INF.004 Rev. 1", "ACS/2007/CM.XII/INF.004 Rev.1", "ACS/2007/CM.XII/INF.004 Rev.1"),
    three("ACS/2013/PC.SUBCOMM.DECL.V/WP", "ACS/2013/PC.SUBCOMM.DECL.V/WP", "ACS/2013/PC.SUBCOMM.DECL.V/WP"),
    three("the years 2002–2003", "los años 2002-2003", "les années 2002/2003"),
    three("paragraph 1 may wait", "el párrafo 1 puede esperar", "le paragraphe 1 peut attendre"),
    three("no two compete for it", "ninguna compite por ella", "aucune ne la dispute à une autre"),
    three("Report twice a year", "Informar dos veces al año", "Rendre compte deux fois par an"),
    three("https://a.example/en/3", "https://a.example/es/4", "https://a.example/fr/5"),
    three("the first letter of “13 novembre 2002”", "«13 de noviembre de 2002»", "« 13 novembre 2002 »"),
    three("1. To adopt.\n\n2. To ask.", "1. Aprobar.\n\n2. Solicitar.", "1. D’adopter.\n\n2. De demander."),
    three("text", "", ""),
    three("", "", ""),
]


@pytest.mark.parametrize("versions", SAME, ids=lambda versions: versions["en"][:40])
def test_versions_that_say_the_same_in_their_own_way_are_concordant(versions):
    assert compare(versions) == []


DIFFERENT = [
    ("date", three("11 April 2002", "12 de abril de 2002", "")),
    ("date", three("11 April 2002", "11 de abril de 2003", "")),
    ("date", three("11 April 2002", "11 de mayo de 2002", "11 mai 2002")),
    ("date", three("September", "octubre", "septembre")),
    ("date", three("9.30 a.m.", "", "21 h 30")),
    ("amount", three("18,500 USD", "18.500 USD", "185,00 USD")),
    ("amount", three("USD 500", "500 EUR", "")),
    ("number", three("two", "tres", "")),
    ("number", three("twelve", "11", "")),
    ("number", three("5 per cent", "15 %", "")),
    ("number", three("III", "", "IV")),
    ("reference", three("Article IV.2", "artículo IV.3", "")),
    ("reference", three("section 1.1", "sección 1.10", "")),
    ("reference", three("ACS-SF-001", "ACS-SF-002", "")),
    ("reference", three("3/00", "3/01", "")),
    ("reference", three("Rev.1", "Rev. 2", "Rev.1")),
]


@pytest.mark.parametrize(("kind", "words"), DIFFERENT)
def test_what_differs_is_told_as_it_stands_in_each_language(kind, words):
    versions = {code: text and f"… {text} …" for code, text in words.items()}
    assert compare(versions) == [Discordance(kind, {code: [text] for code, text in words.items() if text})]


def test_what_one_version_lacks_is_told_of_the_others():
    assert compare(three("25 and 25 members", "25 miembros", "25 et 25 membres")) == [
        Discordance("number", {"en": ["25"], "fr": ["25"]})
    ]


def test_a_paragraph_too_few_is_told_with_the_counts():
    versions = three("One.\n\nAnother.", "Uno.\r\n\r\nOtro.", "Un texte.")
    assert compare(versions) == [Discordance("paragraphs", {"en": ["2"], "es": ["2"], "fr": ["1"]})]


def test_a_number_inside_a_date_or_a_symbol_is_not_counted_again():
    assert compare(three("ACS-SF-001 of 11 April 2002", "ACS-SF-001", "")) == [
        Discordance("date", {"en": ["11 April 2002"]})
    ]


def test_shape_decides_what_the_marks_of_a_number_mean():
    assert number_in("18.500,00") == number_in("18,500.00") == number_in("18 500") == 18500
    assert number_in("0.125") == Decimal("0.125")
    assert number_in("1.234.567,8") == Decimal("1234567.8")
    with pytest.raises(ValueError):
        number_in("1.2.3")
    with pytest.raises(ValueError):
        amount_in("18,5001")


# ---------------------------------------------------------------- the real texts


@pytest.fixture(scope="module")
def real_texts(django_db_setup, django_db_blocker):
    """Every text of the adopted demo and of the reference lists that exists in two languages or more."""
    with django_db_blocker.unblock(), transaction.atomic():
        reference.load_parties()
        reference.load_priority_areas()
        reference.load_purpose_codes()
        actionplan_reference.load()
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # as each test has it
        with override_settings(STORAGES=portal.STORAGES | {"staticfiles": plain}):
            demo.build("adopted")
        texts = [text for model in apps.get_models() for text in texts_of(model)]
        transaction.set_rollback(True)
    return [found for found in texts if sum(bool(text) for text in found.values()) > 1]


def texts_of(model) -> list[dict[str, str]]:
    """Each text of each row of a model that has a column in each language."""
    there = {field.name for field in model._meta.get_fields()}
    names = [name for name in sorted({column[:-3] for column in there}) if set(columns(name)) <= there]
    return [versions_of(row, name) for row in model._base_manager.all() for name in names] if names else []


PHRASES = [
    three(" (11 and 12 April 2002)", " (11 y 12 de abril de 2002)", " (11 et 12 avril 2002)"),
    three(" (USD 18,500.00)", " (18.500,00 USD)", " (18 500,00 dollars)"),
    three(" (ACS/2007/CM.XII/INF.004)", " (ACS/2007/CM.XII/INF.004)", " (ACS/2007/CM.XII/INF.004)"),
    three(" (Article IV.2)", " (artículo IV.2)", " (article IV, paragraphe 2)"),
    three(" 31 parties, 12.5 per cent", " 31 partes, 12,5 %", " 31 parties, 12,5 %"),
    three("\n\n7. Last.", "\n\n7. Último.", "\n\n7. Dernier."),
]


def planted(texts: list[dict]) -> list[dict]:
    """The real texts as they are, and each with each phrase behind it."""
    with_phrase = [
        {code: text + phrase[code] if text else "" for code, text in found.items()}
        for found in texts
        for phrase in PHRASES
    ]
    return texts + with_phrase


def changes(text: str, language: str):
    """Every version of a text with one error in it: a digit, a month, a symbol's letter, a paragraph."""
    for match in re.finditer(r"\d", text):
        changed = str((int(match[0]) + 1) % 10)
        yield text[: match.start()] + changed + text[match.end() :]
    months = (MONTHS[language].title() if language == "en" else MONTHS[language]).split()
    for match in re.finditer(rf"\b(?:{'|'.join(months)})\b", text):
        yield text[: match.start()] + months[(months.index(match[0]) + 1) % 12] + text[match.end() :]
    for match in re.finditer(r"(?<=/)[A-Z]", text):
        yield text[: match.start()] + "Q" + text[match.end() :]
    paragraphs = text.split("\n\n")
    for place in range(len(paragraphs)) if len(paragraphs) > 1 else ():
        yield "\n\n".join(paragraphs[:place] + paragraphs[place + 1 :])


@pytest.mark.django_db
def test_no_real_text_raises_a_false_alarm(real_texts):
    assert len(real_texts) > 200
    assert [(found, told) for found in planted(real_texts) if (told := compare(found))] == []


@pytest.mark.django_db
@pytest.mark.slow
def test_every_error_planted_into_the_real_texts_is_told(real_texts):
    missed, count = [], 0
    for place, found in enumerate(planted(real_texts)):
        code = CODES[place % 3]
        for changed in changes(found[code], code):
            count += 1
            if not compare(found | {code: changed}):
                missed.append((code, changed))
    assert count > 10_000
    assert missed == []


def test_the_names_of_the_parties_are_concordant():
    with Path("network/reference/parties.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    versions = [{code: row[f"name_{code}"] for code in CODES} for row in rows]
    assert [compare(found) for found in versions if compare(found)] == []


# ---------------------------------------------------------------- made-up amounts and dates


def grouped(whole: int, mark: str) -> str:
    return f"{whole:,}".replace(",", mark)


def amount_forms(amount: Decimal) -> dict[str, str]:
    """An amount in the habit of each language."""
    whole, cents = int(amount), f"{amount % 1:.2f}"[2:]
    return three(
        f"pledged USD {grouped(whole, ',')}.{cents} for it",
        f"prometió {grouped(whole, '.')},{cents} USD para ello",
        f"a promis {grouped(whole, '\u202f')},{cents} dollars",
    )


def date_forms(day: date) -> dict[str, str]:
    """A date in words in each language."""
    month = {code: MONTHS[code].split()[day.month - 1] for code in CODES}
    first = day.day == 1
    return three(
        f"it met on {day.day} {month['en'].capitalize()} {day.year}.",
        f"se reunió el {'1.º' if first else day.day} de {month['es']} de {day.year}.",
        f"elle s’est réunie le {'1er' if first else day.day} {month['fr']} {day.year}.",
    )


amounts = st.decimals(min_value=1, max_value=999_999_999, places=2, allow_nan=False)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(amounts)
@settings(max_examples=300, deadline=None)
def test_any_amount_written_in_the_three_languages_is_the_same(amount):
    assert compare(amount_forms(amount)) == []


@given(amounts, amounts, st.sampled_from(CODES))
@settings(max_examples=300, deadline=None)
def test_any_other_amount_in_one_language_is_told(amount, other, code):
    forms = amount_forms(amount) | {code: amount_forms(other)[code]}
    assert [found.kind for found in compare(forms)] == ([] if amount == other else ["amount"])


@given(days)
@settings(max_examples=300, deadline=None)
def test_any_date_written_in_the_three_languages_is_the_same(day):
    assert compare(date_forms(day)) == []


@given(days, st.integers(1, 20_000), st.sampled_from(CODES))
@settings(max_examples=300, deadline=None)
def test_any_other_date_in_one_language_is_told(day, later, code):
    forms = date_forms(day) | {code: date_forms(day + timedelta(days=later))[code]}
    assert [found.kind for found in compare(forms)] == ["date"]
