"""A party of the network: its standing, its posts and their holders over time, its published profile."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acs_portal.kernel import acts, issuing, releases
from acs_portal.kernel.access import can, public
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.files import named
from acs_portal.kernel.models import Act

from .. import reading, timeline, vcard
from ..domain import directory, profiles, records, relations, sections
from ..domain.directory import Contacts, Seat
from ..forms import DayForm
from ..models import ENTRIES, CountryProfile, Designation, Party, Section, Visibility
from ..pdf import party_document, reading_copy
from ..relations_picture import relations_picture

MOST_SHOWN = 20  # entries of a section on the page of a party


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


def party_among_all(code: str) -> tuple[Party, dict[str, Party]]:
    """The same with all parties by code, in the same query."""
    parties = {party.code: party for party in Party.objects.select_related("profile")}
    if code.upper() not in parties:
        raise Http404
    return parties[code.upper()], parties


def draft_of(party: Party) -> CountryProfile:
    """The profile of a party. Http404 where it has none yet."""
    if not hasattr(party, "profile"):
        raise Http404
    return party.profile


def published(party: Party, by: date | None = None):
    """(release, tree) of the last profile published by a day (None: by now), or (None, None)."""
    return profiles.last_published(getattr(party, "profile", None), by)


def tier_of(user, party: Party | None = None) -> str:
    """For whom a person reads: the tier up to which entries of a party (of all, without one) are shown."""
    if can(user, "profile.read_draft", party):
        return Visibility.SECRETARIAT.value
    return Visibility.MEMBERS.value if can(user, "profile.read_members") else Visibility.PUBLIC.value


def ask(request: HttpRequest, party: Party, back: str, **words) -> HttpResponse:
    """The page that asks before a step: `title`, `text`, `action`, perhaps `form` and `danger`."""
    crumbs = [(_("Network"), reverse("network:directory")), (party.name, party.get_absolute_url())]
    return render(request, "parts/confirm.html", {"crumbs": crumbs, "back": back, **words})


@public
def party(request: HttpRequest, code: str) -> HttpResponse:
    """What everybody may know of a party; members read contacts, the Secretariat the letters."""
    if code != code.lower():
        return redirect(_address(request, "network:party", code), permanent=True)
    found, parties = party_among_all(code)
    today = official_day(timezone.now())
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
            "cards": _cards(profile if is_now else None, tree, today, tier_of(request.user, found)),
            **(_relations(request, found, parties) if is_now else {"relations": None}),
            "most": MOST_SHOWN if is_now else 0,
            "freshness": profiles.freshness(profile, today),
            "earlier": releases.releases_of(profile, profiles.KIND)[1:] if release and is_now else [],
            "acts": _history(request, found, profile, [*posts, *closed]),
            "today": today,
            "zone": settings.TIME_ZONE,
        },
    )


@public
def party_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The issued profile of a party; of a day, or where none is published, a sheet with its focal points.

    Who may read more than everybody gets a copy with that, made when it is asked for.
    """
    if code != code.lower():
        return redirect(_address(request, "network:party_pdf", code), permanent=True)
    found, language = party_of(code), get_language()
    asked = _asked_day(request)
    if asked is None:
        return _to_party(request, code)
    day, known, today = asked
    of_a_day = day != today or known is not None
    release, tree = published(found)
    if release and not of_a_day:
        copy = reading_copy(release, tree, language, tier_of(request.user, found))
        name = f"{code}-profile-{release.number}"
        return issuing.preview(copy, name) if copy else issuing.issued_response(release, language, name)
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
    cards = vcard.party_cards(_card_entry(request, party_of(code), asked), get_language())
    return named("".join(cards), f"{code}.vcf", "text/vcard; charset=utf-8")


@public
def post_vcf(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The card of the holder of a post; a post that nobody holds on the day has none."""
    asked = _asked_day(request)
    if asked is None:
        return _to_party(request, code)
    entry = _card_entry(request, party_of(code), asked)
    seat = next((seat for seat in entry.seats if seat.post.pk == pk and seat.designation), None)
    if seat is None:
        raise Http404
    card = vcard.seat_card(entry, seat, get_language())
    return named(card, f"{code.lower()}-post-{pk}.vcf", "text/vcard; charset=utf-8")


def _card_entry(request: HttpRequest, found: Party, asked: tuple) -> directory.Entry:
    """A party on the day asked for, with its published office and the contacts that the reader may see."""
    day, known, today = asked
    office = reading.section_of(published(found, min(day, known or day))[1], Section.AUTHORITY)
    contacts = Contacts.for_reader(request.user)
    return directory.entry_of(found, day, today=today, known=known, contacts=contacts, profile=office)


@public
def entry(request: HttpRequest, code: str, section: str, uid) -> HttpResponse:
    """A published offer, need, programme, agreement or funding source, for those who may read it."""
    found = party_of(code)
    release, tree = published(found)
    shown = reading.readable(tree, tier_of(request.user, found)) if tree else None
    part = reading.section_of(shown, section)
    node = next((child for child in part.children if child.id == str(uid)), None) if part else None
    if node is None:
        raise Http404
    cards = sections.cards(found.profile, shown, official_day(timezone.now()))
    return render(
        request,
        "network/entry_page.html",
        {
            "section": "network",
            "party": found,
            "release": release,
            "entry": reading.EntryText(node, section),
            "card": next(card for card in cards if card.code == section),
            "acts": _acts_on_entry(request, found, section, uid),
            "zone": settings.TIME_ZONE,
        },
    )


def _relations(request: HttpRequest, found: Party, parties: dict[str, Party]) -> dict:
    """With whom a party works, as the reader may know it, and the same as a picture."""
    language = get_language()
    related = relations.of(found, parties, tier=tier_of(request.user), language=language)
    return {"relations": related, "picture": relations_picture(related, language)}


def _cards(profile: CountryProfile | None, tree, today, tier: str) -> list:
    """The published sections that say something to a reader of a tier, with the standing of a profile."""
    if tree is None:
        return []
    shown = sections.cards(profile, reading.readable(tree, tier), today)
    return [card for card in shown if card.statement or not card.text.is_empty]


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


def _acts_on_entry(request: HttpRequest, found: Party, section: str, uid) -> list[Act]:
    """What was done to an entry, for who reads drafts; nothing once it left the working copy."""
    if not can(request.user, "profile.read_draft", found):
        return []
    row = ENTRIES[section].objects.filter(profile__party=found, uid=uid).first()
    return acts.history(row) if row else []


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
