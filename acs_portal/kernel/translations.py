"""Where the versions of an official text stand: missing, machine draft, translated, reviewed; and stale.

    missing --write--> translated (or machine draft) --review--> reviewed
    translated, reviewed --the original changes--> stale --write, or say that it still follows--> translated

A version is a machine draft while any of its texts is one: written over, or said to be translated.

One `Translation` row per object and language is kept by `tracking.write()`. It holds the original as
it was when the version was made, so that a translator sees word by word what changed since. Which
objects make a document, who may translate it and by which verb it is saved is declared once by its
app: `translations.kind(...)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import acts
from .access import can
from .errors import RuleBroken
from .languages import CODES
from .models import Translation, User
from .texts import TrilingualModel, best, versions_of

State = Translation.State
MARKS = (State.MACHINE, State.TRANSLATED, State.REVIEWED)
MARKED = acts.verb("text.mark", pgettext_lazy("act", "said where a translation stands"))


class OwnTranslation(RuleBroken):
    message = _("A translation is reviewed by somebody else than the person who wrote it.")


class NothingToMark(RuleBroken):
    message = _("There is no text in %(language)s yet, so it can't be marked.")


# ---------------------------------------------------------------- the kinds of documents


@dataclass(frozen=True)
class Kind:
    """A kind of document with official texts, as its app declares it.

    `verbs` maps each model of the document to the domain function that saves one of its rows
    (row, by=, on=); `find` answers the documents by key, `rows` the numbered rows of one in the order
    in which a reader meets them, `is_open` whether its texts may still change, `keys` the keys of those
    that a person without `permission` everywhere may still translate.
    """

    code: str
    name: str
    permission: str
    verbs: dict[type[models.Model], Callable]
    find: Callable[[Iterable[str]], dict[str, models.Model]]
    rows: Callable[[models.Model], Iterable[tuple[str, TrilingualModel]]]
    is_open: Callable[[models.Model], bool]
    keys: Callable[[User], set[str]] = lambda user: set()

    def may(self, user: User, key: str) -> bool:
        """Whether a person may translate the document with this key."""
        return can(user, self.permission) or key in self.keys(user)


KINDS: dict[str, Kind] = {}


def kind(code: str, name, **given) -> Kind:
    """Declare a kind of document; a model of it answers its document as `text_document`: (code, key)."""
    KINDS[code] = Kind(code, name, **given)
    return KINDS[code]


# ---------------------------------------------------------------- keeping the states


def keep(row: TrilingualModel, stored: TrilingualModel | None, *, by: User | None, on: datetime) -> None:
    """Bring the states of a row's versions up to date after it was saved; `stored` is the row before.

    A version that was edited is translated anew by `by` from the original as it is now. What the
    person said of a language (`row.marks`) counts for the whole of it, of a text (`row.text_marks`)
    for that text. Raises OwnTranslation, NothingToMark.
    """
    if not hasattr(row, "text_document"):
        return
    marks, row.marks = row.marks, {}
    told = marks | {f"{name}_{code}": mark for (name, code), mark in row.text_marks.items()}
    there = {found.language: found for found in Translation.of(row)}
    late = {code: _late(found, stored) for code, found in there.items()}
    for language in CODES:
        found = there.get(language) or Translation(**_key(row, language))
        _bring_up(found, row, stored, marks.get(language, ""), late, by, on)
        if count(found, row):
            found.save()
        elif found.pk:
            found.delete()
    row.made_from, row.text_marks = {}, {}
    if told:
        acts.record(by=by, did=MARKED, to=row, after={name: str(mark) for name, mark in told.items()}, on=on)


def _late(found: Translation, stored: TrilingualModel | None) -> set[str]:
    """The texts of a version that did not follow the original of the row before it was saved."""
    if stored is None:
        return set()
    return {name for name, text in found.originals.items() if text != original(stored, name)}


def _bring_up(
    found: Translation, row, stored, mark: str, late: dict[str, set[str]], by: User | None, on: datetime
) -> None:
    found.document = ":".join(row.text_document)
    if found.language == row.authentic_language:
        found.originals, found.drafts = {}, []
        return
    if stored is not None and stored.authentic_language != row.authentic_language:
        _turn(found, row, stored, late)
    edited = [name for name in row.TRILINGUAL if _is_edited(row, stored, name, found.language)]
    if edited:
        found.state, found.translated_by, found.translated_at = State.TRANSLATED, by, on
        found.reviewed_by = found.reviewed_at = None
        found.drafts = [name for name in found.drafts if name not in edited]
    said = {name: one for (name, code), one in row.text_marks.items() if code == found.language}
    if mark:
        said = _mark(found, row, mark, edited, by) | said
    _settle(found, row, said, edited, by, on)


def _turn(found: Translation, row, stored, late: dict[str, set[str]]) -> None:
    """The original is in another language now: what followed the old one follows the new one.

    A text that did not, and one whose new original did not itself, stay stale.
    """
    behind = late.get(found.language, set()) | late.get(row.authentic_language, set())
    for name in row.TRILINGUAL:
        if name in behind:
            found.originals.setdefault(name, original(stored, name))
        else:
            found.originals[name] = versions_of(stored, name)[row.authentic_language] or original(row, name)


def _mark(found: Translation, row, mark: str, edited: list[str], by: User | None) -> dict[str, str]:
    """What a person said of a whole language, text by text; a machine's draft is what was edited, if any."""
    written = [name for name in row.TRILINGUAL if versions_of(row, name)[found.language]]
    if not written:
        raise NothingToMark(language=found.get_language_display())
    if mark == State.REVIEWED and settings.REVIEW_BY_ANOTHER and (edited or found.translated_by == by):
        raise OwnTranslation
    names = edited if mark == State.MACHINE and edited else written
    return dict.fromkeys(names, mark)


def _settle(
    found: Translation, row, said: dict[str, str], edited: list[str], by: User | None, on: datetime
) -> None:
    """Take over what was edited and what was said of the texts: state, author, drafts and originals."""
    was_draft = bool(found.drafts)
    there = [name for name in row.TRILINGUAL if versions_of(row, name)[found.language]]
    drafts = {name for name in found.drafts if name not in said}
    drafts |= {name for name, mark in said.items() if mark == State.MACHINE}
    follows = {*edited, *(name for name, mark in said.items() if mark != State.MACHINE)}
    originals = found.originals | {
        name: row.made_from.get((name, found.language), original(row, name)) for name in follows
    }
    found.drafts = [name for name in there if name in drafts]
    found.originals = {name: text for name, text in originals.items() if name in there}
    if State.REVIEWED in said.values():
        found.state, found.reviewed_by, found.reviewed_at = State.REVIEWED, by, on
    elif said:
        found.state, found.reviewed_by, found.reviewed_at = State.TRANSLATED, None, None
        if was_draft or found.translated_by is None:  # nobody's words yet: whoever stands for them now
            found.translated_by, found.translated_at = by, on


def _key(row, language: str) -> dict[str, str]:
    subject_type, subject_id = acts.reference_of(row)
    return {"subject_type": subject_type, "subject_id": subject_id, "language": language}


def count(found: Translation, row: TrilingualModel) -> bool:
    """Count anew what is missing, stale and how many words that makes; answers whether there is a standing.

    There is none for a complete original, nor for a language where no text is wanted yet. A version is
    a machine draft while any of its texts is.
    """
    versions = {name: versions_of(row, name) for name in row.TRILINGUAL}
    authentic, own = row.authentic_language, found.language
    missing = [name for name, texts in versions.items() if any(texts.values()) and not texts[own]]
    stale = [name for name, text in found.originals.items() if text != versions[name][authentic]]
    if found.drafts:
        found.state = State.MACHINE
    elif missing or found.state in (State.MISSING, State.MACHINE):
        found.state = State.MISSING if missing else State.TRANSLATED
    found.is_stale = bool(stale)
    todo = {*found.drafts, *missing, *stale}
    found.words = sum(len(best(versions[name], authentic).value.split()) for name in todo)
    return bool(missing) or (own != authentic and any(texts[own] for texts in versions.values()))


def _is_edited(row, stored, name: str, language: str) -> bool:
    column = f"{name}_{language}"
    return getattr(row, column) != (getattr(stored, column) if stored else "")


def original(row: TrilingualModel, name: str) -> str:
    """A text of a row in its authentic language."""
    return getattr(row, f"{name}_{row.authentic_language}")


def text_name(row: TrilingualModel, name: str) -> str:
    """What a text of a row is called: its column's name."""
    return str(row._meta.get_field(f"{name}_en").verbose_name)


def forget(row: TrilingualModel) -> None:
    """Take away what is known of the translations of a row that is deleted."""
    Translation.of(row).delete()


# ---------------------------------------------------------------- reading them


def pending(rows: Iterable[TrilingualModel]) -> dict[tuple[str, str], dict[str, str]]:
    """What is not ready of each row, by acts.reference_of(row): language -> machine or stale.

    One query for those that `note_pending()` was not asked for. Missing versions are not told here:
    whoever has the words sees them.
    """
    rows = list(rows)
    note_pending([row for row in rows if not row.is_noted])
    return {acts.reference_of(row): row.pending for row in rows if row.pending}


def note_pending(rows: Iterable[TrilingualModel]) -> None:
    """Give each row its `pending`, which the node of a tree takes over, and its `pending_texts`, for rows
    whose texts stand in several places; one query, none for no rows."""
    rows = list(rows)
    found: dict[tuple[str, str], list[Translation]] = {}
    for one in _not_ready(rows) if rows else ():
        found.setdefault((one.subject_type, one.subject_id), []).append(one)
    for row in rows:
        versions = found.get(acts.reference_of(row), [])
        row.pending = {one.language: "stale" if one.is_stale else "machine" for one in versions}
        row.pending_texts = _by_text(row, versions)


def _not_ready(rows: list[TrilingualModel]) -> models.QuerySet:
    documents = {":".join(row.text_document) for row in rows}
    open_ = models.Q(is_stale=True) | models.Q(state=State.MACHINE)
    return Translation.objects.filter(open_, document__in=documents)


def _by_text(row: TrilingualModel, versions: list[Translation]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in versions:
        for name in row.TRILINGUAL:
            if one.originals.get(name, original(row, name)) != original(row, name):
                found.setdefault(name, {})[one.language] = "stale"
            elif name in one.drafts:
                found.setdefault(name, {})[one.language] = "machine"
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """How one language version of a row stands, for the editor: its state, what changed in the original."""

    language: str
    state: str
    is_stale: bool
    changes: list[tuple[str, str, str]]  # name of the text, the original then, the original now
    translated_by: str = ""
    reviewed_by: str = ""
    drafts: list[str] = field(default_factory=list)  # names of the texts that a machine wrote

    @property
    def label(self) -> str:
        return State(self.state).label


def standings(row: TrilingualModel) -> dict[str, Standing]:
    """The standing of each language of a stored row but the authentic one; one query."""
    found = {one.language: one for one in Translation.of(row).select_related("translated_by", "reviewed_by")}
    return {code: _standing(row, found.get(code), code) for code in CODES if code != row.authentic_language}


def _standing(row, found: Translation | None, code: str) -> Standing:
    if found is None:
        return Standing(code, State.MISSING, False, [])
    changes = [
        (text_name(row, name), text, original(row, name))
        for name, text in found.originals.items()
        if text != original(row, name)
    ]
    by, reviewer = (str(person or "") for person in (found.translated_by, found.reviewed_by))
    drafts = [text_name(row, name) for name in found.drafts]
    return Standing(code, found.state, found.is_stale, changes, by, reviewer, drafts)


def visible_to(user: User) -> models.QuerySet:
    """The standings that a person may work on: of the documents that they may translate."""
    mine = models.Q(pk__in=[])
    for one in KINDS.values():
        if can(user, one.permission):
            mine |= models.Q(document__startswith=f"{one.code}:")
        elif keys := one.keys(user):
            mine |= models.Q(document__in=[f"{one.code}:{key}" for key in keys])
    return Translation.objects.filter(mine)


def missing_of(row: TrilingualModel, language: str) -> list[str]:
    """The texts of a row that exist in another language and not in this one."""
    return [
        name
        for name in row.TRILINGUAL
        if any((found := versions_of(row, name)).values()) and not found[language]
    ]


def first_standings(apps, label: str, texts: tuple[str, ...], document_of: Callable) -> None:
    """For a migration that puts a model on the desk: versions that are there follow their originals.

    `texts` are the names of its texts, `document_of(row)` answers the document of a row.
    """
    rows, standings_ = apps.get_model(label), apps.get_model("kernel", "Translation")
    made = []
    for row in rows._base_manager.all():
        row.TRILINGUAL = texts
        for language in CODES:
            written = [name for name in texts if getattr(row, f"{name}_{language}")]
            originals = {name: original(row, name) for name in written}
            found = standings_(
                document=":".join(document_of(row)),
                originals={} if language == row.authentic_language else originals,
                **_key(row, language),
            )
            found.drafts = []
            made += [found] if count(found, row) else []
    standings_.objects.bulk_create(made, batch_size=200)
