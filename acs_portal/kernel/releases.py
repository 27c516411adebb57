"""Releases: a tree of official text is frozen in all languages under a number and a hash.

A working copy and a release are read through the same `Node` tree, so one page and one PDF
builder serve both: the app builds the tree from its rows, `freeze()` stores it, `tree_of()` gives
it back from the snapshot alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import rfc8785
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .acts import reference_of
from .errors import RuleBroken
from .languages import CODES
from .models import IssuedDocument, Release
from .texts import Text, best

PDF = "application/pdf"


class NothingChanged(RuleBroken):
    message = _("Nothing has changed since the last release, so there is nothing to release.")


class SeenIsOld(RuleBroken):
    message = _("The text has changed since you opened this page. Look at it again, then decide.")


class Tampered(RuleBroken):
    message = _("The stored release %(release)s does not agree with its hash. Tell the administrator.")


@dataclass(slots=True)
class Node:
    """A node of official text: a stable id, its number, its words in each language, facts, children.

    `words` maps a text's name to its versions {"title": {"en": ..., "fr": ...}}; `facts` holds JSON
    values that need no translation (minutes, dates, symbols, amounts as text).
    """

    id: str
    words: dict[str, dict[str, str]]
    number: str = ""
    authentic: str = "en"
    facts: dict = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def as_dict(self) -> dict:
        """The node as JSON values; words that do not exist are left out."""
        return {
            "id": self.id,
            "number": self.number,
            "authentic": self.authentic,
            "words": {name: {c: v for c, v in found.items() if v} for name, found in self.words.items()},
            "facts": self.facts,
            "children": [child.as_dict() for child in self.children],
        }

    @classmethod
    def from_dict(cls, data: dict) -> Node:
        """The node that `as_dict()` wrote."""
        children = [cls.from_dict(child) for child in data["children"]]
        return cls(data["id"], data["words"], data["number"], data["authentic"], data["facts"], children)

    def text(self, name: str, language: str | None = None) -> Text:
        """The words under `name` for a reader of `language` (the one in force by default)."""
        return best(self.words.get(name, {}), self.authentic, language)

    @property
    def label(self) -> str:
        """What the node is called: its title, else the first of its words."""
        return self.text("title").value or next((self.text(name).value for name in self.words), "")

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def missing(self) -> dict[str, list[str]]:
        """Per language, the numbers (or ids) of the nodes with a text that exists elsewhere but not in it."""
        gaps = {
            code: [
                node.number or node.id
                for node in self.walk()
                if any(found and not found.get(code) for found in node.words.values() if any(found.values()))
            ]
            for code in CODES
        }
        return {code: nodes for code, nodes in gaps.items() if nodes}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two trees: what happened to which node, and the words before and after."""

    kind: str  # added, removed, moved, words, facts
    id: str
    number: str
    name: str = ""
    language: str = ""
    before: str = ""
    after: str = ""


def canonical(tree: Node) -> str:
    """The canonical JSON (RFC 8785) of a tree: the same words give the same bytes on any engine."""
    return rfc8785.dumps(tree.as_dict()).decode()


def sha256(data: str | bytes) -> str:
    """The hash in hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def releases_of(subject: models.Model, kind: str):
    """The releases of a subject, the newest first, without their content."""
    subject_type, subject_id = reference_of(subject)
    return (
        Release.objects.filter(subject_type=subject_type, subject_id=subject_id, kind=kind)
        .select_related("released_by")
        .defer("canonical")
    )


def latest(subject: models.Model, kind: str) -> Release | None:
    """The newest release of a subject, with its content."""
    return releases_of(subject, kind).defer(None).first()


@transaction.atomic
def freeze(
    subject: models.Model,
    tree: Node,
    *,
    kind: str,
    by,
    on: datetime,
    symbol: str = "",
    label: str = "",
    note: dict | None = None,
    is_demonstration: bool = False,
    seen: str = "",
) -> Release:
    """Freeze `tree` as the next release of `subject`, whose row is locked meanwhile.

    `seen` is the sha256 of the tree that the person had in sight. Raises SeenIsOld when the tree is
    another by now, NothingChanged when the last release holds the same content.
    """
    type(subject)._base_manager.select_for_update().get(pk=subject.pk)
    text = canonical(tree)
    if seen and seen != sha256(text):
        raise SeenIsOld
    last = latest(subject, kind)
    if last and last.sha256 == sha256(text):
        raise NothingChanged
    subject_type, subject_id = reference_of(subject)
    return Release.objects.create(
        subject_type=subject_type,
        subject_id=subject_id,
        kind=kind,
        number=last.number + 1 if last else 1,
        label=label,
        symbol=symbol,
        canonical=text,
        sha256=sha256(text),
        note=note or {},
        released_at=on,
        released_by=by,
        is_demonstration=is_demonstration,
    )


def tree_of(release: Release) -> Node:
    """The frozen tree. Raises Tampered when the stored content does not agree with the stored hash."""
    verify(release)
    return Node.from_dict(release.content)


def verify(release: Release) -> None:
    """Raise Tampered unless the content of a release still has its hash."""
    if sha256(release.canonical) != release.sha256:
        raise Tampered(release=str(release))


def issue(release: Release, language: str, data: bytes, on: datetime) -> IssuedDocument:
    """Store the bytes of a release's document in one language, once; a second call answers the first's."""
    document, _created = IssuedDocument.objects.get_or_create(
        release=release,
        language=language,
        media_type=PDF,
        defaults={"data": data, "size": len(data), "sha256": sha256(data), "issued_at": on},
    )
    return document


def issued(release: Release, language: str) -> IssuedDocument | None:
    """The PDF issued for a release in a language."""
    return IssuedDocument.objects.filter(release=release, language=language, media_type=PDF).first()


def diff(old: Node | None, new: Node) -> list[Change]:
    """What changed from `old` to `new`, by stable id, in the order of `new`; removed nodes come last."""
    before = {node.id: node for node in old.walk()} if old else {}
    after = {node.id: node for node in new.walk()}
    changes = []
    for node in after.values():
        if node.id not in before:
            changes.append(Change("added", node.id, node.number, after=node.label))
            continue
        changes += _node_changes(before[node.id], node)
    changes += [
        Change("removed", node.id, node.number, before=node.label)
        for node in before.values()
        if node.id not in after
    ]
    return changes


def _node_changes(old: Node, new: Node) -> list[Change]:
    changes = []
    if old.number != new.number:
        changes.append(Change("moved", new.id, new.number, before=old.number, after=new.number))
    for name in {**old.words, **new.words}:
        for code in CODES:
            one, two = old.words.get(name, {}).get(code, ""), new.words.get(name, {}).get(code, "")
            if one != two:
                changes.append(Change("words", new.id, new.number, name, code, one, two))
    for name in sorted({*old.facts, *new.facts}):
        one, two = old.facts.get(name), new.facts.get(name)
        if one != two:
            changes.append(Change("facts", new.id, new.number, name, "", _plain(one), _plain(two)))
    return changes


def _plain(value) -> str:
    """A fact as a person reads it."""
    if isinstance(value, list):
        return ", ".join(_plain(part) for part in value)
    return "" if value is None else str(value)
