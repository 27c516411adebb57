"""Texts out to translators who work elsewhere, and their work in again, as XLIFF files.

A file holds the texts of one document for one language; a unit is called `<model>-<id>/<text>`, such
as `agendaitem-12/title`. What comes in is compared first (`proposals`), shown, and taken as a whole or
not at all (`take`). A version made from an earlier original is taken and is stale from the start.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import concordance, releases, translations, xliff
from .concordance import Discordance
from .errors import RuleBroken
from .languages import OWN_NAMES
from .models import Translation, User
from .texts import TrilingualModel, versions_of
from .translations import Kind, State


class ChangedMeanwhile(RuleBroken):
    message = gettext_lazy(
        "The texts changed since you looked at the differences. Look at them again, then confirm."
    )


class NotAsItIs(RuleBroken):
    message = gettext_lazy("The file can't be taken over as it is. Mend it and choose it again.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text that a file changes, or says to follow as it is: whose, before and after, what to look at."""

    row: TrilingualModel
    name: str
    before: str
    after: str
    source: str  # the original from which it was translated
    is_draft: bool
    is_confirmed: bool = False  # the words stay; they were stale or a machine's, and are translated now
    differ: list[Discordance] = field(default_factory=list)

    @property
    def is_stale(self) -> bool:
        """Whether the original is another by now."""
        return self.source != translations.original(self.row, self.name)

    @property
    def text_name(self) -> str:
        return str(self.row._meta.get_field(f"{self.name}_en").verbose_name)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: its language, what it changes, how many texts it leaves, what is wrong with it."""

    language: str
    proposals: list[Proposal]
    unchanged: int
    untranslated: int
    problems: list[str]


def text_id(row: models.Model) -> str:
    """Under what name the portal's addresses and translators' files know a row with texts."""
    return f"{row._meta.model_name}-{row.pk}"


def units(kind: Kind, document: models.Model, language: str, *, only_open: bool) -> list[xliff.Unit]:
    """The texts of a document for translation into a language; `only_open`: those with work left."""
    rows = [(number, row) for number, row in kind.rows(document) if row.authentic_language != language]
    there = standings_of([row for _number, row in rows], language)
    found = []
    for number, row in rows:
        standing = there.get(row._meta.label_lower, {}).get(str(row.pk))
        found += _units_of(number, row, language, standing, only_open)
    return found


def _units_of(
    number: str, row, language: str, standing: Translation | None, only_open: bool
) -> list[xliff.Unit]:
    found = []
    for name in row.TRILINGUAL:
        source, target = translations.original(row, name), versions_of(row, name)[language]
        made_from = standing.originals.get(name, source) if standing else source
        is_machine = standing is not None and name in standing.drafts
        if not source or (only_open and target and made_from == source and not is_machine):
            continue
        notes = [
            f"{number} {row._meta.verbose_name}: {row._meta.get_field(f'{name}_en').verbose_name}".strip()
        ]
        if target and made_from != source:
            notes.append(_("The original changed. It was: %(text)s") % {"text": made_from})
        state = _state(standing, target, is_draft=is_machine or made_from != source)
        found.append(
            xliff.Unit(f"{text_id(row)}/{name}", source, row.authentic_language, target, state, tuple(notes))
        )
    return found


def _state(standing: Translation | None, target: str, *, is_draft: bool) -> str:
    if not target:
        return xliff.TO_DO
    if is_draft:
        return xliff.DRAFT
    return xliff.REVIEWED if standing and standing.state == State.REVIEWED else xliff.DONE


def standings_of(rows: Iterable[TrilingualModel], language: str) -> dict[str, dict[str, Translation]]:
    """The standings of rows in one language, by type and id; one query."""
    documents = {":".join(row.text_document) for row in rows}
    found: dict[str, dict[str, Translation]] = {}
    for one in Translation.objects.filter(document__in=documents, language=language):
        found.setdefault(one.subject_type, {})[one.subject_id] = one
    return found


def fingerprint(kind: Kind, document: models.Model) -> str:
    """The hash of all texts of a document, by which a page remembers what was compared."""
    texts = [f"{text_id(row)} {row.all_words()}" for _number, row in kind.rows(document)]
    return releases.sha256("\n".join(texts))


def read(kind: Kind, document: models.Model, data: bytes) -> Reading:
    """What a translator's file changes in a document. Raises an XliffUnreadable."""
    incoming = xliff.read(data)
    language = incoming.target_language
    rows = {text_id(row): row for _number, row in kind.rows(document)}
    there = standings_of(rows.values(), language)
    proposals, problems, unchanged, untranslated = [], [], 0, 0
    for unit in incoming.units:
        row, name = rows.get(unit.id.rpartition("/")[0]), unit.id.rpartition("/")[2]
        if problem := _problem(row, name, unit, language):
            problems.append(_("Line %(line)s: %(problem)s") % {"line": unit.line, "problem": problem})
        elif not unit.target.strip():
            untranslated += 1
        elif _plain(unit.target) != _plain(versions_of(row, name)[language]):
            proposals.append(_proposal(row, name, unit, language))
        elif _confirms(unit, row, name, there.get(row._meta.label_lower, {}).get(str(row.pk))):
            proposals.append(_proposal(row, name, unit, language, is_confirmed=True))
        else:
            unchanged += 1
    return Reading(language, proposals, unchanged, untranslated, problems)


def _problem(row: TrilingualModel | None, name: str, unit, language: str) -> str:
    if row is None or name not in row.TRILINGUAL:
        return _("the text “%(id)s” is not part of this document (any more).") % {"id": unit.id}
    if language == row.authentic_language or unit.source_language != row.authentic_language:
        return _("the original of “%(id)s” is in %(language)s.") % {
            "id": unit.id,
            "language": OWN_NAMES[row.authentic_language],
        }
    most = row._meta.get_field(f"{name}_{language}").max_length
    if most and len(unit.target) > most:
        return _("the text has %(length)s letters; at most %(most)s fit.") % {
            "length": len(unit.target),
            "most": most,
        }
    return ""


def _confirms(unit, row: TrilingualModel, name: str, standing: Translation | None) -> bool:
    """Whether a text that comes back unchanged is said to follow the original of today, and was not known to.

    The file must say so: a program that leaves the states out says nothing.
    """
    now = translations.original(row, name)
    if standing is None or not unit.is_stated or _plain(unit.source) != _plain(now):
        return False
    is_open = name in standing.drafts or standing.originals.get(name, now) != now
    return is_open and unit.state in (xliff.DONE, xliff.REVIEWED)


def _proposal(row: TrilingualModel, name: str, unit, language: str, *, is_confirmed=False) -> Proposal:
    versions = {row.authentic_language: unit.source, language: unit.target}
    now, before = translations.original(row, name), versions_of(row, name)[language]
    return Proposal(
        row,
        name,
        before=before,
        after=before if is_confirmed else unit.target,
        source=now if _plain(now) == _plain(unit.source) else unit.source,
        is_draft=unit.state == xliff.DRAFT,
        is_confirmed=is_confirmed,
        differ=concordance.compare(versions),
    )


def _plain(text: str) -> str:
    """A text as translators' programs leave it: XML knows one kind of line end."""
    return text.replace("\r\n", "\n")


@transaction.atomic
def take(kind: Kind, document: models.Model, data: bytes, *, seen: str, by: User, on: datetime) -> int:
    """Take all texts that a file changes or confirms; answers how many.

    `seen` is the fingerprint of what was compared. Raises ChangedMeanwhile, NotAsItIs when the file has
    problems, and what the verbs of the kind raise.
    """
    if seen != fingerprint(kind, document):
        raise ChangedMeanwhile
    reading = read(kind, document, data)
    if reading.problems:
        raise NotAsItIs
    changed = {text_id(proposal.row): proposal.row for proposal in reading.proposals}
    for proposal in reading.proposals:
        _put(proposal, reading.language)
    for row in changed.values():
        kind.verbs[type(row)](row, by=by, on=on)
    return len(reading.proposals)


def _put(proposal: Proposal, language: str) -> None:
    """Give the row of a proposal its text, the original it was made from and what the file says of it."""
    row, text = proposal.row, (proposal.name, language)
    setattr(row, f"{proposal.name}_{language}", proposal.after)
    row.made_from = {**row.made_from, text: proposal.source}
    if proposal.is_draft or proposal.is_confirmed:
        row.text_marks = {**row.text_marks, text: State.MACHINE if proposal.is_draft else State.TRANSLATED}
