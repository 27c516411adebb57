"""What is new in the network: profiles as they are published, designations as they come into force.

Only what everybody may know: which profile, which post, whose name, since when. (reads only)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from acs_portal.kernel.models import Release

from ..models import CountryProfile, Designation, Party
from .profiles import KIND

MOST = 50


@dataclass(frozen=True, slots=True)
class Change:
    """Something new: a name that stays the same for ever, of which party, in words, where, and when."""

    id: str
    party: Party
    title: str
    text: str
    path: str
    at: datetime


def of(party: Party | None = None, *, day: date, most: int = MOST) -> list[Change]:
    """The last changes of a party, or of all, in the language in force, the newest first; three queries."""
    found = [*_published(party, most), *_designated(party, day, most)]
    return sorted(found, key=lambda change: (change.at, change.id), reverse=True)[:most]


def _published(party: Party | None, most: int) -> Iterable[Change]:
    profiles = CountryProfile.objects.exclude(published_on=None).select_related("party")
    if party:
        profiles = profiles.filter(party=party)
    of_id = {str(profile.pk): profile.party for profile in profiles}
    out = Release.objects.filter(subject_type=CountryProfile._meta.label_lower, kind=KIND)
    for release in out.filter(subject_id__in=of_id).defer("canonical").order_by("-released_at", "-pk")[:most]:
        published = of_id[release.subject_id]
        yield Change(
            id=f"network/{published.slug}/profile/{release.number}",
            party=published,
            title=_("%(party)s published its cooperation profile") % {"party": published.name},
            text=_("Version %(number)s") % {"number": release.number},
            path=published.get_absolute_url(),
            at=release.released_at,
        )


def _designated(party: Party | None, day: date, most: int) -> Iterable[Change]:
    held = Designation.objects.in_force_on(day).select_related("post__party", "post__theme")
    if party:
        held = held.filter(post__party=party)
    for designation in held.order_by("-starts", "-pk")[:most]:
        post = designation.post
        yield Change(
            id=f"network/designation/{designation.pk}",
            party=post.party,
            title=_("%(party)s: %(post)s") % {"party": post.party.name, "post": post.title},
            text=_("%(holder)s, since %(day)s")
            % {"holder": designation.full_name, "day": date_format(designation.starts)},
            path=post.party.get_absolute_url(),
            at=datetime.combine(designation.starts, time.min, ZoneInfo(settings.TIME_ZONE)),
        )
