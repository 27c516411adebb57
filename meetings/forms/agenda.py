"""The forms of the agenda."""

from django import forms
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import OnceForm, ToldForm, VersionedForm
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import columns
from meetings.domain.agenda import DEEPEST
from meetings.models import AgendaItem

from .bases import OriginalNeeded, RenewedSeenForm


class AgendaItemForm(OriginalNeeded, VersionedForm):
    """An item of the working copy, in three languages side by side."""

    TRILINGUAL = ("title", "annotation")

    class Meta:
        model = AgendaItem
        fields = ("kind", "minutes", "authentic_language", *columns("title", "annotation"))


class NewAgendaItemForm(AgendaItemForm, OnceForm):
    """A new item, and under which one it stands."""

    under = forms.ChoiceField(label=_("Under item"), required=False)
    field_order = ("under",)

    def __init__(self, *args, tree: Node, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["under"].choices = [("", _("None: an item of the first level")), *_parents(tree)]


def _parents(tree: Node, depth: int = 1) -> list[tuple[str, str]]:
    """The items that may have items under them, as choices."""
    choices = []
    for node in tree.children if depth < DEEPEST else ():
        choices += [(node.id, f"{node.number} {node.text('title')}"), *_parents(node, depth + 1)]
    return choices


class NoteForm(ToldForm, RenewedSeenForm):
    """The release of an agenda: a note in three languages, and the warnings acknowledged."""

    TRILINGUAL = ("note",)

    acknowledged = forms.BooleanField(
        label=_("I have read the warnings; it goes out as it is"), required=False
    )
    note_en = forms.CharField(label="English", required=False, max_length=300)
    note_es = forms.CharField(label="Español", required=False, max_length=300)
    note_fr = forms.CharField(label="Français", required=False, max_length=300)

    def __init__(self, *args, warned: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not warned:
            del self.fields["acknowledged"]
        for code in CODES:
            self.fields[f"note_{code}"].widget.attrs["lang"] = code

    def show_again(self) -> None:
        stale = self.data.get(self.add_prefix("seen"), self._now) != self._now
        super().show_again()
        if stale:  # the warnings that were ticked are those of another text
            self.data.pop(self.add_prefix("acknowledged"), None)

    def notes(self) -> list[forms.BoundField]:
        return [self[f"note_{code}"] for code in CODES]

    def note_as_typed(self) -> dict[str, str]:
        """The note for the preview of the message: as it stands in the form."""
        return self.note() if self.is_bound else {}

    def note(self) -> dict[str, str]:
        """The note in the languages it was given in, also of a form that was refused."""
        self.is_valid()  # so that what was typed is cleaned
        given = self.cleaned_data
        return {code: given[f"note_{code}"] for code in CODES if given.get(f"note_{code}")}
