"""The kinds of release: what an app says once of each, so that everything else is the same for all.

An app declares a kind with `@issuing.prints(...)` beside the function that prints it, in its pdf.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import pgettext_lazy

from .tree import Node

HIDDEN = "act.read"  # of a kind that does not say who may read it: the Secretariat alone


@dataclass(frozen=True)
class Kind:
    """A kind of release.

    `name` is its name in words; `reader` the permission to read what is issued. Of its nodes: `titles`
    are the names of the texts that are headings, `times` and `documents` those of the facts that tell
    of time and of linked documents. `names` gives the words for a text or fact, `values` a function
    from a fact's value to words. With `changes` a document says what changed since the release before.
    `withholds` says of a tree whether it holds more than its documents show to those readers; `editions`
    gives for each circle of readers what they may read of a tree. A kind in `one_language` is printed in
    the language its text is authentic in alone, such as a letter.
    """

    code: str
    name: str = ""
    reader: str = HIDDEN
    titles: tuple[str, ...] = ("title",)
    times: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Callable] = field(default_factory=dict)
    changes: bool = False
    one_language: bool = False
    withholds: Callable[[Node], bool] = lambda tree: False
    editions: Mapping[str, Callable[[Node], Node]] = field(default_factory=dict)

    def reader_of(self, tree: Node) -> str:
        """The permission to read the frozen words of a tree, all of them."""
        return HIDDEN if self.withholds(tree) else self.reader


KINDS: dict[str, Kind] = {}
UNNAMED = pgettext_lazy("kind of release", "Document")


def declare(kind: Kind) -> None:
    """Make a kind known."""
    KINDS[kind.code] = kind


def of(code: str) -> Kind:
    """The kind of a code; of one that no app declared, a document without particulars."""
    return KINDS.get(code) or Kind(code, UNNAMED)
