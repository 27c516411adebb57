"""The posts of a party and the offices that may sign for it, kept by the Secretariat."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel.access import require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.forms import posted, saved, take

from ..domain import channels, posts
from ..forms import ChannelForm, CloseForm, PostForm
from ..models import AuthorisedChannel, Party, Post
from .party import ask, party_of


def post_new(request: HttpRequest, code: str) -> HttpResponse:
    """Open a post of a party, before anybody is named for it."""
    party = party_of(code)
    require(request, "post.manage", party)
    form = PostForm(posted(request))
    if saved(
        form,
        lambda: posts.open_post(party=party, by=request.user, on=timezone.now(), **form.cleaned_data),
    ):
        messages.success(request, _("The post is open. It shows as not held yet."))
        return redirect("network:party", code=party.slug)
    return _ask(request, party, form, title=_("Open a post"), action=_("Open the post"))


def post_close(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Close a post that nobody holds; its history stays."""
    party = party_of(code)
    require(request, "post.manage", party)
    post = _of_party(party, pk)
    form = CloseForm(posted(request), initial={"closed_on": official_day(timezone.now())})
    if saved(
        form,
        lambda: posts.close_post(post=post, by=request.user, on=timezone.now(), **form.cleaned_data),
    ):
        messages.success(request, _("The post is closed. Its history stays on the page."))
        return redirect("network:party", code=party.slug)
    title = _("Close the post: %(post)s") % {"post": post.title}
    return _ask(request, party, form, title=title, action=_("Close the post"), danger=True)


@require_POST
def post_reopen(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Open a closed post again."""
    party = party_of(code)
    require(request, "post.manage", party)
    post = _of_party(party, pk)
    return take(
        request,
        lambda: posts.reopen_post(post=post, by=request.user, on=timezone.now()),
        _("The post is open again."),
        party.get_absolute_url(),
    )


def channel_list(request: HttpRequest, code: str) -> HttpResponse:
    """The offices that may sign designations for a party."""
    party = party_of(code)
    require(request, "post.manage", party)
    return render(
        request,
        "network/channel_list.html",
        {
            "section": "network",
            "party": party,
            "channels": list(party.channels.all()),
            "today": official_day(timezone.now()),
        },
    )


def channel_new(request: HttpRequest, code: str) -> HttpResponse:
    """Enter an office that may sign for a party."""
    party = party_of(code)
    require(request, "post.manage", party)
    form = ChannelForm(posted(request), instance=AuthorisedChannel(party=party))
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "starts", "until", "note")}
        channels.add(party=party, by=request.user, on=timezone.now(), **values)
        messages.success(
            request, _("The channel is entered: the letters of this party name one from now on.")
        )
        return redirect("network:channel_list", code=party.slug)
    return _ask_channel(request, party, form, _("Enter an authorised channel"))


def channel_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change an office that may sign for a party, or say until when it may."""
    party = party_of(code)
    require(request, "post.manage", party)
    channel = get_object_or_404(AuthorisedChannel.objects.select_related("party"), pk=pk, party=party)
    form = ChannelForm(posted(request), instance=channel)
    if saved(form, lambda: channels.change(channel=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("Saved."))
        return redirect("network:channel_list", code=party.slug)
    return _ask_channel(request, party, form, _("Change the channel"))


def _of_party(party: Party, pk: int) -> Post:
    return get_object_or_404(Post.objects.select_related("party", "theme"), pk=pk, party=party)


def _ask_channel(request: HttpRequest, party: Party, form: ChannelForm, title: str) -> HttpResponse:
    back = reverse("network:channel_list", args=[party.slug])
    return _ask(request, party, form, title=title, action=_("Save"), back=back)


def _ask(request: HttpRequest, party: Party, form, *, back: str = "", **words) -> HttpResponse:
    return ask(request, party, back or party.get_absolute_url(), form=form, text=party.name, **words)
