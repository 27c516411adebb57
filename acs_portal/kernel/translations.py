"""Where the versions of an official text stand: missing, machine draft, translated, reviewed; and stale.

    missing --write--> translated (or machine draft) --review--> reviewed
    translated, reviewed --the original changes--> stale --write, or say that it still follows--> translated

One `Translation` row per object and language is kept by `tracking.write()`. It holds the original as
it was when the version was made, so that a translator sees word by word what changed since. Which
objects make a document, who may translate it and by which verb it is saved is declared once by its
app: `translations.kind(...)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
    person said of a language (`row.marks`) counts for the whole of it. Raises OwnTranslation,
    NothingToMark.
    """
    if not hasattr(row, "text_document"):
        return
    marks, row.marks = row.marks, {}
    there = {found.language: found for found in Translation.of(row)}
    for language in CODES:
        found = there.get(language) or Translation(**_key(row, language))
        _bring_up(found, row, stored, marks.get(language, ""), by, on)
        if count(found, row):
            found.save()
        elif found.pk:
            found.delete()
    row.made_from = {}
    if marks:
        acts.record(by=by, did=MARKED, to=row, after={code: str(mark) for code, mark in marks.items()}, on=on)


def _bring_up(found: Translation, row, stored, mark: str, by: User | None, on: datetime) -> None:
    found.document = ":".join(row.text_document)
    if found.language == row.authentic_language:
        found.originals = {}
        return
    edited = [name for name in row.TRILINGUAL if _is_edited(row, stored, name, found.language)]
    if edited:
        found.state, found.translated_by, found.translated_at = State.TRANSLATED, by, on
        found.reviewed_by = found.reviewed_at = None
    if mark:
        _mark(found, row, mark, by, on, is_edited=bool(edited))
    is_other_original = stored is not None and stored.authentic_language != row.authentic_language
    follows = row.TRILINGUAL if mark in (State.TRANSLATED, State.REVIEWED) or is_other_original else edited
    originals = found.originals | {
        name: row.made_from.get((name, found.language), original(row, name)) for name in follows
    }
    found.originals = {
        name: text for name, text in originals.items() if getattr(row, f"{name}_{found.language}")
    }


def _key(row, language: str) -> dict[str, str]:
    subject_type, subject_id = acts.reference_of(row)
    return {"subject_type": subject_type, "subject_id": subject_id, "language": language}


def count(found: Translation, row: TrilingualModel) -> bool:
    """Count anew what is missing, stale and how many words that makes; answers whether there is a standing.

    There is none for a complete original, nor for a language where no text is wanted yet.
    """
    versions = {name: versions_of(row, name) for name in row.TRILINGUAL}
    authentic, own = row.authentic_language, found.language
    missing = [name for name, texts in versions.items() if any(texts.values()) and not texts[own]]
    stale = [name for name, text in found.originals.items() if text != versions[name][authentic]]
    if missing or found.state == State.MISSING:
        found.state = State.MISSING if missing else State.TRANSLATED
    found.is_stale = bool(stale)
    todo = versions if found.state == State.MACHINE else {*missing, *stale}
    found.words = sum(len(best(versions[name], authentic).value.split()) for name in todo)
    return bool(missing) or (own != authentic and any(texts[own] for texts in versions.values()))


def _is_edited(row, stored, name: str, language: str) -> bool:
    column = f"{name}_{language}"
    return getattr(row, column) != (getattr(stored, column) if stored else "")


def _mark(found: Translation, row, mark: str, by, on: datetime, *, is_edited: bool) -> None:
    if not any(getattr(row, f"{name}_{found.language}") for name in row.TRILINGUAL):
        raise NothingToMark(language=found.get_language_display())
    if mark != State.REVIEWED:
        found.state, found.translated_by, found.translated_at = State(mark), by, on
        found.reviewed_by = found.reviewed_at = None
        return
    if settings.REVIEW_BY_ANOTHER and (is_edited or found.translated_by == by):
        raise OwnTranslation
    found.state, found.reviewed_by, found.reviewed_at = State.REVIEWED, by, on


def original(row: TrilingualModel, name: str) -> str:
    """A text of a row in its authentic language."""
    return getattr(row, f"{name}_{row.authentic_language}")


def forget(row: TrilingualModel) -> None:
    """Take away what is known of the translations of a row that is deleted."""
    Translation.of(row).delete()


# ---------------------------------------------------------------- reading them


def pending(rows: Iterable[TrilingualModel]) -> dict[tuple[str, str], dict[str, str]]:
    """What is not ready of each row, by acts.reference_of(row): language -> machine or stale; one query.

    Missing versions are not told here: whoever has the words sees them.
    """
    documents = {":".join(row.text_document) for row in rows}
    open_ = models.Q(is_stale=True) | models.Q(state=State.MACHINE)
    found: dict[tuple[str, str], dict[str, str]] = {}
    for one in Translation.objects.filter(open_, document__in=documents).defer("originals"):
        problem = "stale" if one.is_stale else "machine"
        found.setdefault((one.subject_type, one.subject_id), {})[one.language] = problem
    return found


def pending_texts(row: TrilingualModel) -> dict[str, dict[str, str]]:
    """What is not ready of each text of a row whose texts stand in several places: name -> language ->
    machine or stale; one query."""
    found: dict[str, dict[str, str]] = {}
    for one in Translation.of(row):
        for name in row.TRILINGUAL:
            if one.originals.get(name, original(row, name)) != original(row, name):
                found.setdefault(name, {})[one.language] = "stale"
            elif one.state == State.MACHINE and getattr(row, f"{name}_{one.language}"):
                found.setdefault(name, {})[one.language] = "machine"
    return found


def note_pending(rows: Iterable[TrilingualModel]) -> None:
    """Give each row its `pending`, which the node of a tree takes over; one query."""
    rows = list(rows)
    found = pending(rows)
    for row in rows:
        row.pending = found.get(acts.reference_of(row), {})


@dataclass(frozen=True, slots=True)
class Standing:
    """How one language version of a row stands, for the editor: its state, what changed in the original."""

    language: str
    state: str
    is_stale: bool
    changes: list[tuple[str, str, str]]  # name of the text, the original then, the original now
    translated_by: str = ""
    reviewed_by: str = ""

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
        (str(row._meta.get_field(f"{name}_{code}").verbose_name), text, original(row, name))
        for name, text in found.originals.items()
        if text != original(row, name)
    ]
    by, reviewer = (str(person or "") for person in (found.translated_by, found.reviewed_by))
    return Standing(code, found.state, found.is_stale, changes, by, reviewer)


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
            made += [found] if count(found, row) else []
    standings_.objects.bulk_create(made, batch_size=200)
