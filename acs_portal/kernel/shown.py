"""Changes as a reader sees them: node by node, in the reader's words, for a page or a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from . import differences
from .differences import Change
from .kinds import Kind
from .languages import name_of
from .texts import Text, best

STATES = {
    differences.ADDED: pgettext_lazy("change of a text", "new"),
    differences.REMOVED: pgettext_lazy("change of a text", "removed"),
    differences.MOVED: pgettext_lazy("change of a text", "moved"),
    differences.RENUMBERED: pgettext_lazy("change of a text", "renumbered"),
    differences.RETITLED: pgettext_lazy("change of a text", "new title"),
    differences.WORDS: pgettext_lazy("change of a text", "text changed"),
    differences.TRANSLATION: pgettext_lazy("change of a text", "translation only"),
    differences.TIME: pgettext_lazy("change of a text", "time changed"),
    differences.DOCUMENTS: pgettext_lazy("change of a text", "documents changed"),
    differences.FACTS: pgettext_lazy("change of a text", "changed"),
    differences.PENDING: pgettext_lazy("change of a text", "translation"),
    differences.ORIGINAL: pgettext_lazy("change of a text", "original language"),
}
LOOKS = {
    differences.ADDED: "open",
    differences.REMOVED: "off",
    differences.MOVED: "quiet",
    differences.TRANSLATION: "quiet",
    differences.PENDING: "quiet",
}
PENDING = {
    "missing": _("translation pending"),
    "machine": _("machine draft"),
    "stale": _("follows an earlier original"),
}
NOT_PENDING = _("translation ready")


@dataclass(frozen=True, slots=True)
class Line:
    """What changed of a node: of which text or fact, in which language, from what to what.

    `is_named` says that the words are not shown, since they are in other languages than the reader's.
    """

    kind: str
    name: str
    language: str
    before: str
    after: str
    is_named: bool = False

    @property
    def state(self) -> str:
        return STATES[self.kind]

    @property
    def look(self) -> str:
        """The colour of the state's mark."""
        return LOOKS.get(self.kind, "wait")


@dataclass(frozen=True, slots=True)
class Entry:
    """A node that changed, with its number and title now (of a removed one, as they were)."""

    id: str
    number: str
    title: Text
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Shown:
    """All changes for one reader; `renumbered` are the nodes to which nothing else happened."""

    entries: list[Entry]
    renumbered: list[Entry] = field(default_factory=list)
    count: int = 0

    def __bool__(self) -> bool:
        return bool(self.entries or self.renumbered)


def shown(changes: Iterable[Change], kind: Kind, language: str = "") -> Shown:
    """The changes of a release of `kind` for the language in force, in their order, one entry a node.

    With a `language` only its words are shown; of a change in others it is said which. Without one,
    the words of every language are.
    """
    changes = list(changes)
    entries, renumbered = [], []
    for _id, same in groupby(changes, key=lambda change: change.id):
        entry = _entry(list(same), kind, language)
        alone = [line.kind for line in entry.lines] == [differences.RENUMBERED]
        (renumbered if alone else entries).append(entry)
    return Shown([entry for entry in entries if entry.lines], renumbered, len(changes))


def _entry(changes: list[Change], kind: Kind, language: str) -> Entry:
    first = changes[0]
    kinds = {change.kind for change in changes}
    lines = []
    for change in changes:
        if change.kind == differences.MOVED and differences.RENUMBERED in kinds:
            continue  # the numbers say it, in the line that follows
        lines += _lines(change, kind, language, moved=differences.MOVED in kinds)
    return Entry(first.id, first.number, best(first.title, first.authentic), lines)


def _lines(change: Change, kind: Kind, language: str, moved: bool) -> list[Line]:
    if change.kind in (differences.ADDED, differences.REMOVED, differences.MOVED):
        return [Line(change.kind, "", "", "", "")]
    if change.kind == differences.RENUMBERED:
        state = differences.MOVED if moved else change.kind
        return [Line(state, "", "", change.before.get("number", ""), change.after.get("number", ""))]
    if change.field == "words":
        return _lines_of_words(change, kind, language)
    before, after = (_value(side.get(change.name), change, kind) for side in (change.before, change.after))
    name = str(name_of(change.name)) if change.field == "pending" else _name(change, kind)
    return [Line(change.kind, name, "", before, after)]


def _lines_of_words(change: Change, kind: Kind, language: str) -> list[Line]:
    one, two = (side.get(change.name, {}) for side in (change.before, change.after))
    name = _name(change, kind)
    lines = [
        Line(change.kind, name, code, one.get(code, ""), two.get(code, ""))
        for code in change.languages
        if language in ("", code)
    ]
    others = [str(name_of(code)) for code in change.languages if language not in ("", code)]
    return lines + ([Line(change.kind, name, ", ".join(others), "", "", is_named=True)] if others else [])


def _name(change: Change, kind: Kind) -> str:
    """What a text or fact is called; the state says enough of a node's own documents and language."""
    return str(kind.names.get(change.name, change.name)) if change.field else ""


def _value(value, change: Change, kind: Kind) -> str:
    """A value as a person reads it; "" for none."""
    if change.field == "pending":
        return str(PENDING.get(value, NOT_PENDING))
    if change.kind == differences.ORIGINAL:
        return str(name_of(value))
    if value in (None, "") or change.name not in kind.values or not change.field:
        return _plain(value)
    return str(kind.values[change.name](value))


def _plain(value) -> str:
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    if isinstance(value, dict) and "title" in value:  # a linked document
        words = best(value["title"], "", get_language()).value
        return f"{value.get('symbol', '')} {words}".strip()
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_plain(part)}" for name, part in value.items())
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else str(value)
