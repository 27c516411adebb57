"""The forms of the network."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import PortalForm, SeenForm, UploadField, VersionedForm

from .domain.directory import LETTER, MISSING, PLURALS, NotADay
from .domain.freshness import FRESHNESS
from .domain.narrowing import EXCHANGES
from .models import ROTATION_GROUPS, CountryProfile, Designation, Post, PriorityArea, Section


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


class DirectoryForm(forms.Form):
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
    on = forms.DateField(
        label=_("On"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args, reads_letters: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        areas = ((area.code, area.name) for area in PriorityArea.objects.all())
        self.fields["area"].choices = [("", _("All")), *areas]
        if not reads_letters:
            self.fields["post"].choices = [
                choice for choice in self.fields["post"].choices if choice[0] != LETTER
            ]
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
        self.fields["on"].error_messages["invalid"] = str(NotADay(value=self.data.get("on", "")))
        if "on" in self.errors:  # a browser would empty a date field that holds no date
            self.fields["on"].widget = forms.TextInput(
                attrs={"class": "form-control is-invalid", "aria-describedby": "id_on_error"}
            )


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


class DesignationForm(PortalForm):
    """A designation as it stands in the letter, with the person it names."""

    kind = forms.ChoiceField(label=_("Post"), choices=Post.Kind.choices)
    honorific = forms.CharField(label=_("Title"), required=False, max_length=40)
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("An invitation to open an account is sent there."),
    )
    telephone = TelephoneField(max_length=40)
    letter = UploadField(
        label=_("Letter"),
        required=False,
        help_text=_("PDF, PNG or JPEG. It may be added later; until then the designation is marked."),
    )

    PERSON = ("honorific", "given_name", "family_name", "email", "telephone")
    ACT = ("instrument", "reference", "dated", "signed_by", "signer_post", "received_on", "starts")

    class Meta:
        model = Designation
        fields = ("instrument", "reference", "dated", "signed_by", "signer_post", "received_on", "starts")
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            for name in ("dated", "received_on", "starts")
        }

    field_order = ("kind", *PERSON, *ACT, "letter")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dated"].required = True  # only of designations of the past it may be not known

    def person_data(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.PERSON}

    def act_data(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.ACT}


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


class RemoveForm(forms.Form):
    """Why an entry is taken away."""

    TRILINGUAL = ()

    reason = forms.CharField(label=_("Reason (optional)"), required=False, max_length=300)

    def plain_fields(self):
        """What parts/form.html shows."""
        return self.visible_fields()
