"""Searching the whole network."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from acs_portal.kernel.access import public
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.languages import OWN_NAMES

from ..domain import search as searching
from ..domain import snippets
from ..domain.search import Hit, Term
from ..forms import WHAT, SearchForm
from ..models import PriorityArea
from .party import tier_of

PAGE = 20


@public
def search(request: HttpRequest) -> HttpResponse:
    """What is found in the network, its filters in the address; a page that is none shows the nearest."""
    language = get_language()
    form = SearchForm(request.GET, areas=list(PriorityArea.objects.all()))
    asked = form.asked()
    found = searching.find(
        form.criteria(), tier=tier_of(request.user), language=language, day=official_day(timezone.now())
    )
    form.count(found)
    page = Paginator(found.hits, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "network/search_results.html",
        {
            "section": "network",
            "form": form,
            "page": page,
            "rows": [_row(hit, found.terms, language) for hit in searching.with_texts(list(page))],
            "is_asked": bool(found.terms),
            "narrowed": bool(asked.keys() - {"q", "sort"}),
            "is_wide": bool(asked.keys() - {"q"}),
            "words": asked.get("q", ""),
            "only_words": urlencode({"q": asked.get("q", "")}),
            "query": urlencode(asked),
        },
    )


def _row(hit: Hit, terms: list[Term], language: str) -> dict:
    """A hit as the page shows it, with the words that were found marked."""
    return {
        "hit": hit,
        "what": WHAT[hit.what],
        "title": _marked(snippets.marked(hit.title, terms)),
        "snippet": _marked(snippets.snippet(hit.text, terms)) if hit.text else "",
        "language": hit.language if hit.language != language else "",
        "language_name": OWN_NAMES[hit.language],
    }


def _marked(parts: list[tuple[str, bool]]) -> SafeString:
    shown = ((format_html("<mark>{}</mark>", text) if is_hit else text,) for text, is_hit in parts)
    return format_html_join("", "{}", shown)
