"""How the tree of a profile is read: its sections, what a tier may read of them, and each value in words.

    profile
      authority  policy (priorities)  offers  needs  programmes  agreements  funding (entries)

Releases made before profiles had sections hold authority and policy in the root: `upgraded()` reads them
as the same tree. Nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from acs_portal.kernel.dates import partial
from acs_portal.kernel.languages import CODES, name_of
from acs_portal.kernel.releases import Node
from acs_portal.kernel.templatetags.portal import money
from acs_portal.kernel.texts import best

from .models import ENTRIES, CountryProfile, Entry, Post, Role, Section, Visibility

KIND = "profile"
OFFICE = ("address", "telephone", "email", "website")
AUTHORITY = ("authority", "mandate")
META = ("status", "sector", "modality", "support", "starts")
ORDER = list(Visibility.values)  # each reads what those before it read


def upgraded(tree: Node) -> Node:
    """The tree with its sections, also of a release made before there were any."""
    if any(child.id == Section.AUTHORITY for child in tree.children):
        return tree
    office = {name: tree.facts[name] for name in OFFICE}
    words = {name: tree.words.get(name, {}) for name in AUTHORITY}
    policy = {"policy": tree.words.get("policy", {})}
    sections = [
        Node(Section.AUTHORITY.value, words, authentic=tree.authentic, facts=office),
        Node(Section.POLICY.value, policy, authentic=tree.authentic, children=tree.children),
        *(Node(section.value, {}) for section in ENTRIES),
    ]
    facts, title = {"party": tree.facts["party"]}, {"title": tree.words["title"]}
    return replace(tree, words=title, facts=facts, children=sections)


def sections_of(tree: Node) -> dict[str, Node]:
    """The sections of a tree by their code."""
    return {child.id: child for child in upgraded(tree).children}


def section_of(tree: Node | None, section: str) -> Node | None:
    """One section of a tree; None where there is no tree."""
    return sections_of(tree)[section] if tree else None


def is_empty(node: Node | None) -> bool:
    """Whether a section says nothing."""
    return node is None or not (
        node.children or any(node.facts.values()) or any(any(found.values()) for found in node.words.values())
    )


def readable(tree: Node, tier: str) -> Node:
    """What a reader of a tier may read: the entries shown to it, without the fields that fewer may read."""
    children = [_section_for(child, tier) for child in upgraded(tree).children]
    return replace(upgraded(tree), children=children)


def may_read(needed: str, tier: str) -> bool:
    """Whether a reader of a tier reads what is shown to `needed`."""
    return ORDER.index(needed) <= ORDER.index(tier)


def _section_for(node: Node, tier: str) -> Node:
    if node.id not in ENTRIES:
        return node
    entries = (entry for entry in node.children if may_read(entry.facts["visibility"], tier))
    return replace(node, children=[entry_for(entry, tier) for entry in entries])


def entry_for(node: Node, tier: str) -> Node:
    """An entry without the fields that a reader of a tier may not read."""
    hidden = {name for name, needed in Entry.TIERS.items() if not may_read(needed, tier)}
    words = {name: found for name, found in node.words.items() if name not in hidden}
    facts = {name: value for name, value in node.facts.items() if name not in hidden}
    return replace(node, words=words, facts=facts)


# ---------------------------------------------------------------- values in words


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an entry for a reader: what it is called and its values; of an official text its name."""

    label: str
    values: list[str]
    name: str = ""
    is_address: bool = False


def lines(node: Node, section: str) -> Iterator[Line]:
    """The lines of an entry in the language in force, those that say something."""
    model = ENTRIES[section]
    for name in model.SHOWN:
        if name in model.TRILINGUAL and node.words.get(name):
            yield Line(label_of(model, name), [], name)
        elif values := values_of(node, model, name):
            yield Line(label_of(model, name), values, is_address=name == "website")


def label_of(model: type[Entry], name: str) -> str:
    """The name of a field, as it stands before its value."""
    if name == "starts":
        return _("Period")
    column = f"{name}_en" if name in model.TRILINGUAL else name
    return capfirst(str(model._meta.get_field(column).verbose_name))


def values_of(node: Node, model: type[Entry], name: str) -> list[str]:
    """The values of a fact in the language in force, one for each row."""
    if name == "starts":
        known = period(node.facts.get("starts", ""), node.facts.get("ends", ""))
        return [known] if known else []
    return in_words(model, name, node.facts.get(name))


def in_words(model: type[Entry], name: str, value) -> list[str]:
    """A value of a fact in the language in force, one for each row; nothing for none."""
    if not value:
        return []
    if said := SAID.get(name):
        return [said(part) for part in value] if isinstance(value, list) else [said(value)]
    choices = dict(model._meta.get_field(name).flatchoices)
    return [str(choices.get(value, value))]


def period(starts: str, ends: str) -> str:
    """Two partial dates as a period in words; "" where neither is known."""
    first, last = partial(starts), partial(ends)
    if first and last:
        return f"{first} – {last}"
    if first:
        words = _("from %(day)s") if first.is_day else pgettext("month or year", "from %(day)s")
        return words % {"day": first}
    if last:
        words = _("until %(day)s") if last.is_day else pgettext("month or year", "until %(day)s")
        return words % {"day": last}
    return ""


def _sector(value: dict) -> str:
    return f"{best(value['name'], 'en')} (DAC {value['code'].ljust(5, 'x')})"


def _who(row: dict) -> str:
    return best(row["name"], "en").value if isinstance(row["name"], dict) else row["name"]


def _country(row: dict) -> str:
    share = row.get("share")
    return f"{_who(row)}: {_number(share)} %" if share else _who(row)


def _number(text: str) -> str:
    return money(Decimal(text), "").strip() if Decimal(text) % 1 else str(int(Decimal(text)))


def _partner(row: dict) -> str:
    return f"{_who(row)} ({Role(row['role']).label})" if row.get("role") else _who(row)


def _donor(row: dict) -> str:
    return (
        f"{_who(row)}: {money(Decimal(row['amount']), row['currency'])}" if row.get("amount") else _who(row)
    )


def _window(row: dict) -> str:
    parts = []
    if opens := partial(row.get("opens", "")):
        parts.append(_("opens %(day)s") % {"day": opens})
    if deadline := partial(row.get("deadline", "")):
        parts.append(_("deadline %(day)s") % {"day": deadline})
    if row.get("amount"):
        parts.append(_("at most %(sum)s") % {"sum": money(Decimal(row["amount"]), row["currency"])})
    name = row.get("name", "")
    return f"{name}: {', '.join(parts)}" if name and parts else name or ", ".join(parts)


SAID: dict[str, Callable] = {
    "starts": lambda day: str(partial(day)),
    "ends": lambda day: str(partial(day)),
    "sector": _sector,
    "languages": lambda code: str(name_of(code)),
    "contact": lambda kind: str(Post.Kind(kind).label),
    "is_pooled": lambda value: _("Yes"),
    "countries": _country,
    "partners": _partner,
    "donors": _donor,
    "windows": _window,
}


def field_names() -> dict[str, str]:
    """What each text and fact of a profile is called, where its changes are told."""
    found = {name: CountryProfile._meta.get_field(name).verbose_name for name in OFFICE}
    for model in (CountryProfile, *ENTRIES.values()):
        found |= {name: model._meta.get_field(f"{name}_en").verbose_name for name in model.TRILINGUAL}
    return found | {
        name: model._meta.get_field(name).verbose_name for model in ENTRIES.values() for name in _facts(model)
    }


def field_values() -> dict[str, Callable]:
    """How the value of each fact of an entry is said, where its changes are told."""

    def said(model: type[Entry], name: str) -> Callable:
        return lambda value: "; ".join(in_words(model, name, value))

    return {name: said(model, name) for model in ENTRIES.values() for name in _facts(model)}


def _facts(model: type[Entry]) -> list[str]:
    return [name for name in ("visibility", *model.SHOWN, "ends") if name not in model.TRILINGUAL]


@dataclass(frozen=True, slots=True)
class EntryText:
    """An entry as pages and PDFs show it."""

    node: Node
    section: str

    @property
    def lines(self) -> list[Line]:
        return list(lines(self.node, self.section))

    @property
    def meta(self) -> str:
        """What it is about, in one line: sector, modality, status, period."""
        model = ENTRIES[self.section]
        names = (name for name in META if name in model.SHOWN)
        return " · ".join(text for name in names for text in values_of(self.node, model, name))

    @property
    def tier(self) -> str:
        """For whom alone it is, in words; "" for everybody."""
        visibility = Visibility(self.node.facts["visibility"])
        return "" if visibility == Visibility.PUBLIC else str(visibility.label)


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section as pages and PDFs show it."""

    node: Node

    @property
    def code(self) -> str:
        return self.node.id

    @property
    def name(self) -> str:
        return str(Section(self.node.id).label)

    @property
    def has_entries(self) -> bool:
        return self.node.id in ENTRIES

    @property
    def entries(self) -> list[EntryText]:
        return [EntryText(child, self.node.id) for child in self.node.children] if self.has_entries else []

    @property
    def is_empty(self) -> bool:
        return is_empty(self.node)


def texts_of(tree: Node) -> list[SectionText]:
    """The sections of a tree that say something."""
    return [text for text in map(SectionText, upgraded(tree).children) if not text.is_empty]


# ---------------------------------------------------------------- as the register keeps it


def in_three(node: Node, model: type[Entry], name: str) -> dict[str, str]:
    """A fact of an entry in the three languages, as the register of acts keeps it."""
    found = {}
    for code in CODES:
        with override(code):
            found[code] = "; ".join(values_of(node, model, name))
    return found if any(found.values()) else {}


def columns_of(node: Node | None, section: str) -> dict:
    """An entry by column: its words by language, its facts in words of the three languages."""
    model = ENTRIES[section]
    if node is None:
        return {}
    texts = {
        f"{name}_{code}": text
        for name in model.TRILINGUAL
        for code, text in node.words.get(name, {}).items()
        if text
    }
    facts = {name: in_three(node, model, name) for name in ("visibility", *model.SHOWN)}
    return texts | {name: found for name, found in facts.items() if found}
