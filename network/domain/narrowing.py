"""Which parties meet the criteria of the directory that their published profiles answer. (reads only)"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from ..models import Party, PriorityArea, Section, SectionStanding
from . import freshness
from .freshness import Freshness
from .search import rows_for

EXCHANGES = (Section.OFFERS, Section.NEEDS)


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a party must have; "" leaves a criterion out. An area may be a priority of the party, or the
    area of what it offers, needs or carries out; with `exchange`, of what it offers (or needs)."""

    area: str = ""
    exchange: str = ""
    freshness: str = ""


def parties_that(criteria: Criteria, *, tier: str, day: date) -> set[int] | None:
    """The parties that meet the criteria as a reader of a tier may know them; None for all.

    A query for each criterion given, one more for an area.
    """
    found = []
    if criteria.area or criteria.exchange:
        found.append(_with_texts(criteria, tier))
    if criteria.freshness:
        found.append(_as_fresh(criteria.freshness, day))
    return set.intersection(*found) if found else None


def _with_texts(criteria: Criteria, tier: str) -> set[int]:
    rows = rows_for(tier)
    if criteria.exchange:
        rows = rows.filter(what=criteria.exchange)
    if criteria.area:
        area = PriorityArea.objects.filter(code=criteria.area).first()
        rows = rows.filter(sectors__contains=f";{area.dac_code}") if area else rows.none()
    return set(rows.order_by().values_list("party", flat=True).distinct())


def _as_fresh(state: str, day: date) -> set[int]:
    """The parties whose profile is as fresh as asked: as its section that was confirmed longest ago."""
    oldest = SectionStanding.objects.order_by().values("profile__party").annotate(day=Min("confirmed_on"))
    days = dict(oldest.values_list("profile__party", "day"))
    if state == Freshness.NEVER:
        members = Party.objects.filter(kind__in=Party.MEMBERS)
        return set(members.exclude(pk__in=days).values_list("pk", flat=True))
    return {party for party, confirmed in days.items() if freshness.of(confirmed, day) == state}
