"""What differs between the working copy of a profile and what is published, section by section.

(reads only)
"""

import re
from dataclasses import replace

from acs_portal.kernel import releases
from acs_portal.kernel.models import Act
from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import columns

from .. import reading
from ..models import ENTRIES, CountryProfile, Section
from ..reading import OFFICE

WRITTEN = (*columns(*CountryProfile.TRILINGUAL), *OFFICE, "authentic_language")
AUTHORITY_COLUMNS = (*columns(*reading.AUTHORITY), *OFFICE)
POLICY_COLUMNS = (*columns("policy"), "priorities")
MARKS = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")  # "5 < 7" and "<1 %" are no HTML


def changed_sections(draft: Node, frozen: Node | None) -> list[str]:
    """The sections in which the working copy says anything else than what is published."""
    if frozen is None:
        return [node.id for node in draft.children if not reading.is_empty(node)]
    before = reading.sections_of(frozen)
    return [node.id for node in draft.children if _says(node) != _says(before[node.id])]


def differences(old: Node, draft: Node) -> list[tuple[str, str, str]]:
    """(field, published, draft) of each field of authority and policy that differs, as a person reads it."""
    return _in_words(*changes(old, draft))


def section_differences(old: Node | None, draft: Node, section: str) -> list[tuple[str, str, str]]:
    """(field, published, draft) of each field of one section that differs."""
    if section in ENTRIES:
        return reading.differences(
            reading.section_of(old, section), reading.section_of(draft, section), section
        )
    blank = {name: [] if name == "priorities" else "" for name in reading.columns_of_office(draft)}
    before = reading.columns_of_office(old) if old else blank
    mine = AUTHORITY_COLUMNS if section == Section.AUTHORITY else POLICY_COLUMNS
    after = reading.columns_of_office(draft)
    return _in_words(*differing({n: before[n] for n in mine}, {n: after[n] for n in mine}))


def with_marks(profile: CountryProfile) -> list[str]:
    """The names of the texts that contain HTML, which is shown as it is written."""
    found = {name: getattr(profile, name) for name in WRITTEN if MARKS.search(getattr(profile, name) or "")}
    return [name for name, _before, _after in _in_words({}, found)]


def _says(node: Node) -> str:
    """What a section says, whatever is left empty."""
    words = {name: {c: t for c, t in found.items() if t} for name, found in node.words.items()}
    facts = {name: value for name, value in node.facts.items() if value}
    told = replace(node, words={name: found for name, found in words.items() if found}, facts=facts)
    empty = not (told.words or told.facts or told.children)
    return "" if empty else releases.canonical(told)


def changes(old: Node, new: Node) -> tuple[dict, dict]:
    """The fields of authority and policy that differ between two trees, before and after."""
    return differing(reading.columns_of_office(old), reading.columns_of_office(new))


def _in_words(before: dict, after: dict) -> list[tuple[str, str, str]]:
    return Act(to_type=CountryProfile._meta.label_lower, before=before, after=after).changes


def differing(before: dict, after: dict) -> tuple[dict, dict]:
    names = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}
