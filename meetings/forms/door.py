"""The forms of the door: papers to print, letters, the practical note, who to check in."""

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import PortalForm, VersionedForm
from acs_portal.kernel.texts import columns
from meetings.domain import participants
from meetings.domain.sittings import able_to_attend
from meetings.models import Meeting, OfficialLetter, PracticalNote, Print

from .bases import RenewedSeenForm


class PrintForm(PortalForm):
    """Which papers, in which language, for whom."""

    class Meta:
        model = Print
        fields = ("kind", "language", "scope", "delegations")
        widgets = {
            "kind": forms.RadioSelect,
            "scope": forms.RadioSelect,
            "delegations": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Print.Kind.choices
        self.fields["scope"].choices = Print.Scope.choices
        self.fields["delegations"].queryset = (
            able_to_attend(meeting).select_related("party").order_by(f"party__sort_{get_language()}")
        )
        self.fields["delegations"].label_from_instance = lambda delegation: delegation.party.name


class OfficialLetterForm(PortalForm):
    """A letter about a delegate: its kind, its language, who signs it."""

    class Meta:
        model = OfficialLetter
        fields = ("kind", "language", "signatory", "signatory_function")
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = OfficialLetter.Kind.choices
        self.fields["kind"].help_text = _("Attendance is certified only of a delegate who was checked in.")
        self.fields["signatory_function"].help_text = _("Such as Secretary General")


class PracticalNoteForm(VersionedForm):
    """The practical information of a meeting, section by section in three languages."""

    TRILINGUAL = PracticalNote.TRILINGUAL

    class Meta:
        model = PracticalNote
        fields = ("authentic_language", *columns(*PracticalNote.TRILINGUAL))


class StageForm(RenewedSeenForm):
    """The list of participants that was in sight, and whether it goes out as provisional or final."""

    stage = forms.ChoiceField(
        label=_("It goes out as"),
        choices=[
            (
                participants.PROVISIONAL,
                pgettext_lazy("stage of the list of participants", "Provisional list"),
            ),
            (participants.FINAL, pgettext_lazy("stage of the list of participants", "Final list")),
        ],
        widget=forms.RadioSelect,
        initial=participants.PROVISIONAL,
        required=False,
    )

    def clean_stage(self) -> str:
        return self.cleaned_data["stage"] or participants.PROVISIONAL
