"""The list of what the whole network offers, needs and carries out, as it was last published.

    release --list_entries--> rows of PublishedEntry --search(criteria)--> a page of them

The rows are made anew with each release of their section; nothing is listed that was not released.
"""

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from acs_portal.kernel.folding import fold
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.releases import Node

from .. import reading
from ..models import ENTRIES, CountryProfile, PublishedEntry, Section

LISTED = (Section.PROGRAMMES, Section.OFFERS, Section.NEEDS)


def list_entries(profile: CountryProfile, sections: list[Node]) -> None:
    """List the entries of sections as they were just released, in place of those listed before."""
    for section in sections:
        PublishedEntry.objects.filter(party=profile.party, section=section.id).delete()
        rows = [_row(profile, section.id, place, node) for place, node in enumerate(section.children)]
        PublishedEntry.objects.bulk_create(rows, batch_size=500)


def entry_sections(tree: Node) -> list[Node]:
    """The sections of a tree that hold entries."""
    return [section for section in reading.upgraded(tree).children if section.id in ENTRIES]


def _row(profile: CountryProfile, section: str, place: int, node: Node) -> PublishedEntry:
    facts = node.facts
    titles = {f"title_{code}": node.words.get("title", {}).get(code, "") for code in CODES}
    return PublishedEntry(
        party=profile.party,
        section=section,
        uid=node.id,
        place=place,
        authentic_language=node.authentic,
        visibility=facts["visibility"],
        sector=facts.get("sector", {}).get("code", ""),
        countries=_countries(profile, facts),
        partners=_parties(facts, "partners"),
        donors=[row.get("party") or row["name"] for row in facts.get("donors", ())],
        search=_words(node, section),
        is_demonstration=profile.is_demonstration,
        **{name: facts.get(name, "") for name in ("modality", "status", "starts", "ends")},
        is_pooled=facts.get("is_pooled", False),
        **titles,
    )


def _countries(profile: CountryProfile, facts: dict) -> str:
    codes = [profile.party.code, *(row["party"] for row in facts.get("countries", ()) if row.get("party"))]
    return f";{';'.join(dict.fromkeys(codes))};"


def _parties(facts: dict, name: str) -> str:
    codes = [row["party"] for row in facts.get(name, ()) if row.get("party")]
    return f";{';'.join(dict.fromkeys(codes))};" if codes else ""


def _words(node: Node, section: str) -> str:
    """All that whoever reads the entry reads of it, in the three languages, folded for searching."""
    shown = reading.entry_for(node, node.facts["visibility"])
    texts = [text for name in ENTRIES[section].TRILINGUAL for text in shown.words.get(name, {}).values()]
    facts = [
        text
        for name in ("sector", "support", "modality", "partners", "donors", "countries")
        for text in reading.in_three(shown, ENTRIES[section], name).values()
        if name in ENTRIES[section].SHOWN
    ]
    return fold(" ".join([*texts, *facts]))


# ---------------------------------------------------------------- searching


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for; "" leaves a criterion out. A sector finds the codes of its family, too."""

    words: str = ""
    section: str = ""
    sector: str = ""
    country: str = ""
    modality: str = ""
    status: str = ""
    is_pooled: bool = False
    sort: str = ""


def search(criteria: Criteria, *, tier: str, language: str) -> QuerySet:
    """The published programmes, offers and needs that a reader of a tier finds, sorted."""
    found = PublishedEntry.objects.filter(section__in=LISTED, visibility__in=_tiers(tier))
    for name in ("section", "modality", "status"):
        if value := getattr(criteria, name):
            found = found.filter(**{name: value})
    if criteria.sector:
        found = found.filter(sector__startswith=criteria.sector)
    if criteria.country:
        found = found.filter(countries__contains=f";{criteria.country};")
    if criteria.is_pooled:
        found = found.filter(is_pooled=True)
    for word in fold(criteria.words).split():
        found = found.filter(search__contains=word)
    return found.select_related("party").order_by(*_order(criteria.sort, language)).defer("search")


def counts(tier: str) -> dict[str, int]:
    """How many entries of each kind a reader of a tier may find."""
    found = PublishedEntry.objects.filter(section__in=LISTED, visibility__in=_tiers(tier))
    return {section: found.filter(section=section).count() for section in LISTED}


def counts_by_party(tier: str) -> dict[int, dict[str, int]]:
    """How many entries of each kind a reader of a tier may find of each party that has any; one query."""
    found = PublishedEntry.objects.filter(section__in=LISTED, visibility__in=_tiers(tier))
    counts: dict[int, dict[str, int]] = {}
    rows = found.order_by().values_list("party", "section").annotate(count=Count("pk"))
    for party, section, count in rows:
        counts.setdefault(party, {})[section] = count
    return counts


def _tiers(tier: str) -> list[str]:
    return reading.ORDER[: reading.ORDER.index(tier) + 1]


def _order(sort: str, language: str) -> list[str]:
    if sort in ("starts", "-starts"):
        return [sort, "pk"]
    party = f"party__sort_{language}"
    if sort == "title":
        return [f"title_{language}", "pk"]
    return [party, _by_kind(), "place", "pk"]


def _by_kind() -> Case:
    return Case(
        *(When(section=section, then=Value(place)) for place, section in enumerate(LISTED)),
        output_field=IntegerField(),
    )
