"""The relations of a party, and their picture as SVG, the same on its page and in print beside a table.

The party stands at the left, its partners and below them the donors in a column at the right, one line
to each; the more programmes, the thicker the line. Attributes alone give it its colours, since neither
the page nor the print styles it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import best

from . import reading
from .models import Party, Section

WIDTH, ROW, TOP = 360, 26, 14
CENTRE, COLUMN = 22, 84
MOST, LONGEST, THICKEST = 30, 34, 6
DEEP, TEAL, CORAL, INK = "#0b3c5d", "#2a9d98", "#b5532f", "#1f2a33"


@dataclass(slots=True)
class Relation:
    """A party, or a donor, and what it is related by: programmes as (title, address) and other parties."""

    name: str
    url: str = ""
    programmes: list[tuple[str, str]] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Relations:
    """Those of one party: with whom it carries out programmes, and donors it shares with others."""

    name: str
    partners: list[Relation]
    donors: list[Relation]

    def __bool__(self) -> bool:
        return bool(self.partners or self.donors)


def in_tree(tree: Node, language: str) -> Relations:
    """Those that a profile names itself: its partners and its donors, from its frozen words alone, so that
    it is printed the same for ever."""
    partners: dict[str, Relation] = {}
    donors: dict[str, Relation] = {}
    programmes = reading.section_of(tree, Section.PROGRAMMES)
    for entry in programmes.children:
        title = (entry.text("title", language).value, "")
        rows = [*entry.facts.get("countries", ()), *entry.facts.get("partners", ())]
        own = {row["party"]: row for row in rows if row.get("party") not in (None, tree.facts["party"])}
        _note(partners, own.values(), title, language)
        _note(donors, entry.facts.get("donors", ()), title, language)
    name = tree.text("title", language).value
    return Relations(name, *(sorted(found.values(), key=_by_name) for found in (partners, donors)))


def _by_name(one: Relation) -> str:
    return one.name.casefold()


def _note(found: dict[str, Relation], rows: Iterable[dict], title: tuple[str, str], language: str) -> None:
    for row in rows:
        name = row["name"]
        said = best(name, "en", language).value if isinstance(name, dict) else name
        relation = found.setdefault(row.get("party") or said.casefold(), Relation(said))
        if title not in relation.programmes:
            relation.programmes.append(title)


def relations_picture(found: Relations, language: str, *, linked: bool = True) -> SafeString:
    """The picture in a language; "" where there is nothing to draw. `linked` makes the names links."""
    if not found:
        return SafeString("")
    rows = [*((one, TEAL) for one in found.partners[:MOST]), *((one, CORAL) for one in found.donors[:MOST])]
    height = TOP * 2 + ROW * (len(rows) - 1)
    with override(language):
        drawn = "".join(_row(one, tone, place, height, linked) for place, (one, tone) in enumerate(rows))
        label = _("%(party)s and those with whom it carries out programmes") % {"party": found.name}
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" class="relations" viewBox="0 0 {} {}" width="{}"'
            ' role="group" aria-label="{}"><title>{}</title>{}'
            '<circle cx="{}" cy="{}" r="12" fill="{}"/></svg>',
            WIDTH,
            height,
            WIDTH,
            label,
            label,
            mark_safe(drawn),  # noqa: S308 (each part is made by format_html)
            CENTRE,
            height / 2,
            DEEP,
        )


def _row(one: Relation, tone: str, place: int, height: int, linked: bool) -> SafeString:
    """A line, its node (round for a party, square for a donor) and the name with how many programmes."""
    y, count = TOP + ROW * place, len(one.programmes)
    line = format_html(
        '<path d="M{} {}C{} {} {} {} {} {}" fill="none" stroke="{}" stroke-width="{}" stroke-opacity=".55"/>',
        *(CENTRE, height / 2, 54, height / 2, 52, y, COLUMN, y),
        tone,
        min(count, THICKEST),
    )
    text = format_html(
        '<text x="{}" y="{}" font-size="13" font-family="Portal Sans, sans-serif" fill="{}">{} ({})</text>',
        *(COLUMN + 12, y + 4, INK),
        Truncator(one.name).chars(LONGEST),
        count,
    )
    named = format_html('<a href="{}">{}</a>', one.url, text) if linked and one.url else text
    return line + _node(tone, y) + named


def _node(tone: str, y: int) -> SafeString:
    if tone == TEAL:
        return format_html('<circle cx="{}" cy="{}" r="6" fill="{}"/>', COLUMN, y, tone)
    return format_html('<rect x="{}" y="{}" width="11" height="11" fill="{}"/>', COLUMN - 5, y - 5, tone)
