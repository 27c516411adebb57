"""working copy --add, save, move, remove--> working copy

The items of a meeting form a tree; their numbers follow from their places and are never stored.
Readers know of it what is released (`agenda_release`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking, translations
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import columns
from meetings.domain.meetings import guard_stands, locked
from meetings.models import AgendaItem, Meeting

DEEPEST = 3  # 1, 1.1, 1.1 a)

ADDED = acts.verb("agenda.add", pgettext_lazy("act", "added the agenda item"))
SAVED = acts.verb("agenda.save", pgettext_lazy("act", "changed the agenda item"))
MOVED = acts.verb("agenda.move", pgettext_lazy("act", "moved the agenda item"))
REMOVED = acts.verb("agenda.remove", pgettext_lazy("act", "removed the agenda item"))


class TooDeep(RuleBroken):
    message = _("An agenda has three levels at most: 1, 1.1 and 1.1 a).")


class OtherMeeting(RuleBroken):
    message = _("This item belongs to another meeting.")


class ItemGone(RuleBroken):
    message = _("Somebody removed this item meanwhile. The register of acts keeps its words and the reason.")


class AlreadyFirst(RuleBroken):
    message = _("This item is the first of its level already.")


class AlreadyLast(RuleBroken):
    message = _("This item is the last of its level already.")


class HasChildren(RuleBroken):
    message = _("There are items under this one. Remove or move those first.")


class HasDecision(RuleBroken):
    message = _("A decision was taken under this item, so it stays.")


class ReasonMissing(RuleBroken):
    message = _("Give a reason; the register of acts keeps it.")


# ---------------------------------------------------------------- the tree


def note_pending(meetings: Iterable[Meeting]) -> None:
    """Ask what is not translated yet of the agendas of several meetings, for `tree()`; one query."""
    meetings = list(meetings)
    items = (item for meeting in meetings for _number, item in texts(meeting))
    translations.note_pending([*meetings, *items])


def tree(meeting: Meeting, *, is_noted: bool = False) -> Node:
    """The working copy as a tree of official text, numbered by its places; two queries.

    Where the items are prefetched and `note_pending()` was asked for all meetings (`is_noted`), none.
    """
    rows = texts(meeting)
    if not is_noted:
        translations.note_pending([meeting, *(item for _number, item in rows)])
    below = defaultdict(list)
    for number, item in rows:
        below[item.parent_id].append((number, item))
    facts = {
        "code": meeting.code,
        "opens_on": meeting.opens_on.isoformat(),
        "closes_on": meeting.closes_on.isoformat(),
        "time_zone": meeting.time_zone,
    }
    return Node(
        "agenda",
        meeting.document_words(),
        authentic=meeting.authentic_language,
        facts=facts,
        children=_nodes(below, None),
        pending=meeting.pending,
    )


def texts(meeting: Meeting) -> list[tuple[str, AgendaItem]]:
    """The items with their numbers in the order of the agenda; one query, none if prefetched."""
    below = defaultdict(list)
    for item in meeting.agenda_items.all():
        item.meeting = meeting
        below[item.parent_id].append(item)
    return list(_numbered(below, None, ""))


def _numbered(
    below: dict, parent: int | None, number: str, depth: int = 1
) -> Iterator[tuple[str, AgendaItem]]:
    for place, item in enumerate(below[parent], start=1):
        own = number_of(number, place, depth)
        yield own, item
        yield from _numbered(below, item.pk, own, depth + 1)


def _nodes(below: dict, parent: int | None) -> list[Node]:
    return [
        Node(
            str(item.uid),
            item.all_words(),
            number,
            item.authentic_language,
            facts={"kind": str(item.kind), "minutes": item.minutes},
            children=_nodes(below, item.pk),
            pending=item.pending,
        )
        for number, item in below[parent]
    ]


def number_of(parent: str, place: int, depth: int) -> str:
    """The number of the item at a place (from 1) under the number of its parent: 1, 1.1, 1.1 a)."""
    if depth == 1:
        return str(place)
    return f"{parent}.{place}" if depth == 2 else f"{parent} {_letters(place)})"


def _letters(place: int) -> str:
    """a to z, then aa, ab..."""
    before, last = divmod(place - 1, 26)
    return (_letters(before) if before else "") + chr(ord("a") + last)


def total_minutes(agenda: Node) -> int:
    """The estimated time of all items together: that of an item counts where those under it have none."""
    return sum(_minutes(node) or 0 for node in agenda.children)


def _minutes(node: Node) -> int | None:
    below = [minutes for minutes in map(_minutes, node.children) if minutes is not None]
    return sum(below) if below else node.facts["minutes"]


# ---------------------------------------------------------------- the working copy


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    parent: AgendaItem | None = None,
    title: dict[str, str],
    annotation: dict[str, str] | None = None,
    kind: str = AgendaItem.Kind.DISCUSSION,
    minutes: int | None = None,
    authentic_language: str = "en",
    uid: UUID | None = None,
    by: User,
    on: datetime,
) -> AgendaItem:
    """Add an item, the last under `parent` (or of the first level); texts are language -> text.

    `uid` is the id that a form carries: sent twice, it adds one item. Raises MeetingClosed,
    OtherMeeting, TooDeep.
    """
    meeting = _open_for_edits(meeting)
    words = {f"title_{code}": text for code, text in title.items()}
    words |= {f"annotation_{code}": text for code, text in (annotation or {}).items()}
    if uid and (same := AgendaItem.objects.filter(uid=uid).first()):
        if same.meeting_id == meeting.pk and same.parent == parent and _says(same, words):
            return same
        uid = None  # gone back to the form and written another item: that is not the same one sent twice
    if parent and parent.meeting_id != meeting.pk:
        raise OtherMeeting
    if _depth(parent) >= DEEPEST:
        raise TooDeep
    siblings = meeting.agenda_items.filter(parent=parent)
    item = AgendaItem(
        uid=uid or uuid4(),
        meeting=meeting,
        parent=parent,
        position=(siblings.aggregate(Max("position"))["position__max"] or 0) + 1,
        kind=kind,
        minutes=minutes,
        authentic_language=authentic_language,
        **words,
    )
    tracking.write(item, by=by, on=on)
    acts.record(by=by, did=ADDED, to=item, after={"title": item.label_in(authentic_language)}, on=on)
    return item


@transaction.atomic
def save_item(*, item: AgendaItem, by: User, on: datetime) -> None:
    """Save the edited fields of an item, if any differs; its place is left to the moves.

    Raises MeetingClosed, ItemGone, Stale.
    """
    _open_for_edits(item.meeting)
    stored = _fresh(item)
    item.parent_id, item.position = stored.parent_id, stored.position
    before, after = tracking.write(item, by=by, on=on)
    if after:
        acts.record(by=by, did=SAVED, to=item, before=before, after=after, on=on)


@transaction.atomic
def move_up(*, item: AgendaItem, by: User, on: datetime) -> None:
    """Move an item before the one that stands before it on its level.

    Raises MeetingClosed, ItemGone, AlreadyFirst.
    """
    siblings, place = _siblings(item)
    if place == 0:
        raise AlreadyFirst
    _swap(siblings, place, place - 1, by, on)


@transaction.atomic
def move_down(*, item: AgendaItem, by: User, on: datetime) -> None:
    """Move an item behind the one that follows it on its level.

    Raises MeetingClosed, ItemGone, AlreadyLast.
    """
    siblings, place = _siblings(item)
    if place == len(siblings) - 1:
        raise AlreadyLast
    _swap(siblings, place, place + 1, by, on)


@transaction.atomic
def remove_item(*, item: AgendaItem, reason: str, by: User, on: datetime) -> None:
    """Take an item out of the working copy; releases keep it. The register keeps its words.

    Raises MeetingClosed, ReasonMissing, ItemGone, HasChildren, HasDecision.
    """
    _open_for_edits(item.meeting)
    if not reason.strip():
        raise ReasonMissing
    item = _fresh(item)
    if item.children.exists():
        raise HasChildren
    if item.decisions.exists():
        raise HasDecision
    words = {name: getattr(item, name) for name in columns(*item.TRILINGUAL)}
    words = {name: text for name, text in words.items() if text}
    acts.record(by=by, did=REMOVED, to=item, before=words, reason=reason.strip(), on=on)
    tracking.erase(item, by=by, on=on)


def _open_for_edits(meeting: Meeting) -> Meeting:
    meeting = locked(meeting)
    guard_stands(meeting)
    return meeting


def _fresh(item: AgendaItem) -> AgendaItem:
    """The row of an item as it is now that its meeting is locked. Raises ItemGone."""
    try:
        return AgendaItem.objects.select_related("meeting").get(pk=item.pk)
    except AgendaItem.DoesNotExist:
        raise ItemGone from None


def _says(item: AgendaItem, words: dict[str, str]) -> bool:
    return all(getattr(item, name) == text for name, text in words.items())


def _depth(item: AgendaItem | None) -> int:
    return 0 if item is None else 1 + _depth(item.parent)


def _siblings(item: AgendaItem) -> tuple[list[AgendaItem], int]:
    meeting = _open_for_edits(item.meeting)
    item = _fresh(item)
    siblings = list(meeting.agenda_items.filter(parent=item.parent_id).order_by("position", "pk"))
    return siblings, siblings.index(item)


def _swap(siblings: list[AgendaItem], place: int, other: int, by: User, on: datetime) -> None:
    moved = siblings[place]
    siblings[place], siblings[other] = siblings[other], siblings[place]
    for position, sibling in enumerate(siblings, start=1):
        sibling.position = position
        tracking.write(sibling, by=by, on=on)
    acts.record(by=by, did=MOVED, to=moved, before={"place": place + 1}, after={"place": other + 1}, on=on)
