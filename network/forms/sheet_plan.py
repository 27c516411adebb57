"""A workbook judged by the forms of the portal: what it changes, what stays, what is wrong with it."""

import copy
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django import forms
from django.utils.formats import localize_input
from django.utils.translation import gettext as _
from django.utils.translation import override

from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.workbooks import CELL_MOST, YES

from ..domain import entries, profile_tree, sheets
from ..domain.sheet_book import Content, Place
from ..domain.sheet_columns import (
    NUMBER,
    OFFICE_SHEET,
    Catalogue,
    Column,
    Part,
    Row,
    is_untouched,
)
from ..domain.sheet_values import understood
from ..domain.sheets import CHANGED, NEW, REMOVED, Step, Wanted
from ..models import ENTRIES, CountryProfile, Entry, Party, PurposeCode
from .entry import ROWS, form_of, new_entry
from .profile import ProfileForm


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and for a stale row both texts: (column, in the portal, on the sheet)."""

    place: Place
    reason: str
    texts: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Change:
    """What a row changes, as a person compares it: (column, before, after)."""

    what: str
    sheet: str
    line: int
    title: str
    texts: list[tuple[str, str, str]]


@dataclass(slots=True)
class Plan:
    """What a workbook would do to the draft of a party with a fingerprint."""

    party: Party
    seen: str
    wanted: Wanted = field(default_factory=Wanted)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stays: int = 0
    touched: Content | None = None  # the rows that change something, which the confirmation carries

    @property
    def is_empty(self) -> bool:
        return not (self.changes or self.problems)


# ---------------------------------------------------------------- the plan


def plan_of(content: Content, party: Party, on: datetime) -> Plan:
    """What a workbook changes in the working copy of a party today, and all that is wrong with it."""
    plan = Plan(party, sheets.fingerprint_of(party))
    plan.problems = [Problem(place, reason) for place, reason in content.problems]
    plan.touched = Content(content.language, titles=content.titles)
    with override(content.language):
        catalogue = Catalogue(party)
    profile = CountryProfile.objects.select_related("party").filter(party=party).first()
    profile = profile or CountryProfile(party=party, authentic_language=party.working_language)
    judge = _Judge(plan, content, catalogue, profile, on)
    if content.office:
        judge.office(content.office)
    for section, rows in content.entries.items():
        judge.section(section, rows)
    return plan


class _Judge:
    """Goes through the rows of a workbook and writes into the plan what each of them means."""

    def __init__(
        self, plan: Plan, content: Content, catalogue: Catalogue, profile: CountryProfile, on: datetime
    ):
        self.plan, self.content, self.catalogue, self.profile, self.on = plan, content, catalogue, profile, on
        self.parties = [(party.code, party.code) for party in catalogue.parties]

    # ------------------------------------------------------------ authority and policy

    def office(self, row: Row) -> None:
        """What the sheet of authority and policy changes."""
        profile = copy.copy(self.profile)
        areas = list(profile.priorities.all()) if profile.pk else []
        found, title = self.catalogue.office, self.content.titles[OFFICE_SHEET]
        with override(self.content.language):
            now = self.catalogue.office_row(profile, areas)
        changed = [c for c in found if row.cells.get(c.key, now.cells[c.key]) != now.cells[c.key]]
        if not changed or row.digest and is_untouched(row):
            self.plan.stays += 1
            return
        if row.digest != now.digest:
            return self._stale(title, row, _compared(changed, now, row))
        before = len(self.plan.problems)
        data = self._data(found, row, now, title)
        data["priorities"] = [a.pk for a in self.catalogue.areas if data.get(f"priorities:{a.code}") == YES]
        form = ProfileForm(data | {"opened_version": profile.version}, instance=profile)
        self._judged(form, title, row, found)
        if len(self.plan.problems) > before:
            return None
        _restore(profile, self.profile, found, changed)
        chosen = list(form.cleaned_data["priorities"])
        with override(self.content.language):
            then = self.catalogue.office_row(profile, chosen)
        if texts := _compared(found, now, then):
            self.plan.wanted.office, self.plan.wanted.areas = profile, chosen
            self.plan.touched.office = row
            self.plan.changes.append(Change(CHANGED, title, 0, title, texts))
        return None

    # ------------------------------------------------------------ entries

    def section(self, section: str, rows: list[Row]) -> None:
        """What the rows of a section change."""
        there = profile_tree.entries_of(self.profile, section) if self.profile.pk else []
        stored = {str(entry.uid): entry for entry in there}
        for row in rows:
            before = len(self.plan.changes)
            self._row(section, row, stored.get(row.uid))
            if len(self.plan.changes) > before:
                self.plan.touched.entries.setdefault(section, []).append(row)

    def _row(self, section: str, row: Row, stored: Entry | None) -> None:
        title = self.content.titles[section]
        if stored is None and row.digest:
            return self._say(title, row.line, "", str(entries.EntryGone()))
        if stored is None:
            return self._new(section, row, title)
        with override(self.content.language):
            now = self.catalogue.row(stored)
        if is_untouched(row):
            self.plan.stays += 1
            return None
        texts = self._differences(section, now, row)
        if row.digest != now.digest and (texts or row.is_removed):
            return self._stale(title, row, texts)
        if row.is_removed:
            self.plan.wanted.steps.append(Step(REMOVED, stored))
            self.plan.changes.append(Change(REMOVED, title, row.line, stored.title, []))
            return None
        if not texts:
            self.plan.stays += 1
            return None
        return self._changed(section, row, stored, now, title)

    def _new(self, section: str, row: Row, title: str) -> None:
        if row.is_removed:
            return
        row.uid = row.uid or str(uuid.uuid4())  # the same when the preview is confirmed
        entry = new_entry(self.profile, section)
        entry.uid = uuid.UUID(row.uid)
        with override(self.content.language):
            blank = self.catalogue.row(entry)
        given = {key: text or blank.cells[key] for key, text in row.cells.items() if key in blank.cells}
        filled = Row(row.uid, blank.cells | given, row.parts, line=row.line)
        if self._filled(section, filled, entry, None, blank, title):
            with override(self.content.language):
                texts = self._differences(section, Row("", {}), self.catalogue.row(entry))
            self.plan.wanted.steps.append(Step(NEW, entry))
            self.plan.changes.append(Change(NEW, title, row.line, entry.title, texts))

    def _changed(self, section: str, row: Row, stored: Entry, now: Row, title: str) -> None:
        entry = copy.copy(stored)
        if not self._filled(section, row, entry, stored, now, title):
            return
        found = self.catalogue.entries[section]
        changed = [c for c in found if row.cells.get(c.key, now.cells[c.key]) != now.cells[c.key]]
        _restore(entry, stored, found, changed)
        with override(self.content.language):
            texts = self._differences(section, now, self.catalogue.row(entry))
        if texts:
            self.plan.wanted.steps.append(Step(CHANGED, entry))
            self.plan.changes.append(Change(CHANGED, title, row.line, stored.title, texts))
        else:
            self.plan.stays += 1

    def _filled(self, section: str, row: Row, entry: Entry, stored, now: Row, title: str) -> bool:
        """Whether the entry could be filled with what the row says; what is wrong is said."""
        before, found = len(self.plan.problems), self.catalogue.entries[section]
        data = self._data(found, row, now, title)
        data["languages"] = [code for code in CODES if data.get(f"languages:{code}") == YES]
        if data.get("is_pooled") != YES:
            data.pop("is_pooled", None)
        kept = {name: self._parts(section, name, row, entry) for name in entry.ROWS}
        form = form_of(type(entry))(data | {"opened_version": entry.version}, instance=entry)
        form.fields["sector"].queryset = PurposeCode.objects.all()  # entries.check() says which are valid
        self._judged(form, title, row, found)
        for name, rows in kept.items():
            setattr(entry, name, rows)
        if len(self.plan.problems) == before:
            try:
                entries.check(entry, stored, self.on)
            except RuleBroken as broken:
                self._say(title, row.line, "", str(broken))
        return len(self.plan.problems) == before

    # ------------------------------------------------------------ the rows of an entry

    def _parts(self, section: str, name: str, row: Row, entry: Entry) -> list[dict]:
        """The rows that an entry keeps: those stored, as they are or as changed, then the new ones."""
        stored = getattr(entry, name)
        on_sheet = {part.place: part for part in row.parts.get(name, ()) if part.place is not None}
        with override(self.content.language):
            texts = self.catalogue.row(entry).parts.get(name, [])
        kept = []
        for place, values in enumerate(stored):
            part = on_sheet.get(place)
            if part is None or (not part.is_removed and _same(part, texts[place])):
                kept.append(values)
            elif not part.is_removed:
                kept += self._part(section, name, part, texts[place])
        for part in row.parts.get(name, ()):
            if part.place is None and not part.is_removed:
                kept += self._part(section, name, part, None)
        return kept

    def _part(self, section: str, name: str, part: Part, now: Part | None) -> list[dict]:
        found, title = self.catalogue.parts[section, name], self.content.titles[f"{section}:{name}"]
        before = len(self.plan.problems)
        row = Row("", part.cells, line=part.line)
        cells = now.cells if now else {column.key: "" for column in found}
        form = ROWS[ENTRIES[section], name](
            self._data(found, row, Row("", cells), title), parties=self.parties
        )
        self._judged(form, title, row, found)
        return [form.row()] if len(self.plan.problems) == before and form.row() else []

    # ------------------------------------------------------------ cells

    def _data(self, found: list[Column], row: Row, now: Row, title: str) -> dict:
        """The cells of a row as a form takes them; what can't be understood is said."""
        data = {}
        for column in found:
            text = row.cells.get(column.key, now.cells[column.key])
            try:
                value = understood(column, text)
            except RuleBroken as broken:
                self._say(title, row.line, column.label, str(broken))
                value = ""
            if len(text) >= CELL_MOST and text != now.cells[column.key]:
                said = _("This text fills the whole cell and may be cut. Write it in the portal.")
                self._say(title, row.line, column.label, said)
            data[column.key] = localize_input(Decimal(value)) if column.kind == NUMBER and value else value
        return data

    def _judged(self, form: forms.BaseForm, title: str, row: Row, found: list[Column]) -> None:
        labels = {column.key: column.label for column in found}
        said = {problem.place for problem in self.plan.problems}
        for name, errors in form.errors.items():
            place = Place(title, row.line, labels.get(name, ""))
            for error in errors:
                if place not in said or not place.column:
                    self._say(title, row.line, place.column, str(error))

    def _differences(self, section: str, now: Row, then: Row) -> list[tuple[str, str, str]]:
        """(column, text, other text) where two states of an entry differ, its rows as one text each."""
        texts = _compared(self.catalogue.entries[section], now, then)
        for name in ENTRIES[section].ROWS:
            one, two = _told(now.parts.get(name, [])), _told(_merged(now, then, name))
            if one != two:
                label = str(ENTRIES[section]._meta.get_field(name).verbose_name)
                texts.append((label[:1].upper() + label[1:], one, two))
        return texts

    def _stale(self, title: str, row: Row, texts: list[tuple[str, str, str]]) -> None:
        reason = _(
            "Somebody changed this in the portal after the workbook was downloaded. Compare both texts, and "
            "make your change in the portal or in a new workbook."
        )
        place = Place(title, row.line)
        self.plan.problems.append(Problem(place, reason, texts))

    def _say(self, title: str, line: int, column: str, reason: str) -> None:
        self.plan.problems.append(Problem(Place(title, line, column), reason))


def _restore(row, stored, found: list[Column], changed: list[Column]) -> None:
    """What a cell left as it was stays as it is stored, to the last space."""
    names, touched = ({column.key.partition(":")[0] for column in some} for some in (found, changed))
    for name in names - touched - {"priorities"}:
        setattr(row, name, getattr(stored, name))


def _compared(found: list[Column], now: Row, then: Row) -> list[tuple[str, str, str]]:
    pairs = (
        (c.label, now.cells.get(c.key, ""), then.cells.get(c.key, now.cells.get(c.key, ""))) for c in found
    )
    return [(label, one, two) for label, one, two in pairs if one != two]


def _same(part: Part, now: Part) -> bool:
    return all(part.cells.get(key, text) == text for key, text in now.cells.items())


def _merged(now: Row, then: Row, name: str) -> list[Part]:
    """The rows of an entry as a sheet wants them: a row that is missing there stays."""
    wanted = then.parts.get(name, [])
    places = {part.place for part in wanted}
    stays = [part for part in now.parts.get(name, []) if part.place not in places]
    there = sorted((p for p in [*wanted, *stays] if p.place is not None), key=lambda part: part.place)
    return [part for part in [*there, *(p for p in wanted if p.place is None)] if not part.is_removed]


def _told(parts: list[Part]) -> str:
    return "\n".join(", ".join(text for text in part.cells.values() if text) for part in parts)
