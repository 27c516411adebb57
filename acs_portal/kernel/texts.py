"""Trilingual text: three columns and one authentic language per object.

A model names its official texts in `TRILINGUAL` and declares each with `trilingual(field)`, which
makes the columns `<name>_en`, `<name>_es`, `<name>_fr`. `obj.<name>` answers the text in the
language in force, else the authentic one, else the first there is; `text_of()` also says in
which language that is, so that a page can mark it.
"""

from typing import NamedTuple

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from .languages import CHOICES, CODES


class Text(NamedTuple):
    """A text and the language it is in ("" where there is none)."""

    value: str
    language: str

    def __str__(self) -> str:
        return self.value


def best(versions: dict[str, str], authentic: str, language: str | None = None) -> Text:
    """The version of a text for a reader of `language`: theirs, the authentic one, the first there is."""
    for code in (language or get_language(), authentic, *CODES):
        if value := versions.get(code):
            return Text(value, code)
    return Text("", "")


def versions_of(obj, name: str) -> dict[str, str]:
    """The three versions of a text of a model instance, empty ones included."""
    return {code: getattr(obj, f"{name}_{code}") for code in CODES}


def text_of(obj, name: str, language: str | None = None) -> Text:
    """The text `name` of an object (a model instance or a frozen node) for a reader of `language`."""
    if hasattr(obj, "words"):
        return best(obj.words.get(name, {}), obj.authentic, language)
    return best(versions_of(obj, name), getattr(obj, "authentic_language", "en"), language)


def _getter(name, field):
    return lambda obj: text_of(obj, name).value


def trilingual(field: models.Field) -> TranslatedField:
    """The three columns of a text; all may be empty, since the gate is at release."""
    return TranslatedField(field, attrgetter=_getter)


def columns(*names: str) -> list[str]:
    """The columns of trilingual texts, in the order of the languages: title_en, title_es, title_fr, ..."""
    return [f"{name}_{code}" for name in names for code in CODES]


class TrilingualModel(models.Model):
    """An object with official texts: it names them in TRILINGUAL and says which language is authentic."""

    TRILINGUAL: tuple[str, ...] = ()

    marks: dict[str, str] = {}  # what a form said of its versions, language -> state
    text_marks: dict[tuple[str, str], str] = {}  # the same of one text: (text, language) -> state
    pending: dict[str, str] = {}  # language -> machine or stale, when translations.note_pending() asked
    pending_texts: dict[str, dict[str, str]] = {}  # the same of each text that is not ready
    made_from: dict[tuple[str, str], str] = {}  # (text, language) -> an earlier original it was made from

    authentic_language = models.CharField(_("original language"), max_length=2, choices=CHOICES, default="en")

    class Meta:
        abstract = True

    @property
    def is_noted(self) -> bool:
        """Whether translations.note_pending() asked what is not ready of this row."""
        return "pending" in vars(self)

    def all_words(self) -> dict[str, dict[str, str]]:
        """Every official text in every language it exists in, as a release freezes it."""
        return {
            name: {code: value for code, value in versions_of(self, name).items() if value}
            for name in self.TRILINGUAL
        }

    def missing_languages(self) -> list[str]:
        """The languages in which a text that exists in another language is missing."""
        return [
            code
            for code in CODES
            if any(any(found.values()) and not found[code] for found in self._versions())
        ]

    def _versions(self):
        return [versions_of(self, name) for name in self.TRILINGUAL]
