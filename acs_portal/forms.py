"""The forms of the account and of verification."""

import re

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.models import User

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


class VerifyForm(forms.Form):
    """A document to verify: its hash, or the file itself."""

    sha256 = forms.CharField(label=_("SHA-256 (64 digits)"), required=False, max_length=120)
    file = forms.FileField(label=_("or the file"), required=False)

    def clean_sha256(self) -> str:
        """The hash in lower case, blanks of a copied line left out."""
        digest = "".join(self.cleaned_data["sha256"].split()).lower()
        if digest and not HASH.fullmatch(digest):
            raise forms.ValidationError(_("A SHA-256 has 64 digits from 0 to 9 and a to f."))
        return digest

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("sha256") and not data.get("file"):
            raise forms.ValidationError(_("Give the hash or choose the file."))
        return data
