"""The form on which credentials are examined, and the filters of the list of delegations."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.forms import UploadField, VersionedForm
from meetings.models import Delegation
from network.models import Party

from .bases import day

NOT_FILED, LATE, WAITING = "not_filed", "late", "waiting"


class CredentialsForm(VersionedForm):
    """What the credentials say, and what became of them."""

    state = forms.ChoiceField(
        label=_("The credentials are"),
        choices=[choice for choice in Delegation.Credentials.choices if choice[0] != "none"],
    )
    upload = UploadField(label=_("Credentials"), required=False)

    class Meta:
        model = Delegation
        fields = ("credentials_reference", "credentials_date", "credentials_note")
        widgets = {"credentials_date": day()}

    def __init__(self, *args, **kwargs):
        instance = kwargs["instance"]
        super().__init__(*args, initial={"state": instance.credentials}, **kwargs)
        self.fields["credentials_note"].help_text = _(
            "Needed where they are provisional or not accepted: until when, or why"
        )
        self.order_fields(["state"])


class LetterOfDelegationForm(VersionedForm):
    """The letter of a delegation, as the Secretariat corrects it."""

    letter = UploadField(label=_("Letter"), required=False)

    class Meta:
        model = Delegation
        fields = ("letter_reference", "letter_date")
        widgets = {"letter_date": day()}


class DelegationsFilter(forms.Form):
    """What the list of delegations shows, and in which order."""

    STATES = [
        ("", _("Any state")),
        (NOT_FILED, pgettext_lazy("state of a delegation", "Not filed")),
        *Delegation.State.choices,
        (LATE, pgettext_lazy("state of a delegation", "Filed late")),
        (WAITING, pgettext_lazy("state of a delegation", "Changes to answer")),
    ]
    SORTS = [
        ("party", _("Party, in protocol order")),
        ("submitted", _("Submitted, newest first")),
        ("state", _("State")),
    ]

    q = forms.CharField(
        label=_("Name of the party"), required=False, max_length=100, widget=forms.SearchInput
    )
    kind = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("All categories")), *Party.Kind.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    credentials = forms.ChoiceField(
        label=_("Credentials"),
        required=False,
        choices=[("", _("Any credentials")), *Delegation.Credentials.choices],
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["class"] = "form-control"
        for name in ("kind", "state", "credentials", "sort"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def asked(self) -> dict[str, str]:
        """The criteria; one that is nonsense counts as none."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
