"""The forms of publication requests and of comments on the draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import SeenForm

from .bases import PlainForm
from .profile import SectionsForm


class AskForm(SectionsForm, SeenForm):
    """Asking for publication: which sections, the text that was in sight, and a note."""

    note = forms.CharField(
        label=_("Note to the primary focal point (optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(PlainForm):
    """Why a request is returned or rejected."""

    text = forms.CharField(
        label=_("Note to who asked"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class CommentForm(forms.Form):
    """A comment on a section, or on one of its entries: `entries` are (uid, title)."""

    TRILINGUAL = ()

    entry = forms.TypedChoiceField(label=_("About"), required=False, empty_value=None)
    text = forms.CharField(label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, entries: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = [("", _("The section as a whole")), *entries]

    def plain_fields(self):
        """What parts/form.html shows; without entries there is nothing to choose."""
        return [field for field in self.visible_fields() if len(getattr(field.field, "choices", "..")) > 1]
