"""What is looked for in the network: it lives in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..domain.directory import PLURALS
from ..domain.freshness import FRESHNESS
from ..domain.search import PARTY, PERSON, Asked, Found
from ..models import ROTATION_GROUPS, PriorityArea, Section
from .bases import FilterForm

ANY = ("", _("All"))
WHAT = {
    PARTY: pgettext_lazy("what is found", "Parties"),
    PERSON: pgettext_lazy("what is found", "Holders of posts"),
    **dict(Section.choices),
}
SORTS = [("", _("Best match")), ("protocol", _("Protocol order"))]


class SearchForm(FilterForm):
    """What is looked for in the network; a choice that is none leaves its criterion out."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    what = forms.ChoiceField(label=_("What"), required=False, choices=[ANY, *WHAT.items()])
    kind = forms.ChoiceField(label=_("Kind of party"), required=False, choices=[ANY, *PLURALS.items()])
    group = forms.ChoiceField(label=_("Group"), required=False, choices=[ANY, *ROTATION_GROUPS.items()])
    area = forms.ChoiceField(label=_("Priority area"), required=False)
    freshness = forms.ChoiceField(label=_("Freshness"), required=False, choices=[ANY, *FRESHNESS.items()])
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(self, *args, areas: list[PriorityArea], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [ANY, *((area.code, area.name) for area in areas)]
        self.fields["q"].widget = forms.TextInput(attrs={"class": "form-control", "type": "search"})

    def criteria(self) -> Asked:
        """The same as search() takes them."""
        asked = self.asked()
        return Asked(words=asked.pop("q", ""), **asked)

    def count(self, found: Found) -> None:
        """Say beside each choice how many it would leave, and offer only those that leave any."""
        for name, counted in found.counts.items():
            chosen, field = self.cleaned_data.get(name), self.fields[name]
            field.choices = [
                (value, f"{label} ({counted[value]})" if value else label)
                for value, label in field.choices
                if not value or counted[value] or value == chosen
            ]
