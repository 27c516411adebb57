"""A workbook of a profile taken into its working copy: all of what was previewed, or nothing.

    workbook --read, preview--> what would change --take--> working copy --publish--> release (profiles.py)

What is taken goes through the verbs of profiles.py and entries.py, each of which records its act.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User

from ..models import CountryProfile, Entry, Party, PriorityArea
from . import entries, profiles

IMPORTED = acts.verb("profile.import", pgettext_lazy("act", "took a workbook into the draft"))
NEW, CHANGED, REMOVED = "new", "changed", "removed"


class DraftChanged(RuleBroken):
    message = _("The draft was changed after you had seen this preview. Nothing was taken. Look at it again.")


@dataclass(frozen=True, slots=True)
class Step:
    """One entry as the workbook wants it: new, changed or removed."""

    what: str
    entry: Entry


@dataclass(slots=True)
class Wanted:
    """All that a workbook changes; `office` is the profile with other words, None where they stay."""

    office: CountryProfile | None = None
    areas: list[PriorityArea] | None = None
    steps: list[Step] = field(default_factory=list)


def fingerprint_of(party: Party) -> str:
    """What the working copy of a party says, "" where there is none yet."""
    profile = CountryProfile.objects.select_related("party").filter(party=party).first()
    return profiles.fingerprint(profile) if profile else ""


@transaction.atomic
def take(*, party: Party, wanted: Wanted, seen: str, source_name: str, by: User, on: datetime) -> None:
    """Take what was previewed over the draft with the fingerprint `seen`, in one transaction.

    Raises DraftChanged when the draft says something else by now, and what the verbs of profiles and
    entries raise.
    """
    Party.objects.select_for_update().get(pk=party.pk)
    CountryProfile.objects.select_for_update(of=("self",)).filter(party=party).first()
    if fingerprint_of(party) != seen:
        raise DraftChanged
    if wanted.office is not None:
        profiles.save_draft(profile=wanted.office, priorities=wanted.areas, by=by, on=on)
    verbs = {NEW: entries.add, CHANGED: entries.save, REMOVED: entries.remove}
    for step in wanted.steps:
        verbs[step.what](entry=step.entry, by=by, on=on)
    profile = CountryProfile.objects.select_related("party").get(party=party)
    acts.record(by=by, did=IMPORTED, to=profile, reason=source_name, on=on)
