"""The forms of delegations and their delegates."""

from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import PortalForm, UploadField, VersionedForm
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.texts import columns
from meetings.domain.delegations import guests, may_attend
from meetings.models import Delegate, Delegation, Meeting
from network.models import Party

from .bases import AtThePlace, day, moment
from .own_data import OWN_FIELDS


class DelegationForm(PortalForm):
    """The delegation of a party, with the one letter that announces it."""

    letter = UploadField(label=_("Letter"), required=False)

    class Meta:
        model = Delegation
        fields = ("party", "letter_reference", "letter_date")
        widgets = {"letter_date": day()}

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        attending = [party.pk for party in Party.objects.all() if may_attend(meeting, party)]
        attending += [party.pk for party in guests(meeting)]
        self.fields["party"].queryset = Party.with_guests.filter(pk__in=attending).in_protocol_order()
        self.fields["party"].error_messages["invalid_choice"] = _(
            "This is not a party, or was none on the opening day of the meeting."
        )


class DelegateForm(AtThePlace, VersionedForm):
    """A delegate: name, role, function in three languages, consent to be listed, journey and needs."""

    TRILINGUAL = ("function",)

    class Meta:
        model = Delegate
        fields = (
            "role",
            "position",
            "honorific",
            "given_name",
            "family_name",
            "email",
            "is_listed",
            *OWN_FIELDS,
            "created_for",
            *columns("function"),
        )
        widgets = {"arrives_at": moment(), "departs_at": moment()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.say_zone(self.instance.delegation.meeting)
        self.fields["language"].help_text = _("Empty: that of the delegation")
        self.fields["created_for"].help_text = _("Who asked for it, where the Secretariat enters a delegate")

    def words(self, name: str) -> dict[str, str]:
        """A text in its three languages."""
        return {code: self.cleaned_data[f"{name}_{code}"] for code in CODES}


class NewDelegateForm(DelegateForm):
    """A new delegate, last in the order of precedence."""

    class Meta(DelegateForm.Meta):
        exclude = ("position",)

    def validate_constraints(self) -> None:
        """The domain refuses a second head and a second registration."""

    def details(self) -> dict:
        """The further columns of a new delegate."""
        return {name: self.cleaned_data[name] for name in (*OWN_FIELDS, "created_for")}
