"""What to show of the board: it lives in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..domain.freshness import FRESHNESS, Freshness
from ..domain.sections import EMPTY
from ..models import Party, Section
from .bases import ANY, FilterForm


class BoardForm(FilterForm):
    """What to show of the board."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[ANY, *((kind.value, kind.label) for kind in Party.MEMBERS)]
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False, choices=[ANY, *Section.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = FRESHNESS | {Freshness.NEVER: EMPTY}
        self.fields["state"].choices = [ANY, *((state.value, label) for state, label in named.items())]
