"""The sections of a profile with their state: empty, draft, published; and how fresh each is. (reads only)"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.releases import Node

from .. import reading
from ..models import CountryProfile, Party, Section, SectionStanding
from ..reading import SectionText
from . import freshness
from .freshness import Freshness

EMPTY = pgettext_lazy("state of a section", "Empty")

# what belongs into a section, with an example, for who has written nothing yet
EXAMPLES = {
    Section.AUTHORITY: _("Which office answers for cooperation, on what legal basis, and how it is reached."),
    Section.POLICY: _("What the party wants from cooperation, and the priority areas it chooses."),
    Section.OFFERS: _("What others may ask for, such as: training of 20 coast guards in search and rescue."),
    Section.NEEDS: _("What the party looks for, such as: an expert in tourism statistics for six months."),
    Section.PROGRAMMES: _("What is under way with others, such as: early warning for three island states."),
    Section.AGREEMENTS: _("Agreements in force, such as: a framework agreement with a neighbour, of 1998."),
    Section.FUNDING: _("Where funds can be asked for, such as: a regional fund with a yearly call in March."),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A section of a profile for a reader or a writer, on a day."""

    text: SectionText
    standing: SectionStanding | None
    day: date
    is_changed: bool = False

    @property
    def code(self) -> str:
        return self.text.code

    @property
    def freshness(self) -> Freshness:
        return freshness.of(self.standing.confirmed_on if self.standing else None, self.day)

    @property
    def state(self):
        """The state in words: Empty, or how fresh what is published is."""
        return self.freshness.label if self.standing else EMPTY

    @property
    def due(self) -> date | None:
        return freshness.due(self.standing.confirmed_on) if self.standing else None

    @property
    def example(self):
        return EXAMPLES[self.text.code]


def cards(profile: CountryProfile | None, tree: Node, day: date, changed: Iterable[str] = ()) -> list[Card]:
    """A card for each section of a tree, published or working copy; one query."""
    there = {standing.section: standing for standing in standings(profile)} if profile else {}
    nodes = reading.upgraded(tree).children
    return [Card(SectionText(node), there.get(node.id), day, node.id in changed) for node in nodes]


def blank(party: Party) -> Node:
    """The tree of a party that has written nothing yet."""
    return Node(
        "profile", {}, facts={"party": party.code}, children=[Node(code, {}) for code in Section.values]
    )


def due(profile: CountryProfile, day: date) -> list[SectionStanding]:
    """The published sections of a profile that wait for a confirmation on a day."""
    return [found for found in standings(profile) if freshness.of(found.confirmed_on, day).is_due]


def to_remind(profile: CountryProfile, day: date) -> tuple[list[Section], list[Section]]:
    """(the published sections that are to be confirmed by a day, those never filled); no query where the
    standings are prefetched."""
    confirmed = {standing.section: standing.confirmed_on for standing in profile.standings.all()}
    due_by = [code for code in Section if code in confirmed and freshness.due(confirmed[code]) <= day]
    return due_by, [code for code in Section if code not in confirmed]


def standings(profile: CountryProfile) -> list[SectionStanding]:
    """The published sections of a profile in their order, with who confirmed each."""
    found = SectionStanding.objects.filter(profile=profile).select_related("confirmed_by")
    return sorted(found, key=lambda standing: Section.values.index(standing.section))
