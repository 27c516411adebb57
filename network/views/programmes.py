"""Programmes, offers and needs of the whole network, as they were last published."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from acs_portal.kernel import tables
from acs_portal.kernel.access import public
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.languages import CODES

from .. import reading
from ..domain import published
from ..domain.directory import place
from ..domain.published import Criteria
from ..forms import ProgrammesForm
from ..models import Party, Programme, PurposeCode
from ..tables import names, programme_columns
from .party import tier_of
from .schemas import described

PAGE = 50
MORE = ("modality", "status", "sort")


@public
def programmes(request: HttpRequest) -> HttpResponse:
    """The list with its filters, which stay in the address; a page that is none shows the nearest one."""
    language, tier = get_language(), tier_of(request.user)
    parties = sorted(Party.objects.all(), key=lambda party: place(party, language))
    sectors = list(PurposeCode.objects.all())
    form = ProgrammesForm(request.GET, parties=parties, sectors=sectors)
    asked = form.asked()
    found = published.search(Criteria(**asked), tier=tier, language=language)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "network/programmes_list.html",
        {
            "section": "network",
            "form": form,
            "page": page,
            "rows": _rows(page, parties, sectors),
            "query": f"?{urlencode(asked)}" if asked else "",
            "narrowed": bool(asked.keys() - {"sort"}),
            "first_criteria": [form[name] for name in ("section", "sector", "country")],
            "more_criteria": [form[name] for name in MORE],
            "is_wide": bool(asked.keys() & {*MORE, "is_pooled"}),
        },
    )


@public
def programmes_csv(request: HttpRequest) -> HttpResponse:
    """What the list shows with these filters, all pages of it, as a CSV file."""
    form = ProgrammesForm(request.GET, parties=Party.objects.all(), sectors=PurposeCode.objects.all())
    criteria, tier, language = Criteria(**form.asked()), tier_of(request.user), get_language()
    found = published.search(criteria, tier=tier, language=language)
    name = f"acs-programmes-{official_day(timezone.now()):%Y-%m-%d}-{language}"
    rows = (_cells(entry) for entry in found)
    return described(tables.csv_response(name, names(programme_columns()), rows), "programmes")


def _cells(entry) -> list:
    """An entry in the order of programme_columns()."""
    return [
        str(entry.uid),
        str(entry.get_section_display()),
        entry.party.code,
        entry.party.name,
        *(getattr(entry, f"title_{code}") for code in CODES),
        entry.sector,
        str(entry.get_modality_display()),
        str(dict(Programme.Status.choices).get(entry.status, "")),
        entry.starts,
        entry.ends,
        entry.countries.strip(";"),
        str(entry.is_pooled).lower(),
        str(entry.get_visibility_display()),
        str(entry.is_demonstration).lower(),
    ]


def _rows(page, parties: list[Party], sectors: list[PurposeCode]) -> list[tuple]:
    """(entry, the other countries, sector, status, period) of each row; the names are in hand already."""
    names = {party.code: party.name for party in parties}
    codes = {sector.code: str(sector) for sector in sectors}
    statuses = dict(Programme.Status.choices)
    return [
        (
            entry,
            [names[code] for code in entry.countries.strip(";").split(";") if code != entry.party.code],
            codes.get(entry.sector, entry.sector),
            statuses.get(entry.status, ""),
            reading.period(entry.starts, entry.ends),
        )
        for entry in page
    ]
