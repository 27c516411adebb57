"""What changed from one tree to another, by stable id, and whole: applied to the old it gives the new.

A change is told of the node it happened to. Order is told by the fewest moves: what stays in its
order beside its siblings has not moved, whatever was put between. A new number is a change of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import NamedTuple

import rfc8785

from .kinds import Kind
from .tree import Node

ADDED, REMOVED, MOVED, RENUMBERED = "added", "removed", "moved", "renumbered"
RETITLED, WORDS, TRANSLATION = "retitled", "words", "translation"
TIME, DOCUMENTS, FACTS, PENDING, ORIGINAL = "time", "documents", "facts", "pending", "original"
ANY = Kind("")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a node: its kind, what the node is called, and the slice of it before and after.

    `field` is the part of the node that the slices are of: "words", "facts" or "pending" with one key
    each, "" for the node's own values, "place" for {"parent": id, "behind": id} with the ids of the
    parent and of the sibling before it (None for none). An added or removed node is there whole.
    """

    kind: str
    id: str
    number: str
    title: dict[str, str]
    authentic: str
    field: str
    before: dict
    after: dict

    @property
    def name(self) -> str:
        """The name of the text or fact that changed."""
        return next(iter({**self.before, **self.after}), "")

    @property
    def languages(self) -> list[str]:
        """The languages in which a text changed, the authentic one first."""
        if self.field != "words":
            return []
        one, two = self.before.get(self.name, {}), self.after.get(self.name, {})
        changed = [code for code in {**one, **two} if one.get(code) != two.get(code)]
        return sorted(changed, key=lambda code: (code != self.authentic, code))


class Place(NamedTuple):
    """Where a node stands: under which parent, behind which sibling, as the how-manieth."""

    parent: str | None
    behind: str | None
    index: int

    def as_dict(self) -> dict:
        return {"parent": self.parent, "behind": self.behind}


def diff(old: Node | None, new: Node, kind: Kind = ANY) -> list[Change]:
    """The changes that lead from `old` to `new`, in the order of `new`; removed nodes come last.

    `kind` says which facts are times and documents, and which texts are titles. Raises DuplicateId.
    """
    before, after = old.by_id() if old else {}, new.by_id()
    was, now = _places(old), _places(new)
    moved = _moved(was, now)
    changes: list[Change] = []
    for id_, node in after.items():
        if id_ not in before:
            changes.append(_change(ADDED, node, "place", {}, {"node": node.own(), **now[id_].as_dict()}))
            continue
        if id_ in moved:
            changes.append(_change(MOVED, node, "place", was[id_].as_dict(), now[id_].as_dict()))
        changes += _within(before[id_], node, kind)
    return changes + [
        _change(REMOVED, node, "place", {"node": node.own(), **was[id_].as_dict()}, {})
        for id_, node in before.items()
        if id_ not in after
    ]


def apply(old: Node | None, changes: Iterable[Change]) -> Node:
    """The tree that `changes` make of `old`: exactly the one they were told of.

    Raises KeyError or ValueError when they were told of another tree.
    """
    changes = list(changes)
    nodes = {id_: node.own() for id_, node in old.by_id().items()} if old else {}
    lifted = {change.id for change in changes if change.kind in (REMOVED, MOVED)}
    below: dict[str | None, list[str]] = {}
    for id_, place in _places(old).items():
        if id_ not in lifted:
            below.setdefault(place.parent, []).append(id_)
    for change in changes:
        _apply_to_node(nodes, change)
        if change.kind in (ADDED, MOVED):
            _put(below.setdefault(change.after["parent"], []), change.id, change.after["behind"])
    (root,) = below[None]
    return Node.from_dict(_whole(root, nodes, below))


def to_json(changes: Iterable[Change]) -> list[dict]:
    """Changes as JSON values."""
    return [asdict(change) for change in changes]


def from_json(data: list[dict]) -> list[Change]:
    """The changes that `to_json()` wrote."""
    return [Change(**values) for values in data]


def _change(kind: str, node: Node, field: str, before: dict, after: dict) -> Change:
    title = {code: text for code, text in node.heading.items() if text}
    return Change(kind, node.id, node.number, title, node.authentic, field, before, after)


# ---------------------------------------------------------------- places


def _places(tree: Node | None) -> dict[str, Place]:
    """Where each node stands."""
    found = {tree.id: Place(None, None, 0)} if tree else {}
    for node in tree.walk() if tree else ():
        behind = None
        for index, child in enumerate(node.children):
            found[child.id] = Place(node.id, behind, index)
            behind = child.id
    return found


def _moved(was: dict[str, Place], now: dict[str, Place]) -> set[str]:
    """The fewest nodes to be moved: those under another parent, and those out of their old order."""
    stayed: dict[str | None, list[str]] = {}
    moved = set()
    for id_, place in sorted(now.items(), key=lambda item: item[1].index):
        if id_ not in was:
            continue
        if was[id_].parent == place.parent:
            stayed.setdefault(place.parent, []).append(id_)
        else:
            moved.add(id_)
    for siblings in stayed.values():
        moved |= set(siblings) - _in_order(siblings, was)
    return moved


def _in_order(siblings: list[str], was: dict[str, Place]) -> set[str]:
    """The most siblings that still stand in their old order (a longest increasing subsequence)."""
    ends: list[int] = []  # of the runs of length 1, 2...: the smallest old index that ends one
    lengths = []
    for id_ in siblings:
        length = bisect_left(ends, was[id_].index)
        ends[length : length + 1] = [was[id_].index]
        lengths.append(length)
    kept, wanted = set(), len(ends) - 1
    for id_, length in zip(reversed(siblings), reversed(lengths), strict=True):
        if length == wanted:
            kept.add(id_)
            wanted -= 1
    return kept


# ---------------------------------------------------------------- within a node


def _within(old: Node, new: Node, kind: Kind) -> list[Change]:
    """What changed of a node itself."""
    one, two = old.own(), new.own()
    if _same(one, two):
        return []
    changes = []
    for name, sort in (("number", RENUMBERED), ("authentic", ORIGINAL), ("documents", DOCUMENTS)):
        changes += [_change(sort, new, "", *slices) for slices in _slices(one, two, [name])]
    for name in ("words", "facts", "pending"):
        here, there = one.get(name, {}), two.get(name, {})
        for before, after in _slices(here, there, sorted({**here, **there})):
            changes.append(_change(_sort(name, before, after, new, kind), new, name, before, after))
    return changes


def _slices(one: dict, two: dict, names: list[str]) -> list[tuple[dict, dict]]:
    """Of each name whose value differs, the slice before and after; empty where there was none."""
    pairs = [tuple({name: side[name]} if name in side else {} for side in (one, two)) for name in names]
    return [(before, after) for before, after in pairs if not _same(before, after)]


def _sort(field: str, before: dict, after: dict, node: Node, kind: Kind) -> str:
    """The kind of a change in the words, facts or pending translations of a node."""
    name = next(iter({**before, **after}))
    if field == "pending":
        return PENDING
    if field == "facts":
        return TIME if name in kind.times else DOCUMENTS if name in kind.documents else FACTS
    one, two = (side.get(name, {}).get(node.authentic) for side in (before, after))
    if one == two:
        return TRANSLATION
    return RETITLED if name in kind.titles else WORDS


def _same(one: dict, two: dict) -> bool:
    """Whether two JSON values are the same: true and 1 are not, though Python takes them for equal."""
    return one == two and rfc8785.dumps(one) == rfc8785.dumps(two)


# ---------------------------------------------------------------- applying


def _apply_to_node(nodes: dict[str, dict], change: Change) -> None:
    if change.kind == ADDED:
        nodes[change.id] = change.after["node"]
    elif change.kind == REMOVED:
        del nodes[change.id]
    elif change.field != "place":
        node = nodes[change.id]
        part = node.get(change.field, {}) if change.field else node
        kept = {name: value for name, value in part.items() if name not in change.before}
        nodes[change.id] = (
            {**node, change.field: kept | change.after} if change.field else kept | change.after
        )


def _put(siblings: list[str], id_: str, behind: str | None) -> None:
    siblings.insert(siblings.index(behind) + 1 if behind is not None else 0, id_)


def _whole(id_: str, nodes: dict[str, dict], below: dict) -> dict:
    return {**nodes[id_], "children": [_whole(child, nodes, below) for child in below.get(id_, ())]}
