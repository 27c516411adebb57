"""The entries of a profile in its working copy: offers, needs, programmes, agreements, funding sources.

    (none) --add--> entry --save, move_up, move_down--> entry --remove--> (none)

Readers see them as they are published with their section (profiles.py); a removed entry stays in what was
released and in the register.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.dates import official_day, partial
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User

from .. import reading
from ..models import ENTRIES, CountryProfile, Entry, Party
from . import profiles, statements
from .profile_differences import differing
from .profile_tree import entry_node

ADDED = acts.verb("entry.add", pgettext_lazy("act", "added an entry to the profile"))
SAVED = acts.verb("entry.save", pgettext_lazy("act", "changed an entry of the profile"))
MOVED = acts.verb("entry.move", pgettext_lazy("act", "moved an entry of the profile"))
REMOVED = acts.verb("entry.remove", pgettext_lazy("act", "removed an entry of the profile"))


class EntryGone(RuleBroken):
    message = _("This entry has been removed in the meantime.")


class AddedAlready(RuleBroken):
    message = _("This entry was added already, with other words. Open it in the list to change it.")


class NoTitle(RuleBroken):
    message = _("Give the entry a title in one language at least.")


class EndsBeforeItStarts(RuleBroken):
    message = _("The end (%(end)s) is before the start (%(start)s).")


class SharesTooHigh(RuleBroken):
    message = _("The shares of the countries make %(sum)s %%; together they can be at most 100 %%.")


class NamedTwice(RuleBroken):
    message = _("%(name)s is named twice among the countries.")


class ContactOfAnother(RuleBroken):
    message = _("The contact post is one of this party.")


class AtTheEdge(RuleBroken):
    message = _("The entry is at the end of its list already.")


def find(party: Party, section: str, uid) -> Entry:
    """An entry of the working copy by its id. Raises EntryGone, also for what is no id."""
    try:
        uid = UUID(str(uid))
    except ValueError:
        raise EntryGone from None
    rows = ENTRIES[section].objects.select_related("profile__party", "sector", "contact")
    found = rows.filter(profile__party=party, uid=uid).first()
    if found is None:
        raise EntryGone
    return found


@transaction.atomic
def add(*, entry: Entry, by: User, on: datetime) -> Entry:
    """Add an entry at the end of its section, opening the profile when it is the first thing written.

    The same entry sent twice is added once: its uid came with the form. Raises AddedAlready and what
    `check()` raises.
    """
    profile = _open(entry.profile, by, on)
    there = type(entry).objects.filter(uid=entry.uid).first()
    if there is not None:
        if _columns(there) != _columns(entry):
            raise AddedAlready
        return there
    check(entry, None, on)
    statements.set_aside(profile, entry.SECTION, by=by, on=on)
    entry.profile = profile
    last = type(entry).objects.filter(profile=profile).order_by("-position").first()
    entry.position = last.position + 1 if last else 1
    tracking.write(entry, by=by, on=on)
    profiles.note_draft(profile)
    acts.record(by=by, did=ADDED, to=entry, after=_columns(entry), on=on)
    return entry


@transaction.atomic
def save(*, entry: Entry, by: User, on: datetime) -> Entry:
    """Save an entry as a valid form left it; saving what is stored already records nothing.

    Raises EntryGone, Stale when somebody else saved in between, and what `check()` raises.
    """
    _lock(entry.profile)
    stored = type(entry).objects.select_related("sector", "contact").filter(pk=entry.pk).first()
    if stored is None:
        raise EntryGone
    check(entry, stored, on)
    tracking.write(entry, by=by, on=on)
    before, after = differing(_columns(stored), _columns(entry))
    if before or after:
        profiles.note_draft(entry.profile)
        acts.record(by=by, did=SAVED, to=entry, before=before, after=after, on=on)
    return entry


@transaction.atomic
def remove(*, entry: Entry, reason: str = "", by: User, on: datetime) -> None:
    """Take an entry from the working copy; the register keeps what it said. Raises EntryGone."""
    _lock(entry.profile)
    entry = find(entry.profile.party, entry.SECTION, entry.uid)
    acts.record(by=by, did=REMOVED, to=entry, before=_columns(entry), reason=reason.strip(), on=on)
    tracking.erase(entry, by=by, on=on)
    profiles.note_draft(entry.profile)


def move_up(*, entry: Entry, by: User, on: datetime) -> None:
    """Put an entry before the one above it. Raises EntryGone, AtTheEdge."""
    _move(entry, -1, by, on)


def move_down(*, entry: Entry, by: User, on: datetime) -> None:
    """Put an entry after the one below it. Raises EntryGone, AtTheEdge."""
    _move(entry, 1, by, on)


def copied(entry: Entry) -> Entry:
    """A new entry, not stored yet, with all that another one says: for "copy as new"."""
    own = {"id", "uid", "position", "version"}
    columns = [field.attname for field in entry._meta.concrete_fields if field.name not in own]
    return type(entry)(**{name: getattr(entry, name) for name in columns})


@transaction.atomic
def _move(entry: Entry, step: int, by: User, on: datetime) -> None:
    _lock(entry.profile)
    rows = list(type(entry).objects.select_for_update().filter(profile=entry.profile))
    place = next((place for place, row in enumerate(rows) if row.pk == entry.pk), None)
    if place is None:
        raise EntryGone
    if not 0 <= place + step < len(rows):
        raise AtTheEdge
    rows[place], rows[place + step] = rows[place + step], rows[place]
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            tracking.write(row, by=by, on=on)
    profiles.note_draft(entry.profile)
    acts.record(
        by=by, did=MOVED, to=entry, before={"place": place + 1}, after={"place": place + step + 1}, on=on
    )


# ---------------------------------------------------------------- rules


def check(entry: Entry, stored: Entry | None, on: datetime) -> None:
    """The rules that the fields of an entry keep together.

    A purpose code is judged on the day on which it is chosen, and not again while it stays. Raises
    NoTitle, EndsBeforeItStarts, SharesTooHigh, NamedTwice, ContactOfAnother, CodeNotValid.
    """
    if not entry.title:
        raise NoTitle
    starts, ends = partial(entry.starts), partial(entry.ends)
    if starts and ends and ends.latest < starts.earliest:
        raise EndsBeforeItStarts(start=starts, end=ends)
    if entry.contact and entry.contact.party_id != entry.profile.party_id:
        raise ContactOfAnother
    if entry.sector and (stored is None or stored.sector_id != entry.sector_id):
        profiles.require_valid([entry.sector.code], official_day(on))
    _check_countries(getattr(entry, "countries", ()))


def _check_countries(rows: Iterable[dict]) -> None:
    codes = [row["party"] for row in rows]
    for code in codes:
        if codes.count(code) > 1:
            raise NamedTwice(name=Party.objects.get(code=code).name)
    total = sum((Decimal(row["share"]) for row in rows if row.get("share")), Decimal(0))
    if total > 100:
        raise SharesTooHigh(sum=total)


def _open(profile: CountryProfile, by: User, on: datetime) -> CountryProfile:
    if profile.pk is None:
        found = CountryProfile.objects.filter(party=profile.party).first()
        profile = found or profiles.start(party=profile.party, by=by, on=on)
    return _lock(profile)


def _lock(profile: CountryProfile) -> CountryProfile:
    return CountryProfile.objects.select_for_update(of=("self",)).select_related("party").get(pk=profile.pk)


def _columns(entry: Entry) -> dict:
    return reading.columns_of(entry_node(entry), entry.SECTION)
