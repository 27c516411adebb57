"""Whether the register of acts is whole: each entry follows from its fields and from the one before.

A chain can't tell from itself that its tail was cut off. Two things outside it can: SQLite keeps the
highest number it ever gave, and a `Witness` (in the manifest of each backup) says how many entries
there were and which hash the last one had.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy as _

from .acts import FIRST, VERBS, digest, fields_of, in_words
from .models import Act


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the register is not as it was recorded: the entry, if any, and what is wrong there."""

    act: Act | None
    message: str
    details: dict

    def __str__(self) -> str:
        return str(self.message) % self.details


@dataclass(frozen=True, slots=True)
class Witness:
    """What was known of the register at a time: how many entries, the number and hash of the last."""

    entries: int
    last: int
    hash: str


CHANGED = _("Entry %(entry)s: its fields do not agree with its hash. It was changed after it was recorded.")
REWRITTEN = _(
    "Entry %(entry)s does not follow from entry %(before)s: one of the two was put in or rewritten with a "
    "hash of its own."
)
GAP = _("Between entry %(before)s and entry %(entry)s at least one is missing (%(first)s to %(last)s).")
HEAD_GONE = _("Entry %(entry)s is not the first one recorded: the entries before it are missing.")
TAIL_GONE = _("After entry %(before)s entries are missing: number %(last)s has already been given.")
WITNESS_GONE = _("Entry %(entry)s, known to the witness, is missing.")
WITNESS_DIFFERS = _("Entry %(entry)s has another hash than the witness knows.")
WITNESS_COUNTS = _("Up to entry %(entry)s there are %(now)s entries; the witness knows %(then)s.")


def breaks(witness: Witness | None = None) -> Iterator[Break]:
    """Every place where the register was tampered with, in its order; nothing when it is whole.

    Reads entry by entry, in one query. `witness` is what a backup knows.
    """
    before = None
    for act in Act.objects.order_by("id").iterator():
        if found := _link(before, act):
            yield found
        if act.hash != digest(fields_of(act), act.previous_hash):
            yield Break(act, CHANGED, {"entry": act.pk})
        before = act
    if found := _tail(before):
        yield found
    if witness:
        yield from _against(witness)


def first_break() -> Break | None:
    """The first place where the register was tampered with; None when it is whole."""
    return next(breaks(), None)


def witness() -> Witness | None:
    """What is known of the register now; None before its first entry."""
    last = Act.objects.values_list("id", "hash").first()
    return Witness(Act.objects.filter(id__lte=last[0]).count(), *last) if last else None


def where(found: Break) -> str:
    """The entry of a break in words: when, who, what, on what."""
    act = found.act
    if act is None:
        return ""
    return f"{act.at:%Y-%m-%d %H:%M} {act.by_name} {VERBS.get(act.did, act.did)}: {in_words(act.to_label)}"


def _link(before: Act | None, act: Act) -> Break | None:
    """What is wrong between an entry and the one before."""
    if act.previous_hash == (before.hash if before else FIRST):
        return None
    if before is None:
        return Break(act, HEAD_GONE, {"entry": act.pk})
    details = {"entry": act.pk, "before": before.pk, "first": before.pk + 1, "last": act.pk - 1}
    return Break(act, GAP if details["first"] <= details["last"] else REWRITTEN, details)


def _tail(last: Act | None) -> Break | None:
    """On SQLite the highest number ever given tells that the last entries were taken away."""
    if connection.vendor != "sqlite":  # PostgreSQL gives numbers also to what is rolled back
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [Act._meta.db_table])
        (given,) = cursor.fetchone() or (0,)
    known = last.pk if last else 0
    return Break(last, TAIL_GONE, {"before": known, "last": given}) if given > known else None


def _against(witness: Witness) -> Iterator[Break]:
    details = {"entry": witness.last}
    act = Act.objects.filter(pk=witness.last).first()
    if act is None:
        yield Break(None, WITNESS_GONE, details)
    elif act.hash != witness.hash:
        yield Break(act, WITNESS_DIFFERS, details)
    now = Act.objects.filter(id__lte=witness.last).count()
    if act and now != witness.entries:
        yield Break(act, WITNESS_COUNTS, details | {"now": now, "then": witness.entries})
