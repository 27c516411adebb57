"""The form of a line of the budget."""

from acs_portal.kernel.forms import VersionedForm
from acs_portal.kernel.texts import columns
from meetings.models import BudgetLine

from .bases import OriginalNeeded


class BudgetLineForm(OriginalNeeded, VersionedForm):
    """A cost: for what, how much, who bears it."""

    TRILINGUAL = ("label",)
    NEEDED = ("label",)

    class Meta:
        model = BudgetLine
        fields = (
            "authentic_language",
            "component",
            "currency",
            "estimated",
            "actual",
            "borne_by",
            "bearer_name",
            "form",
            *columns("label"),
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["currency"].widget.attrs.update({"size": 3, "autocapitalize": "characters"})

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"].upper()
