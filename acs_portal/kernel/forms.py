"""What every form of the portal shares: trilingual columns side by side, and refusal of stale forms.

A view takes its step of the domain from a form with `saved()`, and where there is no form with `take()`.
"""

import dataclasses
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from . import files, translations
from .errors import RuleBroken
from .languages import CODES, OWN_NAMES
from .texts import columns
from .translations import Standing

# words of Django that its catalogues leave untranslated in one of our languages
gettext_noop("- Select an option -")


MARKS = [
    ("", pgettext_lazy("mark of a translation", "as it was")),
    (translations.State.MACHINE, pgettext_lazy("mark of a translation", "a machine draft")),
    (translations.State.TRANSLATED, pgettext_lazy("mark of a translation", "translated")),
    (translations.State.REVIEWED, pgettext_lazy("mark of a translation", "reviewed")),
]


@dataclass(frozen=True, slots=True)
class Column:
    """One language of the side-by-side editor: its bound fields, and where a translation stands."""

    code: str
    is_authentic: bool
    fields: list
    standing: Standing | None = None
    mark: forms.BoundField | None = None
    original: list[tuple[str, str]] = dataclasses.field(default_factory=list)  # shown, not edited

    @property
    def name(self) -> str:
        return OWN_NAMES[self.code]


class PortalForm(forms.ModelForm):
    """A model form with the portal's layout; the names in TRILINGUAL become three columns each.

    Of an object whose texts are translated (it has a `text_document`) each column shows where its
    version stands, and asks what it is now: the answers become `instance.marks`.
    """

    TRILINGUAL: tuple[str, ...] = ()
    to = ""  # the language that is translated into: its column stands beside the original

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        for name in self.TRILINGUAL:
            for code in CODES:
                if f"{name}_{code}" in self.fields:
                    self._speak(f"{name}_{code}", code)
        has_states = self.TRILINGUAL and self.instance.pk and hasattr(self.instance, "text_document")
        self.standings = translations.standings(self.instance) if has_states else {}
        for code in self.standings:
            self.fields[f"mark_{code}"] = forms.ChoiceField(
                label=_("This version is"),
                choices=MARKS,
                required=False,
                help_text=_(
                    "“Translated” and “reviewed” say that it follows the original as it is now. What you "
                    "change here counts as translated by itself."
                ),
            )

    def clean(self):
        data = super().clean()
        marks = {code: data.get(f"mark_{code}") for code in self.standings}
        self.instance.marks = {code: mark for code, mark in marks.items() if mark}
        return data

    def _speak(self, name: str, code: str) -> None:
        field = self.fields[name]
        field.widget.attrs["lang"] = code
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 6
        field.label = f"{field.label} ({OWN_NAMES[code]})"

    def trilingual_columns(self) -> Iterator[Column]:
        """The side-by-side editor: a column per language, the original and the one asked for first."""
        if not self.TRILINGUAL:
            return
        chosen = self["authentic_language"].value() if "authentic_language" in self.fields else None
        authentic = chosen or self.instance.authentic_language
        for code in sorted(CODES, key=lambda code: (code != authentic, code != self.to)):
            names = [name for name in self.TRILINGUAL if f"{name}_{code}" in self.fields]
            fields = [self[f"{name}_{code}"] for name in names]
            mark = self[f"mark_{code}"] if f"mark_{code}" in self.fields else None
            yield Column(code, code == authentic, fields, self.standings.get(code), mark, self.shown(code))

    def shown(self, code: str) -> list[tuple[str, str]]:
        """The texts of a language that this form shows and does not edit: (name, text)."""
        return []

    @property
    def original_shown(self) -> list[tuple[str, str]]:
        """The original where it is shown and not edited: it is repeated beside the text on a phone."""
        return self.shown(self.instance.authentic_language)

    def plain_fields(self):
        """The fields that are not trilingual."""
        beside = {*columns(*self.TRILINGUAL), *(f"mark_{code}" for code in self.standings)}
        return [field for field in self.visible_fields() if field.name not in beside]


class VersionedForm(PortalForm):
    """A form that remembers the version it was opened with; a stale one is refused, nothing is lost.

    When somebody saved in between, the form is not valid, keeps what was typed, and `conflicts`
    lists (label, their text, your text) of each field that differs.
    """

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opened_version"].initial = self.instance.version
        self.conflicts: list[tuple[str, str, str]] = []
        self._stored = {name: self.initial.get(name) for name in self.fields}

    def clean(self):
        data = super().clean()
        if self.instance.pk and data.get("opened_version") != self.instance.version:
            self.conflicts = self._differences()
            # the next press is a decision taken with both texts in sight
            self.data = self.data.copy()
            self.data[self.add_prefix("opened_version")] = self.instance.version
            if self.conflicts:  # the same form sent twice has none
                raise forms.ValidationError(
                    _(
                        "Somebody else saved this page after you had opened it. What you typed is still "
                        "here. Compare both below, then save again to keep yours."
                    ),
                    code="stale",
                )
        return data

    def _differences(self) -> list[tuple[str, str, str]]:
        found = []
        for bound in self.visible_fields():
            if bound.name.startswith("mark_"):
                continue
            theirs = bound.field.prepare_value(self._stored[bound.name])
            if bound.field.has_changed(theirs, bound.data):
                labels = {str(key): str(word) for key, word in getattr(bound.field, "choices", ())}
                found.append((bound.label, _shown(theirs, labels), _shown(bound.data, labels)))
        return found


def _shown(value, labels: dict[str, str]) -> str:
    """A value of a field as a person reads it; of a choice, its label."""
    if isinstance(value, list | tuple):
        return ", ".join(_shown(part, labels) for part in value)
    return "" if value is None else labels.get(str(value), str(value))


class SeenForm(forms.Form):
    """A form that remembers which text was in sight when it was opened, by its sha256.

    Without it nothing is released: a text goes out only after it was looked at.
    """

    UNSEEN = "-"  # of a form that does not say what it showed: no text has this hash

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> str:
        return self.cleaned_data["seen"] or self.UNSEEN


class ToldForm(forms.Form):
    """A form that remembers whom its press would tell, by the fingerprint of the mailing that was in sight.

    Without it nothing is sent: mass mail goes out only after its list was looked at.
    """

    UNSEEN = "-"  # of a form that does not say whom it showed: no mailing has this fingerprint

    told = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def clean_told(self) -> str:
        return self.cleaned_data["told"] or self.UNSEEN

    def show(self, mailing) -> None:
        """The page shows this mailing: the next press is decided on it."""
        self.initial["told"] = mailing.fingerprint
        if self.is_bound:
            self.data = self.data.copy()
            self.data[self.add_prefix("told")] = mailing.fingerprint


class OnceForm(forms.Form):
    """Mixed into a form that makes a row: sent twice, it makes one, since both carry the same id."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


class TooMuchAtOnce(RuleBroken):
    message = _("This is too much at once. Upload it in two parts.")


class SealedField(forms.CharField):
    """What a page showed, sealed by the server and carried by the form: exactly that is taken.

    `seal()` makes of a JSON value what the form carries, `clean()` the value of it again; None for nothing.
    A seal holds for a day, and for the `salt` alone: set another one where it is for one person.
    """

    SECONDS = 24 * 3600
    MOST = 4 * 1024 * 1024  # settings.DATA_UPLOAD_MAX_MEMORY_SIZE is 5 MB
    widget = forms.HiddenInput

    def __init__(self, *, salt: str, **kwargs):
        super().__init__(strip=False, **kwargs)
        self.salt = salt

    def seal(self, value) -> str:
        """A JSON value as the form carries it. Raises TooMuchAtOnce."""
        sealed = signing.dumps(value, salt=self.salt, compress=True)
        if len(sealed) > self.MOST:
            raise TooMuchAtOnce
        return sealed

    def clean(self, value):
        if not (sealed := super().clean(value)):
            return None
        try:
            return signing.loads(sealed, salt=self.salt, max_age=self.SECONDS)
        except signing.BadSignature:
            raise forms.ValidationError(
                _("This preview is too old or was changed. Upload the file again.")
            ) from None


class UploadField(forms.FileField):
    """A file that is checked by its content, with the kernel's messages."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}))
        kwargs.setdefault("help_text", _("PDF, PNG or JPEG."))
        super().__init__(*args, **kwargs)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            try:
                files.check(upload)
            except RuleBroken as broken:
                raise forms.ValidationError(str(broken)) from None
        return upload


def say(form: forms.BaseForm, broken: RuleBroken) -> None:
    """Put a broken rule into the form it was broken with."""
    form.add_error(None, str(broken))


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it an empty form; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def saved(form: forms.BaseForm, step: Callable[[], object]) -> bool:
    """Take the step of a valid form; a rule it breaks becomes an error of the form.

    A form of a page that is only asked for (see `posted`) is not valid, so it takes no step.
    """
    if not form.is_valid():
        return False
    try:
        step()
    except RuleBroken as broken:
        say(form, broken)
        return False
    return True


def take(request: HttpRequest, step: Callable[[], object], said: str, to: str) -> HttpResponse:
    """Take a step without a form; say that it was done, or which rule refuses it; go on to `to`."""
    try:
        step()
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, said)
    return redirect(to)
