"""What the forms of plain fields and the forms of filters are made of."""

from django import forms
from django.utils.translation import pgettext_lazy

ANY = ("", pgettext_lazy("filter", "All"))


class PlainForm(forms.Form):
    """A form of plain fields for parts/form.html."""

    def plain_fields(self):
        """What parts/form.html shows."""
        return self.visible_fields()


class FilterForm(forms.Form):
    """A form that lives in the address; what it cannot read it leaves out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kinds = {forms.ChoiceField: "form-select", forms.BooleanField: "form-check-input"}
            field.widget.attrs["class"] = kinds.get(type(field), "form-control")

    def asked(self) -> dict:
        """The criteria that were given and could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
