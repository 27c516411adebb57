"""With whom a party carries out programmes, and which donors it shares. (reads only)

They follow from the published programmes of the whole network, as a reader of a tier reads them.
"""

from django.db.models import Q
from django.urls import reverse

from acs_portal.kernel.folding import fold
from acs_portal.kernel.texts import text_of

from .. import reading
from ..models import Party, PublishedEntry, Section
from ..relations_picture import Relation, Relations
from .directory import place


def of(party: Party, parties: dict[str, Party], *, tier: str, language: str) -> Relations:
    """The relations of a party among all (by code), as a reader of a tier may know them.

    One query, and one more where its programmes name donors.
    """
    entries = list(_concerning(party, tier))
    partners: dict[str, Relation] = {}
    for entry in entries:
        for code in _codes(entry) - {party.code}:
            found = partners.setdefault(code, _to(parties[code], language))
            found.programmes.append(_programme(entry, language))
    own = [entry for entry in entries if entry.party_id == party.pk and entry.donors]
    ordered = sorted(partners, key=lambda code: place(parties[code], language))
    donors = _shared(party, own, parties, tier, language)
    return Relations(party.label_in(language), [partners[code] for code in ordered], donors)


def _concerning(party: Party, tier: str):
    """The published programmes of a party, and those of others that name it."""
    token = f";{party.code};"
    named = Q(countries__contains=token) | Q(partners__contains=token)
    return _programmes(tier).filter(named | Q(party=party)).select_related("party").defer("search")


def _programmes(tier: str):
    tiers = reading.ORDER[: reading.ORDER.index(tier) + 1]
    return PublishedEntry.objects.filter(section=Section.PROGRAMMES, visibility__in=tiers).order_by("pk")


def _codes(entry: PublishedEntry) -> set[str]:
    listed = f"{entry.countries};{entry.partners}".split(";")
    return {entry.party.code, *filter(None, listed)}


def _to(party: Party, language: str) -> Relation:
    return Relation(party.label_in(language), party.get_absolute_url())


def _programme(entry: PublishedEntry, language: str) -> tuple[str, str]:
    address = reverse("network:entry", args=[entry.party.slug, entry.section, entry.uid])
    return text_of(entry, "title", language).value, address


def _shared(party, own: list, parties: dict, tier: str, language: str) -> list[Relation]:
    """The donors of its programmes that also give to programmes of other parties; no query without any."""
    donors: dict[str, Relation] = {}
    for entry in own:
        for name in entry.donors:
            known = parties.get(name)
            relation = donors.setdefault(fold(name), _to(known, language) if known else Relation(name))
            relation.programmes.append(_programme(entry, language))
    if not donors:
        return []
    by_pk = {one.pk: one for one in parties.values()}
    others = _programmes(tier).exclude(party=party).exclude(donors=[])
    for giver, names in others.values_list("party", "donors"):
        for relation in (donors[fold(name)] for name in names if fold(name) in donors):
            if by_pk[giver] not in relation.parties:
                relation.parties.append(by_pk[giver])
    return _ordered([relation for relation in donors.values() if relation.parties], language)


def _ordered(donors: list[Relation], language: str) -> list[Relation]:
    for donor in donors:
        donor.parties.sort(key=lambda party: place(party, language))
    return sorted(donors, key=lambda donor: fold(donor.name))
