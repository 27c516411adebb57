"""The directory of the network as of any day, as a page and as files."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acs_portal.kernel import issuing, tables
from acs_portal.kernel.access import can, public
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.files import named
from acs_portal.kernel.languages import CODES

from .. import vcard
from ..domain import changes, published, records
from ..domain import directory as directory_of
from ..domain.changes import Change
from ..domain.directory import Contacts, Directory
from ..domain.narrowing import Criteria, parties_that
from ..forms import DirectoryForm
from ..map import network_map
from ..models import NOT_KNOWN
from ..pdf import directory_document
from ..tables import directory_columns, names
from .party import tier_of
from .schemas import described

OF_PROFILES = ("area", "exchange", "freshness")
NARROWING = ("q", "kind", "post", "group", *OF_PROFILES)
MOST_NEWS = 5


@public
def directory(request: HttpRequest) -> HttpResponse:
    """Who is in the network on a day, on a map and as a list; a date that is none leaves today's."""
    form = _asked(request)
    whole, shown = _shown(form, request)
    today = official_day(timezone.now())
    is_now = shown.day == today and shown.known is None
    narrowed = any(form.cleaned_data.get(name) for name in NARROWING)
    return render(
        request,
        "network/directory_list.html",
        {
            "section": "network",
            "form": form,
            "directory": shown,
            "day": shown.day,
            "today": today,
            "known": shown.known,
            "record_begins": records.begins() if shown.known else None,
            "is_today": is_now,
            "whole": whole,
            "map": "" if narrowed else _map(request, whole, is_now),
            "members": sum(whole.counts.get(kind, 0) for kind in ("member_state", "associate_member")),
            "total": sum(section.count for section in shown.sections),
            "narrowed": narrowed,
            "more_criteria": [form[name] for name in ("group", *OF_PROFILES)],
            "is_wide": any(form.cleaned_data.get(name) for name in ("group", *OF_PROFILES)),
            "query": _query(form),
            "news": _news(request, today) if is_now and not narrowed else [],
        },
    )


def _map(request: HttpRequest, whole: Directory, is_now: bool) -> str:
    """The map of the members; of today with the number of what the reader may find of each."""
    counts = published.counts_by_party(tier_of(request.user)) if is_now else {}
    return network_map(whole.entries, get_language(), counts)


@public
def directory_pdf(request: HttpRequest) -> HttpResponse:
    """The directory as a document in the language of the address."""
    form = _asked(request)
    if not form.is_valid():
        return _say_what_is_wrong(request)
    _whole, shown = _shown(form, request)
    return issuing.preview(directory_document(shown), _file_name(shown, language=False))


@public
def directory_csv(request: HttpRequest) -> HttpResponse:
    """One row for each post, as a CSV file."""
    return described(_table(request, tables.csv_response), "directory")


@public
def directory_xlsx(request: HttpRequest) -> HttpResponse:
    """One row for each post, as a workbook."""
    return _table(request, tables.xlsx_response)


@public
def directory_vcf(request: HttpRequest) -> HttpResponse:
    """A card for each office and each holder of a post."""
    form = _asked(request)
    if not form.is_valid():
        return _say_what_is_wrong(request)
    _whole, shown = _shown(form, request, with_profiles=True)
    cards = (
        card
        for entry in (*shown.entries, *shown.not_known)
        for card in vcard.party_cards(entry, shown.language, office_always=False)
    )
    return named("".join(cards), f"{_file_name(shown)}.vcf", "text/vcard; charset=utf-8")


def _news(request: HttpRequest, today: date) -> list[Change]:
    """The last changes, for members."""
    return changes.of(day=today, most=MOST_NEWS) if can(request.user, "profile.read_members") else []


def _asked(request: HttpRequest) -> DirectoryForm:
    return DirectoryForm(request.GET, reads_letters=can(request.user, "designation.read"))


def _shown(
    form: DirectoryForm, request: HttpRequest, with_profiles: bool = False
) -> tuple[Directory, Directory]:
    """The directory of the day asked for (today's where the date is none), whole and as narrowed."""
    form.is_valid()
    today = official_day(timezone.now())
    day, known = form.days(today)
    whole = directory_of.as_of(
        day,
        today=today,
        language=get_language(),
        known=known,
        contacts=Contacts.for_reader(request.user),
        with_profiles=with_profiles,
    )
    asked = {"kind": "kind", "post": "post", "words": "q", "group": "group"}
    return whole, whole.narrowed(
        **{name: form.cleaned_data.get(key, "") for name, key in asked.items()},
        parties=_parties(request, form, today),
    )


def _parties(request: HttpRequest, form: DirectoryForm, today: date) -> set[int] | None:
    """The parties whose profile today answers what is asked of it; None for all."""
    criteria = Criteria(**{name: form.cleaned_data.get(name, "") for name in OF_PROFILES})
    return parties_that(criteria, tier=tier_of(request.user), day=today)


def _query(form: DirectoryForm) -> str:
    """What the files of this page are asked with."""
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    return f"?{urlencode(asked)}" if asked else ""


def _say_what_is_wrong(request: HttpRequest) -> HttpResponse:
    """Back to the page, which keeps what was typed and says what is wrong with it."""
    return redirect(f"{reverse('network:directory')}?{request.GET.urlencode()}")


def _file_name(shown: Directory, *, language: bool = True) -> str:
    known = f"-known-{shown.known:%Y-%m-%d}" if shown.known else ""
    return f"acs-directory-{shown.day:%Y-%m-%d}{known}" + (f"-{shown.language}" if language else "")


def _table(request: HttpRequest, response) -> HttpResponse:
    """The directory in columns: contacts for members, what the letters say for the Secretariat."""
    form = _asked(request)
    if not form.is_valid():
        return _say_what_is_wrong(request)
    _whole, shown = _shown(form, request, with_profiles=True)
    contacts, letters = (can(request.user, name) for name in ("contact.read", "designation.read"))
    header = names(directory_columns(contacts=contacts, letters=letters))
    entries = (*shown.entries, *shown.not_known)
    rows = [row for entry in entries for row in _rows(entry, shown.language, contacts, letters)]
    return response(_file_name(shown), header, rows)


# of each letter, what the Secretariat alone reads, in the order of directory_columns()
LETTER_CELLS = (
    lambda one: str(one.get_instrument_display()),
    lambda one: one.reference,
    lambda one: one.dated.isoformat() if one.dated else "",
    lambda one: f"{one.signed_by}, {one.signer_post}",
    lambda one: one.received_on.isoformat(),
)


def _rows(entry, language: str, contacts: bool, letters: bool) -> list[list]:
    party = entry.party
    standing = (
        _("Date of association not known") if entry.standing == NOT_KNOWN else party.get_status_display()
    )
    start = [party.code, party.get_kind_display(), *(party.label_in(code) for code in CODES)]
    start += [party.valid_from, party.valid_to, standing]
    return [
        start
        + _post_cells(seat)
        + _office_cells(entry, language)
        + (_contact_cells(seat) if contacts else [])
        + (_letter_cells(seat) if letters else [])
        for seat in entry.seats or (None,)
    ]


def _post_cells(seat) -> list:
    if seat is None:
        return ["", "", "", ""]
    held = seat.designation
    return [
        seat.post.title,
        held.full_name if held else "",
        held.starts.isoformat() if held else "",
        seat.vacant_since.isoformat() if seat.vacant_since else "",
    ]


def _office_cells(entry, language: str) -> list:
    if entry.profile is None:
        return [""] * 5
    facts = entry.profile.facts
    authority = entry.profile.text("authority", language).value
    return [authority, facts["address"], facts["telephone"], facts["email"], facts["website"]]


def _contact_cells(seat) -> list:
    contact = seat.contact if seat else None
    return [contact.email, contact.telephone] if contact else ["", ""]


def _letter_cells(seat) -> list:
    held = seat.designation if seat else None
    return [cell(held) if held else "" for cell in LETTER_CELLS]
