"""What several forms of meetings share."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from acs_portal.kernel.forms import SeenForm
from acs_portal.kernel.languages import CODES, OWN_NAMES


def day() -> forms.DateInput:
    """A field for a day, as the browser of the reader shows it."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def moment() -> forms.DateTimeInput:
    """A field for a day and hour, as the browser of the reader shows it."""
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class AtThePlace:
    """A form whose hours are meant as the clock shows them at the place of the meeting."""

    def full_clean(self) -> None:
        with timezone.override(self.zone):
            super().full_clean()

    def say_zone(self, meeting) -> None:
        self.zone = meeting.zone
        here = _("Time at the place of the meeting (%(zone)s)") % {"zone": meeting.get_time_zone_display()}
        for name in ("arrives_at", "departs_at"):
            self.fields[name].help_text = here
            if value := self.initial.get(name):
                self.initial[name] = timezone.localtime(value, self.zone).replace(tzinfo=None)


def in_every_language(sentence) -> dict[str, str]:
    """A lazy sentence of the portal in its languages."""
    found = {}
    for code in CODES:
        with override(code):
            found[code] = str(sentence)
    return found


class OriginalNeeded:
    """A form whose texts in NEEDED must be there in the original language at least."""

    NEEDED: tuple[str, ...] = ("title",)

    def clean(self):
        data = super().clean()
        original = data.get("authentic_language")
        for name in self.NEEDED if original else ():
            if not data.get(f"{name}_{original}"):
                self.add_error(
                    f"{name}_{original}",
                    _("Give this text in its original language (%(language)s).")
                    % {"language": OWN_NAMES[original]},
                )
        return data

    def words(self, name: str) -> dict[str, str]:
        """A text in its three languages."""
        return {code: self.cleaned_data[f"{name}_{code}"] for code in CODES}


class RenewedSeenForm(SeenForm):
    """A SeenForm of a page that shows the text whose sha256 is `now`."""

    TRILINGUAL = ()

    def __init__(self, *args, now: str, **kwargs):
        super().__init__(*args, initial={"seen": now}, **kwargs)
        self._now = now

    def show_again(self) -> None:
        """After a refusal the page shows the text as it is now: the next press is decided on that one."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self._now

    def plain_fields(self):
        return self.visible_fields()


class ReasonForm(forms.Form):
    """The reason of a step, which the register of acts keeps."""

    TRILINGUAL = ()

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The register of acts keeps it."))

    def plain_fields(self):
        return self.visible_fields()
