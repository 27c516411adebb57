"""Comments on a section of the draft of a profile, for the colleagues of the party."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel.access import can, require
from acs_portal.kernel.forms import posted, saved, take

from ..domain import comments as domain
from ..forms import CommentForm
from ..models import ENTRIES, CountryProfile, Party, ProfileComment, Section
from .party import party_of


def comments(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """What was said about a section of the draft, and a form to say more."""
    party = party_of(code)
    require(request, "profile.read_draft", party)
    profile = get_object_or_404(CountryProfile.objects.select_related("party"), party=party)
    titles = _titles(profile, section)
    form = CommentForm(posted(request), entries=list(titles.items()))
    if request.method == "POST":
        require(request, "comment.write", party)
    if saved(form, lambda: _add(request, profile, section, form)):
        messages.success(request, _("Your comment is written."))
        return redirect("network:comments", code=party.slug, section=section)
    return _page(request, party, section, form, _threads(profile, section, titles))


def _page(request: HttpRequest, party: Party, section: str, form: CommentForm, threads: list) -> HttpResponse:
    return render(
        request,
        "network/comments_page.html",
        {
            "section": "network",
            "party": party,
            "code": section,
            "name": Section(section).label,
            "has_entries": section in ENTRIES,
            "comments": threads,
            "form": form,
            "may_write": can(request.user, "comment.write", party),
            "may_resolve": can(request.user, "comment.resolve", party),
        },
    )


def _titles(profile: CountryProfile, section: str) -> dict[str, str]:
    """The titles of the entries of a section by their id."""
    rows = ENTRIES[section].objects.filter(profile=profile) if section in ENTRIES else ()
    return {str(entry.uid): entry.title for entry in rows}


def _threads(profile: CountryProfile, section: str, titles: dict[str, str]) -> list[tuple]:
    """(comment, title of its entry or "") of each comment on a section."""
    removed = _("an entry that has been removed")
    found = domain.of_section(profile, section)
    return [(one, titles.get(str(one.entry), removed) if one.entry else "") for one in found]


def _add(request: HttpRequest, profile: CountryProfile, section: str, form: CommentForm) -> None:
    entry = form.cleaned_data["entry"]
    domain.add(
        profile=profile,
        section=section,
        entry=UUID(entry) if entry else None,
        text=form.cleaned_data["text"],
        by=request.user,
        on=timezone.now(),
    )


@require_POST
def comment_resolve(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say that a comment is dealt with."""
    return _step(request, code, pk, "comment.resolve", domain.resolve, _("The comment is resolved."))


@require_POST
def comment_reopen(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say that a comment is not dealt with after all."""
    return _step(request, code, pk, "comment.resolve", domain.reopen, _("The comment is open again."))


@require_POST
def comment_withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Erase a comment of one's own."""
    return _step(request, code, pk, "comment.write", domain.withdraw, _("Your comment is withdrawn."))


def _step(request: HttpRequest, code: str, pk: int, permission: str, step, done: str) -> HttpResponse:
    party = party_of(code)
    require(request, permission, party)
    rows = ProfileComment.objects.select_related("profile__party")
    comment = get_object_or_404(rows, pk=pk, profile__party=party)
    return take(
        request,
        lambda: step(comment=comment, by=request.user, on=timezone.now()),
        done,
        reverse("network:comments", args=[party.slug, comment.section]),
    )
