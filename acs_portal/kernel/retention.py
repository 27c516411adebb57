"""How long personal data are kept: one table, by which they are erased and which people can read.

    rule(Delegate, "passport_number", days=30, of="delegation__meeting", ended=..., why=...)

An app declares its rules in `domain/retention.py`, parts before what they are part of. `plan(today)` says
what is due, reading only; `purge()` erases exactly that and records how much it was, of what, and never a
value. Whoever runs it again finds nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import models, transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

from . import acts, files, translations
from .dates import official_day
from .models import StoredFile, User, Versioned
from .texts import TrilingualModel

PURGED = acts.verb("retention.purge", pgettext_lazy("act", "erased personal data whose time was over"))


@dataclass(frozen=True, slots=True)
class Rule:
    """Columns that are emptied, or rows that go, so many days after the end of what they are part of.

    `of` is the lookup of that from a row, `ended(day)` finds those that ended on a day or before; `only`
    narrows the rows, `among` answers them with an annotation that `of` names. `key` is how the register of
    acts names rows that go, `what` how people do.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    days: int
    why: str
    of: str
    ended: Callable[[date], QuerySet]
    only: Q = field(default_factory=Q)
    key: str = ""
    what: str = ""
    among: Callable[[], QuerySet] | None = None

    @property
    def names(self) -> list[str]:
        """What it is about, as people call it."""
        fields = (self.model._meta.get_field(column) for column in self.columns)
        return [str(self.what)] if self.what else [str(one.verbose_name) for one in fields]

    @property
    def keys(self) -> tuple[str, ...]:
        """What it counts: each column, or the rows."""
        return self.columns or (self.key,)

    def rows(self, day: date) -> QuerySet:
        """The rows whose time is over on `day`."""
        ended = self.ended(day - timedelta(days=self.days))
        among = self.among() if self.among else self.model._base_manager
        return among.filter(self.only, **{f"{self.of}__in": ended})

    def filled(self, key: str) -> Q:
        """Which of the rows still hold something of what `key` names."""
        if key not in self.columns:
            return Q(pk__isnull=False)
        empty = empty_value(self.model, key)
        return Q(**{f"{key}__isnull": False}) if empty is None else ~Q(**{key: empty})


@dataclass(frozen=True, slots=True)
class Line:
    """How many rows lose what, and of what they are part: a line of the dry run and of the purge."""

    rule: Rule
    key: str
    of: int
    rows: int

    @property
    def name(self) -> str:
        """What is erased, as people call it."""
        named = dict(zip(self.rule.keys, self.rule.names, strict=False))
        return capfirst(named[self.key])


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept without a term, and why."""

    what: str
    why: str


RULES: list[Rule] = []
KEPT: list[Kept] = []


def rule(
    model: type[models.Model],
    *columns: str,
    days: int,
    why: str,
    of: str,
    ended: Callable[[date], QuerySet],
    only: Q | None = None,
    key: str = "",
    what: str = "",
    among: Callable[[], QuerySet] | None = None,
) -> None:
    """Declare how long columns of a model are kept, or without columns its rows.

    Raises TypeError for a model whose history is kept: personal data stay in no history.
    """
    if hasattr(model, "history"):
        raise TypeError(f"{model.__name__} is tracked: what is erased there would stay in its history")
    RULES.append(Rule(model, columns, days, why, of, ended, only or Q(), key, what, among))


def keep(what: str, why: str) -> None:
    """Declare what is kept without a term, for the page that tells people."""
    KEPT.append(Kept(what, why))


def by_term() -> list[tuple[int, list[str]]]:
    """(days, what is erased then) for each term, the shortest first."""
    rules = sorted(RULES, key=lambda one: one.days)
    terms = groupby(rules, key=lambda one: one.days)
    return [(days, [name for one in found for name in one.names]) for days, found in terms]


def plan(today: date) -> list[Line]:
    """What a purge on `today` would erase, reading only; one query for each rule."""
    return [line for one in RULES for line in _due(one, today)]


def _due(one: Rule, today: date) -> list[Line]:
    counts = {f"n_{key}": Count("pk", filter=one.filled(key), distinct=True) for key in one.keys}
    found = one.rows(today).order_by().values(one.of).annotate(**counts).order_by(one.of)
    lines = [Line(one, key, row[one.of], row[f"n_{key}"]) for row in found for key in one.keys]
    return [line for line in lines if line.rows]


@transaction.atomic
def purge(*, by: User | None, on: datetime) -> list[Line]:
    """Erase what is due and record it; answers what went, as `plan` says it before.

    Files go from the storage after the commit.
    """
    today = official_day(on)
    gone = [_erased(line, today) for line in plan(today)]
    gone = [line for line in gone if line.rows]  # another purge may have been first
    _record(gone, by, on)
    return gone


def due(now: datetime) -> int:
    """The step of what is due: erase, and answer how many values and rows went."""
    return sum(line.rows for line in purge(by=None, on=now))


def _erased(line: Line, today: date) -> Line:
    one = line.rule
    rows = one.rows(today).filter(one.filled(line.key), **{one.of: line.of})
    count = _empty(rows, line.key) if one.columns else _remove(rows)
    return Line(one, line.key, line.of, count)


def empty_value(model: type[models.Model], column: str) -> str | bytes | None:
    """What a column holds when it holds nothing."""
    field = model._meta.get_field(column)
    if field.null:
        return None
    return b"" if isinstance(field, models.BinaryField) else ""


def _empty(rows: QuerySet, column: str) -> int:
    """Empty a column; a file it refers to goes, too, and a form that is open is stale."""
    field = rows.model._meta.get_field(column)
    uploads = list(rows.values_list(column, flat=True)) if field.related_model is StoredFile else []
    values = {column: empty_value(rows.model, column)}
    if issubclass(rows.model, Versioned):
        values["version"] = F("version") + 1
    count = rows.update(**values)
    for stored in StoredFile.objects.filter(pk__in=uploads):
        files.forget(stored)
    return count


def _remove(rows: QuerySet) -> int:
    if issubclass(rows.model, TrilingualModel):
        for row in rows:
            translations.forget(row)
    _all, by_model = rows.delete()
    return by_model.get(rows.model._meta.label, 0)


def _record(gone: Iterable[Line], by: User | None, on: datetime) -> None:
    """One act on each thing of which something went: what, and how many."""
    for whole, lines in wholes(gone):
        counts: dict[str, int] = {}
        for line in lines:
            counts[line.key] = counts.get(line.key, 0) + line.rows
        acts.record(by=by, did=PURGED, to=whole, after=counts, on=on)


def wholes(lines: Iterable[Line]) -> list[tuple[models.Model, list[Line]]]:
    """The lines by what they are part of; one query for each kind of that."""
    found: dict[tuple, list[Line]] = {}
    for line in lines:
        found.setdefault((line.rule.ended, line.of), []).append(line)
    there = {
        ended: ended(date.max).in_bulk([pk for one, pk in found if one == ended]) for ended, _pk in found
    }
    return [(there[ended][pk], lines) for (ended, pk), lines in found.items()]
