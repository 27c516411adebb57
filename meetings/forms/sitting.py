"""The form of a sitting."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import PortalForm
from meetings.domain.credentials import VOTES_WITH
from meetings.domain.sittings import able_to_attend
from meetings.models import Delegation, Meeting, Sitting


class SittingForm(PortalForm):
    """A sitting, its hours as the clock shows them at the place of the meeting."""

    class Meta:
        model = Sitting
        fields = ("number", "starts_at", "ends_at", "present")
        widgets = {
            "present": forms.CheckboxSelectMultiple,
            **{
                name: forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
                for name in ("starts_at", "ends_at")
            },
        }

    def __init__(self, *args, meeting: Meeting, **kwargs):
        self.zone = meeting.zone
        super().__init__(*args, **kwargs)
        here = _("Time at the place of the meeting (%(zone)s)") % {"zone": meeting.get_time_zone_display()}
        self.fields["starts_at"].help_text = self.fields["ends_at"].help_text = here
        self.fields["present"].queryset = (
            able_to_attend(meeting).select_related("party").order_by(f"party__sort_{get_language()}")
        )
        self.fields["present"].help_text = _("Delegations with at least one delegate are listed.")
        self.fields["present"].label_from_instance = _name

    def full_clean(self) -> None:
        with timezone.override(self.zone):
            super().full_clean()


def _name(delegation: Delegation) -> str:
    """A delegation with what is wrong with its credentials: it may be present and not vote."""
    if delegation.credentials in VOTES_WITH:
        return delegation.party.name
    return f"{delegation.party.name} ({_('credentials')}: {delegation.get_credentials_display()})"
