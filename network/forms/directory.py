"""The forms of the directory: they live in the address."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from ..domain.directory import LETTER, MISSING, PLURALS, NotADay
from ..domain.freshness import FRESHNESS
from ..domain.narrowing import EXCHANGES
from ..models import ROTATION_GROUPS, PriorityArea
from .bases import FilterForm
from .fields import day_input


class DayForm(FilterForm):
    """As of which day, and as on record at which day; it lives in the address."""

    on = forms.DateField(
        label=_("On"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=day_input(),
    )
    known = forms.DateField(
        label=_("As on record at"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=day_input(),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
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
