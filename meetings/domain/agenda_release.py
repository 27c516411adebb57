"""working copy --release--> Provisional agenda (later Rev.1, Rev.2...) --edit--> working copy

A release freezes every word of the tree in every language; the working copy (`agenda`) goes on.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import acts, corrigenda, gate, issuing, releases
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import Release, User
from acs_portal.kernel.outbox import Mailing
from acs_portal.kernel.releases import Node
from meetings import notifications
from meetings.domain import symbols
from meetings.domain.agenda import texts, tree
from meetings.domain.meetings import guard_stands, locked
from meetings.models import AgendaItem, Meeting
from network.domain import focal_points as focal_points_in_office

KIND = "agenda"

RELEASED = acts.verb("agenda.release", pgettext_lazy("act", "released the agenda"))


class EmptyAgenda(RuleBroken):
    message = _("The agenda has no items yet, so there is nothing to release.")


class NotAnnouncedYet(RuleBroken):
    message = _("Announce the meeting first: those who are told of the agenda could not open it yet.")


class NotAcknowledged(RuleBroken):
    message = _("Read the warnings and tick that the agenda goes out as it is.")


def as_read(meeting: Meeting) -> Node:
    """The agenda as its readers know it: the latest release as corrected since, else the working copy."""
    last = releases.latest(meeting, KIND)
    return corrigenda.tree_in_force(last) if last else tree(meeting)


def item_as_read(item: AgendaItem) -> dict:
    """Number and title of an item as readers know it; one that was never released has no number yet."""
    found = {node.id: node for node in as_read(item.meeting).walk()}.get(str(item.uid))
    node = found or Node(str(item.uid), item.all_words(), authentic=item.authentic_language)
    return Node(node.id, {"title": node.words.get("title", {})}, node.number, node.authentic).as_dict()


@dataclass(frozen=True, slots=True)
class Warnings:
    """What a release would go out with: texts that are not ready in every language, items without time."""

    findings: list[gate.Finding]
    untimed: list[Node]

    @property
    def blocking(self) -> list[gate.Finding]:
        """Those that the release rule does not let pass."""
        return gate.blocking(KIND, self.findings)

    def __bool__(self) -> bool:
        return bool(self.findings or self.untimed)


def warnings(meeting: Meeting, agenda: Node | None = None) -> Warnings:
    """The warnings to acknowledge before the agenda of a meeting, read as a tree, is released."""
    agenda = agenda or tree(meeting)
    leaves = [node for child in agenda.children for node in child.walk() if not node.children]
    return Warnings(
        findings=gate.findings([("", meeting), *texts(meeting)]),
        untimed=[node for node in leaves if node.facts["minutes"] is None],
    )


@transaction.atomic
def release(
    *,
    meeting: Meeting,
    note: dict[str, str],
    acknowledged: bool,
    by: User,
    on: datetime,
    seen: str = "",
    told: str = "",
) -> Release:
    """Freeze the working copy as the next release, have its PDFs made, and tell the focal points.

    `note` says what is new, language -> text. The first release takes a symbol of type WP, the
    next ones are its Rev.1, Rev.2... `seen` is the sha256 of the tree that was in sight, `told` the
    fingerprint of the mailing. Raises MeetingClosed, MeetingCancelled, NotAnnouncedYet, EmptyAgenda,
    SeenIsOld, NotReady, NotAcknowledged, NothingChanged, RecipientsChanged.
    """
    meeting = locked(meeting)
    guard_stands(meeting)
    if not meeting.is_announced:
        raise NotAnnouncedYet
    agenda = tree(meeting)
    if not agenda.children:
        raise EmptyAgenda
    if seen and seen != fingerprint(agenda):
        raise releases.SeenIsOld  # before its warnings, which are those of another text
    warned = warnings(meeting, agenda)
    if blocks := warned.blocking:
        raise gate.NotReady(blocks=gate.listed(blocks))
    if warned and not acknowledged:
        raise NotAcknowledged
    label, symbol = symbols.next_name(meeting=meeting, kind=KIND, type=symbols.WORKING_PAPER, by=by)
    released = releases.freeze(
        meeting,
        agenda,
        kind=KIND,
        by=by,
        on=on,
        symbol=symbol,
        label=label,
        note=note,
        is_demonstration=meeting.is_demonstration,
        seen=seen,
    )
    acts.record(by=by, did=RELEASED, to=meeting, after={"symbol": symbol, "sha256": released.sha256}, on=on)
    mailing = notifications.agenda_released(meeting, released, focal_points(on))
    mailing.check(told)
    mailing.send()
    issuing.issue_after_commit(released)
    return released


def fingerprint(agenda: Node) -> str:
    """The sha256 of a tree, by which a page remembers which text was in sight."""
    return releases.sha256(releases.canonical(agenda))


def name_of(released: Release) -> str:
    """What a release is called: the provisional agenda, then its revisions."""
    return released.label or gettext("Provisional agenda")


def mailing(meeting: Meeting, note: dict[str, str], past: list[Release], *, on: datetime) -> Mailing:
    """The message that a release after those of the `past` (the newest first) would send, to be looked at
    before; with the symbol expected by now."""
    release = Release(
        number=len(past) + 1,
        symbol=symbols.expected_name(meeting=meeting, past=past, type=symbols.WORKING_PAPER),
        note=note,
        is_demonstration=meeting.is_demonstration,
    )
    return notifications.agenda_released(meeting, release, focal_points(on))


def focal_points(on: datetime) -> list[User]:
    """The accounts of those who hold a primary post in force at that moment."""
    return focal_points_in_office.primary(official_day(on))
