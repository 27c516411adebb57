"""The register of acts as the Secretariat reads it: found by who, what, in which capacity, on what, when.

    found(words="reunion", since=date(2002, 4, 1)) -> the acts, the newest first

Capitals and accents of Spanish and French do not count, on SQLite and on PostgreSQL alike, without
an extension of either.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from . import acts
from .chain import Break, first_break, witness
from .languages import CODES
from .models import Act, User

EXPORTED = acts.verb("register.export", pgettext_lazy("act", "exported entries of the register of acts"))
VERIFIED = acts.verb("register.verify", pgettext_lazy("act", "verified the register of acts"))

# a letter of a search stands for itself in small and capital, with any accent of Spanish and French
ALIKE = ("aáàâäã", "eéèêë", "iíìîï", "oóòôöõ", "uúùûü", "nñ", "cç")
ANY_FORM = {letter: f"[{row}{row.upper()}]" for row in ALIKE for letter in row}


def pattern(words: str) -> str:
    """A regular expression for both databases that finds words whatever their capitals and accents."""
    return "".join(ANY_FORM.get(letter, re.escape(letter)) for letter in words.lower())


def found(
    *,
    who: str = "",
    did: str = "",
    capacity: str = "",
    party: dict[str, str] | None = None,
    kind: str = "",
    on: str = "",
    since: date | None = None,
    until: date | None = None,
    words: str = "",
    upto: int | None = None,
) -> QuerySet[Act]:
    """The acts that meet all that is asked, the newest first.

    `who` is a part of a name; `party` a name of a party in the languages; `kind` the type of the
    object; `on` one object as `reference()` writes it; `since` and `until` are days in the time zone in
    force, both included; `words` stand in the reason or in the name of the object; `upto` is the
    number of the newest entry.
    """
    acts_found = Act.objects.all()
    if who:
        acts_found = acts_found.filter(by_name__iregex=pattern(who))
    if words:
        columns = ("reason", *(f"to_label__{code}" for code in CODES))
        acts_found = acts_found.filter(_any(**{f"{name}__iregex": pattern(words) for name in columns}))
    if party:
        acts_found = acts_found.filter(_any(**{f"capacity_of__{code}": party[code] for code in CODES}))
    if on:
        to_type, _dash, to_id = on.partition("-")
        acts_found = acts_found.filter(to_type=to_type, to_id=to_id)
    exact = {"did": did, "capacity": capacity, "to_type": kind, "id__lte": upto}
    moments = {"at__gte": _midnight(since), "at__lt": _midnight(until and until + timedelta(days=1))}
    return acts_found.filter(**{name: value for name, value in (exact | moments).items() if value})


def reference(act: Act) -> str:
    """What an act is on, as it stands in an address: meetings.meeting-3."""
    return f"{act.to_type}-{act.to_id}"


def _any(**conditions) -> Q:
    """One condition or another."""
    return reduce(or_, (Q(**{name: value}) for name, value in conditions.items()))


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def kinds() -> list[Act]:
    """One act of each kind of object in the register; `kind_name` says what the kind is called."""
    names = Act.objects.order_by("to_type").values_list("to_type", flat=True).distinct()
    return sorted((Act(to_type=name) for name in names), key=lambda act: act.kind_name)


def object_of(act: Act):
    """What an act is on, as it is now; None when it is no longer there or never had a page."""
    return act.model._base_manager.filter(pk=act.to_id).first() if act.has_page else None


# ---------------------------------------------------------------- what is done with the register


@transaction.atomic
def export(
    entries: QuerySet[Act], *, by: User, form: str, asked: dict[str, str], on: datetime
) -> QuerySet[Act]:
    """Record that entries leave the portal as a file; answers those that were there before this act."""
    last = Act.objects.first()
    after = {"format": form, "entries": entries.count(), **asked}
    acts.record(by=by, did=EXPORTED, to=last, after=after, on=on)
    return entries.filter(id__lte=last.pk)


def verify(*, by: User, on: datetime) -> Break | None:
    """Read the whole register and record what was found; answers the first break, None when it is whole."""
    broken, known = first_break(), witness()
    if known is None:
        return broken
    after = {"entries": known.entries, "hash": known.hash}
    if broken:
        after["broken"] = broken.act.pk if broken.act else 0
    acts.record(by=by, did=VERIFIED, to=Act.objects.get(pk=known.last), after=after, on=on)
    return broken


def last_verification() -> Act | None:
    """The act that tells up to which entry the register was verified last, and by whom."""
    return Act.objects.filter(did=VERIFIED).first()
