"""The forms of a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import ToldForm, VersionedForm
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.texts import columns
from meetings.domain.meetings import RESERVED, CodeReserved
from meetings.models import Meeting
from network.models import Party

from .bases import OriginalNeeded, day


class MeetingForm(OriginalNeeded, VersionedForm):
    """A meeting: where, when, and the rules of its symbols and quorum."""

    TRILINGUAL = ("title", "place", "venue")

    class Meta:
        model = Meeting
        fields = (
            "code",
            "host",
            "opens_on",
            "closes_on",
            "time_zone",
            "authentic_language",
            "symbol_prefix",
            "symbol_body",
            "symbol_pattern",
            "quorum_numerator",
            "quorum_denominator",
            "quorum_is_exceeded",
            *columns("title", "place", "venue"),
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


class CancelForm(ToldForm):
    """Why a meeting is cancelled, in the three languages of those who are told."""

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
