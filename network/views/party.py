"""A party of the network: its standing, its posts and their holders over time, its published profile."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from acs_portal.kernel import acts, issuing, releases
from acs_portal.kernel.access import can, public
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.files import named
from acs_portal.kernel.models import Act

from .. import timeline, vcard
from ..domain import directory, profiles, records
from ..domain.directory import Contacts, Seat
from ..forms import DayForm
from ..models import Designation, Party
from ..pdf import party_document


class PostShown(NamedTuple):
    """A post on the page of its party: who holds it, its time as a bar, its designations, newest first."""

    seat: Seat
    timeline: timeline.Timeline | None
    history: list[Designation]


def party_of(code: str) -> Party:
    """The party with a code and its profile. Http404 for an unknown one."""
    party = Party.objects.select_related("profile").filter(code=code.upper()).first()
    if party is None:
        raise Http404
    return party


def published(party: Party, by: date | None = None):
    """(release, tree) of the last profile published by a day (None: by now), or (None, None)."""
    profile = getattr(party, "profile", None)
    if profile is None:
        return None, None
    found = releases.releases_of(profile, profiles.KIND).defer(None)
    release = (found.filter(released_at__lt=records.end_of(by)) if by else found).first()
    return (release, releases.tree_of(release)) if release else (None, None)


@public
def party(request: HttpRequest, code: str) -> HttpResponse:
    """What everybody may know of a party; members read contacts, the Secretariat the letters."""
    if code != code.lower():
        return redirect(_address(request, "network:party", code), permanent=True)
    found, today = party_of(code), official_day(timezone.now())
    form = DayForm(request.GET)
    form.is_valid()
    day, known = form.days(today)
    is_now = day == today and known is None
    profile = getattr(found, "profile", None)
    release, tree = published(found, None if is_now else min(day, known or day))
    posts, closed = posts_shown(request, found, day=day, today=today, known=known)
    return render(
        request,
        "network/party_detail.html",
        {
            "section": "network",
            "party": found,
            "form": form,
            "day": day,
            "known": known,
            "is_now": is_now,
            "record_begins": records.begins() if known else None,
            "query": _query(request, is_now),
            "posts": posts,
            "closed": closed,
            "profile": profile,
            "release": release,
            "tree": tree,
            "freshness": profiles.freshness(profile, today),
            "earlier": releases.releases_of(profile, profiles.KIND)[1:] if release and is_now else [],
            "acts": _history(request, found, profile, [*posts, *closed]),
            "today": today,
            "zone": settings.TIME_ZONE,
        },
    )


@public
def party_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The issued profile of a party; of a day, or where none is published, a sheet with its focal points."""
    if code != code.lower():
        return redirect(_address(request, "network:party_pdf", code), permanent=True)
    found, language = party_of(code), get_language()
    asked = _asked_day(request)
    if asked is None:
        return _to_party(request, code)
    day, known, today = asked
    of_a_day = day != today or known is not None
    release, _tree = published(found)
    if release and not of_a_day:
        return issuing.issued_response(release, language, f"{code}-profile-{release.number}")
    entry = directory.entry_of(found, day, today=today, known=known)
    document = party_document(entry, language, dated=day, known=known, of_a_day=of_a_day)
    return issuing.preview(document, f"{code}-{day:%Y-%m-%d}")


@public
def party_vcf(request: HttpRequest, code: str) -> HttpResponse:
    """The cards of a party: its office and the holders of its posts."""
    if code != code.lower():
        return redirect(_address(request, "network:party_vcf", code), permanent=True)
    asked = _asked_day(request)
    if asked is None:
        return _to_party(request, code)
    day, known, today = asked
    found = party_of(code)
    entry = directory.entry_of(
        found,
        day,
        today=today,
        known=known,
        contacts=Contacts.for_reader(request.user),
        profile=published(found, min(day, known or day))[1],
    )
    cards = vcard.party_cards(entry, get_language())
    return named("".join(cards), f"{code}.vcf", "text/vcard; charset=utf-8")


def posts_shown(
    request: HttpRequest, found: Party, *, day: date, today: date, known: date | None
) -> tuple[list[PostShown], list[PostShown]]:
    """The open posts of a party with their history, and the closed ones; two queries, three with `known`."""
    posts, designations = records.posts_and_designations(known, found)
    contacts = Contacts.NONE if known else Contacts.for_reader(request.user)
    seats = directory.seats_of(posts, designations, day=day, today=known or today, contacts=contacts)
    history: dict[int, list[Designation]] = {}
    for designation in designations:
        designation.shown_state = designation.state_on(day)
        history.setdefault(designation.post_id, []).append(designation)
    closed = [Seat(post, None) for post in posts if post.is_closed_on(day) and post.pk in history]
    return _shown(seats, history, day), _shown(closed, history, day)


def _shown(seats: list[Seat], history: dict[int, list[Designation]], day: date) -> list[PostShown]:
    found = []
    for seat in seats:
        designations = history.get(seat.post.pk, [])
        last = min(day, seat.post.closed_on or day)
        found.append(PostShown(seat, timeline.of_post(designations, last), designations[::-1]))
    return found


def _asked_day(request: HttpRequest) -> tuple[date, date | None, date] | None:
    """(day, as on record at, today) as the address asks; None for a date that is none."""
    form, today = DayForm(request.GET), official_day(timezone.now())
    return (*form.days(today), today) if form.is_valid() else None


def _to_party(request: HttpRequest, code: str) -> HttpResponse:
    """Back to the page, which says what is wrong with the date."""
    return redirect(_address(request, "network:party", code))


def _query(request: HttpRequest, is_now: bool) -> str:
    """What the files of this page are asked with."""
    return "" if is_now else f"?{request.GET.urlencode()}"


def _address(request: HttpRequest, name: str, code: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return reverse(name, args=[code.lower()]) + (f"?{query}" if query else "")


def _history(request: HttpRequest, found: Party, profile, posts: list[PostShown]) -> list[Act]:
    """The acts a reader may see: of the profile what was published, with the drafts for who reads drafts.

    What was designated is told by the posts; its letters are for the Secretariat, which reads all acts on
    the party, its posts and designations.
    """
    if can(request.user, "act.read"):
        parts = [part for shown in posts for part in (shown.seat.post, *shown.history)]
        return acts.history(found, *parts, *filter(None, [profile]))
    if profile is None:
        return []
    shown = acts.history(profile)
    if can(request.user, "profile.read_draft", found):
        return shown
    return [act for act in shown if act.did in (profiles.PUBLISHED, profiles.CONFIRMED)]
