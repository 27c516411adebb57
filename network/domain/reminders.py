"""Reminders of the network: sections to confirm, a profile never published. They write nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from acs_portal.kernel import due, reminders
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.reminders import Due

from .. import notifications
from ..models import CountryProfile, Designation, Post
from . import designations, filings, profiles, sections

BEFORE = -30  # days before the first section of a profile is to be confirmed
FIRST, EVERY = 30, 90  # days after a designation, while the profile was never published


@reminders.rule("profile_to_confirm")
def to_confirm(now: datetime) -> Iterable[Due]:
    """A month before the first section of a profile is to be confirmed, on the day, and at the end of the
    grace: once for all sections that are due within a month of it, and those never filled."""
    holders = {one.post.party_id: one.person.user for one in _primary(now)}
    published = CountryProfile.objects.exclude(confirmed_on=None).filter(party__in=holders)
    for profile in published.select_related("party").prefetch_related("standings"):
        due_on = profiles.due_on(profile)
        due_now, empty = sections.to_remind(profile, due_on - timedelta(days=BEFORE))
        for on, offset in ((due_on, BEFORE), (due_on, 0), (profiles.grace_ends_on(profile), 0)):
            to = holders[profile.party_id]
            yield notifications.profile_to_confirm(
                to, profile, sections=due_now, empty=empty, due_on=due_on, on=on, offset=offset
            )


@reminders.rule("profile_missing")
def missing(now: datetime) -> Iterable[Due]:
    """A month after a designation starts, then every 90 days, while the profile was never published."""
    never = _primary(now).filter(post__party__profile__published_on=None)
    for designation in never:
        # a day ahead: where it is tomorrow already, 08:00 may have come
        days = (official_day(now) - designation.starts + timedelta(days=1)).days
        if days >= FIRST:
            offset = days - (days - FIRST) % EVERY
            yield notifications.profile_missing(designation.person.user, designation, offset=offset)


@reminders.rule("designation_lapses")
def designation_lapses(now: datetime) -> Iterable[Due]:
    """A week before a designation that was returned lapses, to whoever filed it."""
    for designation, people in filings.to_remind(now):
        for to in people:
            yield notifications.designation_lapses(to, designation, offset=-filings.REMIND_DAYS)


due.step("designations lapsed", designations.lapse_due)


def _primary(now: datetime):
    """The designations of primary focal points in office who have an account."""
    held = Designation.objects.in_force_on(official_day(now)).filter(post__kind=Post.Kind.PRIMARY)
    return held.filter(person__user__is_active=True).select_related("post__party", "person__user")
