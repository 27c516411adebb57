"""The roll of the delegations of a meeting: every party that may attend, and how far each is. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.dates import official_day
from acs_portal.kernel.folding import fold
from meetings.domain import approvals, delegations
from meetings.models import Delegation, Meeting
from network.models import OUT, Party

State = Delegation.State


@dataclass(frozen=True, slots=True)
class Row:
    """A party and its delegation; None where nothing has been begun."""

    party: Party
    delegation: Delegation | None

    @property
    def state(self) -> str:
        """The state of the delegation, "not_filed" for none."""
        return self.delegation.state if self.delegation else "not_filed"

    @property
    def credentials(self) -> str:
        return self.delegation.credentials if self.delegation else Delegation.Credentials.NONE

    @property
    def waits(self) -> bool:
        """Whether an approved delegation has changes or new people to answer."""
        one = self.delegation
        return one is not None and one.is_approved and bool(one.new or one.changed)


def of(meeting: Meeting) -> list[Row]:
    """The parties and guests that may attend or have a delegation, in protocol order; three queries."""
    filed = {one.party_id: one for one in approvals.overview(meeting)}
    today = official_day(timezone.now())
    parties = [*Party.objects.in_protocol_order(), *delegations.guests(meeting)]
    rows = [Row(party, filed.get(party.pk)) for party in parties]
    return [row for row in rows if row.delegation or _may_attend(row.party, meeting, today)]


def _may_attend(party: Party, meeting: Meeting, today: date) -> bool:
    """Guests were invited; parties had to be one on the opening day, as far as is known."""
    return party.kind == Party.Kind.GUEST or party.standing_on(meeting.opens_on, today=today) != OUT


def narrowed(
    rows: Iterable[Row],
    *,
    q: str = "",
    kind: str = "",
    state: str = "",
    credentials: str = "",
    sort: str = "",
) -> list[Row]:
    """The rows that match all criteria, in the order asked for."""
    found = [
        row
        for row in rows
        if all(word in fold(row.party.name) for word in fold(q).split())
        and kind in ("", row.party.kind)
        and _is(row, state)
        and (credentials == "" or (row.delegation is not None and row.credentials == credentials))
    ]
    return SORTS.get(sort, list)(found)


def _is(row: Row, state: str) -> bool:
    if state == "late":
        return row.delegation is not None and row.delegation.is_late
    if state == "waiting":
        return row.waits
    return state in ("", row.state)


def _submitted(row: Row) -> datetime:
    return (row.delegation and row.delegation.submitted_at) or datetime.min.replace(tzinfo=UTC)


ORDER = [State.SUBMITTED, State.RETURNED, State.DRAFT, State.APPROVED, State.WITHDRAWN, "not_filed"]
SORTS = {
    "submitted": lambda rows: sorted(rows, key=_submitted, reverse=True),
    "state": lambda rows: sorted(rows, key=lambda row: ORDER.index(row.state)),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the bar: how many, in which fill, from where, how wide (of 100)."""

    name: str
    fill: str
    count: int
    x: float
    width: float


LOOKS = [
    (State.APPROVED, pgettext_lazy("part of a picture", "Approved"), "deep"),
    (State.SUBMITTED, pgettext_lazy("part of a picture", "To approve"), "coral"),
    (State.RETURNED, pgettext_lazy("part of a picture", "Returned"), "teal"),
    (State.DRAFT, pgettext_lazy("part of a picture", "Draft"), "sand"),
    ("not_filed", pgettext_lazy("part of a picture", "Not filed"), "line"),
]


def picture(rows: list[Row]) -> list[Part]:
    """The delegations as one bar, by state; the members alone, since observers need not come."""
    members = [row for row in rows if row.party.is_member and row.party.is_counted]
    counted = [row for row in members if row.state != State.WITHDRAWN]
    parts, x = [], 0.0
    for state, name, fill in LOOKS:
        count = sum(row.state == state for row in counted)
        width = round(100 * count / len(counted), 2) if counted else 0
        parts.append(Part(name, fill, count, round(x, 2), width))
        x += width
    return parts
