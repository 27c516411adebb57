"""The directory of the network as of any day: who is in, which posts there are and who holds them.

    as_of(day, known) -> Directory --narrowed(kind, post, words)--> Directory

It only reads: what counted on `day`, as it was on record on `known` (see records.py). Contact data is
for members, of designations that ended for the Secretariat alone; it is never part of the record.
Standing follows from the dates of the reference list alone; a party whose date of association is not
known is neither in nor out before today, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from itertools import groupby

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.access import can
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.folding import fold
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.releases import Node

from ..models import IN, OUT, Designation, Party, Person, Post
from . import profiles, records

KINDS = list(Party.Kind.values)
POSTS = list(Post.Kind.values)
MISSING, LETTER = "missing", "letter"  # members without a focal point; holders whose letter is missing
PLURALS = {
    Party.Kind.MEMBER_STATE: pgettext_lazy("kinds of parties", "Member States"),
    Party.Kind.ASSOCIATE_MEMBER: pgettext_lazy("kinds of parties", "Associate Members"),
    Party.Kind.FOUNDING_OBSERVER: pgettext_lazy("kinds of parties", "Founding Observers"),
    Party.Kind.OBSERVER_COUNTRY: pgettext_lazy("kinds of parties", "Observer Countries"),
    Party.Kind.OBSERVER_ORGANISATION: pgettext_lazy("kinds of parties", "Observer Organisations"),
    Party.Kind.SOCIAL_ACTOR: pgettext_lazy("kinds of parties", "Social Actors"),
}


class NotADay(RuleBroken):
    message = _("“%(value)s” is not a date. Write it as year-month-day, such as 2002-04-11.")


class Contacts(Enum):
    """Whose contact data a reader sees: nobody's, that of holders, that of former holders too."""

    NONE, CURRENT, ALL = range(3)

    @classmethod
    def for_reader(cls, user) -> Contacts:
        if can(user, "contact.read_former"):
            return cls.ALL
        return cls.CURRENT if can(user, "contact.read") else cls.NONE

    def of(self, designation: Designation, today: date) -> Person | None:
        """The person with the contact data, where this reader may see it."""
        is_over = designation.state_on(today) == Designation.State.ENDED
        return designation.person if self == self.ALL or (self == self.CURRENT and not is_over) else None


@dataclass(frozen=True, slots=True)
class Seat:
    """A post on the day: the designation in force, or since when it is vacant (None: never held).

    `contact` is the person with e-mail address and telephone, where the reader may see them.
    """

    post: Post
    designation: Designation | None
    vacant_since: date | None = None
    contact: Person | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A party on the day: its standing, its posts, and its published profile when asked for."""

    party: Party
    standing: str
    seats: tuple[Seat, ...] = ()
    profile: Node | None = None

    @property
    def is_counted(self) -> bool:
        return self.standing == IN and self.party.is_counted

    @property
    def kind_title(self):
        """What the parties of its kind are called together."""
        return PLURALS[self.party.kind]

    @property
    def lacks_focal_point(self) -> bool:
        """Whether a member that is counted has nobody in the post of primary focal point."""
        held = any(seat.designation and seat.post.kind == Post.Kind.PRIMARY for seat in self.seats)
        return self.is_counted and self.party.is_member and not held

    @property
    def lacks_letter(self) -> bool:
        """Whether the letter of a designation in force is not on file."""
        return any(seat.designation and seat.designation.letter_id is None for seat in self.seats)

    def has(self, post: str) -> bool:
        """Whether the party is one of those asked for by MISSING or LETTER ("" asks for all)."""
        if post == MISSING:
            return self.lacks_focal_point
        return post != LETTER or self.lacks_letter

    def says(self, words: str) -> bool:
        """Whether a name of the party in any language, its code or a holder has these (folded) words."""
        names = [getattr(self.party, f"name_{code}") for code in CODES]
        holders = [seat.designation.full_name for seat in self.seats if seat.designation]
        return any(words in fold(name) for name in [*names, self.party.code, *holders])


@dataclass(frozen=True, slots=True)
class Section:
    """The parties of one kind, alphabetically in the language of the reader."""

    kind: str
    entries: tuple[Entry, ...]

    @property
    def title(self):
        return PLURALS[self.kind]

    @property
    def count(self) -> int:
        """How many are in on the day; inactive ones are listed and not counted."""
        return sum(entry.is_counted for entry in self.entries)

    @property
    def with_posts(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.seats]

    @property
    def without_posts(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.seats]


@dataclass(frozen=True, slots=True)
class Directory:
    """The network on a day, in protocol order of a language; apart, those whose date is not known."""

    day: date
    language: str
    sections: tuple[Section, ...]
    not_known: tuple[Entry, ...]
    known: date | None = None

    @property
    def entries(self) -> Iterator[Entry]:
        return (entry for section in self.sections for entry in section.entries)

    @property
    def counts(self) -> dict[str, int]:
        return {section.kind: section.count for section in self.sections}

    @property
    def without_focal_point(self) -> int:
        """How many members have nobody in the post of primary focal point."""
        return sum(entry.lacks_focal_point for entry in self.entries)

    def narrowed(
        self,
        *,
        kind: str = "",
        post: str = "",
        words: str = "",
        group: str = "",
        parties: set[int] | None = None,
    ) -> Directory:
        """The same with only one kind of party, those of a rotation group, those that miss a focal point
        (MISSING) or a letter (LETTER), those that say `words` (accents and case don't count), or some
        `parties` (None: all)."""
        folded = fold(words)

        def kept(entry: Entry) -> bool:
            party = entry.party
            is_of = kind in ("", party.kind) and group in ("", party.rotation_group)
            is_one = parties is None or party.pk in parties
            return is_of and is_one and entry.has(post) and entry.says(folded)

        sections = (replace(s, entries=tuple(filter(kept, s.entries))) for s in self.sections)
        found = tuple(section for section in sections if section.entries)
        return replace(self, sections=found, not_known=tuple(filter(kept, self.not_known)))


def as_of(
    day: date,
    *,
    today: date,
    language: str,
    known: date | None = None,
    contacts: Contacts = Contacts.NONE,
    with_profiles: bool = False,
) -> Directory:
    """The directory on `day`, told from `today`, in the order of `language`; three queries.

    `known` shows what was on record at the end of that day (one query more), without contacts;
    `with_profiles` adds each party's profile as it was published by then (one query more).
    """
    seats = _seats_on(day, today, known, contacts)
    published = profiles.published_by(min(day, known or day)) if with_profiles else {}
    entries = [
        Entry(party, standing, tuple(seats.get(party.pk, ())), published.get(party.code))
        for party in Party.objects.all()
        if (standing := party.standing_on(day, today)) != OUT
    ]
    entries.sort(key=lambda entry: place(entry.party, language))
    inside = (entry for entry in entries if entry.standing == IN)
    sections = (
        Section(kind, tuple(found)) for kind, found in groupby(inside, key=lambda entry: entry.party.kind)
    )
    return Directory(day, language, tuple(sections), tuple(e for e in entries if e.standing != IN), known)


def entry_of(
    party: Party,
    day: date,
    *,
    today: date,
    known: date | None = None,
    contacts: Contacts = Contacts.NONE,
    profile: Node | None = None,
) -> Entry:
    """One party on a day, with the profile given; two queries, three with `known`."""
    seats = _seats_on(day, today, known, contacts, party)
    return Entry(party, party.standing_on(day, today), tuple(seats.get(party.pk, ())), profile)


def seats_of(
    posts: list[Post],
    designations: list[Designation],
    *,
    day: date,
    today: date,
    contacts: Contacts = Contacts.NONE,
) -> list[Seat]:
    """The posts with their holders on a day, from their designations, the oldest first.

    Of a day past, a post that nobody had held yet is left out: it is not known to have been open.
    """
    last = {d.post_id: d for d in designations if d.starts <= day}
    open_ = [post for post in posts if not post.is_closed_on(day) and (post.pk in last or day >= today)]
    return [_seat(post, last.get(post.pk), day, today, contacts) for post in sorted(open_, key=_rank)]


def place(party: Party, language: str) -> tuple:
    """The place in protocol order; sorted here, so that no database's collation has a say."""
    return KINDS.index(party.kind), getattr(party, f"sort_{language}"), party.code


def _rank(post: Post) -> tuple:
    """The place among the posts of a party."""
    return POSTS.index(post.kind), post.theme.position if post.theme_id else 0, post.pk


def _seats_on(
    day: date, today: date, known: date | None, contacts: Contacts, party: Party | None = None
) -> dict[int, list[Seat]]:
    """The posts by party, each with its holder on that day."""
    posts, designations = records.posts_and_designations(known, party)
    contacts = contacts if known is None else Contacts.NONE
    found: dict[int, list[Seat]] = {}
    for seat in seats_of(posts, designations, day=day, today=known or today, contacts=contacts):
        found.setdefault(seat.post.party_id, []).append(seat)
    return found


def _seat(post: Post, last: Designation | None, day: date, today: date, contacts: Contacts) -> Seat:
    if last is None:
        return Seat(post, None)
    if last.until is None or last.until > day:
        return Seat(post, last, contact=contacts.of(last, today))
    return Seat(post, None, vacant_since=last.until)
