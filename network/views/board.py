"""The board of the network: which sections of which profile are current, as a picture, a table and files."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from acs_portal.kernel import issuing, tables
from acs_portal.kernel.access import require
from acs_portal.kernel.dates import official_day

from ..domain import board as domain
from ..domain.board import Board
from ..domain.freshness import FRESHNESS, Freshness
from ..domain.sections import EMPTY
from ..forms import BoardForm
from ..models import CountryProfile, Section
from ..pdf import unanswered_document
from ..tables import board_columns, names
from .schemas import described

# state -> (class of the cell in the table, class of the square in the picture)
LOOK = {
    Freshness.CURRENT: ("yes", "fill-teal"),
    Freshness.TO_CONFIRM: ("part", "fill-deep"),
    Freshness.NOT_CONFIRMED: ("no", "fill-coral"),
    Freshness.NEVER: ("quiet", "fill-line"),
}


def board(request: HttpRequest) -> HttpResponse:
    """Party x section as a picture and a table, with totals; the filters stay in the address."""
    require(request, "board.read")
    form = BoardForm(request.GET)
    asked = form.asked()
    shown = _shown(asked)
    return render(
        request,
        "network/board_page.html",
        {
            "section": "network",
            "form": form,
            "board": shown,
            "sections": Section.choices,
            "states": [(state, _name(state), LOOK[state][1], LOOK[state][0]) for state in Freshness],
            "looks": {state.value: look for state, look in LOOK.items()},
            "names": {state.value: _name(state) for state in Freshness},
            "picture": _picture(shown),
            "narrowed": bool(asked),
            "query": f"?{urlencode(asked)}" if asked else "",
        },
    )


def board_csv(request: HttpRequest) -> HttpResponse:
    """The board as a CSV file: a row for each party, a column for each section."""
    return described(_table(request, tables.csv_response), "board")


def board_xlsx(request: HttpRequest) -> HttpResponse:
    """The board as a workbook."""
    return _table(request, tables.xlsx_response)


def unanswered_pdf(request: HttpRequest) -> HttpResponse:
    """The annex of the countries that have not answered, in the language of the address."""
    require(request, "board.read")
    language, today = get_language(), official_day(timezone.now())
    rows = domain.of(today, language=language).unanswered
    demonstration = CountryProfile.objects.filter(is_demonstration=True).exists()
    document = unanswered_document(rows, language, dated=today, demonstration=demonstration)
    return issuing.preview(document, f"acs-unanswered-{today:%Y-%m-%d}")


def _shown(asked: dict) -> Board:
    return domain.of(official_day(timezone.now()), language=get_language(), **asked)


def _name(state: Freshness) -> str:
    return str(EMPTY if state == Freshness.NEVER else FRESHNESS[state])


def _picture(shown: Board) -> list[dict]:
    """A bar for each section: how many parties are in which state, as widths in percent of all."""
    whole = len(shown.rows) or 1
    return [_bar(shown, section, str(label), whole) for section, label in Section.choices]


def _bar(shown: Board, section: str, label: str, whole: int) -> dict:
    parts, left = [], 0.0
    for state in Freshness:
        count = shown.totals[state][section]
        width = round(100 * count / whole, 2)
        parts.append({"fill": LOOK[state][1], "x": str(left), "width": str(width)})
        left = round(left + width, 2)
    words = ", ".join(f"{_name(state)} {shown.totals[state][section]}" for state in Freshness)
    return {"label": label, "parts": parts, "words": words}


def _table(request: HttpRequest, response) -> HttpResponse:
    require(request, "board.read")
    shown = _shown(BoardForm(request.GET).asked())
    header = names(board_columns())
    rows = [
        [
            row.party.code,
            row.party.name,
            str(row.party.get_kind_display()),
            *(_cell(cell) for cell in row.cells),
            row.last.isoformat() if row.last else "",
        ]
        for row in shown.rows
    ]
    return response(f"acs-board-{shown.day:%Y-%m-%d}-{get_language()}", header, rows)


def _cell(cell) -> str:
    name = f"{_name(cell.state)}: " + gettext("nothing at present") if cell.is_nothing else _name(cell.state)
    return f"{name} ({cell.confirmed_on:%Y-%m-%d})" if cell.confirmed_on else name
