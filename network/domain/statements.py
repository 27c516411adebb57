"""A party states that it has nothing to offer, no need, no programme at present: an answer with a date.

    empty section --state--> nothing at present --state, confirm (profiles.py)--> the same, on a later day
    nothing at present --take_back, or an entry is added (entries.py)--> empty

A statement counts as a confirmed section, grows old like one, and is shown as what it is.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User

from ..models import ENTRIES, CountryProfile, Party, SectionStanding
from . import profile_tree, profiles

STATED = acts.verb("section.nothing", pgettext_lazy("act", "stated that there is nothing at present"))
TAKEN_BACK = acts.verb(
    "section.take_back", pgettext_lazy("act", "took back that there is nothing at present")
)


class HasEntries(RuleBroken):
    message = _("This section has entries. Remove and publish them before you state that there is nothing.")


class StatedToday(RuleBroken):
    message = _("This was stated today already.")


class NothingStated(RuleBroken):
    message = _("Nothing was stated of this section, or it was taken back already.")


@transaction.atomic
def state(*, party: Party, section: str, by: User, on: datetime) -> SectionStanding:
    """State that a section without entries has nothing to say; opens the profile when it is the first time.

    Raises HasEntries for a section with entries in the draft or published, StatedToday, and KeyError for
    one that has no entries by nature.
    """
    profile, today = _opened(party, by, on), official_day(on)
    there = SectionStanding.objects.filter(profile=profile, section=section).first()
    if ENTRIES[section].objects.filter(profile=profile).exists() or (there and not there.is_nothing):
        raise HasEntries
    if there and there.confirmed_on == today:
        raise StatedToday
    standing, _created = SectionStanding.objects.update_or_create(
        profile=profile,
        section=section,
        defaults={"is_nothing": True, "published_on": today, "confirmed_on": today, "confirmed_by": by},
    )
    _settled(profile, section, STATED, by, on)
    return standing


@transaction.atomic
def take_back(*, profile: CountryProfile, section: str, by: User, on: datetime) -> None:
    """Take a statement back: the section is empty again. Raises NothingStated."""
    if not set_aside(_locked(profile), section, by=by, on=on):
        raise NothingStated


def set_aside(profile: CountryProfile, section: str, *, by: User, on: datetime) -> bool:
    """Take back what was stated of a section, if anything was; answers that. For a locked profile."""
    stated = SectionStanding.objects.filter(profile=profile, section=section, is_nothing=True)
    deleted, _by_model = stated.delete()
    if deleted:
        _settled(profile, section, TAKEN_BACK, by, on)
    return bool(deleted)


def _settled(profile: CountryProfile, section: str, did: str, by: User, on: datetime) -> None:
    if profile.published_on:
        profiles.date_whole(profile, by, on)
    named = [profile_tree.section_name(section)]
    acts.record(by=by, did=did, to=profile, after={"section": named}, on=on)


def _opened(party: Party, by: User, on: datetime) -> CountryProfile:
    found = CountryProfile.objects.filter(party=party).first()
    return _locked(found or profiles.start(party=party, by=by, on=on))


def _locked(profile: CountryProfile) -> CountryProfile:
    return CountryProfile.objects.select_for_update(of=("self",)).select_related("party").get(pk=profile.pk)
