"""The forms of the account, of verification and of the register of acts."""

import base64
import re

from django import forms
from django.contrib.auth import password_validation
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, register, roles, translations, xliff
from acs_portal.kernel.forms import SealedField, VersionedForm
from acs_portal.kernel.models import User
from acs_portal.kernel.texts import TrilingualModel, versions_of
from acs_portal.kernel.translations import text_name
from meetings.domain import letters
from network.models import Party

HASH = re.compile(r"[0-9a-f]{64}")


class PasswordForm(forms.Form):
    """The password of a new account, typed twice."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )
    again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        data = super().clean()
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        elif data.get("password"):
            try:
                password_validation.validate_password(data["password"], self.user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class AccountForm(forms.ModelForm):
    """What a person says about themselves."""

    class Meta:
        model = User
        fields = ["name", "language", "time_zone", "news"]
        widgets = {"news": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["news"].required = False  # left out, the choice stays as it is


class NewsForm(forms.ModelForm):
    """How a person takes news, as the link in a message asks."""

    class Meta:
        model = User
        fields = ["news"]
        widgets = {"news": forms.RadioSelect}


class OutboxForm(forms.Form):
    """Which folder of the outbox, and whose address."""

    FOLDERS = {
        "waiting": pgettext_lazy("folder of messages", "Waiting"),
        "failed": pgettext_lazy("folder of messages", "Failed"),
        "given_up": pgettext_lazy("folder of messages", "Given up"),
        "unreachable": pgettext_lazy("folder of messages", "Unreachable"),
        "gone": pgettext_lazy("folder of messages", "Sent"),
    }

    folder = forms.ChoiceField(choices=list(FOLDERS.items()), required=False, widget=forms.HiddenInput)
    address = forms.CharField(required=False, max_length=254)

    def chosen(self) -> tuple[str, str]:
        """(folder, part of an address or name) of a valid form; what is nonsense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("folder") or "gone", data.get("address", "").strip()


class TextForm(VersionedForm):
    """The versions of the texts of one object beside their original, which is shown and not edited.

    It carries the original that was in sight: what is said of a version is said against that one.
    """

    TRILINGUAL: tuple[str, ...] = ()

    seen_original = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_original"].initial = self._original_now()

    def _original_now(self) -> dict[str, str]:
        return {name: translations.original(self.instance, name) for name in self.TRILINGUAL}

    def _differences(self) -> list[tuple[str, str, str]]:
        """The originals that are others by now stand before the fields that differ."""
        seen, now = self.cleaned_data.get("seen_original"), self._original_now()
        then = {name: str(seen.get(name, "")) for name in now} if isinstance(seen, dict) else {}
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_original")] = self.fields["seen_original"].prepare_value(now)
        changed = [
            (_("Original: %(name)s") % {"name": text_name(self.instance, name)}, text, then.get(name, ""))
            for name, text in now.items()
            if text != then.get(name, "")
        ]
        return changed + super()._differences()

    def shown(self, code: str) -> list[tuple[str, str]]:
        if code != self.instance.authentic_language:
            return []
        texts = [(name, versions_of(self.instance, name)[code]) for name in self.TRILINGUAL]
        return [(text_name(self.instance, name), text) for name, text in texts if text]


def text_form(row: TrilingualModel) -> type[TextForm]:
    """The form for the texts of a row: its translations, and originals that are missing."""
    names = row.TRILINGUAL
    edited = [
        f"{name}_{code}"
        for name in names
        for code, text in versions_of(row, name).items()
        if code != row.authentic_language or (not text and any(versions_of(row, name).values()))
    ]
    made = forms.modelform_factory(type(row), form=TextForm, fields=edited)
    made.TRILINGUAL = names
    return made


class ExchangeForm(forms.Form):
    """A file of a translator, or the one that was looked at a moment ago, carried by the form itself."""

    file = forms.FileField(
        label=_("XLIFF file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlf,.xliff", "class": "form-control"}),
    )
    again = SealedField(salt="translators-file", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        data = super().clean()
        if data.get("file"):
            data["content"] = self.read(data["file"])
        elif data.get("again"):
            data["content"] = base64.b64decode(data["again"])
        elif "again" not in self.errors:
            raise forms.ValidationError(_("Choose a file."))
        return data

    def read(self, upload) -> bytes:
        """The bytes of an upload. Raises ValidationError for one that is too large."""
        if upload.size > xliff.MOST_BYTES:
            size, most = filesizeformat(upload.size), filesizeformat(xliff.MOST_BYTES)
            raise forms.ValidationError(str(xliff.TooLarge(size=size, most=most)))
        return upload.read()

    def carried(self, content: bytes) -> str:
        """The content as the form carries it, sealed, so that what was compared is what is taken."""
        return self.fields["again"].seal(base64.b64encode(content).decode())


class PersonForm(forms.Form):
    """The records that are of one person, and why a copy of them or their erasure is asked for."""

    who = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("Such as: asked by letter of 3 March. Without the name: the register of acts keeps it."),
    )


class ReasonForm(forms.Form):
    """Why nothing is erased."""

    TRILINGUAL = ()

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Without the name: the register of acts keeps it.")
    )

    def plain_fields(self):
        return self.visible_fields()


class VerifyForm(forms.Form):
    """A document to verify: its hash, the reference of a letter, or the file itself.

    A reference becomes `letter` in the cleaned data.
    """

    sha256 = forms.CharField(
        label=_("SHA-256 (64 digits), or the reference of a letter"), required=False, max_length=120
    )
    file = forms.FileField(label=_("or the file"), required=False)

    def clean_sha256(self) -> str:
        """The hash in lower case, blanks of a copied line left out."""
        digest = "".join(self.cleaned_data["sha256"].split()).lower()
        if digest and not HASH.fullmatch(digest):
            if letter := letters.find(self.cleaned_data["sha256"]):
                self.cleaned_data["letter"] = letter
                return digest
            raise forms.ValidationError(
                _(
                    "This is neither the reference of a letter issued here nor a hash: a SHA-256 has 64 "
                    "digits from 0 to 9 and a to f."
                )
            )
        return digest

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("sha256") and not data.get("file"):
            raise forms.ValidationError(_("Give the hash or choose the file."))
        return data


# the subjects of the acts, by the first word of a verb's code
SUBJECTS = (
    (
        pgettext_lazy("acts", "The network"),
        ("channel", "comment", "designation", "entry", "post", "profile", "reference", "request", "section"),
    ),
    (
        pgettext_lazy("acts", "Meetings"),
        (
            "agenda",
            "arrival",
            "badge",
            "budget",
            "checklist",
            "decision",
            "delegate",
            "delegation",
            "invitation",
            "letter",
            "meeting",
            "paper",
            "participants",
            "practical",
            "question",
            "registration",
            "sitting",
            "task",
            "template",
        ),
    ),
    (pgettext_lazy("acts", "Action plan and Special Fund"), ("axis", "fiche", "item", "mandate", "plan")),
    (
        pgettext_lazy("acts", "Accounts and the portal"),
        ("account", "message", "person", "register", "retention", "text"),
    ),
)


def verb_choices() -> list[tuple]:
    """All verbs of the register in words, by subject. Raises KeyError for a verb under none."""
    known = {word: place for place, (_name, words) in enumerate(SUBJECTS) for word in words}
    groups: list[list] = [[] for _subject in SUBJECTS]
    for code, sentence in acts.VERBS.items():
        groups[known[code.partition(".")[0]]].append((code, str(sentence)))
    named = zip(SUBJECTS, groups, strict=True)
    filled = [(name, sorted(verbs, key=lambda verb: verb[1])) for (name, _words), verbs in named if verbs]
    return [("", _("All acts")), *filled]


DAY = forms.DateInput({"type": "date"}, "%Y-%m-%d")


class ActsForm(forms.Form):
    """What the register of acts is asked for; it stands in the address of the page."""

    who = forms.CharField(label=_("Person"), required=False, max_length=100)
    did = forms.ChoiceField(label=_("Act"), required=False, choices=verb_choices)
    capacity = forms.ChoiceField(
        label=_("Capacity"), required=False, choices=lambda: [("", _("Any capacity")), *roles.ROLES.items()]
    )
    party = forms.ModelChoiceField(
        Party.objects.none(),
        label=_("In the name of"),
        required=False,
        to_field_name="code",
        empty_label=_("Any party"),
    )
    kind = forms.ChoiceField(label=_("On what"), required=False)
    on = forms.CharField(widget=forms.HiddenInput, required=False, max_length=110)
    upto = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
    since = forms.DateField(label=_("From"), required=False, widget=DAY)
    until = forms.DateField(label=_("Until"), required=False, widget=DAY)
    words = forms.CharField(label=_("Words in a reason or name"), required=False, max_length=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="id_%s", **kwargs)
        self.fields["party"].queryset = Party.objects.all()
        kinds = [(act.to_type, act.kind_name) for act in register.kinds()]
        self.fields["kind"].choices = [("", _("Everything")), *kinds]
        for name, field in self.fields.items():
            control = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = control if name not in ("on", "upto") else ""

    def asked(self) -> dict:
        """What is asked for and valid, as register.found() takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if party := given.get("party"):
            given["party"] = acts.label_of(party)
        return given

    def in_words(self) -> dict[str, str]:
        """What is asked for as the register keeps it: what somebody typed is not kept."""
        typed = ("who", "words")
        return {
            name: acts.WITHHELD[1] if name in typed else str(value)
            for name, value in self.cleaned_data.items()
            if value
        }
