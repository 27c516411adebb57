"""Whether the versions of a text say the same: numbers, dates, amounts, references, paragraphs.

    compare({"en": "on 11 April 2002", "es": "el 12 de abril de 2002", "fr": ""})
        -> [Discordance("date", {"en": ["11 April 2002"], "es": ["12 de abril de 2002"]})]

It reads words, not meaning: it warns, and whoever releases decides. Whether a release waits for it is
a rule of that release.
"""

import re
from collections import Counter, defaultdict
from itertools import combinations
from typing import NamedTuple

from .marks import ARTICLE, CARDINAL, FIRM, NUMBER, Mark, marks

PARAGRAPHS = "paragraphs"
KINDS = ("paragraphs", "amount", "date", "reference", "number")
BLANK_LINES = re.compile(r"\n\s*\n")


class Discordance(NamedTuple):
    """What the versions don't share: per language, as written, what stands there and another lacks."""

    kind: str
    found: dict[str, list[str]]


def compare(versions: dict[str, str]) -> list[Discordance]:
    """What differs between the versions of a text in two or three languages; empty ones are skipped.

    `versions` has the languages en, es, fr. The answer is empty where all say the same, and where
    there is only one version.
    """
    texts = {language: text for language, text in versions.items() if text.strip()}
    if len(texts) < 2:
        return []
    lone: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    read = {language: marks(text, language) for language, text in texts.items()}
    for pair in combinations(read, 2):
        for language, mark in _unmatched(read, *pair):
            lone[mark.kind][language].append(mark)
    if counts := _paragraphs(texts):
        lone[PARAGRAPHS] = counts
    return [Discordance(kind, _as_written(lone[kind], texts)) for kind in KINDS if kind in lone]


def _as_written(lone: dict, texts: dict[str, str]) -> dict[str, list[str]]:
    """The words of each language, in their order, each place once."""
    found = {}
    for language in texts:
        places = {mark.start: mark.text for mark in lone.get(language, ())}
        if places:
            found[language] = [places[start] for start in sorted(places)]
    return found


def _paragraphs(texts: dict[str, str]) -> dict[str, list[Mark]]:
    """The count of paragraphs in each language, nothing where it is the same in all."""
    counts = {
        language: len(BLANK_LINES.split(text.replace("\r\n", "\n").strip()))
        for language, text in texts.items()
    }
    if len(set(counts.values())) == 1:
        return {}
    return {language: [Mark(PARAGRAPHS, "", 0, 0, text=str(count))] for language, count in counts.items()}


def _unmatched(read: dict[str, list[Mark]], one: str, two: str) -> list[tuple[str, Mark]]:
    """The marks of two languages that have no counterpart in the other."""
    lone = {one: _surplus(read[one], read[two]), two: _surplus(read[two], read[one])}
    words = {language: [mark for mark in found if mark.strength != FIRM] for language, found in lone.items()}
    told = [(language, mark) for language in lone for mark in lone[language] if mark.strength == FIRM]
    for language, other in ((one, two), (two, one)):
        told += [(language, mark) for mark in words[language] if _stands_against(mark, lone[other])]
    return told


def _stands_against(mark: Mark, others: list[Mark]) -> bool:
    """Whether a word of one language stands where another has something else of its kind."""
    return any(
        other.strength == mark.strength
        or (mark.strength == CARDINAL and other.strength == FIRM and other.kind == NUMBER)
        for other in others
    )


def _surplus(own: list[Mark], others: list[Mark]) -> list[Mark]:
    """The marks that are more often in one version than in the other; the last ones of a key, firm ones last.

    An article ("un", "one") is never surplus, but may be the counterpart of a figure 1.
    """
    room = Counter(mark.key for mark in others)
    found = []
    for mark in sorted(own, key=lambda mark: (mark.strength != FIRM, mark.start)):
        if room[mark.key] > 0:
            room[mark.key] -= 1
        elif mark.strength != ARTICLE:
            found.append(mark)
    return found
