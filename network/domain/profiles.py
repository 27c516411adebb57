"""The cooperation profile of a party, drafted by its deputies, published by its primary focal point.

    (none) --start--> working copy --publish--> release n --save_draft--> working copy
    release n --confirm--> release n, confirmed on a later day

Readers see the last release, whose words are frozen. Freshness (Biosafety Clearing-House): a
profile is confirmed each year; three months later it is shown as not confirmed.
"""

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, issuing, releases, tracking
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import Act, Release, Stale, User
from acs_portal.kernel.releases import Change, Node
from acs_portal.kernel.texts import columns, versions_of

from ..models import CountryProfile, Party, PriorityArea

KIND = "profile"
OFFICE = ("address", "telephone", "email", "website")
WRITTEN = (*columns(*CountryProfile.TRILINGUAL), *OFFICE, "authentic_language")
CONFIRM_MONTHS, GRACE_MONTHS = 12, 3
MARKS = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")  # "5 < 7" and "<1 %" are no HTML

STARTED = acts.verb("profile.start", pgettext_lazy("act", "opened the profile"))
DRAFTED = acts.verb("profile.draft", pgettext_lazy("act", "saved a draft of the profile"))
PUBLISHED = acts.verb("profile.publish", pgettext_lazy("act", "published the profile"))
CONFIRMED = acts.verb("profile.confirm", pgettext_lazy("act", "confirmed the profile"))


class Freshness(StrEnum):
    """How far the word of a party about itself can be relied on today."""

    CURRENT = "current"
    TO_CONFIRM = "to_confirm"
    NOT_CONFIRMED = "not_confirmed"
    NEVER = "never"

    @property
    def label(self):
        return FRESHNESS[self]


FRESHNESS = {
    Freshness.CURRENT: pgettext_lazy("freshness of a profile", "Current"),
    Freshness.TO_CONFIRM: pgettext_lazy("freshness of a profile", "To confirm"),
    Freshness.NOT_CONFIRMED: pgettext_lazy("freshness of a profile", "Not confirmed"),
    Freshness.NEVER: pgettext_lazy("freshness of a profile", "Never published"),
}


class ProfileEmpty(RuleBroken):
    message = _("Name the cooperation authority before you publish the profile.")


class NothingToPublish(RuleBroken):
    message = _("Nothing has changed since the profile was last published. If it still holds, confirm it.")


class NotPublished(RuleBroken):
    message = _("The profile was never published, so there is nothing to confirm yet.")


class ConfirmedToday(RuleBroken):
    message = _("The profile was confirmed today already.")


def tree(profile: CountryProfile, priorities: Iterable[PriorityArea] | None = None) -> Node:
    """The working copy as the tree that page, PDF and release share."""
    areas = profile.priorities.all() if priorities is None else priorities
    return Node(
        id="profile",
        words={"title": versions_of(profile.party, "name"), **profile.all_words()},
        authentic=profile.authentic_language,
        facts={"party": profile.party.code, **{name: getattr(profile, name) for name in OFFICE}},
        children=[
            Node(f"priority-{area.code}", {"title": versions_of(area, "name")}, facts={"dac": area.dac_shown})
            for area in areas
        ],
    )


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
    """Save the working copy as a valid form left it, opening the profile when it is the first time.

    `priorities` replaces the priority areas; None leaves them. Saving what is stored already
    changes nothing. Raises Stale when somebody else saved in between.
    """
    if profile.pk is None:
        opened = start(party=profile.party, by=by, on=on, is_demonstration=profile.is_demonstration)
        profile.pk, profile.version = opened.pk, opened.version
        profile._state.adding = False
    stored = CountryProfile.objects.select_for_update().get(pk=profile.pk)
    chosen = list(stored.priorities.all()) if priorities is None else sorted(priorities, key=_position)
    before, after = _differing(_flat(stored, stored.priorities.all()), _flat(profile, chosen))
    tracking.write(profile, by=by, on=on, touch=bool(after))
    if not after:
        return profile
    profile.priorities.set(chosen)
    acts.record(by=by, did=DRAFTED, to=profile, before=before, after=after, on=on)
    return profile


@transaction.atomic
def publish(*, profile: CountryProfile, by: User, on: datetime, note: str = "", seen: str = "") -> Release:
    """Freeze the working copy that the publisher has seen as the next release, and confirm it.

    The documents in the three languages are issued after the commit. Raises Stale or SeenIsOld when
    the text in sight was another, ProfileEmpty or NothingToPublish.
    """
    stored = CountryProfile.objects.select_for_update(of=("self",)).select_related("party").get(pk=profile.pk)
    if stored.version != profile.version:
        raise Stale
    if not stored.authority:
        raise ProfileEmpty
    last, frozen = releases.latest(stored, KIND), tree(stored)
    try:
        release = releases.freeze(
            stored,
            frozen,
            kind=KIND,
            by=by,
            on=on,
            note={"text": note} if note else None,
            is_demonstration=stored.is_demonstration,
            seen=seen,
        )
    except releases.NothingChanged:
        raise NothingToPublish from None
    stored.published_on = stored.confirmed_on = official_day(on)
    tracking.write(stored, by=by, on=on)
    before, after = _recorded(
        releases.changes_of(release), releases.tree_of(last) if last else frozen, frozen
    )
    acts.record(by=by, did=PUBLISHED, to=stored, before=before, after=after, reason=note, on=on)
    issuing.issue_after_commit(release)
    return release


@transaction.atomic
def confirm(*, profile: CountryProfile, by: User, on: datetime) -> CountryProfile:
    """Confirm that the published profile still holds. Raises NotPublished or ConfirmedToday."""
    stored = CountryProfile.objects.select_for_update(of=("self",)).select_related("party").get(pk=profile.pk)
    today = official_day(on)
    if not stored.published_on:
        raise NotPublished
    if stored.confirmed_on == today:
        raise ConfirmedToday
    before, stored.confirmed_on = stored.confirmed_on, today
    tracking.write(stored, by=by, on=on)
    acts.record(
        by=by,
        did=CONFIRMED,
        to=stored,
        before={"confirmed_on": str(before)},
        after={"confirmed_on": str(today)},
        on=on,
    )
    return stored


def freshness(profile: CountryProfile | None, on: date) -> Freshness:
    """How fresh the profile is on a day, counted from the last confirmation."""
    if profile is None or not profile.confirmed_on:
        return Freshness.NEVER
    if on < due_on(profile):
        return Freshness.CURRENT
    return Freshness.TO_CONFIRM if on < grace_ends_on(profile) else Freshness.NOT_CONFIRMED


def due_on(profile: CountryProfile) -> date | None:
    """The day on which a published profile is to be confirmed."""
    return _months_after(profile.confirmed_on, CONFIRM_MONTHS) if profile.confirmed_on else None


def grace_ends_on(profile: CountryProfile) -> date | None:
    """The day from which a profile that was not confirmed is shown as such."""
    return _months_after(due_on(profile), GRACE_MONTHS) if profile.confirmed_on else None


def fingerprint(profile: CountryProfile) -> str:
    """The sha256 of the working copy, by which a page remembers what was in sight."""
    return releases.sha256(releases.canonical(tree(profile)))


def has_changes(profile: CountryProfile, last: Release | None) -> bool:
    """Whether the working copy says anything else than the last release."""
    return last is None or fingerprint(profile) != last.sha256


def with_marks(profile: CountryProfile) -> list[str]:
    """The names of the texts that contain HTML, which is shown as it is written."""
    found = {name: getattr(profile, name) for name in WRITTEN if MARKS.search(getattr(profile, name) or "")}
    shown = Act(to_type=CountryProfile._meta.label_lower, before={}, after=found).changes
    return [name for name, _before, _after in shown]


def published_by(day: date) -> dict[str, Node]:
    """The profiles as they were published at the end of a day, by code of the party; one query."""
    subject_type = CountryProfile._meta.label_lower
    until = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(settings.TIME_ZONE))
    out = Release.objects.filter(
        subject_type=subject_type, kind=KIND, corrigendum=0, released_at__lt=until
    ).defer("changes")
    newest = out.filter(subject_id=OuterRef("subject_id")).order_by("-number").values("number")[:1]
    trees = map(releases.tree_of, out.filter(number=Subquery(newest)))
    return {node.facts["party"]: node for node in trees}


def _position(area: PriorityArea) -> int:
    return area.position


def _flat(profile: CountryProfile, priorities: Iterable[PriorityArea]) -> dict:
    """What a person may change, by column, as the register keeps it."""
    return {name: getattr(profile, name) for name in WRITTEN} | {
        "priorities": [versions_of(area, "name") for area in priorities]
    }


def _recorded(changes: list[Change], old: Node, new: Node) -> tuple[dict, dict]:
    """What a publication changed, by column, as the register keeps it, without the name of the party."""
    before, after = {}, {}
    for change in changes:
        if change.id != new.id:
            before["priorities"], after["priorities"] = (
                [child.words["title"] for child in tree.children] for tree in (old, new)
            )
        elif change.field == "facts":
            before |= change.before
            after |= change.after
        elif change.name != "title":
            for code in change.languages:
                column = f"{change.name}_{code}"
                before[column] = change.before.get(change.name, {}).get(code, "")
                after[column] = change.after.get(change.name, {}).get(code, "")
    return before, after


def _differing(before: dict, after: dict) -> tuple[dict, dict]:
    names = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
