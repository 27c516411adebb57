"""The register of acts."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .. import roles
from ..languages import OWN_NAMES, name_of
from ..texts import best
from .account import User
from .translation import Translation

# what the register keeps that is no column of the object: its name for a reader
KEYS = {
    "answers": pgettext_lazy("key of an act", "Answers to questions"),
    "axis": pgettext_lazy("key of an act", "Axis"),
    "broken": pgettext_lazy("key of an act", "First entry that is not whole"),
    "changes": pgettext_lazy("key of an act", "Changes that were asked for"),
    "delegates": pgettext_lazy("key of an act", "Delegates without a seat"),
    "entries": pgettext_lazy("key of an act", "Number of entries"),
    "format": pgettext_lazy("key of an act", "File format"),
    "item": pgettext_lazy("key of an act", "Item"),
    "kind": pgettext_lazy("key of an act", "On what"),
    "languages": pgettext_lazy("key of an act", "Languages"),
    "links": pgettext_lazy("key of an act", "Private links"),
    "merged": pgettext_lazy("key of an act", "Merged record"),
    "on": pgettext_lazy("key of an act", "Object"),
    "party": pgettext_lazy("key of an act", "In the name of"),
    "place": pgettext_lazy("key of an act", "Place in the order"),
    "sha256": pgettext_lazy("key of an act", "SHA-256"),
    "since": pgettext_lazy("key of an act", "From"),
    "until": pgettext_lazy("key of an act", "Until"),
    "upto": pgettext_lazy("key of an act", "Up to entry"),
    "who": pgettext_lazy("key of an act", "Person"),
    "words": pgettext_lazy("key of an act", "Words in a reason or name"),
}
STATES = dict(Translation.State.choices)  # what a person said of a translation
LANGUAGES, MARK = "languages", "text.mark"


def _shown(value) -> str:
    """A recorded JSON value as a person reads it."""
    if isinstance(value, list):
        return ", ".join(_shown(part) for part in value)
    if isinstance(value, dict):  # a label in the three languages
        return best(value, "en").value
    return "" if value is None else str(value)


@cache
def _model_of(to_type: str) -> type[models.Model] | None:
    """The model that the register knows by this name; None for one that is no longer there."""
    try:
        return apps.get_model(to_type)
    except (LookupError, ValueError):
        return None


@cache
def _field_of(to_type: str, column: str) -> models.Field | None:
    """The field that a recorded change names: of the object, or of a part of it in the same app."""
    model = _model_of(to_type)
    for one in (model, *model._meta.app_config.get_models()) if model else ():
        columns = {field.name: field for field in one._meta.fields + one._meta.many_to_many}
        if field := columns.get(column) or columns.get(f"{column}_en"):
            return field
    return None


class Act(models.Model):
    """One entry of the register: who did what, in which capacity, to what, when and why. Append-only."""

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="acts", verbose_name=_("who"))
    by_name = models.CharField(_("name at the time"), max_length=200)
    capacity = models.CharField(_("in which capacity"), max_length=20, choices=list(roles.ROLES.items()))
    capacity_of = models.JSONField(_("of which party"), default=dict, blank=True)
    did = models.CharField(_("what"), max_length=60)
    to_type = models.CharField(max_length=60)
    to_id = models.CharField(max_length=40)
    to_label = models.JSONField(_("to what"), default=dict)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("why"), blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("register of acts")
        ordering = ["-id"]
        indexes = [models.Index(fields=["to_type", "to_id", "-id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.did}"

    def get_absolute_url(self) -> str:
        """The register from this entry down."""
        return reverse("acts") + f"?upto={self.pk}"

    def label_in(self, language: str) -> str:
        """What an entry is called when an act is on it: a verification goes up to an entry."""
        with translation.override(language):
            return gettext("Register of acts, entry %(number)s") % {"number": self.pk}

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(field, before, after) for each field that the act changed, as a person reads it."""
        names = {**self.before, **self.after}
        rows = [(name, self.before.get(name), self.after.get(name)) for name in names]
        return [
            (self._field_name(name), self._value(name, old), self._value(name, new))
            for name, old, new in rows
            if old != new
        ]

    def _value(self, name: str, value) -> str:
        """A recorded value as a person reads it; of a choice, its label; of languages, their names."""
        if self.did == MARK and value in STATES:
            return str(STATES[value])
        if name == LANGUAGES and isinstance(value, str):
            return ", ".join(str(name_of(code)) if code in OWN_NAMES else code for code in value.split(", "))
        field = _field_of(self.to_type, name.rpartition(" ")[2])
        if isinstance(value, str) and value and getattr(field, "choices", None):
            return str(dict(field.flatchoices).get(value, value))
        return _shown(value)

    def _field_name(self, column: str) -> str:
        """The name of a column in the language in force; a language's column carries the language.

        A key such as "1.2 action_en" names a column of a part: its number stays in front.
        """
        number, _space, column = column.rpartition(" ")
        name = self._column_name(column)
        return f"{number} {name}" if number else name

    def _column_name(self, column: str) -> str:
        field = _field_of(self.to_type, column)
        if field is None:
            return capfirst(name_of(column)) if column in OWN_NAMES else str(KEYS.get(column, column))
        name = capfirst(str(field.verbose_name))
        # a text told in one language is named without it
        language = field.name == column and getattr(field, "_translated_field_language_code", "")
        return f"{name} ({OWN_NAMES[language]})" if language else name

    @property
    def model(self) -> type[models.Model] | None:
        """The model of what the act is on; None when there is none any more."""
        return _model_of(self.to_type)

    @property
    def has_page(self) -> bool:
        """Whether what the act is on is a thing that has a page."""
        return hasattr(self.model, "get_absolute_url")

    @property
    def kind_name(self) -> str:
        """What kind of thing the act is on, in the language in force."""
        return capfirst(str(self.model._meta.verbose_name)) if self.model else self.to_type
