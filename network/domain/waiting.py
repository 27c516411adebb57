"""What of the network waits for a person: profiles to fill, publish and confirm, posts to fill, letters.

(reads only)
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import CharField, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acs_portal.kernel.access import can
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import Act, User
from acs_portal.kernel.waiting import Task, first

from ..models import CountryProfile, Designation, Party, Post, held_parties, held_posts
from . import asked, filings, profiles, sections
from .directory import LETTER, MISSING
from .profiles import Freshness


def waiting_for(user: User, *, on: datetime) -> list[Task]:
    """The tasks of the network for a person at a moment, the most urgent first."""
    today = official_day(on)
    kinds = (Post.Kind.PRIMARY, Post.Kind.DEPUTY)
    held = {party: kind for party, kind, _party_kind in held_posts(user) if kind in kinds}
    tasks = []
    there = _profiles(held)
    for party in held_parties(user):
        if party.pk in held:
            tasks += _of_party(party, there.get(party.pk), held[party.pk], today)
    tasks += _to_complete(user)
    if can(user, "designation.record"):
        tasks += _of_secretariat(on)
    return sorted(tasks, key=lambda task: (not task.urgent, task.due or date.max))


def _profiles(parties: Iterable[int]) -> dict[int, CountryProfile]:
    """The profiles of parties by their id, each with who saved the last draft and when; one query."""
    drafted = Act.objects.filter(
        did=profiles.DRAFTED,
        to_type=CountryProfile._meta.label_lower,
        to_id=Cast(OuterRef("pk"), CharField()),
    ).order_by("-id")
    found = CountryProfile.objects.filter(party__in=parties).annotate(
        drafted_by=Subquery(drafted.values("by_name")[:1]), drafted_at=Subquery(drafted.values("at")[:1])
    )
    return {profile.party_id: profile for profile in found}


def _of_party(party: Party, profile: CountryProfile | None, kind: str, today: date) -> list[Task]:
    publishes = kind == Post.Kind.PRIMARY
    if profile is None or (profile.published_on is None and not profile.authority):
        return [_to_fill(party)]
    tasks = asked.tasks(party, profile, publishes=publishes, today=today)
    if publishes and profile.is_drafted:
        tasks.append(_to_publish(party, profile))
    if publishes and profiles.freshness(profile, today) in (Freshness.TO_CONFIRM, Freshness.NOT_CONFIRMED):
        tasks.append(_to_confirm(party, profile, today))
    return tasks


def _to_fill(party: Party) -> Task:
    return Task(
        title=_("Fill in the cooperation profile of %(party)s") % {"party": party.name},
        detail=_("Authority, contacts, policy and priorities: nothing has been written yet."),
        url=reverse("network:profile_edit", args=[party.code.lower()]),
        urgent=True,
    )


def _to_publish(party: Party, profile: CountryProfile) -> Task:
    detail = _("The draft differs from what readers see.")
    if profile.drafted_at:
        detail = _("%(name)s saved a draft on %(day)s.") % {
            "name": profile.drafted_by,
            "day": date_format(official_day(profile.drafted_at)),
        }
    return Task(
        title=_("Publish the changes to the profile of %(party)s") % {"party": party.name},
        detail=detail,
        url=reverse("network:profile", args=[party.code.lower()]),
    )


def _to_confirm(party: Party, profile: CountryProfile, today: date) -> Task:
    return Task(
        title=_("Confirm the profile of %(party)s") % {"party": party.name},
        detail=", ".join(str(standing.get_section_display()) for standing in sections.due(profile, today)),
        url=reverse("network:profile_confirm", args=[party.code.lower()]),
        due=profiles.due_on(profile),
        urgent=profiles.freshness(profile, today) == Freshness.NOT_CONFIRMED,
    )


def _to_complete(user: User) -> list[Task]:
    """What was returned to the party of whose post of primary focal point the person is the holder."""
    parties = [party for party, post, _kind in held_posts(user) if post == Post.Kind.PRIMARY]
    if not parties:
        return []
    returned = Designation.objects.filter(
        state=Designation.State.RETURNED, is_filed_by_party=True, post__party__in=parties
    )
    return [
        Task(
            title=_("Complete the designation of %(name)s") % {"name": designation.full_name},
            detail=designation.note,
            url=reverse("network:designation", args=[designation.post.party.slug, designation.pk]),
            due=designation.complete_by,
            urgent=True,
        )
        for designation in returned.select_related("post__party").order_by("complete_by")
    ]


def _of_secretariat(on: datetime) -> list[Task]:
    today = official_day(on)
    in_hand = Q(state__in=(Designation.State.RECEIVED, Designation.State.UNDER_REVIEW))
    lacks_letter = Designation.objects.in_force_on(today).filter(letter=None)
    found = list(Designation.objects.filter(in_hand | Q(pk__in=lacks_letter)).select_related("post__party"))
    return [
        *_to_review([one for one in found if one.is_pending], today),
        *_without_focal_point(today),
        *_without_letter([one for one in found if not one.is_pending]),
    ]


def _to_review(found: list[Designation], today: date) -> list[Task]:
    """The designations that wait for a decision of the Secretariat, told as one task."""
    waiting = sorted(found, key=lambda one: one.filed_at)
    if not waiting:
        return []
    title = ngettext(
        "%(count)s designation waits for a decision",
        "%(count)s designations wait for a decision",
        len(waiting),
    )
    only = waiting[0]
    return [
        Task(
            title=title % {"count": len(waiting)},
            detail=first([f"{one.full_name} ({one.post.party.name})" for one in waiting]),
            url=reverse("network:designation", args=[only.post.party.slug, only.pk])
            if len(waiting) == 1
            else reverse("network:designation_queue"),
            due=filings.due_on(only),
            urgent=filings.is_late(only, today),
        )
    ]


def _without_focal_point(today: date) -> list[Task]:
    held = Designation.objects.in_force_on(today).filter(
        post__party=OuterRef("pk"), post__kind=Post.Kind.PRIMARY
    )
    without = Party.objects.filter(
        ~Exists(held), kind__in=Party.MEMBERS, status=Party.Status.ACTIVE
    ).in_protocol_order()
    names = [party.name for party in without]
    if not names:
        return []
    title = ngettext(
        "%(count)s member has no primary focal point",
        "%(count)s members have no primary focal point",
        len(names),
    )
    return [
        Task(
            title=title % {"count": len(names)},
            detail=first(names),
            url=f"{reverse('network:directory')}?post={MISSING}",
        )
    ]


def _without_letter(found: list[Designation]) -> list[Task]:
    """The designations in force whose letter is still to be put on file, told as one task."""
    waiting = sorted(found, key=lambda one: (one.received_on, one.pk))
    if not waiting:
        return []
    title = ngettext(
        "The letter of %(count)s designation is missing",
        "The letters of %(count)s designations are missing",
        len(waiting),
    )
    url = f"{reverse('network:directory')}?post={LETTER}"
    if len(waiting) == 1:
        only = waiting[0]
        url = reverse("network:designation_letter", args=[only.post.party.slug, only.pk])
    return [
        Task(
            title=title % {"count": len(waiting)},
            detail=first([designation.post.party.name for designation in waiting]),
            url=url,
        )
    ]
