"""The part of a text that shows why it was found. (reads only)"""

from acs_portal.kernel.folding import fold

from .search import Term, root
from .search_texts import WORD

AROUND = 80  # characters before the first word found
LONG = 240  # characters of a snippet


def marked(text: str, terms: list[Term]) -> list[tuple[str, bool]]:
    """The text in parts, each with whether it is a word that was asked for."""
    parts, end = [], 0
    roots = {root(word) for term in terms for word in term.words}
    for word in WORD.finditer(text):
        if fold(word.group()).startswith(tuple(roots)):
            parts += [(text[end : word.start()], False), (word.group(), True)]
            end = word.end()
    return [part for part in [*parts, (text[end:], False)] if part[0]]


def snippet(text: str, terms: list[Term]) -> list[tuple[str, bool]]:
    """The same of the part around the first word found; the beginning where none of them stands as typed."""
    line = " · ".join(" ".join(part.split()) for part in text.splitlines() if part.strip())
    parts = marked(line, terms)
    first = len(parts[0][0]) if len(parts) > 1 and not parts[0][1] else 0
    start = _word_start(line, max(0, first - AROUND))
    end = start + LONG
    shown = line[start:end] if end >= len(line) else f"{line[start:end].rpartition(' ')[0]}…"
    return marked(f"…{shown}" if start else shown, terms)


def _word_start(line: str, place: int) -> int:
    """The beginning of the word at or after a place."""
    return line.find(" ", place) + 1 if place else 0
