"""The forms of the network."""

from datetime import date

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import PortalForm, SeenForm, UploadField, VersionedForm

from .domain import filings
from .domain.directory import LETTER, MISSING, PLURALS, NotADay
from .domain.freshness import FRESHNESS
from .domain.narrowing import EXCHANGES
from .domain.tenure import CORRECTABLE
from .models import (
    ROTATION_GROUPS,
    AuthorisedChannel,
    CountryProfile,
    Designation,
    Party,
    Post,
    PriorityArea,
    Section,
)


class TelephoneField(forms.CharField):
    """A telephone number in international writing, perhaps with an extension, or several with a stroke."""

    default_validators = [
        RegexValidator(
            r"^(?=.*[0-9])([0-9 +()/.-]|ext)+$",
            _(
                "Write a telephone number with digits, spaces and + ( ) - / . alone, and “ext” before an "
                "extension, such as +1 868 555 0100 ext. 12."
            ),
        )
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, label=_("Telephone"), required=False, widget=forms.TextInput({"type": "tel"}), **kwargs
        )


class DayForm(forms.Form):
    """As of which day, and as on record at which day; it lives in the address."""

    on = forms.DateField(
        label=_("On"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    known = forms.DateField(
        label=_("As on record at"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
        for name in ("on", "known"):
            self.fields[name].error_messages["invalid"] = str(NotADay(value=self.data.get(name, "")))

    def full_clean(self) -> None:
        """A date that is none stays as typed: a browser would empty a date field that holds no date."""
        super().full_clean()
        for name in ("on", "known"):
            if name in self._errors:
                self.fields[name].widget = forms.TextInput(
                    attrs={"class": "form-control is-invalid", "aria-describedby": "id_on_error"}
                )

    def days(self, today: date) -> tuple[date, date | None]:
        """The day that is asked for, today where none is; and as on record at which day, None for now."""
        known = self.cleaned_data.get("known")
        return self.cleaned_data.get("on") or today, known if known and known < today else None


class DirectoryForm(DayForm):
    """What to show of the directory; it lives in the address."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All parties")), *PLURALS.items()]
    )
    post = forms.ChoiceField(
        label=_("Focal point"),
        required=False,
        choices=[("", _("All")), (MISSING, _("Without a focal point")), (LETTER, _("Letter missing"))],
    )
    group = forms.ChoiceField(
        label=_("Group"), required=False, choices=[("", _("All")), *ROTATION_GROUPS.items()]
    )
    area = forms.ChoiceField(label=_("Priority area"), required=False)
    exchange = forms.ChoiceField(
        label=_("Offers or needs"),
        required=False,
        choices=[("", _("All")), *((section.value, section.label) for section in EXCHANGES)],
    )
    freshness = forms.ChoiceField(
        label=_("Profile"), required=False, choices=[("", _("All")), *FRESHNESS.items()]
    )

    field_order = ("q", "kind", "post", "on", "known")

    def __init__(self, *args, reads_letters: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        areas = ((area.code, area.name) for area in PriorityArea.objects.all())
        self.fields["area"].choices = [("", _("All")), *areas]
        if not reads_letters:
            self.fields["post"].choices = [
                choice for choice in self.fields["post"].choices if choice[0] != LETTER
            ]


class ProfileForm(VersionedForm):
    """The working copy of a profile, its texts in three languages side by side."""

    TRILINGUAL = ("authority", "mandate", "policy")

    telephone = TelephoneField(max_length=60)
    priorities = forms.ModelMultipleChoiceField(
        PriorityArea.objects.all(),
        label=_("Priority areas"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = CountryProfile
        fields = (
            "authentic_language",
            "email",
            "telephone",
            "website",
            "address",
            "priorities",
            *(f"{name}_{code}" for name in ("authority", "mandate", "policy") for code in ("en", "es", "fr")),
        )
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}


class SectionsField(forms.MultipleChoiceField):
    """Sections of a profile; one that is offered no longer is still one."""

    def valid_value(self, value: str) -> bool:
        return value in Section.values


class SectionsForm(forms.Form):
    """Which sections are meant; all are chosen at first. Without `asked` nobody was asked: all are meant."""

    TRILINGUAL = ()

    sections = SectionsField(label=_("Sections"), required=False, widget=forms.CheckboxSelectMultiple)
    asked = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")

    def __init__(self, *args, sections: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = [choice for choice in Section.choices if choice[0] in sections]
        self.fields["sections"].initial = sections

    def chosen(self) -> list[str] | None:
        """The sections chosen; None for all, where there was nothing to choose."""
        was_asked = self.cleaned_data["asked"] and self.fields["sections"].choices
        return self.cleaned_data["sections"] if was_asked else None

    def plain_fields(self):
        """What parts/form.html shows."""
        return [field for field in self.visible_fields() if getattr(field.field, "choices", True)]


class PublishForm(SectionsForm, SeenForm):
    """Publishing: which sections, the version and the text that were in sight, and a note."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("What changed, in a sentence (optional)"), required=False, max_length=300)


class PlainForm(forms.Form):
    """A form of plain fields for parts/form.html."""

    def plain_fields(self):
        return self.visible_fields()


def _date(**attrs) -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})


class DesignationForm(PortalForm):
    """A designation as it stands in the letter, with the person it names.

    Without `post` it asks for the kind of post and its theme. A party does not say when its letter was
    received: it is received when it is filed; the Secretariat also records what is over.
    """

    OUTSIDE = "other"
    PERSON = ("honorific", "given_name", "family_name", "email", "telephone")
    ACT = ("instrument", "reference", "dated", "signed_by", "signer_post", "starts", "late_reason")
    OF_SECRETARIAT = ("received_on", "until", "end_reason", "hand_over", "then")

    kind = forms.ChoiceField(label=_("Post"), choices=Post.Kind.choices)
    theme = forms.ModelChoiceField(
        PriorityArea.objects.all(),
        label=_("Theme"),
        required=False,
        help_text=_("Only of a technical focal point."),
    )
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
        widgets = {name: _date() for name in ("dated", "received_on", "starts", "until")}
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
        widgets = {name: _date() for name in ("dated", "received_on", "starts", "until")}

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


class QueueForm(forms.Form):
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"


class PostForm(PlainForm):
    """A post to open."""

    kind = forms.ChoiceField(label=_("Post"), choices=Post.Kind.choices)
    theme = forms.ModelChoiceField(
        PriorityArea.objects.all(),
        label=_("Theme"),
        required=False,
        help_text=_("Only of a technical focal point."),
    )


class CloseForm(PlainForm):
    """The end of a post: the day from which it is closed, and why."""

    closed_on = forms.DateField(label=_("Closed on"), widget=_date())
    reason = forms.CharField(label=_("Why it is closed"), max_length=200)


class ChannelForm(VersionedForm):
    """An office that may sign designations for a party."""

    class Meta:
        model = AuthorisedChannel
        fields = ("name", "starts", "until", "note")
        widgets = {name: _date() for name in ("starts", "until")}


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

    until = forms.DateField(
        label=_("In force until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    end_reason = forms.CharField(label=_("Why it ends"), max_length=200)

    class Meta:
        model = Designation
        fields = ("until", "end_reason")

    def _post_clean(self) -> None:
        """The rules are the domain's; the row is left as it is stored."""
