"""The columns of the workbook of a profile, and each row of a profile as the texts of its cells.

A cell is compared as a text: what the portal would write into it today against what stands in it. A cell
that is as it was written means the stored value, whatever a spreadsheet did to it. (reads only)
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from acs_portal.kernel.dates import partial
from acs_portal.kernel.folding import fold
from acs_portal.kernel.languages import CHOICES, CODES, OWN_NAMES, name_of
from acs_portal.kernel.texts import columns
from acs_portal.kernel.workbooks import NO, YES, shown

from ..models import ENTRIES, CountryProfile, Entry, Party, Post, PriorityArea, PurposeCode, Role, Section
from ..reading import OFFICE

TEXT, DATE, NUMBER, CHOICE = "text", "date", "number", "choice"
OFFICE_SHEET = "office"
ROW_FIELDS = {
    "countries": ("party", "share"),
    "partners": ("party", "name", "role"),
    "donors": ("party", "name", "amount", "currency"),
    "windows": ("name", "opens", "deadline", "amount", "currency"),
}
SIGNATORIES = ("party", "name")  # the partners of an agreement have no role
FIRST = ("visibility", "authentic_language")
LAST = ("starts", "ends", "contact", "note")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, what it is called, and for a choice its labels by code and all that is accepted."""

    key: str
    label: str
    kind: str = TEXT
    width: int = 24
    labels: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Part:
    """A row of a sub-sheet: its place among the stored rows of its entry (None: new)."""

    place: int | None
    cells: dict[str, str]
    line: int = 0
    is_removed: bool = False


@dataclass(slots=True)
class Row:
    """An entry as texts: by column, and the rows that belong to it. `digest` says what was exported."""

    uid: str
    cells: dict[str, str]
    parts: dict[str, list[Part]] = field(default_factory=dict)
    digest: str = ""
    number: str = ""
    line: int = 0
    is_removed: bool = False


def digest_of(row: Row) -> str:
    """What a row says, in a few characters; of its parts in their order."""
    parts = {
        name: [part.cells for part in sorted(found, key=lambda part: part.place)]
        for name, found in row.parts.items()
        if found and all(part.place is not None for part in found)
    }
    told = json.dumps([row.cells, parts], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


class Catalogue:
    """All columns of the workbook of a party in the language in force, and its rows as texts."""

    def __init__(self, party: Party):
        self.party = party
        self.parties = list(Party.objects.in_protocol_order())
        self.sectors = list(PurposeCode.objects.all())
        self.posts = list(Post.objects.filter(party=party).select_related("theme"))
        self.areas = list(PriorityArea.objects.all())
        self._party = self._labelled(lambda: {one.code: f"{one.name} ({one.code})" for one in self.parties})
        self._party[1].update(_unambiguous(self.parties))
        self._sector = self._labelled(lambda: {str(one.pk): str(one) for one in self.sectors})
        self._sector[1].update({one.code: str(one.pk) for one in self.sectors})
        self._post = self._labelled(self._posts)
        self._yes = self._labelled(lambda: {YES: _("yes"), NO: _("no")})
        self._language = self._labelled(lambda: dict(CHOICES))
        self._language[1].update(self._labelled(lambda: {code: name_of(code) for code in CODES})[1])
        self.office = self._office()
        self.entries = {section: self._entry(model) for section, model in ENTRIES.items()}
        self.parts = {
            (section, name): self._part(model, name)
            for section, model in ENTRIES.items()
            for name in model.ROWS
        }

    # ------------------------------------------------------------ rows

    def office_row(self, profile: CountryProfile, areas: list[PriorityArea]) -> Row:
        """Authority, policy and office of a profile as texts."""
        chosen = {area.code for area in areas}
        return self._row("", self.office, lambda key: _office_value(profile, chosen, key))

    def row(self, entry: Entry) -> Row:
        """An entry as texts, with the rows that belong to it."""
        row = self._row(
            str(entry.uid), self.entries[entry.SECTION], lambda key: shown(_entry_value(entry, key))
        )
        row.parts = {
            name: [self._stored(entry, name, place) for place in range(len(getattr(entry, name)))]
            for name in entry.ROWS
        }
        row.digest = digest_of(row)
        return row

    def _row(self, uid: str, columns_: list[Column], value: Callable[[str], str]) -> Row:
        row = Row(uid, {column.key: _told(column, value(column.key)) for column in columns_})
        row.digest = digest_of(row)
        return row

    def _stored(self, entry: Entry, name: str, place: int) -> Part:
        values = getattr(entry, name)[place]
        found = self.parts[entry.SECTION, name]
        return Part(place, {c.key: _told(c, _part_text(c, values.get(c.key, ""))) for c in found})

    # ------------------------------------------------------------ columns

    def _office(self) -> list[Column]:
        fields = CountryProfile._meta.get_field
        texts = [_text_column(CountryProfile, key) for key in columns(*CountryProfile.TRILINGUAL)]
        plain = [Column(name, capfirst(str(fields(name).verbose_name))) for name in OFFICE]
        areas = [
            self._choice(f"priorities:{area.code}", f"{_('Priority area')}: {area.name}", self._yes)
            for area in self.areas
        ]
        language = self._choice("authentic_language", _("Original language"), self._language)
        return [language, *texts, *plain, *areas]

    def _entry(self, model: type[Entry]) -> list[Column]:
        texts = columns(*model.TRILINGUAL)
        beside = set(model.ROWS) | set(model.TRILINGUAL) | {"starts", "contact", "note"}
        plain = [name for name in model.SHOWN if name not in beside]
        names = (*texts, *FIRST, *plain, *LAST)
        return [column for name in names for column in self._columns(model, name)]

    def _columns(self, model: type[Entry], name: str) -> list[Column]:
        if name in columns(*model.TRILINGUAL):
            return [_text_column(model, name)]
        found = model._meta.get_field(name)
        label = capfirst(str(found.verbose_name))
        if name == "languages":
            return [
                self._choice(f"languages:{code}", f"{label}: {name_of(code)}", self._yes) for code in CODES
            ]
        lists = {"sector": self._sector, "contact": self._post, "is_pooled": self._yes}
        lists["authentic_language"] = self._language
        if name in lists:
            return [self._choice(name, label, lists[name])]
        if found.choices:
            return [self._choice(name, label, self._labelled(lambda: _plain(found.flatchoices)))]
        return [Column(name, label, DATE if name in ("starts", "ends") else TEXT)]

    def _part(self, model: type[Entry], name: str) -> list[Column]:
        keys = ROW_FIELDS[name] if (model.SECTION, name) != (Section.AGREEMENTS, "partners") else SIGNATORIES
        labels = {
            "party": _("Country or party"),
            "share": _("Share in %"),
            "name": _("Window") if name == "windows" else _("or organisation"),
            "role": _("Role"),
            "amount": _("Amount"),
            "currency": _("Currency"),
            "opens": _("Opens"),
            "deadline": _("Deadline"),
        }
        kinds = {"share": NUMBER, "amount": NUMBER, "opens": DATE, "deadline": DATE}
        lists = {"party": self._party, "role": self._labelled(lambda: _plain(Role.choices))}
        return [
            self._choice(key, labels[key], lists[key])
            if key in lists
            else Column(key, labels[key], kinds.get(key, TEXT))
            for key in keys
        ]

    @staticmethod
    def _choice(key: str, label: str, found: tuple[dict, dict]) -> Column:
        return Column(key, label, CHOICE, 24, *found)

    @staticmethod
    def _labelled(labels: Callable[[], dict[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
        """The labels by code in the language in force; what is accepted, in any of the three and as code."""
        accepted = {}
        for code in CODES:
            with override(code):
                accepted |= {fold(label): key for key, label in labels().items()}
        return labels(), accepted | {fold(key): key for key in labels()}

    def _posts(self) -> dict[str, str]:
        kinds = [post.title for post in self.posts]
        return {
            str(post.pk): str(post.get_kind_display())
            + (f" #{post.pk}" if kinds.count(post.title) > 1 else "")
            for post in self.posts
        }


def is_untouched(row: Row) -> bool:
    """Whether a row that was read says what was exported, so that nobody changed it on the sheet."""
    parts = [part for found in row.parts.values() for part in found]
    is_whole = all(part.place is not None and not part.is_removed for part in parts)
    return is_whole and not row.is_removed and row.digest == digest_of(row)


def _plain(choices) -> dict[str, str]:
    return {str(code): str(label) for code, label in choices}


def _unambiguous(parties: list[Party]) -> dict[str, str]:
    """The names, in any language, that only one party has."""
    named: dict[str, set[str]] = {}
    for party in parties:
        for code in CODES:
            named.setdefault(fold(party.label_in(code)), set()).add(party.code)
    return {name: codes.pop() for name, codes in named.items() if len(codes) == 1}


def _text_column(model, key: str) -> Column:
    name, _underscore, code = key.rpartition("_")
    label = capfirst(str(model._meta.get_field(key).verbose_name))
    return Column(key, f"{label} ({OWN_NAMES[code]})", width=32 if name == "title" else 44)


def _office_value(profile: CountryProfile, chosen: set[str], key: str) -> str:
    name, _colon, part = key.partition(":")
    if part:
        return YES if part in chosen else NO
    return shown(getattr(profile, name))


def _entry_value(entry: Entry, key: str):
    name, _colon, part = key.partition(":")
    if part:
        return part in getattr(entry, name)
    if name in ("sector", "contact"):
        return getattr(entry, f"{name}_id")
    return getattr(entry, name)


def _part_text(column: Column, value: str) -> str:
    return shown(Decimal(value) if column.kind == NUMBER and value else value)


def _told(column: Column, text: str) -> str:
    """The text of a cell: of a choice its label."""
    return shown(column.labels.get(text, text)) if column.kind == CHOICE else text


def day_of(text: str) -> date | None:
    """The full day that a text of a date column states; None for a partial or an early one."""
    known = partial(text)
    full = known is not None and len(text) == len("2013-04-05") and known.earliest.year > 1900
    return known.earliest if full else None
