"""Publication requests: a deputy asks, the primary focal point approves, returns or rejects."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel import gate
from acs_portal.kernel.access import can, require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import posted, saved
from acs_portal.kernel.releases import Node

from ..domain import profile_tree, profiles, requests, sections
from ..domain.profile_differences import changed_sections, differences
from ..forms import AnswerForm, AskForm
from ..models import CountryProfile, Party, PublicationRequest
from .party import draft_of, party_of, published


def request_ask(request: HttpRequest, code: str) -> HttpResponse:
    """Show what would be published, then ask the primary focal point to publish what was in sight."""
    party = party_of(code)
    require(request, "request.ask", party)
    draft, (_release, frozen) = draft_of(party), published(party)
    working = profile_tree.read(draft)
    tree = working.tree
    changed = changed_sections(tree, frozen)
    seen = {"seen": profile_tree.fingerprint(tree)}
    form = AskForm(posted(request), initial=seen, sections=changed)
    if request.method == "POST":
        if saved(form, lambda: _ask(request, draft, form, changed)):
            messages.success(request, _("The publication is asked for. You get a mail with the answer."))
            return redirect("network:profile", code=party.slug)
        # the next press is a decision with the new text in sight
        form.data = form.data.copy()
        form.data.update(seen)
    elif not changed or requests.current(draft):
        return redirect("network:profile", code=party.slug)
    context = {
        "section": "network",
        "party": party,
        "form": form,
        "differences": differences(frozen, tree) if frozen else [],
        "cards": [] if frozen else _written(tree),
        "findings": gate.findings(working.texts(changed)),
    }
    return render(request, "network/request_ask.html", context)


def _written(tree: Node) -> list[sections.Card]:
    """The sections of a tree that say something, in full: of a first version, nothing is there to compare."""
    cards = sections.cards(None, tree, official_day(timezone.now()))
    return [card for card in cards if not card.text.is_empty]


def _ask(request: HttpRequest, draft: CountryProfile, form: AskForm, changed: list[str]) -> None:
    chosen = form.chosen()
    requests.ask(
        profile=draft,
        sections=changed if chosen is None else chosen,
        note=form.cleaned_data["note"],
        seen=form.cleaned_data["seen"],
        by=request.user,
        on=timezone.now(),
    )


def request_page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A request: what was asked for against what is published, what changed since, and who may do what."""
    party, asked = _found(request, code, pk, "profile.read_draft")
    return _page(request, party, asked, AnswerForm())


def request_approve(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Publish exactly what was asked for."""
    return _step(
        request, code, pk, requests.approve, _("The request is approved and the profile is published.")
    )


def request_return(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Return a request with a note."""
    return _answered(request, code, pk, "note", requests.send_back, _("The request is returned."))


def request_reject(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Reject a request with a reason."""
    return _answered(request, code, pk, "reason", requests.reject, _("The request is rejected."))


def request_withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a request back."""
    return _step(
        request, code, pk, requests.withdraw, _("The request is withdrawn."), permission="request.ask"
    )


def _found(request: HttpRequest, code: str, pk: int, permission: str) -> tuple[Party, PublicationRequest]:
    party = party_of(code)
    require(request, permission, party)
    rows = PublicationRequest.objects.select_related("profile__party", "asked_by", "answered_by")
    return party, get_object_or_404(rows, pk=pk, profile__party=party)


def _step(request, code, pk, step, done: str, *, permission: str = "request.answer") -> HttpResponse:
    """A step without words; a GET (the page reloaded) shows the request."""
    party, asked = _found(request, code, pk, permission)
    if request.method != "POST":
        return redirect("network:request", code=party.slug, pk=pk)
    try:
        step(request=asked, by=request.user, on=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("network:request", code=party.slug, pk=pk)
    messages.success(request, done)
    return redirect("network:profile", code=party.slug)


def _answered(request, code, pk, name: str, step, done: str) -> HttpResponse:
    """A step with a text, called `name` by the domain; what was typed stays when it is refused."""
    party, asked = _found(request, code, pk, "request.answer")
    if request.method != "POST":
        return redirect("network:request", code=party.slug, pk=pk)
    form = AnswerForm(request.POST)
    if saved(
        form,
        lambda: step(request=asked, by=request.user, on=timezone.now(), **{name: form.cleaned_data["text"]}),
    ):
        messages.success(request, done)
        return redirect("network:profile", code=party.slug)
    asked.refresh_from_db()
    return _page(request, party, asked, form)


def _page(request: HttpRequest, party: Party, asked: PublicationRequest, form: AnswerForm) -> HttpResponse:
    compared = requests.against_published(asked) if asked.is_open else []
    draft = profiles.tree(asked.profile) if asked.is_open else None
    return render(
        request,
        "network/request_page.html",
        {
            "section": "network",
            "party": party,
            "asked": asked,
            "form": form,
            "differences": compared,
            "cards": _written(asked.asked) if asked.is_open and not compared else [],
            "since": requests.changed_since(asked, draft) if draft else [],
            "is_changed": bool(draft) and requests.is_changed(asked, draft),
            "may_answer": asked.is_open and can(request.user, "request.answer", party),
            "may_withdraw": asked.is_open
            and asked.asked_by_id == request.user.pk
            and can(request.user, "request.ask", party),
        },
    )
