"""Where something of people is kept: each app declares its places, and a person can ask for what is in them.

    place(Delegate, *Delegate.PERSONAL, names=("family_name",), addresses=("email",), erase=forget)

A place with names or addresses is searched; the others belong to what was found (`of`). A test walks all
models and fails on a column that looks like a person's and is declared nowhere. (reads only, but for `erase`)
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from . import acts
from .folding import fold
from .languages import OWN_NAMES
from .models import User

MOST = 200  # of one place that a search shows
PK_MOST = 19  # digits of an id

Rows = Callable[[models.Model], Iterable[models.Model]]


@dataclass(frozen=True, slots=True)
class Place:
    """A model that keeps something of people: its columns, by what it is found, how it is erased.

    `erase` takes (row, by=, on=); without it the row stays. `stays` says why it, or what is left of it, does.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    erase: Callable[..., None] | None = None
    stays: str = ""
    related: tuple[str, ...] = ()  # read with a row, for what it is called
    told: Callable[[models.Model], str] = str  # what tells a row from that of a namesake

    @property
    def name(self) -> str:
        """What is kept there, as people call it."""
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def is_searched(self) -> bool:
        return bool(self.names or self.addresses)

    @property
    def is_erased(self) -> bool:
        """Whether an erasure takes anything of it (a template would call `erase` itself)."""
        return self.erase is not None

    def values(self, row: models.Model) -> list[tuple[str, str]]:
        """(what, value) of all that the place keeps of a person, as a person reads it."""
        found = [(self._label(column), _in_words(row, column)) for column in self.columns]
        return [(label, text) for label, text in found if text]

    def _label(self, column: str) -> str:
        """What a column is called; a text in one language with the language."""
        field = self.model._meta.get_field(column)
        name, language = capfirst(str(field.verbose_name)), column.rpartition("_")[2]
        return f"{name} ({OWN_NAMES[language]})" if language in OWN_NAMES else name


def _in_words(row: models.Model, column: str) -> str:
    """A value as a person reads it; "" for none."""
    shown = getattr(row, f"get_{column}_display", None)
    value = shown() if shown else getattr(row, column)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return "" if value in (None, {}, []) else str(value)


PLACES: dict[type[models.Model], Place] = {}
BELONGS: dict[type[models.Model], list[Rows]] = defaultdict(list)


def place(
    model: type[models.Model],
    *columns: str,
    of: dict[type[models.Model], Rows] | None = None,
    **details,
) -> None:
    """Declare where an app keeps something of people; see `Place` for the details.

    `of` answers, for a row of another model, the rows of this one that are of the same person.
    """
    PLACES[model] = Place(model, columns, **details)
    for owner, rows in (of or {}).items():
        belongs(owner, rows)


def belongs(owner: type[models.Model], rows: Rows) -> None:
    """Declare which further rows, perhaps of another app, are of the same person as a row of `owner`."""
    BELONGS[owner].append(rows)


# ---------------------------------------------------------------- finding


def reference(row: models.Model) -> str:
    """How an address or a form names a row: network.person-3."""
    return "-".join(acts.reference_of(row))


def rows_of(references: Iterable[str]) -> list[models.Model]:
    """The rows of the searched places that references name; what names none is left out."""
    searched = {one.model._meta.label_lower: one.model for one in PLACES.values() if one.is_searched}
    found = []
    for one in references:
        label, _dash, pk = one.rpartition("-")
        if label in searched and pk.isdecimal() and len(pk) < PK_MOST:
            found += searched[label]._base_manager.filter(pk=pk)
    return found


def find(words: str) -> list[tuple[Place, list[models.Model]]]:
    """The rows whose name or address has all the words, without accents and case; two queries a place."""
    wanted = fold(words).split()
    if not wanted:
        return []
    found = [(one, _found(one, wanted)) for one in PLACES.values() if one.is_searched]
    return [(one, rows) for one, rows in found if rows]


def _found(one: Place, wanted: list[str]) -> list[models.Model]:
    texts = one.model._base_manager.values_list("pk", *one.names, *one.addresses).order_by("pk")
    keys = [pk for pk, *parts in texts if _has(wanted, fold(" ".join(filter(None, parts))))]
    rows = one.model._base_manager.filter(pk__in=keys[:MOST]).order_by("pk")
    return list(rows.select_related(*one.related) if one.related else rows)


def _has(wanted: list[str], text: str) -> bool:
    return all(word in text for word in wanted)


def belongings(rows: Iterable[models.Model]) -> list[tuple[Place, list[models.Model]]]:
    """The rows given and all that is of the same person, by place in the order of their declaration."""
    known: dict[tuple, models.Model] = {}
    todo = list(rows)
    while todo:
        row = todo.pop()
        key = (type(row), row.pk)
        if key not in known:
            known[key] = row
            todo += [other for rows in BELONGS.get(type(row), ()) for other in rows(row)]
    return [
        (one, sorted((row for (model, _pk), row in known.items() if model is one.model), key=lambda r: r.pk))
        for one in PLACES.values()
        if any(model is one.model for model, _pk in known)
    ]


def fingerprint(found: Iterable[tuple[Place, list[models.Model]]]) -> str:
    """By what a page remembers which rows it showed."""
    names = [reference(row) for _place, rows in found for row in rows]
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()


def erase(found: Iterable[tuple[Place, list[models.Model]]], *, by: User, on: datetime) -> dict[str, int]:
    """Erase what may be erased, parts before what they are part of; how many rows of each place.

    Raises what the places raise: nothing of anything is erased then.
    """
    count = {}
    for one, rows in reversed(list(found)):
        for row in rows if one.erase else []:
            one.erase(row, by=by, on=on)
        if one.erase:
            count[one.model._meta.label_lower] = len(rows)
    return count
