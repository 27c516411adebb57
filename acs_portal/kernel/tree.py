"""Trees of official text: what a release freezes, in the same form whether read from rows or a snapshot.

A tree is written as canonical JSON (RFC 8785): the same words give the same bytes, and so the same
sha256, on any engine and in whatever order they were read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import rfc8785

from .languages import CODES
from .texts import Text, best


class DuplicateId(ValueError):
    """Two nodes of a tree have the same id, so what happened to either could not be told."""


@dataclass(slots=True)
class Node:
    """A node of official text: a stable id, its number, its words in each language, facts, children.

    `words` maps a text's name to its versions {"title": {"en": ..., "fr": ...}}; `facts` holds JSON
    values that need no translation (minutes, dates, symbols, amounts as text). `pending` says of a
    language that its translation was not ready: "missing", "machine" or "stale". `documents` are the
    linked documents: {"symbol": ..., "title": {"en": ...}, "sha256": {"en": ...}}.
    """

    id: str
    words: dict[str, dict[str, str]]
    number: str = ""
    authentic: str = "en"
    facts: dict = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    pending: dict[str, str] = field(default_factory=dict)
    documents: list[dict] = field(default_factory=list)

    def own(self) -> dict:
        """The node without its children as JSON values; what does not exist is left out."""
        values = {
            "id": self.id,
            "number": self.number,
            "authentic": self.authentic,
            "words": {name: {c: v for c, v in found.items() if v} for name, found in self.words.items()},
            "facts": self.facts,
        }
        if self.pending:
            values["pending"] = self.pending
        if self.documents:
            values["documents"] = self.documents
        return values

    def as_dict(self) -> dict:
        """The node and all below it as JSON values."""
        return {**self.own(), "children": [child.as_dict() for child in self.children]}

    @classmethod
    def from_dict(cls, data: dict) -> Node:
        """The node that `as_dict()` wrote, also one from before there were `pending` and `documents`."""
        return cls(
            data["id"],
            data["words"],
            data["number"],
            data["authentic"],
            data["facts"],
            [cls.from_dict(child) for child in data["children"]],
            data.get("pending", {}),
            data.get("documents", []),
        )

    def text(self, name: str, language: str | None = None) -> Text:
        """The words under `name` for a reader of `language` (the one in force by default)."""
        return best(self.words.get(name, {}), self.authentic, language)

    @property
    def heading(self) -> dict[str, str]:
        """What the node is called in each language: its title, else the first of its words."""
        return self.words.get("title") or next((self.words[name] for name in sorted(self.words)), {})

    @property
    def label(self) -> str:
        """The same in the reader's language."""
        return best(self.heading, self.authentic).value

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def by_id(self) -> dict[str, Node]:
        """The node and all below it by their ids, in order. Raises DuplicateId."""
        found: dict[str, Node] = {}
        for node in self.walk():
            if node.id in found:
                raise DuplicateId(node.id)
            found[node.id] = node
        return found

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


def canonical(tree: Node) -> str:
    """The canonical JSON (RFC 8785) of a tree: the same words give the same bytes on any engine."""
    return rfc8785.dumps(tree.as_dict()).decode()


def sha256(data: str | bytes) -> str:
    """The hash in hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
