"""The map of the members of the network, as SVG, the same on the directory and the home page.

The outlines stand once in static/img/map.svg (Natural Earth), which the browser keeps; the page only
refers to them. The list of the same parties on the page is the text alternative.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.templatetags.static import static
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
    """A place on the map: its code in the file of outlines, and the markup of its dot when it is small."""

    code: str
    dot: str


@cache
def _places() -> tuple[str, dict[str, Place]]:
    """The viewBox of the map and its places by code."""
    found = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return found["viewBox"], {code: Place(code, _dot(place)) for code, place in found["places"].items()}


def _dot(place: dict) -> str:
    return f'<circle cx="{place["x"]}" cy="{place["y"]}" r="{DOT}"/>' if place["small"] else ""


def network_map(entries: Iterable, language: str) -> SafeString:
    """The map with a link to each Member State and Associate Member among the entries of a directory.

    Names and addresses are in `language`; an inactive party is dimmed.
    """
    view_box, places = _places()
    outlines = static("img/map.svg")
    drawn = [(entry.party, _places_of(entry.party, places)) for entry in entries if entry.party.is_member]
    drawn.sort(key=lambda pair: any(place.dot for place in pair[1]))
    with override(language):
        root = reverse("network:directory")
        links = [_link(party, found, root, language, outlines) for party, found in drawn if found]
        return format_html(
            '<svg class="map" viewBox="{}" role="group" aria-label="{}">'
            '<use class="map-land" href="{}#land"/><use class="map-link" href="{}#lines"/>{}</svg>',
            view_box,
            _("Map of the Greater Caribbean with the members of the network"),
            outlines,
            outlines,
            mark_safe("".join(links)),  # noqa: S308 (each made by format_html)
        )


def _places_of(party: Party, places: dict[str, Place]) -> list[Place]:
    codes = [code for own in party.map_places for code in SUCCESSORS.get(own, (own,))]
    return [places[code] for code in codes if code in places]


def _link(party: Party, places: list[Place], root: str, language: str, outlines: str) -> SafeString:
    tone = TONES[party.kind] if party.is_counted else f"{TONES[party.kind]} map-off"
    shapes = "".join(f'<use href="{outlines}#{place.code}"/>{place.dot}' for place in places)
    return format_html(
        '<a class="map-place {}" href="{}"><title>{}</title>{}</a>',
        tone,
        f"{root}{party.slug}/",
        party.label_in(language),
        mark_safe(shapes),  # noqa: S308 (from our own file of outlines)
    )
