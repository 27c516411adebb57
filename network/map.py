"""The map of the members of the network, as inline SVG, the same on the directory and the home page.

The outlines come from reference/map.json (Natural Earth); the list of the same parties on the
page is the text alternative.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import Party

OUTLINES = Path(__file__).resolve().parent / "reference" / "map.json"
DOT = 7
# The Netherlands Antilles, dissolved on 10 October 2010, drawn as their successors.
SUCCESSORS = {"ANT": ("CUW", "SXM", "BES")}
TONES = {Party.Kind.MEMBER_STATE: "map-member", Party.Kind.ASSOCIATE_MEMBER: "map-associate"}


class Place(NamedTuple):
    """The markup of one place: its outline, its dot and the line between them."""

    outline: str
    dot: str
    line: str
    is_small: bool


@cache
def _outlines() -> tuple[str, str, dict[str, Place]]:
    """The viewBox, the land and the places by code, as markup."""
    found = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return found["viewBox"], found["land"], {code: _place(place) for code, place in found["places"].items()}


def _place(place: dict) -> Place:
    dot = f'<circle cx="{place["x"]}" cy="{place["y"]}" r="{DOT}"/>' if place["small"] else ""
    line = f'<path d="{place["line"]}"/>' if place.get("line") else ""
    return Place(f'<path d="{place["d"]}"/>', dot, line, place["small"])


def network_map(entries: Iterable, language: str) -> SafeString:
    """The map with a link to each Member State and Associate Member among the entries of a directory.

    Names and addresses are in `language`; an inactive party is dimmed.
    """
    view_box, land, places = _outlines()
    drawn = [(entry.party, _places_of(entry.party, places)) for entry in entries if entry.party.is_member]
    drawn.sort(key=lambda pair: any(place.is_small for place in pair[1]))
    lines = "".join(place.line for _party, found in drawn for place in found)
    with override(language):
        root = reverse("network:directory")
        links = [_link(party, found, root, language) for party, found in drawn if found]
        return format_html(
            '<svg class="map" viewBox="{}" role="group" aria-label="{}">'
            '<path class="map-land" d="{}"/><g class="map-link">{}</g>{}</svg>',
            view_box,
            _("Map of the Greater Caribbean with the members of the network"),
            land,
            mark_safe(lines),  # noqa: S308 (from our own file of outlines)
            mark_safe("".join(links)),  # noqa: S308 (each made by format_html)
        )


def _places_of(party: Party, places: dict[str, Place]) -> list[Place]:
    codes = [code for own in party.map_places for code in SUCCESSORS.get(own, (own,))]
    return [places[code] for code in codes if code in places]


def _link(party: Party, places: list[Place], root: str, language: str) -> SafeString:
    tone = TONES[party.kind] if party.is_counted else f"{TONES[party.kind]} map-off"
    shapes = "".join(place.outline + place.dot for place in places)
    return format_html(
        '<a class="map-place {}" href="{}"><title>{}</title>{}</a>',
        tone,
        f"{root}{party.slug}/",
        party.label_in(language),
        mark_safe(shapes),  # noqa: S308 (from our own file of outlines)
    )
