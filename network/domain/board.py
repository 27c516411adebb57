"""The board of the network: party x section, each current, to confirm, not confirmed or empty.

(reads only)
"""

from dataclasses import dataclass, field
from datetime import date

from ..models import Party, Section, SectionStanding
from . import freshness
from .directory import place
from .freshness import Freshness

EMPTY = Freshness.NEVER


@dataclass(frozen=True, slots=True)
class Cell:
    """A section of a party on the board: its state, when it was last confirmed, whether nothing is stated."""

    section: str
    state: Freshness
    confirmed_on: date | None = None
    entries: int = 0
    is_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A party on the board with its seven sections."""

    party: Party
    cells: list[Cell]

    @property
    def answered(self) -> bool:
        """Whether anything is published at all."""
        return any(cell.state != EMPTY for cell in self.cells)

    @property
    def wanting(self) -> list[str]:
        """The names of the published sections that are no longer confirmed."""
        late = (cell for cell in self.cells if cell.state == Freshness.NOT_CONFIRMED)
        return [str(Section(cell.section).label) for cell in late]

    @property
    def last(self) -> date | None:
        """The day of the last confirmation of any section."""
        return max((cell.confirmed_on for cell in self.cells if cell.confirmed_on), default=None)

    def has(self, state: str) -> bool:
        return any(cell.state == state for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Board:
    """The rows of the board, and how many cells of each section are in which state."""

    day: date
    rows: list[Row] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, dict[str, int]]:
        """State -> section -> how many parties; the state of the whole under ""."""
        found = {state: dict.fromkeys(["", *Section.values], 0) for state in Freshness}
        for row in self.rows:
            for cell in row.cells:
                found[cell.state][cell.section] += 1
                found[cell.state][""] += 1
        return found

    @property
    def unanswered(self) -> list[Row]:
        """The parties that published nothing, or have a section that is no longer confirmed."""
        return [row for row in self.rows if not row.answered or row.wanting]


def of(day: date, *, language: str, kind: str = "", state: str = "", section: str = "") -> Board:
    """The board on a day in protocol order of a language; two queries. It has the members that count.

    `kind` narrows to one kind of party, `state` to those with a section (or the `section`) in it.
    """
    parties = Party.objects.filter(kind__in=[kind] if kind in Party.MEMBERS else Party.MEMBERS)
    counted = sorted(parties.filter(status=Party.Status.ACTIVE), key=lambda party: place(party, language))
    there: dict[int, dict[str, SectionStanding]] = {}
    for standing in SectionStanding.objects.select_related("profile"):
        there.setdefault(standing.profile.party_id, {})[standing.section] = standing
    rows = [Row(party, _cells(there.get(party.pk, {}), day)) for party in counted]
    return Board(day, [row for row in rows if not state or _is_in(row, state, section)])


def _cells(standings: dict[str, SectionStanding], day: date) -> list[Cell]:
    return [_cell(code, standings.get(code), day) for code in Section.values]


def _cell(code: str, standing: SectionStanding | None, day: date) -> Cell:
    if standing is None:
        return Cell(code, EMPTY)
    state = freshness.of(standing.confirmed_on, day)
    return Cell(code, state, standing.confirmed_on, standing.entries, standing.is_nothing)


def _is_in(row: Row, state: str, section: str) -> bool:
    return any(cell.state == state for cell in row.cells if section in ("", cell.section))
