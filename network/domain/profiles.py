"""The cooperation profile of a party, drafted by its deputies, published by its primary focal point.

    (none) --start--> working copy --publish(sections)--> release n --save_draft--> working copy
    release n --confirm(sections)--> release n, its sections confirmed on a later day

Readers see the last release, whose words are frozen. A release may take only some sections of the working
copy; the others stay as they were last published. Each section is confirmed each year (freshness.py).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Min, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, gate, issuing, releases, tracking
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import Release, Stale, User
from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import versions_of

from .. import reading
from ..models import (
    ENTRIES,
    CountryProfile,
    Party,
    PriorityArea,
    PurposeCode,
    SectionStanding,
    Visibility,
)
from ..reading import KIND
from . import freshness as freshness_of
from . import profile_tree, published, records, search_texts
from .freshness import Freshness
from .profile_differences import WRITTEN, changed_sections, differing, recorded, with_marks
from .profile_tree import tree

__all__ = ["KIND", "Freshness", "tree", "with_marks"]  # for who reads a profile through this module

STARTED = acts.verb("profile.start", pgettext_lazy("act", "opened the profile"))
DRAFTED = acts.verb("profile.draft", pgettext_lazy("act", "saved a draft of the profile"))
PUBLISHED = acts.verb("profile.publish", pgettext_lazy("act", "published the profile"))
CONFIRMED = acts.verb("profile.confirm", pgettext_lazy("act", "confirmed the profile"))


class ProfileEmpty(RuleBroken):
    message = _("Name the cooperation authority before you publish the profile.")


class NothingToPublish(RuleBroken):
    message = _("Nothing has changed since the profile was last published. If it still holds, confirm it.")


class NothingChosen(RuleBroken):
    message = _("Choose at least one section.")


class NotPublished(RuleBroken):
    message = _("The profile was never published, so there is nothing to confirm yet.")


class ConfirmedToday(RuleBroken):
    message = _("The profile was confirmed today already.")


class CodeNotValid(RuleBroken):
    message = _("The DAC code %(code)s (%(name)s) is not valid on %(day)s. Choose another one.")


# ---------------------------------------------------------------- the working copy


@transaction.atomic
def start(*, party: Party, by: User, on: datetime, is_demonstration: bool = False) -> CountryProfile:
    """Open the empty profile of a party. Raises Stale when somebody else just did."""
    party = Party.objects.select_for_update().get(pk=party.pk)
    if CountryProfile.objects.filter(party=party).exists():
        raise Stale
    profile = CountryProfile(
        party=party, authentic_language=party.working_language, is_demonstration=is_demonstration
    )
    tracking.write(profile, by=by, on=on)
    acts.record(by=by, did=STARTED, to=profile, on=on)
    return profile


@transaction.atomic
def save_draft(
    *, profile: CountryProfile, by: User, on: datetime, priorities: Iterable[PriorityArea] | None = None
) -> CountryProfile:
    """Save authority and policy as a valid form left them, opening the profile when it is the first time.

    `priorities` replaces the priority areas; None leaves them. Saving what is stored already
    changes nothing. Raises Stale when somebody else saved in between, CodeNotValid for an area that
    is chosen anew while its code is not valid.
    """
    if profile.pk is None:
        opened = start(party=profile.party, by=by, on=on, is_demonstration=profile.is_demonstration)
        profile.pk, profile.version = opened.pk, opened.version
        profile._state.adding = False
    stored = CountryProfile.objects.select_for_update().get(pk=profile.pk)
    there = list(stored.priorities.all())
    chosen = there if priorities is None else sorted(priorities, key=_position)
    require_valid({area.dac_code for area in chosen} - {area.dac_code for area in there}, official_day(on))
    before, after = differing(_flat(stored, there), _flat(profile, chosen))
    tracking.write(profile, by=by, on=on, touch=bool(after))
    if not after:
        return profile
    profile.priorities.set(chosen)
    note_draft(profile)
    acts.record(by=by, did=DRAFTED, to=profile, before=before, after=after, on=on)
    return profile


def note_draft(profile: CountryProfile) -> None:
    """Note that the working copy was written on, beside its version: whoever edits it is not disturbed."""
    CountryProfile._base_manager.filter(pk=profile.pk).update(is_drafted=True)


def require_valid(codes: Iterable[str], day: date) -> None:
    """Refuse purpose codes that are not valid on a day, those that the list knows. Raises CodeNotValid."""
    for code in PurposeCode.objects.filter(code__in=codes):
        if not code.is_valid_on(day):
            raise CodeNotValid(code=code.code, name=code.name, day=f"{day:%Y-%m-%d}")


# ---------------------------------------------------------------- publishing and confirming


def last_published(
    profile: CountryProfile | None, by: date | None = None
) -> tuple[Release | None, Node | None]:
    """(release, tree with its sections) of the profile last published by the end of a day (None: by now),
    or (None, None)."""
    if profile is None:
        return None, None
    found = releases.releases_of(profile, KIND).defer(None)
    release = (found.filter(released_at__lt=records.end_of(by)) if by else found).first()
    return (release, tree_of(release)) if release else (None, None)


def tree_of(release: Release) -> Node:
    """The frozen tree with its sections. Raises Tampered. It holds what only members may read:
    `reading.readable()` gives each reader theirs."""
    return reading.upgraded(releases.tree_of(release))


@transaction.atomic
def publish(
    *,
    profile: CountryProfile,
    by: User,
    on: datetime,
    sections: Iterable[str] | None = None,
    note: str = "",
    seen: str = "",
) -> Release:
    """Freeze the chosen sections (all by default) of the working copy in sight, and confirm them.

    The documents in the three languages are issued after the commit. Raises Stale or SeenIsOld when
    the text in sight was another, NothingChosen, ProfileEmpty, NothingToPublish, or NotReady where the
    rule of profiles holds what is not ready in three languages.
    """
    stored = _locked(profile)
    if stored.version != profile.version:
        raise Stale
    working, (_last, frozen) = profile_tree.read(stored), last_published(stored)
    draft = working.tree
    if seen and seen != profile_tree.fingerprint(draft):
        raise releases.SeenIsOld
    if sections is not None and not list(sections):
        raise NothingChosen
    changed = [s for s in changed_sections(draft, frozen) if sections is None or s in sections]
    whole = _merged(draft, frozen, changed)
    if not whole.children[0].words.get("authority"):
        raise ProfileEmpty
    gate.guard(KIND, working.texts(changed))
    release = _freeze(stored, whole, frozen, note, by, on)
    stored.is_drafted = differs(draft, whole)
    _settle(stored, whole, changed, release, by, on)
    before, after = recorded(frozen, whole) if frozen else ({}, {})
    chosen = {"section": [profile_tree.section_name(code) for code in changed]} if frozen else {}
    acts.record(by=by, did=PUBLISHED, to=stored, before=before, after=after | chosen, reason=note, on=on)
    issuing.issue_after_commit(release)
    return release


def _freeze(profile: CountryProfile, whole: Node, frozen: Node | None, note: str, by: User, on) -> Release:
    if frozen is not None and not differs(whole, frozen):
        raise NothingToPublish
    return releases.freeze(
        profile,
        whole,
        kind=KIND,
        by=by,
        on=on,
        note={"text": note} if note else None,
        is_demonstration=profile.is_demonstration,
    )


def _merged(draft: Node, frozen: Node | None, changed: list[str]) -> Node:
    """What is released: the last published sections with the chosen ones of the working copy.

    An area or code renamed meanwhile comes with its section, the names of the party always.
    """
    before = reading.sections_of(frozen) if frozen else {node.id: _blank(node) for node in draft.children}
    children = [node if node.id in changed else before[node.id] for node in draft.children]
    return replace(draft, children=children)


def _blank(node: Node) -> Node:
    return replace(node, words={}, facts=dict.fromkeys(node.facts, ""), children=[])


def _settle(profile: CountryProfile, whole: Node, changed: list[str], release, by, on: datetime) -> None:
    """Note which sections now stand published and confirmed, and list their entries."""
    today, there = official_day(on), reading.sections_of(whole)
    for code in changed:
        if reading.is_empty(there[code]):
            SectionStanding.objects.filter(profile=profile, section=code).delete()
            continue
        SectionStanding.objects.update_or_create(
            profile=profile,
            section=code,
            defaults={
                "entries": len(there[code].children) if code in ENTRIES else 1,
                "is_nothing": False,
                "release": release.number,
                "published_on": today,
                "confirmed_on": today,
                "confirmed_by": by,
            },
        )
    published.list_entries(profile, [there[code] for code in changed if code in ENTRIES])
    search_texts.index(profile, [there[code] for code in changed])
    profile.published_on = today
    date_whole(profile, by, on)


def date_whole(profile: CountryProfile, by: User, on: datetime) -> None:
    """A profile is as fresh as the section that was confirmed longest ago."""
    oldest = SectionStanding.objects.filter(profile=profile).aggregate(day=Min("confirmed_on"))["day"]
    profile.confirmed_on = oldest or official_day(on)
    tracking.write(profile, by=by, on=on)


@transaction.atomic
def confirm(
    *, profile: CountryProfile, by: User, on: datetime, sections: Iterable[str] | None = None
) -> CountryProfile:
    """Confirm that the chosen published sections (all by default) still hold.

    Raises NotPublished, NothingChosen, or ConfirmedToday when each of them was.
    """
    stored, today = _locked(profile), official_day(on)
    if not stored.published_on:
        raise NotPublished
    wanted = SectionStanding.objects.filter(profile=stored)
    wanted = wanted if sections is None else wanted.filter(section__in=sections)
    if not wanted:
        raise NothingChosen
    waiting = [standing for standing in wanted if standing.confirmed_on != today]
    if not waiting:
        raise ConfirmedToday
    for standing in waiting:
        standing.confirmed_on, standing.confirmed_by = today, by
        standing.save()
    before = stored.confirmed_on
    date_whole(stored, by, on)
    acts.record(
        by=by,
        did=CONFIRMED,
        to=stored,
        before={"confirmed_on": str(before)},
        after={"confirmed_on": str(stored.confirmed_on)}
        | (
            {"section": [profile_tree.section_name(s.section) for s in waiting]}
            if sections is not None
            else {}
        ),
        on=on,
    )
    return stored


def _locked(profile: CountryProfile) -> CountryProfile:
    return CountryProfile.objects.select_for_update(of=("self",)).select_related("party").get(pk=profile.pk)


# ---------------------------------------------------------------- reading


def freshness(profile: CountryProfile | None, on: date) -> Freshness:
    """How fresh the whole profile is on a day: as its section that was confirmed longest ago."""
    return freshness_of.of(profile.confirmed_on if profile else None, on)


def due_on(profile: CountryProfile) -> date | None:
    """The day on which a published profile is to be confirmed."""
    return freshness_of.due(profile.confirmed_on) if profile.confirmed_on else None


def grace_ends_on(profile: CountryProfile) -> date | None:
    """The day from which a profile that was not confirmed is shown as such."""
    return freshness_of.lapses(profile.confirmed_on) if profile.confirmed_on else None


def fingerprint(profile: CountryProfile) -> str:
    """The sha256 of the working copy, by which a page remembers what was in sight."""
    return profile_tree.fingerprint(tree(profile))


def differs(draft: Node, frozen: Node | None) -> bool:
    """Whether a working copy says anything else than what is published, be it a name of the party."""
    return frozen is None or bool(changed_sections(draft, frozen)) or draft.words != frozen.words


def published_by(day: date) -> dict[str, Node]:
    """Authority and office of the profiles as published at the end of a day, by code of the party."""
    out = Release.objects.filter(
        subject_type=CountryProfile._meta.label_lower,
        kind=KIND,
        corrigendum=0,
        released_at__lt=records.end_of(day),
    ).defer("changes")
    newest = out.filter(subject_id=OuterRef("subject_id")).order_by("-number").values("number")[:1]
    trees = (
        reading.readable(tree_of(found), Visibility.PUBLIC) for found in out.filter(number=Subquery(newest))
    )
    return {node.facts["party"]: node.children[0] for node in trees}


def _position(area: PriorityArea) -> int:
    return area.position


def _flat(profile: CountryProfile, priorities: Iterable[PriorityArea]) -> dict:
    """What a person may change, by column, as the register keeps it."""
    return {name: getattr(profile, name) for name in WRITTEN} | {
        "priorities": [versions_of(area, "name") for area in priorities]
    }
