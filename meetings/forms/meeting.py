"""The forms of a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import ToldForm, VersionedForm
from acs_portal.kernel.languages import CHOICES, CODES
from acs_portal.kernel.texts import columns
from meetings.domain.cloning import PARTS
from meetings.domain.meetings import RESERVED, CodeReserved
from meetings.models import Meeting, TemplateTask
from network.models import Party

from .bases import OriginalNeeded, day


class MeetingForm(OriginalNeeded, VersionedForm):
    """A meeting: where, when, how, and the rules of its symbols, quorum and decisions."""

    TRILINGUAL = ("title", "series", "place", "venue", "host_institution")

    working_languages = forms.MultipleChoiceField(
        label=_("Working languages"),
        choices=CHOICES,
        initial=list(CODES),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Meeting
        fields = (
            "code",
            "ordinal",
            "host",
            "opens_on",
            "closes_on",
            "time_zone",
            "mode",
            "link",
            "authentic_language",
            "working_languages",
            "convened_by",
            "chair_group",
            "symbol_prefix",
            "symbol_body",
            "symbol_pattern",
            "quorum_numerator",
            "quorum_denominator",
            "quorum_is_exceeded",
            "adoption",
            "majority_numerator",
            "majority_denominator",
            "majority_is_exceeded",
            *columns("title", "series", "place", "venue", "host_institution"),
        )
        widgets = {"opens_on": day(), "closes_on": day()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = Party.objects.in_protocol_order()
        self.fields["code"].disabled = self.instance.pk is not None  # it is in every address
        self.fields["code"].help_text = _("In the address of the meeting, such as rci-1-2002")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code.lower() in RESERVED:
            raise forms.ValidationError(str(CodeReserved(code=code)))
        return code

    def values(self) -> dict:
        """The values of the meeting's fields."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class NewMeetingForm(MeetingForm):
    """A new meeting, with or without the checklist of the template."""

    with_checklist = forms.BooleanField(
        label=_("Begin with the checklist of the template"),
        required=False,
        initial=True,
        help_text=_("Its tasks are due so many days before and after the opening"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not TemplateTask.objects.exists():
            del self.fields["with_checklist"]


def _code() -> forms.SlugField:
    return forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("In the address of the meeting, such as rci-1-2002")
    )


class CloneForm(forms.Form):
    """A meeting after the model of another: its code, its dates, and what it takes along."""

    TRILINGUAL = ()

    code = _code()
    opens_on = forms.DateField(label=_("Opens on"), widget=day())
    closes_on = forms.DateField(label=_("Closes on"), widget=day())
    parts = forms.MultipleChoiceField(
        label=_("What it takes along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Title, series, host, languages and the rules of symbols and decisions always go."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(code, part.name) for code, part in PARTS.items()]
        self.fields["parts"].initial = list(PARTS)

    def clean(self):
        data = super().clean()
        if data.get("opens_on") and data.get("closes_on") and data["closes_on"] < data["opens_on"]:
            self.add_error("closes_on", _("The meeting closes before it opens."))
        return data

    def plain_fields(self):
        return self.visible_fields()


class ResumeForm(ToldForm):
    """The new dates of a meeting that was put off, and the reason for the register."""

    TRILINGUAL = ()

    opens_on = forms.DateField(label=_("Opens on"), widget=day())
    closes_on = forms.DateField(label=_("Closes on"), widget=day())
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The register of acts keeps it."))

    def plain_fields(self):
        return self.visible_fields()

    def dates(self) -> dict:
        """The new dates, as far as they were given; also of a form that was refused."""
        self.is_valid()
        given = self.cleaned_data if self.is_bound else {}
        return {name: given[name] for name in ("opens_on", "closes_on") if given.get(name)}


class ReasonsForm(ToldForm):
    """Why a meeting is cancelled or postponed, in the three languages of those who are told."""

    TRILINGUAL = ()

    reason_en = forms.CharField(label=_("Reason (English)"), max_length=300)
    reason_es = forms.CharField(label=_("Reason (Español)"), max_length=300)
    reason_fr = forms.CharField(label=_("Reason (Français)"), max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in CODES:
            self.fields[f"reason_{code}"].widget.attrs["lang"] = code

    def plain_fields(self):
        return self.visible_fields()

    def reason(self) -> dict[str, str]:
        """The reason by language, as far as it was given; also of a form that was refused."""
        self.is_valid()  # so that what was typed is cleaned
        given = self.cleaned_data if self.is_bound else {}
        return {code: given[f"reason_{code}"] for code in CODES if given.get(f"reason_{code}")}
