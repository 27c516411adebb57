"""The fields that several forms of the network ask for."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class TelephoneField(forms.CharField):
    """A telephone number in international writing, perhaps with an extension, or several with a stroke."""

    default_validators = [
        RegexValidator(
            r"^(?=.*[0-9])([0-9 +()/.-]|ext)+$",
            _(
                "Write a telephone number with digits, spaces and + ( ) - / . alone, and “ext” before an "
                "extension, such as +1 868 555 0100 ext. 12."
            ),
        )
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, label=_("Telephone"), required=False, widget=forms.TextInput({"type": "tel"}), **kwargs
        )


def day_input() -> forms.DateInput:
    """A field for a day, with the calendar of the browser."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
