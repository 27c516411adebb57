"""The published profiles as texts for searching.

    release --index(sections)--> rows of SearchText, in place of those of the same sections

A text is kept once for all tiers that read the same of it, so that a search that looks only at the rows
of a tier can tell nothing, not even by a count, of what that tier may not read.
"""

import re
from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import override

from acs_portal.kernel.folding import fold
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.releases import Node

from .. import reading
from ..models import ENTRIES, CountryProfile, Party, SearchText, Section

WORD = re.compile(r"[^\W_]+")
TITLE = SearchText._meta.get_field("title").max_length


def spaced(text: str) -> str:
    """The folded words of a text between single spaces, with one before the first and after the last."""
    return f" {' '.join(WORD.findall(fold(text)))} "


def index(profile: CountryProfile, sections: Iterable[Node]) -> None:
    """Lay out sections as they were just released, in place of what was laid out of them before."""
    sections = list(sections)
    rows = [row for section in sections for row in _of_section(profile.party, section)]
    SearchText.objects.filter(party=profile.party, what__in=[section.id for section in sections]).delete()
    SearchText.objects.bulk_create(rows, batch_size=500)


def _of_section(party: Party, section: Node) -> Iterable[SearchText]:
    if section.id in ENTRIES:
        for entry in section.children:
            yield from _of_entry(party, section.id, entry)
    elif not reading.is_empty(section):
        yield from _of_office(party, section)


def _of_office(party: Party, section: Node) -> Iterable[SearchText]:
    """Authority or policy: one row for each language, for everybody."""
    sectors = _codes(child.facts.get("dac", "").rstrip("x") for child in section.children)
    for code in CODES:
        own = [found[code] for found in section.words.values() if found.get(code)]
        areas = [child.words["title"][code] for child in section.children if child.words["title"].get(code)]
        if own or areas:
            with override(code):
                title = str(Section(section.id).label)
            text = "\n".join([*own, *areas])
            yield _row(party, section.id, section.id, code, title, text, (0, len(reading.ORDER) - 1), sectors)


def _of_entry(party: Party, section: str, entry: Node) -> Iterable[SearchText]:
    """An entry: for each language it is written in, one row for the tiers that read the same of it."""
    sectors = _codes([entry.facts["sector"]["code"]] if entry.facts.get("sector") else [])
    seen_from = reading.ORDER.index(entry.facts["visibility"])
    for code in CODES:
        if not any(found.get(code) for found in entry.words.values()):
            continue
        title = entry.text("title", code).value
        texts = [
            (place, _text(reading.entry_for(entry, tier), section, code))
            for place, tier in enumerate(reading.ORDER)
            if place >= seen_from
        ]
        for text, same in groupby(texts, key=lambda pair: pair[1]):
            places = [place for place, _text_there in same]
            yield _row(party, section, entry.id, code, title, text, (places[0], places[-1]), sectors)


def _text(entry: Node, section: str, language: str) -> str:
    """What of an entry is read in a language, without its title."""
    with override(language):
        said = [
            [entry.words[line.name].get(language, "")] if line.name else line.values
            for line in reading.lines(entry, section)
        ]
    return "\n".join(text for values in said for text in values if text)


def _codes(codes: Iterable[str]) -> str:
    found = ";".join(code for code in codes if code)
    return f";{found};" if found else ""


def _row(party, what, key, language, title, text, tiers, sectors) -> SearchText:
    return SearchText(
        party=party,
        what=what,
        key=key,
        language=language,
        first=tiers[0],
        last=tiers[1],
        title=title[:TITLE],
        text=text,
        folded=spaced(f"{title} {text}"),
        sectors=sectors,
    )
