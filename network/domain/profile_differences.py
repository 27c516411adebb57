"""What differs between the working copy of a profile and what is published, section by section.

(reads only)
"""

import re
from dataclasses import dataclass, replace

from acs_portal.kernel import kinds, releases, shown
from acs_portal.kernel.models import Act
from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import columns

from .. import reading
from ..models import ENTRIES, CountryProfile, Section
from ..reading import KIND, OFFICE, EntryText
from .profile_tree import section_name

WRITTEN = (*columns(*CountryProfile.TRILINGUAL), *OFFICE, "authentic_language")
MARKS = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")  # "5 < 7" and "<1 %" are no HTML


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """What differs in one section: the changes as a reader sees them, and the new entries in full."""

    section: str
    shown: shown.Shown
    added: list[EntryText]

    @property
    def name(self) -> str:
        return str(Section(self.section).label)


def changed_sections(draft: Node, frozen: Node | None) -> list[str]:
    """The sections in which the working copy says anything else than what is published."""
    if frozen is None:
        return [node.id for node in draft.children if not reading.is_empty(node)]
    before = reading.sections_of(frozen)
    return [node.id for node in draft.children if _says(node) != _says(before[node.id])]


def differences(frozen: Node, draft: Node) -> list[SectionChanges]:
    """The changes of each section that differs."""
    return [
        section_changes(reading.section_of(frozen, code), reading.section_of(draft, code))
        for code in changed_sections(draft, frozen)
    ]


def section_changes(old: Node, new: Node) -> SectionChanges:
    """The changes from one state of a section to another, in every language; a section has its name."""
    kind, before = kinds.of(KIND), old.by_id()
    title = section_name(new.id)
    changes = [
        replace(change, title=title, authentic="en") if change.id == new.id else change
        for change in releases.diff(old, new, kind)
    ]
    added = [EntryText(node, new.id) for node in new.children if new.id in ENTRIES and node.id not in before]
    return SectionChanges(new.id, shown.shown(changes, kind), added)


def with_marks(profile: CountryProfile) -> list[str]:
    """The names of the texts that contain HTML, which is shown as it is written."""
    found = {name: getattr(profile, name) for name in WRITTEN if MARKS.search(getattr(profile, name) or "")}
    shown_ = Act(to_type=CountryProfile._meta.label_lower, before={}, after=found).changes
    return [name for name, _before, _after in shown_]


def _says(node: Node) -> str:
    """What a section says, whatever is left empty."""
    words = {name: {c: t for c, t in found.items() if t} for name, found in node.words.items()}
    facts = {name: value for name, value in node.facts.items() if value}
    told = replace(node, words={name: found for name, found in words.items() if found}, facts=facts)
    empty = not (told.words or told.facts or told.children)
    return "" if empty else releases.canonical(told)


def recorded(old: Node, new: Node) -> tuple[dict, dict]:
    """What changed of authority and policy, by column, as the register of acts keeps it."""
    before, after = {}, {}
    for code in (Section.AUTHORITY, Section.POLICY):
        was, now = reading.section_of(old, code), reading.section_of(new, code)
        for change in releases.diff(was, now):
            if change.id != code:
                before["priorities"], after["priorities"] = (
                    [area.words["title"] for area in node.children] for node in (was, now)
                )
            elif change.field == "facts":
                before |= change.before
                after |= change.after
            elif change.field == "words":
                for language in change.languages:
                    column = f"{change.name}_{language}"
                    before[column] = change.before.get(change.name, {}).get(language, "")
                    after[column] = change.after.get(change.name, {}).get(language, "")
    return before, after


def differing(before: dict, after: dict) -> tuple[dict, dict]:
    """The columns of two states that differ, before and after."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return tuple({name: state[name] for name in names if name in state} for state in (before, after))
