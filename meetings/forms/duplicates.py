"""What is kept of two delegates who are one."""

from django import forms
from django.utils import formats, timezone
from django.utils.text import capfirst

from meetings.domain import duplicates
from meetings.models import Delegate

ONE, TWO = "one", "two"


class MergeForm(forms.Form):
    """A choice for each column that differs; it carries the versions of both rows that were in sight."""

    versions = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, one: Delegate, two: Delegate, **kwargs):
        self.now = f"{one.version}-{two.version}"
        super().__init__(*args, initial={"versions": self.now}, **kwargs)
        for name in duplicates.differing(one, two):
            values = [(side, _shown(row, name)) for side, row in ((ONE, one), (TWO, two))]
            self.fields[name] = forms.ChoiceField(
                label=capfirst(str(Delegate._meta.get_field(name).verbose_name)),
                choices=[(side, text or "–") for side, text in values],
                initial=TWO if not values[0][1] else ONE,
                widget=forms.RadioSelect,
            )

    @property
    def chosen(self) -> list[str]:
        """The columns that come from the second row."""
        return [name for name, side in self.cleaned_data.items() if side == TWO]

    def restore(self, one: Delegate, two: Delegate) -> None:
        """Both rows get the versions that the page showed: the domain refuses a stale one."""
        seen = self.cleaned_data["versions"].split("-")
        if len(seen) == 2 and all(part.isdecimal() for part in seen):
            one.version, two.version = (int(part) for part in seen)

    def plain_fields(self):
        return self.visible_fields()


def _shown(row: Delegate, name: str) -> str:
    """A value as a person reads it, in the hours of the meeting."""
    value = getattr(row, name)
    if Delegate._meta.get_field(name).choices:
        return str(dict(Delegate._meta.get_field(name).flatchoices).get(value, value))
    if name in ("arrives_at", "departs_at") and value:
        local = timezone.localtime(value, row.delegation.meeting.zone)
        return formats.date_format(local, "SHORT_DATETIME_FORMAT")
    return str(value or "")
