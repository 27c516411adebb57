"""What to show of the programmes, offers and needs: it lives in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..domain.published import LISTED
from ..models import Modality, Programme
from .bases import ANY, FilterForm

SORTS = [
    ("", _("By party")),
    ("title", _("By title")),
    ("starts", _("Oldest first")),
    ("-starts", _("Newest first")),
]


class ProgrammesForm(FilterForm):
    """What to show of the programmes, offers and needs of the network."""

    words = forms.CharField(label=_("Words"), required=False, max_length=100)
    section = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[ANY, *((code.value, code.label) for code in LISTED)]
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    modality = forms.ChoiceField(label=_("Modality"), required=False, choices=[ANY, *Modality.choices])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ANY, *Programme.Status.choices])
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)
    is_pooled = forms.BooleanField(label=_("Open to pooling"), required=False)

    def __init__(self, *args, parties, sectors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [ANY, *((party.code, party.name) for party in parties)]
        self.fields["sector"].choices = [ANY, *((code.code, str(code)) for code in sectors)]
