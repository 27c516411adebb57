"""The tree of a profile from its rows: the working copy that page, PDF and release share. (reads only)"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from django.utils.translation import override

from acs_portal.kernel import releases, translations
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import TrilingualModel, versions_of

from ..models import ENTRIES, CountryProfile, Entry, Party, PriorityArea, Section
from ..reading import AUTHORITY, OFFICE

PLAIN = ("modality", "support", "languages", "status", "is_pooled", "reference", "provider", "website")


@dataclass(frozen=True, slots=True)
class Working:
    """The working copy of a profile, read once: its entries by section and the tree that they make."""

    profile: CountryProfile
    entries: dict[str, list[Entry]]
    tree: Node

    def texts(self, sections: Iterable[str]) -> list[tuple[str, TrilingualModel]]:
        """As `texts()`, of the rows that were read already; no query."""
        return _texts(self.profile, sections, self.entries.get)


def read(profile: CountryProfile) -> Working:
    """Read the working copy of a profile; a query for the priorities, one for each section, one for what is
    not translated yet, one for names where entries name parties."""
    entries = {section: entries_of(profile, section) for section in ENTRIES}
    translations.note_pending([profile, *chain.from_iterable(entries.values())])
    return Working(profile, entries, _tree(profile, entries))


def tree(profile: CountryProfile) -> Node:
    """The tree of the working copy of a profile; the queries of `read()`."""
    return read(profile).tree


def _tree(profile: CountryProfile, entries: dict[str, list[Entry]]) -> Node:
    names = names_in(chain.from_iterable(entries.values()))
    return Node(
        id="profile",
        words={"title": versions_of(profile.party, "name")},
        authentic=profile.authentic_language,
        facts={"party": profile.party.code},
        children=[
            _authority(profile),
            _policy(profile, profile.priorities.all()),
            *(_section(section, entries[section], names) for section in ENTRIES),
        ],
    )


def texts(
    profile: CountryProfile, sections: Iterable[str] = Section.values
) -> list[tuple[str, TrilingualModel]]:
    """The rows with the texts of some sections (of all by default) in the order in which readers meet
    them, as the translation desk and the gate of a release take them; a query for each section."""
    return _texts(profile, sections, lambda section: entries_of(profile, section))


def _texts(profile: CountryProfile, sections: Iterable[str], entries: Callable) -> list:
    chosen = set(sections)
    rows = [profile] if chosen & {Section.AUTHORITY, Section.POLICY} else []
    rows += chain.from_iterable(entries(section) for section in ENTRIES if section in chosen)
    return [("", row) for row in rows]


def section_name(code: str) -> dict[str, str]:
    """The name of a section in the three languages, as the register keeps it."""
    found = {}
    for language in CODES:
        with override(language):
            found[language] = str(Section(code).label)
    return found


def entries_of(profile: CountryProfile, section: str):
    """The entries of a section of the working copy, in their order."""
    found = list(ENTRIES[section].objects.filter(profile=profile).select_related("sector", "contact"))
    for entry in found:
        entry.profile = profile
    return found


def entry_node(entry: Entry, names: dict[str, dict] | None = None) -> Node:
    """An entry as a node: its uid, its words, and the facts it states."""
    names = names_in([entry]) if names is None else names
    facts = {
        "visibility": str(entry.visibility),
        "sector": _sector(entry),
        "starts": entry.starts,
        "ends": entry.ends,
        "contact": str(entry.contact.kind) if entry.contact else "",
        "note": entry.note,
        **{name: getattr(entry, name, "") for name in PLAIN},
        **{name: [_named(row, names) for row in getattr(entry, name)] for name in entry.ROWS},
    }
    stated = {name: value for name, value in facts.items() if value}
    return Node(
        str(entry.uid),
        entry.all_words(),
        authentic=entry.authentic_language,
        facts=stated,
        pending=entry.pending,
    )


def names_in(entries: Iterable[Entry]) -> dict[str, dict]:
    """The names of the parties that rows of entries name, by code; one query."""
    rows = (row for entry in entries for name in entry.ROWS for row in getattr(entry, name))
    codes = {row["party"] for row in rows if row.get("party")}
    parties = Party.objects.filter(code__in=codes) if codes else ()
    return {party.code: versions_of(party, "name") for party in parties}


def fingerprint(node: Node) -> str:
    """The sha256 of a tree, by which a page remembers what was in sight."""
    return releases.sha256(releases.canonical(node))


def _authority(profile: CountryProfile) -> Node:
    facts = {name: getattr(profile, name) for name in OFFICE}
    return _written(Section.AUTHORITY, profile, AUTHORITY, facts=facts)


def _policy(profile: CountryProfile, areas: Iterable[PriorityArea]) -> Node:
    children = [
        Node(f"priority-{area.code}", {"title": versions_of(area, "name")}, facts={"dac": area.dac_shown})
        for area in areas
    ]
    return _written(Section.POLICY, profile, ("policy",), children=children)


def _written(section: str, profile: CountryProfile, names: Iterable[str], **given) -> Node:
    """A section that is written in the profile itself: some of its texts."""
    words = _there({name: versions_of(profile, name) for name in names})
    open_ = {code: problem for name in names for code, problem in profile.pending_texts.get(name, {}).items()}
    return Node(str(section), words, authentic=profile.authentic_language, pending=open_, **given)


def _there(words: dict[str, dict]) -> dict[str, dict]:
    return {name: {code: text for code, text in found.items() if text} for name, found in words.items()}


def section_of(profile: CountryProfile, section: str) -> Node:
    """A section of entries of the working copy; three queries at most."""
    rows = entries_of(profile, section)
    translations.note_pending(rows)
    return _section(section, rows, names_in(rows))


def _section(section: str, entries: list[Entry], names: dict) -> Node:
    return Node(str(section), {}, children=[entry_node(entry, names) for entry in entries])


def _sector(entry: Entry) -> dict | None:
    return {"code": entry.sector.code, "name": versions_of(entry.sector, "name")} if entry.sector else None


def _named(row: dict, names: dict[str, dict]) -> dict:
    """A row as it is frozen: a party by its names of the day, amounts as text."""
    name = names[row["party"]] if row.get("party") else row.get("name", "")
    frozen = {key: format(value, "f") if isinstance(value, Decimal) else value for key, value in row.items()}
    return {key: value for key, value in (frozen | {"name": name}).items() if value}
