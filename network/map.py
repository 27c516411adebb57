"""The map of the members of the network, as SVG, the same on the directory and the home page.

The outlines stand once in static/img/map.svg (Natural Earth), which the browser keeps; the page only
refers to them. A member is paler where nobody is its primary focal point, and carries the number of what
it offers, needs and carries out, as published. The list of the same parties on the page is the text
alternative.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import Party, Section

OUTLINES = Path(__file__).resolve().parent / "reference" / "map.json"
DOT, COUNT, COUNT_ON_DOT = 7, 15, 10
# The Netherlands Antilles, dissolved on 10 October 2010, drawn as their successors.
SUCCESSORS = {"ANT": ("CUW", "SXM", "BES")}
TONES = {Party.Kind.MEMBER_STATE: "map-member", Party.Kind.ASSOCIATE_MEMBER: "map-associate"}


class Place(NamedTuple):
    """A place on the map: its code in the file of outlines, its middle, and the markup of its dot when it
    is small."""

    code: str
    x: float
    y: float
    dot: str


@cache
def _places() -> tuple[str, dict[str, Place]]:
    """The viewBox of the map and its places by code."""
    found = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return found["viewBox"], {
        code: Place(code, place["x"], place["y"], _dot(place)) for code, place in found["places"].items()
    }


def _dot(place: dict) -> str:
    return f'<circle cx="{place["x"]}" cy="{place["y"]}" r="{DOT}"/>' if place["small"] else ""


def network_map(
    entries: Iterable, language: str, counts: Mapping[int, Mapping[str, int]] = MappingProxyType({})
) -> SafeString:
    """The map with a link to each Member State and Associate Member among the entries of a directory.

    Names and addresses are in `language`; an inactive party is dimmed. `counts` says by the id of a party
    how many entries it has published of each section.
    """
    view_box, places = _places()
    outlines = static("img/map.svg")
    drawn = [(entry, _places_of(entry.party, places)) for entry in entries if entry.party.is_member]
    drawn.sort(key=lambda pair: any(place.dot for place in pair[1]))
    with override(language):
        root = reverse("network:directory")
        links = [
            _link(entry, found, root, outlines, counts.get(entry.party.pk, {}))
            for entry, found in drawn
            if found
        ]
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


def _link(entry, places: list[Place], root: str, outlines: str, counts: Mapping[str, int]) -> SafeString:
    shapes = "".join(f'<use href="{outlines}#{place.code}"/>{place.dot}' for place in places)
    return format_html(
        '<a class="map-place {}" href="{}"><title>{}</title>{}{}</a>',
        _tones(entry),
        f"{root}{entry.party.slug}/",
        _title(entry, counts),
        mark_safe(shapes),  # noqa: S308 (from our own file of outlines)
        _count(places[0], sum(counts.values())),
    )


def _tones(entry) -> str:
    tone = TONES[entry.party.kind]
    if not entry.party.is_counted:
        return f"{tone} map-off"
    return f"{tone} map-open" if entry.lacks_focal_point else tone


def _title(entry, counts: Mapping[str, int]) -> str:
    """The name of a party, that it has no focal point, and what it has published."""
    told = [_("Without a focal point")] if entry.lacks_focal_point else []
    told += [f"{section.label} {counts[section]}" for section in Section if counts.get(section)]
    name = entry.party.name
    return f"{name} – {' · '.join(told)}" if told else name


def _count(place: Place, count: int) -> SafeString | str:
    """A number on a place; nothing for none."""
    if not count:
        return ""
    radius = COUNT_ON_DOT if place.dot else COUNT
    return format_html(
        '<g class="map-count"><circle cx="{x}" cy="{y}" r="{r}"/><text x="{x}" y="{y}">{count}</text></g>',
        x=place.x, y=place.y, r=radius, count=count,
    )  # fmt: skip
