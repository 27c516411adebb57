"""The time of a post as one bar: who held it from when to when, and when nobody did.

The bar is decoration without its words: `label` says the same, and the list of the designations below
it on the page is the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .models import Designation

WIDTH, HEIGHT = 1000, 24
FILLS = ("fill-teal", "fill-deep")
GAP = "fill-line"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time of the post: its holder ("" for nobody), from a day until another."""

    name: str
    starts: date
    until: date

    @property
    def words(self) -> str:
        days = {"start": _day(self.starts), "end": _day(self.until)}
        if not self.name:
            return _("vacant %(start)s – %(end)s") % days
        return f"{self.name} {days['start']} – {days['end']}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The stretches of a post from its first designation to a last day."""

    stretches: tuple[Stretch, ...]

    @property
    def starts(self) -> date:
        return self.stretches[0].starts

    @property
    def until(self) -> date:
        return self.stretches[-1].until

    @property
    def has_gap(self) -> bool:
        return any(not stretch.name for stretch in self.stretches)

    @property
    def label(self) -> str:
        """The whole bar in words."""
        return "; ".join(stretch.words for stretch in self.stretches)

    def svg(self) -> SafeString:
        """The bar; its width is that of the page."""
        return format_html(
            '<svg class="bar post-bar" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" '
            'aria-label="{}">{}</svg>',
            WIDTH,
            HEIGHT,
            self.label,
            format_html_join(
                "",
                '<rect class="{}" x="{}" width="{}" height="{}"><title>{}</title></rect>',
                self._rectangles(),
            ),
        )

    def _rectangles(self) -> Iterator[tuple]:
        days = max((self.until - self.starts).days, 1)
        held = 0
        for stretch in self.stretches:
            left = (stretch.starts - self.starts).days * WIDTH // days
            right = (stretch.until - self.starts).days * WIDTH // days
            fill = FILLS[held % 2] if stretch.name else GAP
            held += bool(stretch.name)
            yield fill, left, max(right - left - 2, 2), HEIGHT, stretch.words


def of_post(designations: list[Designation], today: date) -> Timeline | None:
    """The time of a post up to `today` from its designations, the oldest first; None where none has begun."""
    begun = [one for one in designations if one.starts <= today]
    if not begun:
        return None
    stretches: list[Stretch] = []
    for one in begun:
        if stretches and one.starts > stretches[-1].until:
            stretches.append(Stretch("", stretches[-1].until, one.starts))
        until = min(one.until, today) if one.until else today
        stretches.append(Stretch(one.full_name, one.starts, until))
    if stretches[-1].until < today:
        stretches.append(Stretch("", stretches[-1].until, today))
    return Timeline(tuple(stretches))


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")
