"""The forms of invitations: the letter, one invitation, guests, steps and answers."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.forms import ToldForm, VersionedForm
from acs_portal.kernel.languages import CHOICES, CODES, OWN_NAMES
from acs_portal.kernel.texts import columns
from meetings.domain.invitation_list import FILTERS, Row
from meetings.models import LETTER_PLACEHOLDERS, Invitation, InvitationTemplate
from network.models import Party

from .bases import OriginalNeeded, day

ANY = ("", pgettext_lazy("filter", "All"))
DRAWN_UP = ("", pgettext_lazy("filter", "All invitations"))
SORTS = {
    "": _("Party, in protocol order"),
    "-party": _("Party, reversed"),
    "name": _("Name"),
    "sent": _("Last sent first"),
    "answered": _("Last answered first"),
}


class InvitationTemplateForm(OriginalNeeded, VersionedForm):
    """The letter that all invitations share, in three languages."""

    TRILINGUAL = ("salutation", "body", "closing", "signatory_post")
    NEEDED = ("salutation", "body")

    class Meta:
        model = InvitationTemplate
        fields = (
            "signatory",
            "answer_by",
            "authentic_language",
            *columns("salutation", "body", "closing", "signatory_post"),
        )
        widgets = {"answer_by": day()}

    placeholders = [f"{{{name}}}" for name in LETTER_PLACEHOLDERS]


class InvitationForm(VersionedForm):
    """The language, addressee and contact of an invitation; of an issued one the contact alone."""

    class Meta:
        model = Invitation
        fields = ("language", "addressee", "contact_name", "contact_email")
        widgets = {"addressee": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.state != Invitation.State.DRAFT:
            del self.fields["language"], self.fields["addressee"]


class DrawUpForm(forms.Form):
    """The parties whose invitations are drawn up; those that count are ticked, or those of `category`."""

    TRILINGUAL = ()

    parties = forms.ModelMultipleChoiceField(
        Party.objects.none(),
        label=_("Parties"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one party.")},
    )

    def __init__(self, *args, rows: list[Row], category: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        free = [row for row in rows if row.invitation is None]
        field = self.fields["parties"]
        field.queryset = Party.objects.filter(pk__in=[row.party.pk for row in free]).in_protocol_order()
        field.initial = [
            row.party.pk for row in free if row.party.is_counted and category in ("", row.category)
        ]
        field.label_from_instance = lambda party: f"{party.name} ({party.get_kind_display()})"

    def plain_fields(self):
        return self.visible_fields()


class GuestForm(forms.Form):
    """A guest: the name in three languages, the working language, a contact."""

    TRILINGUAL = ()

    name_en = forms.CharField(label=_("Name (English)"), max_length=160)
    name_es = forms.CharField(label=_("Name (Español)"), max_length=160)
    name_fr = forms.CharField(label=_("Name (Français)"), max_length=160)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=CHOICES)
    contact_name = forms.CharField(label=_("Contact person"), max_length=160, required=False)
    contact_email = forms.EmailField(
        label=_("E-mail address of the contact"),
        required=False,
        help_text=_("The letter is sent there as a file. It is kept with the invitation alone."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in CODES:
            self.fields[f"name_{code}"].widget.attrs["lang"] = code

    def plain_fields(self):
        return self.visible_fields()

    def values(self) -> dict:
        """What the domain takes of it."""
        data = self.cleaned_data
        return {
            "name": {code: data[f"name_{code}"] for code in CODES},
            "language": data["language"],
            "contact_name": data["contact_name"],
            "contact_email": data["contact_email"],
        }


class InvitationFilterForm(forms.Form):
    """What to show of the invitations; it lives in the address, and what it can't read it leaves out."""

    q = forms.CharField(label=_("Party or number"), required=False, max_length=100)
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[ANY, *Invitation.Category.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[DRAWN_UP, *FILTERS.items()])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[ANY, *OWN_NAMES.items()])
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=list(SORTS.items()))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    def asked(self) -> dict[str, str]:
        """The criteria that were given and could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ChosenForm(ToldForm):
    """The invitations for which a step is taken together: those that were in sight, of the `known`."""

    TRILINGUAL = ()

    pk = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args, known: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pk"].choices = [(pk, pk) for pk in known]

    def plain_fields(self):
        return self.visible_fields()

    def chosen(self) -> list[int]:
        """The ids that were sent; [0], which is nobody's, for none: a step is taken for what was in sight."""
        return self.cleaned_data["pk"] or [0]

    def choose(self, pks: list[int]) -> None:
        """The page shows these from now on: the next press is for them alone."""
        self.initial["pk"] = pks
        if self.is_bound:
            self.data = self.data.copy()
            self.data.setlist(self.add_prefix("pk"), [str(pk) for pk in pks])


class WithdrawForm(ToldForm):
    """Why an invitation is withdrawn, in the language of its letter."""

    TRILINGUAL = ()

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_(
            "In the language of the letter: it goes to whoever got it. The register of acts keeps it."
        ),
    )

    def __init__(self, *args, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["lang"] = language
        self.fields["reason"].label = f"{_('Reason')} ({OWN_NAMES[language]})"

    def plain_fields(self):
        return self.visible_fields()


class OtherwiseForm(forms.Form):
    """How a letter went when it was not by the portal's mail."""

    TRILINGUAL = ()

    how = forms.CharField(
        label=_("How it was sent"),
        max_length=160,
        help_text=_("Such as: by courier on 3 May, or by e-mail of the Secretariat."),
    )

    def plain_fields(self):
        return self.visible_fields()


class AnswerForm(forms.Form):
    """The answer to an invitation; it remembers the version that was in sight."""

    TRILINGUAL = ()

    answer = forms.ChoiceField(
        label=_("Will a delegation attend?"), choices=Invitation.Answer.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note to the Secretariat"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    opened_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, invitation: Invitation, **kwargs):
        first = {
            "answer": invitation.answer,
            "note": invitation.answer_note,
            "opened_version": invitation.version,
        }
        super().__init__(*args, initial=first, **kwargs)

    def plain_fields(self):
        return self.visible_fields()
