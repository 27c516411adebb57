"""The forms of a profile: its working copy, and which of its sections are meant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import SeenForm, VersionedForm

from ..models import CountryProfile, PriorityArea, Section
from .fields import TelephoneField


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
