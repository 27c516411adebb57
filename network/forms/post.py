"""The forms of the posts of a party, and of the offices that may sign for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import VersionedForm

from ..models import AuthorisedChannel, Post, PriorityArea
from .bases import PlainForm
from .fields import day_input


class KindOfPost(forms.Form):
    """Mixed into a form that opens a post: of which kind it is, and its theme."""

    kind = forms.ChoiceField(label=_("Post"), choices=Post.Kind.choices)
    theme = forms.ModelChoiceField(
        PriorityArea.objects.all(),
        label=_("Theme"),
        required=False,
        help_text=_("Only of a technical focal point."),
    )


class PostForm(KindOfPost, PlainForm):
    """A post to open."""


class CloseForm(PlainForm):
    """The end of a post: the day from which it is closed, and why."""

    closed_on = forms.DateField(label=_("Closed on"), widget=day_input())
    reason = forms.CharField(label=_("Why it is closed"), max_length=200)


class ChannelForm(VersionedForm):
    """An office that may sign designations for a party."""

    class Meta:
        model = AuthorisedChannel
        fields = ("name", "starts", "until", "note")
        widgets = {name: day_input() for name in ("starts", "until")}
