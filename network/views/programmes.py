"""Programmes, offers and needs of the whole network, as they were last published."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from acs_portal.kernel.access import public

from .. import reading
from ..domain import published
from ..domain.directory import place
from ..domain.published import Criteria
from ..entry_forms import ProgrammesForm
from ..models import Party, Programme, PurposeCode
from .party import tier_of

PAGE = 50


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
            "narrowed": bool(asked.keys() - {"sort"}),
        },
    )


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
