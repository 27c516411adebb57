"""Searching the whole network: parties, holders of posts, and what is published of the profiles.

    words typed --terms--> terms --find(asked)--> Found, its hits sorted and counted per filter

Accents and case don't count; several words are all asked for, each as the beginning of a word; words in
quotes stand together. PostgreSQL also finds other forms of a word, by the stems of the language of the
text; SQLite takes the ending of a plural away. Readers find only what their tier may read. (reads only)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection, transaction
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse

from acs_portal.kernel.folding import fold

from .. import reading
from ..models import CountryProfile, Designation, Party, PriorityArea, SearchText, SectionStanding
from . import freshness, profiles, published
from .directory import place
from .search_texts import WORD, index, spaced

PARTY, PERSON = "party", "person"
CONFIGURATIONS = {"en": "english", "es": "spanish", "fr": "french"}
MOST_TERMS = 8
QUOTED = re.compile(r'["“«]([^"”»]*)["”»]')
FACETS = ("what", "kind", "group", "area", "freshness")


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is the beginning of a word, or a phrase whose words stand together."""

    words: tuple[str, ...]
    is_phrase: bool = False

    @property
    def pattern(self) -> str:
        """What a text between single spaces must contain."""
        return f" {' '.join(self.words)} " if self.is_phrase else f" {root(self.words[0])}"

    @property
    def tsquery(self) -> str:
        return " <-> ".join(self.words) if self.is_phrase else f"{self.words[0]}:*"


def root(word: str) -> str:
    """A word without the ending of a plural in the three languages: puertos, ports, canaux -> canau."""
    for ending in ("s", "x"):
        if len(word) > 4 and word.endswith(ending):
            return word[: -len(ending)]
    return word


def terms(typed: str) -> list[Term]:
    """What was typed as terms, at most MOST_TERMS: the phrases in quotes, then the other words."""
    quoted = [tuple(WORD.findall(fold(part))) for part in QUOTED.findall(typed)]
    phrases = [Term(words, is_phrase=True) for words in quoted if words]
    single = [Term((word,)) for word in WORD.findall(fold(QUOTED.sub(" ", typed)))]
    return [*phrases, *dict.fromkeys(single)][:MOST_TERMS]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; "" leaves a criterion out."""

    words: str = ""
    what: str = ""
    kind: str = ""
    group: str = ""
    area: str = ""
    freshness: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: of which party, what, in which language, and by which values filters know it."""

    party: Party
    what: str
    key: str
    language: str
    title: str
    in_title: bool
    areas: frozenset[str] = frozenset()
    freshness: str = ""
    text: str = ""
    row: int | None = None

    @property
    def url(self) -> str:
        """Where it is read."""
        if self.what in (PARTY, PERSON):
            return self.party.get_absolute_url()
        if self.key == self.what:
            return f"{self.party.get_absolute_url()}#{self.what}"
        return reverse("network:entry", args=[self.party.slug, self.what, self.key])

    def values(self, facet: str) -> Iterable[str]:
        """The values under which a filter knows the hit."""
        if facet == "area":
            return self.areas
        own = {
            "what": self.what,
            "kind": self.party.kind,
            "group": self.party.rotation_group,
            "freshness": self.freshness,
        }
        return (own[facet],) if own[facet] else ()


@dataclass(frozen=True, slots=True)
class Found:
    """The hits in their order, and for each filter how many each of its values would leave."""

    terms: list[Term]
    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, Counter] = field(default_factory=dict)


def find(asked: Asked, *, tier: str, language: str, day: date) -> Found:
    """What a reader of a tier finds on a day, the titles first; five queries, whatever is found."""
    wanted = terms(asked.words)
    if not wanted:
        return Found([])
    parties = {party.pk: party for party in Party.objects.all()}
    areas, fresh = list(PriorityArea.objects.all()), _freshness(day)
    hits = [
        *_parties(wanted, parties, language, fresh),
        *_persons(wanted, day, language),
        *_texts(wanted, parties, areas, fresh, tier=tier, language=language),
    ]
    counts = {facet: _counts(hits, asked, facet) for facet in FACETS}
    left = [hit for hit in hits if all(_meets(hit, asked, facet) for facet in FACETS)]
    left.sort(key=lambda hit: _place(hit, asked.sort, language))
    return Found(wanted, left, counts)


def with_texts(hits: list[Hit]) -> list[Hit]:
    """The hits of a page with their texts; one query."""
    pks = [hit.row for hit in hits if hit.row]
    found = dict(SearchText.objects.filter(pk__in=pks).values_list("pk", "text"))
    return [replace(hit, text=found.get(hit.row, hit.text)) for hit in hits]


def rows_for(tier: str) -> QuerySet:
    """The texts as a reader of a tier reads them, and no others."""
    level = reading.ORDER.index(tier)
    return SearchText.objects.filter(first__lte=level, last__gte=level)


def matching(rows: QuerySet, wanted: list[Term]) -> QuerySet:
    """Those of the rows that have every term."""
    if connection.vendor == "postgresql":
        query = " & ".join(f"({term.tsquery})" for term in wanted)
        conditions = Q()
        for code, configuration in CONFIGURATIONS.items():
            conditions |= Q(_has(configuration, query), language=code)
        return rows.filter(conditions)
    for term in wanted:
        rows = rows.filter(folded__contains=term.pattern)
    return rows


def _has(configuration: str, query: str) -> RawSQL:
    """Whether the word stems, a column that PostgreSQL keeps (migration 0005), answer a query."""
    sql = f"network_searchtext.words @@ to_tsquery('{configuration}'::regconfig, %s)"
    return RawSQL(sql, [query], output_field=BooleanField())


@transaction.atomic
def rebuild() -> int:
    """Lay out all published profiles anew, for searching and for lists; answers how many texts there are."""
    SearchText.objects.all().delete()
    for profile in CountryProfile.objects.select_related("party"):
        _release, tree = profiles.last_published(profile)
        if tree:
            index(profile, tree.children)
            published.list_entries(profile, published.entry_sections(tree))
    return SearchText.objects.count()


# ---------------------------------------------------------------- what is found


def _parties(wanted, parties: dict[int, Party], language: str, fresh: dict) -> Iterable[Hit]:
    for party in parties.values():
        names = [party.label_in(code) for code in CONFIGURATIONS]
        if _all_in(wanted, spaced(" ".join([*names, party.code]))):
            state = fresh.get((party.pk, ""), freshness.Freshness.NEVER if party.is_member else "")
            title = party.label_in(language)
            yield Hit(party, PARTY, party.code, language, title, in_title=True, freshness=str(state))


def _persons(wanted, day: date, language: str) -> Iterable[Hit]:
    """Who holds a post on the day, by the name that the directory shows everybody."""
    for held in Designation.objects.in_force_on(day).select_related("post__party", "post__theme"):
        name, post = held.full_name, held.post.label_in(language)
        if _all_in(wanted, spaced(f"{name} {post}")):
            in_title = _all_in(wanted, spaced(name))
            yield Hit(held.post.party, PERSON, str(held.pk), language, name, in_title, text=post)


def _texts(wanted, parties, areas, fresh, *, tier: str, language: str) -> Iterable[Hit]:
    """Each text once: in the language of the reader where it is found in it, best in the title."""
    columns = ("pk", "party_id", "what", "key", "language", "title", "sectors")
    best: dict[tuple, tuple] = {}
    for row in matching(rows_for(tier), wanted).order_by("pk").values_list(*columns):
        in_title = _all_in(wanted, spaced(row[5]))
        rank = (row[4] != language, not in_title)
        if row[1:4] not in best or rank < best[row[1:4]][0]:
            best[row[1:4]] = (rank, in_title, row)
    for _rank, in_title, (pk, party, what, key, code, title, sectors) in best.values():
        known = frozenset(area.code for area in areas if f";{area.dac_code}" in sectors)
        state = str(fresh.get((party, what), ""))
        yield Hit(parties[party], what, key, code, title, in_title, known, state, row=pk)


def _all_in(wanted: list[Term], folded: str) -> bool:
    return all(term.pattern in folded for term in wanted)


def _freshness(day: date) -> dict[tuple[int, str], str]:
    """How fresh each section of each party is, and under "" the whole: as its oldest section."""
    oldest: dict[tuple[int, str], date] = {}
    columns = SectionStanding.objects.values_list("profile__party", "section", "confirmed_on")
    for party, section, confirmed in columns:
        oldest[party, section] = confirmed
        oldest[party, ""] = min(confirmed, oldest.get((party, ""), confirmed))
    return {key: freshness.of(confirmed, day) for key, confirmed in oldest.items()}


# ---------------------------------------------------------------- filters and order


def _meets(hit: Hit, asked: Asked, facet: str) -> bool:
    value = getattr(asked, facet)
    return not value or value in hit.values(facet)


def _counts(hits: list[Hit], asked: Asked, facet: str) -> Counter:
    """How many hits each value of a filter would leave, the other filters being as they are."""
    others = [other for other in FACETS if other != facet]
    left = (hit for hit in hits if all(_meets(hit, asked, other) for other in others))
    return Counter(value for hit in left for value in hit.values(facet))


def _place(hit: Hit, sort: str, language: str) -> tuple:
    """Parties and persons before texts, titles before the rest, then in protocol order; with
    `sort=protocol` in protocol order alone."""
    rank = () if sort == "protocol" else (not hit.in_title, hit.what not in (PARTY, PERSON))
    return (*rank, place(hit.party, language), hit.what != PARTY, hit.what, fold(hit.title), hit.key)
