"""The reader of a project fiche in its text form: lines in, typed values out, or the line that is wrong.

It knows the form (fiche_form.py), not one fiche: the parts I., A. and B. and the sections 1.1 to 1.11
stand in order, each with its heading, in French, Spanish or English; the last line says when the
content was updated. Nothing is guessed and nothing is left out.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.figures import amount_in

from .fiche_form import (
    HEADINGS,
    ORDER,
    ROLE_OF,
    UNITS,
    ComponentData,
    ContributionData,
    FicheData,
    OrganisationData,
    folded,
)

MONTHS = {
    word: number
    for words in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, word in enumerate(words.split(), start=1)
}
UNIT_OF = {folded(word): unit for unit, forms in UNITS.items() for pair in forms.values() for word in pair}

_DAY = r"(\d{1,2})(?:er|st|nd|rd|th)?"
_MONTH = rf"(?:de )?({'|'.join(MONTHS)})"
_YEAR = r"(?:de )?(\d{4})"
SPAN = re.compile(
    rf"\b{_DAY}(?: {_MONTH})?(?: {_YEAR})?(?:, \d{{1,2}})*"
    rf" (?:et|au|y|al|and|to|-|–) {_DAY} {_MONTH} {_YEAR}\b"
)
SINGLE = re.compile(rf"\b{_DAY} {_MONTH} {_YEAR}\b")
CODE = re.compile(r"(?=.{4,40}$)[A-Z]{2,}(?:-[A-Z0-9]{2,})+")
PROGRAMME_CODE = re.compile(r"\(([A-Z]{2,20})-[^()]+\)")
NUMBERED_LINE = re.compile(r"(\d{1,2})\.\s+(\S.*)")
ACRONYM = re.compile(r"(.+?)\s*\(([A-Z][A-Za-z0-9-]{1,19})\)")
AMOUNT = re.compile(r"(?:(US\$|[A-Z]{3})\s*)?(\d[\d., ]*\d|\d)\s*(US\$|[A-Z]{3})?")


class FicheUnreadable(RuleBroken):
    """The file is not a fiche in the text form; `line` is where, counted from 1."""

    message = _("Line %(line)s: %(why)s")

    def __init__(self, line: int, why, **details):
        super().__init__(why=why, line=line, **details)
        self.line = line

    def __str__(self) -> str:
        return str(self.message) % {"line": self.line, "why": str(self.details["why"]) % self.details}


class SourceLine(NamedTuple):
    """A line of the source that says something: its place from 1, its words with single spaces."""

    place: int
    text: str


def read(text: str) -> FicheData:
    """The typed values of a fiche. Raises FicheUnreadable with the line for anything out of form."""
    lines = _lines(text)
    language = _language(lines)
    parts = _split(lines, language)
    blocks = _objective_blocks(parts["1.3"], language)
    title, code = _title(parts["1.1"])
    programme = _one(parts["1.2"])
    held = _held(parts["1.6"])
    components, note = _durations(parts["1.5"], _numbered(parts["1.4"]), language)
    return FicheData(
        language=language,
        code=code,
        title=title,
        programme=programme,
        programme_code=found[1] if (found := PROGRAMME_CODE.search(programme)) else "",
        general_objective=_one(blocks["general"]),
        specific_objectives=tuple(_numbered(blocks["specific"]).values()),
        justification=_texts(blocks["justification"]),
        components=components,
        cost_note=note,
        progress=_texts(parts["1.6"]),
        held_from=held[0],
        held_to=held[1],
        organisations={role: _organisations(parts[number]) for number, role in ROLE_OF.items()},
        funding=_funding(parts["1.11"]),
        content_dated=_updated(parts["updated"]),
    )


def _lines(text: str) -> list[SourceLine]:
    """The lines that say something."""
    spaced = ((place, " ".join(line.split())) for place, line in enumerate(text.split("\n"), start=1))
    return [SourceLine(place, words) for place, words in spaced if words]


def _language(lines: list[SourceLine]) -> str:
    """The language of the form, told by its first heading."""
    for language, headings in HEADINGS.items():
        if lines and folded(lines[0].text) == folded(f"I. {headings['I.']}"):
            return language
    why = _("a fiche in the text form begins with “I. RESUME DU PROJET” (or its Spanish or English form).")
    raise FicheUnreadable(lines[0].place if lines else 1, why)


def _split(lines: list[SourceLine], language: str) -> dict[str, list[SourceLine]]:
    """The lines of each section, its heading first. Raises unless all stand there once, in order."""
    parts: dict[str, list[SourceLine]] = {}
    current = ""
    for line in lines:
        key = _heading(line, language)
        expected = ORDER[len(parts)] if len(parts) < len(ORDER) else ""
        if key and key != expected:
            _out_of_order(line, key, expected, language)
        if key:
            current = key
            parts[key] = []
        elif expected and line.text.startswith(f"{expected} "):
            why = _("section %(number)s is headed “%(heading)s”, and not so.")
            raise FicheUnreadable(line.place, why, number=expected, heading=HEADINGS[language][expected])
        elif current in ("I.", "A.", "B.", "updated"):
            raise FicheUnreadable(
                line.place,
                _("no text is expected here, after “%(heading)s”."),
                heading=_shown(current, language),
            )
        parts[current].append(line)
    if len(parts) < len(ORDER):
        why = _("the file ends before “%(heading)s”.")
        raise FicheUnreadable(lines[-1].place, why, heading=_shown(ORDER[len(parts)], language))
    return parts


def _shown(key: str, language: str) -> str:
    heading = HEADINGS[language][key]
    return heading if key == "updated" else f"{key} {heading}"


def _heading(line: SourceLine, language: str) -> str:
    """The key of the heading a line is, "" for a line of text."""
    words = folded(line.text)
    if words.startswith(folded(HEADINGS[language]["updated"])):
        return "updated"
    for key in ORDER[:-1]:
        if words.removesuffix(":").rstrip() == folded(f"{key} {HEADINGS[language][key]}"):
            return key
    return ""


def _out_of_order(line: SourceLine, key: str, expected: str, language: str) -> None:
    if not expected or ORDER.index(key) < ORDER.index(expected):
        raise FicheUnreadable(line.place, _("“%(heading)s” stands here a second time."), heading=line.text)
    why = _("“%(heading)s” stands where “%(expected)s” must come first.")
    raise FicheUnreadable(line.place, why, heading=line.text, expected=_shown(expected, language))


def _texts(lines: list[SourceLine]) -> tuple[str, ...]:
    """The texts under a heading, at least one."""
    if len(lines) < 2:
        raise FicheUnreadable(lines[0].place, _("“%(heading)s” has no text under it."), heading=lines[0].text)
    return tuple(line.text for line in lines[1:])


def _one(lines: list[SourceLine]) -> str:
    """The one text under a heading."""
    if len(_texts(lines)) > 1:
        why = _("“%(heading)s” takes one text, and this is a second one.")
        raise FicheUnreadable(lines[2].place, why, heading=lines[0].text)
    return lines[1].text


def _title(lines: list[SourceLine]) -> tuple[str, str]:
    """The title and the code under 1.1; the code is the last line."""
    texts = _texts(lines)
    if not CODE.fullmatch(texts[-1]):
        why = _("section 1.1 ends with the code of the project, such as ACS-SF-001.")
        raise FicheUnreadable(lines[-1].place, why)
    return _one(lines[:-1]), texts[-1]


def _objective_blocks(lines: list[SourceLine], language: str) -> dict[str, list[SourceLine]]:
    """The three blocks of section 1.3, each with its heading first; text may follow the colon."""
    names = ("general", "specific", "justification")
    blocks: dict[str, list[SourceLine]] = {}
    for line in lines[1:]:
        head, _colon, rest = line.text.partition(":")
        expected = names[len(blocks)] if len(blocks) < len(names) else ""
        if expected and folded(head) == folded(HEADINGS[language][expected]):
            blocks[expected] = [line] + ([SourceLine(line.place, rest.strip())] if rest.strip() else [])
        elif not blocks or (_colon and folded(head) in {folded(HEADINGS[language][name]) for name in names}):
            heading = HEADINGS[language][expected or names[-1]]
            raise FicheUnreadable(line.place, _("“%(heading)s:” must come first."), heading=heading)
        else:
            blocks[names[len(blocks) - 1]].append(line)
    if len(blocks) < len(names):
        why = _("section 1.3 has no “%(heading)s:”.")
        raise FicheUnreadable(lines[-1].place, why, heading=HEADINGS[language][names[len(blocks)]])
    return blocks


def _numbered(lines: list[SourceLine]) -> dict[int, str]:
    """The numbered texts under a heading: 1., 2. and so on, without a gap."""
    found: dict[int, str] = {}
    _texts(lines)
    for line in lines[1:]:
        match = NUMBERED_LINE.fullmatch(line.text)
        if not match or int(match[1]) != len(found) + 1:
            why = _("a text numbered “%(number)s.” is expected here.")
            raise FicheUnreadable(line.place, why, number=len(found) + 1)
        found[len(found) + 1] = match[2]
    return found


def _durations(
    lines, titles: dict[int, str], language: str
) -> tuple[tuple[ComponentData, ...], tuple[str, ...]]:
    """The components with their durations, and the note that follows them in section 1.5."""
    pattern = re.compile(rf"{folded(HEADINGS[language]['component'])} (\d+) ?: ?(.*)")
    durations, note = {}, []
    for line in lines[1:]:
        match = pattern.fullmatch(folded(line.text))
        if match:
            durations[_known(line, int(match[1]), titles, durations)] = _duration(line, match[2])
        else:
            note.append(line.text)
    parts = (ComponentData(n, title, *durations.get(n, (None, ""))) for n, title in titles.items())
    return tuple(parts), tuple(note)


def _known(line: SourceLine, number: int, titles: dict, durations: dict) -> int:
    if number not in titles:
        raise FicheUnreadable(line.place, _("section 1.4 has no component %(number)s."), number=number)
    if number in durations:
        raise FicheUnreadable(line.place, _("component %(number)s has a duration already."), number=number)
    return number


def _duration(line: SourceLine, words: str) -> tuple[int, str]:
    """A number and its unit: 3 mois is (3, "month")."""
    match = re.fullmatch(r"(\d{1,4}) (\w+)\.?", words)
    if not match or match[2] not in UNIT_OF:
        why = _("“%(words)s” is not a duration: a number of days, weeks, months or years is expected.")
        raise FicheUnreadable(line.place, why, words=line.text)
    return int(match[1]), UNIT_OF[match[2]]


def dates_in(text: str) -> tuple[date, date] | None:
    """The first period a text tells of: "les 11 et 12 avril 2002"; one day is a period of itself.

    None where it tells none. Raises ValueError for a date that does not exist.
    """
    words = folded(text)
    if match := SPAN.search(words):
        day, month, year, last_day, last_month, last_year = match.groups()
        start = date(int(year or last_year), MONTHS[month or last_month], int(day))
        return start, date(int(last_year), MONTHS[last_month], int(last_day))
    if match := SINGLE.search(words):
        day = date(int(match[3]), MONTHS[match[2]], int(match[1]))
        return day, day
    return None


def _dates(line: SourceLine) -> tuple[date, date] | None:
    try:
        found = dates_in(line.text)
    except ValueError:
        raise FicheUnreadable(
            line.place, _("“%(text)s” names a day that does not exist."), text=line.text
        ) from None
    if found and found[1] < found[0]:
        raise FicheUnreadable(line.place, _("“%(text)s” ends before it begins."), text=line.text)
    return found


def _held(lines: list[SourceLine]) -> tuple[date | None, date | None]:
    """When the project took place, from the first line of 1.6 that names a date; Nones where none does."""
    return next((found for line in lines[1:] if (found := _dates(line))), (None, None))


def _updated(lines: list[SourceLine]) -> date:
    """The day after "DERNIERE ACTUALISATION:"."""
    found = _dates(lines[0])
    if not found:
        raise FicheUnreadable(
            lines[0].place, _("the last line names the day of the last update, such as 13 novembre 2002.")
        )
    return found[0]


def _organisations(lines: list[SourceLine]) -> tuple[OrganisationData, ...]:
    """The organisations under a heading, each named once."""
    _texts(lines)
    found: list[OrganisationData] = []
    for line in lines[1:]:
        organisation = _organisation(line, line.text)
        if organisation in found:
            raise FicheUnreadable(line.place, _("“%(name)s” is named here a second time."), name=line.text)
        found.append(organisation)
    return tuple(found)


def _organisation(line: SourceLine, text: str) -> OrganisationData:
    if len(text) > 240:
        raise FicheUnreadable(line.place, _("the name of an organisation has at most 240 characters."))
    return organisation_in(text)


def organisation_in(text: str) -> OrganisationData:
    """Institut Mexicain de Coopération Internationale (IMEXCI): a name, and its acronym in parentheses."""
    match = ACRONYM.fullmatch(text)
    return OrganisationData(match[1], match[2]) if match else OrganisationData(text)


def _funding(lines: list[SourceLine]) -> tuple[ContributionData, ...]:
    _texts(lines)
    return tuple(_contribution(line) for line in lines[1:])


def _contribution(line: SourceLine) -> ContributionData:
    """A donor and, after a colon, what it bears."""
    name, colon, words = line.text.rpartition(":")
    if not colon:
        return ContributionData(_organisation(line, line.text.removesuffix(".")))
    try:
        amount, currency = money_in(words.strip().removesuffix("."))
    except ValueError:
        why = _("“%(words)s” is not an amount with its currency, such as 18.500,00 USD.")
        raise FicheUnreadable(line.place, why, words=words.strip()) from None
    return ContributionData(_organisation(line, name.strip()), amount, currency)


def money_in(words: str) -> tuple[Decimal, str]:
    """18.500,00 USD and 18,500.00 USD are the same amount. Raises ValueError for what is not an amount."""
    match = AMOUNT.fullmatch(words)
    if not match or bool(match[1]) == bool(match[3]):
        raise ValueError(words)
    currency = (match[1] or match[3]).replace("US$", "USD")
    return amount_in(match[2]), currency
