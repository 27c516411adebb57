"""The forms of a designation, from its filing to its end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import PortalForm, UploadField, VersionedForm

from ..domain import filings
from ..domain.tenure import CORRECTABLE
from ..models import AuthorisedChannel, Designation, Party, Post
from .bases import FilterForm, PlainForm
from .fields import TelephoneField, day_input
from .post import KindOfPost


class DesignationForm(PortalForm, KindOfPost):
    """A designation as it stands in the letter, with the person it names.

    Without `post` it asks for the kind of post and its theme. A party does not say when its letter was
    received: it is received when it is filed; the Secretariat also records what is over.
    """

    OUTSIDE = "other"
    HEADINGS = {
        "honorific": _("Person"),
        "instrument": _("What the letter says"),
        "received_on": _("Period"),
    }
    PERSON = ("honorific", "given_name", "family_name", "email", "telephone")
    ACT = ("instrument", "reference", "dated", "signed_by", "signer_post", "starts", "late_reason")
    OF_SECRETARIAT = ("received_on", "until", "end_reason", "hand_over", "then")

    honorific = forms.CharField(label=_("Title"), required=False, max_length=40)
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("An invitation to open an account is sent there."),
    )
    telephone = TelephoneField(max_length=40)
    signed_for = forms.ChoiceField(
        label=_("Signed for"), help_text=_("The office for which the signer writes.")
    )
    hand_over = forms.BooleanField(
        label=_("Hand the post over: the present holder leaves on the day on which this one begins"),
        required=False,
    )
    then = forms.ChoiceField(
        label=_("What now"),
        required=False,
        choices=[("in_force", _("Validate it at once")), ("received", _("Leave it for review"))],
    )
    letter = UploadField(
        label=_("Letter"),
        required=False,
        help_text=_("PDF, PNG or JPEG. It may be added later; until then the designation is marked."),
    )

    class Meta:
        model = Designation
        fields = (
            *("instrument", "reference", "dated", "signed_by", "signer_post", "received_on", "starts"),
            *("late_reason", "until", "end_reason"),
        )
        widgets = {name: day_input() for name in ("dated", "received_on", "starts", "until")}
        help_texts = {
            "late_reason": _("Only where it counts from before its letter was received, or is over."),
            "until": _("Only of a designation that is over or limited in time."),
        }

    field_order = (
        *("kind", "theme", *PERSON, "instrument", "reference", "dated", "signed_by", "signer_post"),
        *("signed_for", "received_on", "starts", "late_reason", "until", "end_reason", "letter"),
        *("hand_over", "then"),
    )

    def __init__(self, *args, party: Party, by_party: bool = False, post: Post | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if post:
            del self.fields["kind"], self.fields["theme"]
        self.channels = {str(channel.pk): channel for channel in party.channels.all()}
        offices = [(key, channel.name) for key, channel in self.channels.items()]
        self.fields["signed_for"].choices = [
            ("", "---------"),
            *(offices or AuthorisedChannel.Office.choices),
            (self.OUTSIDE, _("Another office")),
        ]
        self.fields["dated"].required = True  # only of designations of the past it may be not known
        for name in self.OF_SECRETARIAT if by_party else ():
            del self.fields[name]
        if by_party:
            self.fields["letter"].required = self.instance.letter_id is None
            self.fields["letter"].help_text = _("PDF, PNG or JPEG.")

    def person_data(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.PERSON}

    def act_data(self) -> dict:
        names = (*self.ACT, *(("received_on", "until", "end_reason") if "until" in self.fields else ()))
        key = self.cleaned_data["signed_for"]
        channel = self.channels.get(key)
        office = "" if channel or key == self.OUTSIDE else key
        return {name: self.cleaned_data[name] for name in names} | {"channel": channel, "office": office}


class CompleteForm(DesignationForm):
    """A designation that was returned: what was filed stands in it, to be completed."""

    def __init__(self, *args, instance: Designation, **kwargs):
        person = instance.person
        known = {"email": person.email, "telephone": person.telephone}
        known["signed_for"] = str(instance.channel_id) if instance.channel_id else instance.office
        known |= {name: getattr(instance, name) for name in ("honorific", "given_name", "family_name")}
        super().__init__(*args, instance=instance, initial=known, post=instance.post, **kwargs)
        for name in ("hand_over", "then"):
            self.fields.pop(name, None)


class CorrectForm(VersionedForm):
    """What is on record of a designation, and why it is corrected."""

    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=200,
        help_text=_("What was written before stays on record."),
    )

    class Meta:
        model = Designation
        fields = CORRECTABLE
        widgets = {name: day_input() for name in ("dated", "received_on", "starts", "until")}

    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in CORRECTABLE}

    def _post_clean(self) -> None:
        """The rules are the domain's; the row is left as it is stored."""


class NoteForm(PlainForm):
    """What the Secretariat says to who filed a designation: what is missing, or why it is rejected."""

    note = forms.CharField(label=_("Note to who filed it"), widget=forms.Textarea(attrs={"rows": 4}))


class ValidateForm(PlainForm):
    """Validating: whose designation ends by it was in sight."""

    hands_over = forms.BooleanField(widget=forms.HiddenInput, required=False)


class QueueForm(FilterForm):
    """What to show of the designations; it lives in the address."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            (filings.OPEN, _("To be decided")),
            *((state.value, state.label) for state in filings.STORED),
            (filings.ALL, _("All")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("Sorted by"),
        required=False,
        choices=[("filed", _("Day of filing")), ("party", _("Party")), ("state", _("State"))],
    )


class LetterForm(PortalForm):
    """The letter of a designation that was recorded without it."""

    letter = UploadField(label=_("Letter"))

    class Meta:
        model = Designation
        fields = ("letter",)

    def _post_clean(self) -> None:
        """The file is stored by the domain; the row is left as it is stored."""


class EndForm(PortalForm):
    """The end of a designation: the day from which the post is vacant, and why."""

    until = forms.DateField(label=_("In force until"), widget=day_input())
    end_reason = forms.CharField(label=_("Why it ends"), max_length=200)

    class Meta:
        model = Designation
        fields = ("until", "end_reason")

    def _post_clean(self) -> None:
        """The rules are the domain's; the row is left as it is stored."""
