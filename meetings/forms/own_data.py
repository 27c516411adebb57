"""What a delegate fills in by the private link, and the questions that the Secretariat writes."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.forms import VersionedForm
from acs_portal.kernel.languages import OWN_NAMES
from acs_portal.kernel.texts import columns
from meetings.domain import questions
from meetings.models import NO, YES, Delegate, Question, RegistrationRules

from .bases import AtThePlace, OriginalNeeded, day, moment

OWN_FIELDS = (
    "phone",
    "language",
    "arrives_at",
    "arrives_by",
    "departs_at",
    "departs_by",
    "dietary_needs",
    "access_needs",
    "nationality",
    "passport_number",
)


class OwnDataForm(AtThePlace, VersionedForm):
    """The own data of a delegate; who they are and for whom was approved with the delegation."""

    function = forms.CharField(label=_("Function"), max_length=200, required=False)

    class Meta:
        model = Delegate
        fields = OWN_FIELDS
        widgets = {"arrives_at": moment(), "departs_at": moment()}

    def __init__(self, *args, **kwargs):
        instance = kwargs["instance"]
        self.column = f"function_{instance.authentic_language}"
        super().__init__(*args, initial={"function": getattr(instance, self.column)}, **kwargs)
        self.say_zone(instance.delegation.meeting)
        self.fields["function"].label = _("Function (%(language)s)") % {
            "language": OWN_NAMES[instance.authentic_language]
        }
        for name in ("nationality", "passport_number"):
            self.fields[name].help_text = _("Only if you need a letter for a visa")
        self.fields["phone"].widget.input_type = "tel"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        self.order_fields(["function", *OWN_FIELDS])

    def clean(self):
        data = super().clean()
        setattr(self.instance, self.column, data.get("function", ""))
        return data

    def validate_constraints(self) -> None:
        """Nothing of these fields can break one; the domain guards the journey."""

    @property
    def columns(self) -> list[str]:
        """The columns that the form shows."""
        return [*OWN_FIELDS, self.column]

    def plain_fields(self):
        return self.visible_fields()


class ListingForm(forms.Form):
    """Whether a delegate appears in the public list: asked, never supposed."""

    CHOICES = [
        (YES, pgettext_lazy("answer to the public list", "Yes, my name and function may appear")),
        (NO, pgettext_lazy("answer to the public list", "No, leave me out of the public list")),
    ]

    listing = forms.ChoiceField(
        label=_("May you appear in the public list of participants?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, delegate: Delegate, **kwargs):
        super().__init__(*args, **kwargs)
        if delegate.listing_decided_at:
            self.fields["listing"].initial = YES if delegate.is_listed else NO

    @property
    def agrees(self) -> bool:
        return self.cleaned_data["listing"] == YES

    def plain_fields(self):
        return self.visible_fields()


class RulesForm(VersionedForm):
    """Until when delegations are filed, and their seats."""

    class Meta:
        model = RegistrationRules
        fields = ("deadline", "seats_of_members", "seats_of_associates", "seats_of_observers")
        widgets = {"deadline": day()}


class QuestionForm(OriginalNeeded, VersionedForm):
    """A question in three languages, and after which answer it is asked."""

    TRILINGUAL = ("text", "help", "choices")
    NEEDED = ("text",)

    class Meta:
        model = Question
        fields = (
            "position",
            "kind",
            "asked_of",
            "is_required",
            "depends_on",
            "depends_value",
            "authentic_language",
            *columns("text", "help", "choices"),
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        earlier = questions.of_meeting(self.instance.meeting)
        able = [one.pk for one in earlier if one.has_options and one.pk != self.instance.pk]
        self.fields["depends_on"].queryset = Question.objects.filter(pk__in=able).order_by("position", "pk")
        self.fields["depends_on"].label_from_instance = str
        self.fields["depends_on"].empty_label = _("None: it is always asked")
        self.fields["depends_value"].help_text = _(
            "“yes” or “no”; of several answers the number of its line, such as 2"
        )
