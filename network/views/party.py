"""A party of the network: its standing, its posts and their holders over time, its published profile."""

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

from .. import reading, vcard
from ..domain import directory, profiles, relations, sections
from ..models import Designation, Party, Section, Visibility
from ..pdf import party_document, reading_copy
from ..relations_picture import relations_picture

MOST_SHOWN = 20  # entries of a section on the page of a party


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


def published(party: Party):
    """(release, tree) of the last published profile, or (None, None)."""
    return profiles.last_published(getattr(party, "profile", None))


def tier_of(user, party: Party | None = None) -> str:
    """For whom a person reads: the tier up to which entries of a party (of all, without one) are shown."""
    if can(user, "profile.read_draft", party):
        return Visibility.SECRETARIAT.value
    return Visibility.MEMBERS.value if can(user, "profile.read_members") else Visibility.PUBLIC.value


@public
def party(request: HttpRequest, code: str) -> HttpResponse:
    """What everybody may know of a party; members read contacts, the Secretariat the letters."""
    if code != code.lower():
        return redirect(_address(request, "network:party", code), permanent=True)
    found, parties = party_among_all(code)
    profile, today = getattr(found, "profile", None), official_day(timezone.now())
    release, tree = published(found)
    tier, language = tier_of(request.user, found), get_language()
    related = relations.of(found, parties, tier=tier_of(request.user), language=language)
    return render(
        request,
        "network/party_detail.html",
        {
            "section": "network",
            "party": found,
            "posts": posts_with_history(found, today),
            "profile": profile,
            "release": release,
            "cards": _cards(found, tree, today, tier),
            "relations": related,
            "picture": relations_picture(related, language),
            "most": MOST_SHOWN,
            "freshness": profiles.freshness(profile, today),
            "earlier": releases.releases_of(profile, profiles.KIND)[1:] if release else [],
            "acts": _history(request, found, profile),
            "today": today,
            "zone": settings.TIME_ZONE,
        },
    )


@public
def party_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The issued profile of a party; of one that published none, a sheet with its focal points.

    Who may read more than everybody gets a copy with that, made when it is asked for.
    """
    if code != code.lower():
        return redirect(_address(request, "network:party_pdf", code), permanent=True)
    found, language = party_of(code), get_language()
    release, tree = published(found)
    if release:
        copy = reading_copy(release, tree, language, tier_of(request.user, found))
        name = f"{code}-profile-{release.number}"
        return issuing.preview(copy, name) if copy else issuing.issued_response(release, language, name)
    today = official_day(timezone.now())
    entry = directory.entry_of(found, today, today=today)
    return issuing.preview(party_document(entry, language, dated=today), f"{code}-{today:%Y-%m-%d}")


@public
def party_vcf(request: HttpRequest, code: str) -> HttpResponse:
    """The cards of a party: its office and the holders of its posts."""
    if code != code.lower():
        return redirect(_address(request, "network:party_vcf", code), permanent=True)
    found, today = party_of(code), official_day(timezone.now())
    office = reading.section_of(published(found)[1], Section.AUTHORITY)
    entry = directory.entry_of(found, today, today=today, profile=office)
    cards = vcard.party_cards(entry, get_language(), contacts=can(request.user, "contact.read"))
    return named("".join(cards), f"{code}.vcf", "text/vcard; charset=utf-8")


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
            "zone": settings.TIME_ZONE,
        },
    )


def _cards(found: Party, tree, today, tier: str) -> list:
    """The published sections that say something to a reader of a tier."""
    if tree is None:
        return []
    shown = sections.cards(found.profile, reading.readable(tree, tier), today)
    return [card for card in shown if not card.text.is_empty]


def posts_with_history(found: Party, today) -> list[tuple]:
    """(seat, designations) of each post of a party, the newest designation first."""
    entry = directory.entry_of(found, today, today=today)
    history: dict[int, list[Designation]] = {}
    designations = Designation.objects.filter(post__party=found)
    for designation in designations.select_related("person__user", "letter"):
        history.setdefault(designation.post_id, []).append(designation)
    return [(seat, history.get(seat.post.pk, [])) for seat in entry.seats]


def _address(request: HttpRequest, name: str, code: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return reverse(name, args=[code.lower()]) + (f"?{query}" if query else "")


def _history(request: HttpRequest, found: Party, profile) -> list[Act]:
    """The acts a reader may see: of the profile what was published, with the drafts for who reads drafts.

    What was designated is told by the posts; its letters are for the Secretariat.
    """
    if profile is None:
        return []
    shown = acts.history(profile)
    if can(request.user, "profile.read_draft", found):
        return shown
    return [act for act in shown if act.did in (profiles.PUBLISHED, profiles.CONFIRMED)]
