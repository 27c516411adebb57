"""The cooperation profile of a party: the draft beside what readers see, and its publication."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acs_portal.kernel import acts, gate, issuing, releases
from acs_portal.kernel.access import can, public, require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import posted, saved
from acs_portal.kernel.languages import OWN_NAMES

from .. import reading
from ..domain import comments, profile_tree, profiles, requests, sections
from ..domain.profile_differences import changed_sections, differences
from ..domain.profile_tree import Working
from ..forms import ProfileForm, PublishForm, SectionsForm
from ..models import CountryProfile, Party
from ..pdf import draft_document
from .party import draft_of, party_of, published, tier_of


def profile(request: HttpRequest, code: str) -> HttpResponse:
    """The sections of the working copy, each with its state and what differs from what is published."""
    party = party_of(code)
    require(request, "profile.read_draft", party)
    draft = getattr(party, "profile", None)
    release, frozen = published(party)
    tree = profiles.tree(draft) if draft else None
    changed = changed_sections(tree, frozen) if draft else []
    cards = _commented(draft, sections.cards(draft, tree or sections.blank(party), _today(), changed))
    return render(
        request,
        "network/profile_draft.html",
        {
            "section": "network",
            "party": party,
            "profile": draft,
            "release": release,
            "cards": cards,
            "written": [replace(card, standing=None) for card in cards[:2] if not card.text.is_empty],
            "differences": differences(frozen, tree) if draft and release else [],
            "changed": bool(draft) and profiles.differs(tree, frozen),
            "missing": [OWN_NAMES[code] for code in draft.missing_languages()] if draft else [],
            "freshness": profiles.freshness(draft, _today()),
            "due": profiles.due_on(draft) if draft else None,
            "today": _today(),
            "marks": profiles.with_marks(draft) if draft else [],
            "may_publish": can(request.user, "profile.publish", party),
            "may_draft": can(request.user, "profile.draft", party),
            **_asked(request, draft, party),
            "acts": acts.history(draft) if draft else [],
        },
    )


def _asked(request: HttpRequest, draft: CountryProfile | None, party: Party) -> dict:
    """The newest publication request, and what the reader may do about it."""
    asked = requests.last(draft) if draft else None
    return {
        "asked": asked,
        "is_asker": bool(asked) and asked.asked_by_id == request.user.pk,
        "may_ask": can(request.user, "request.ask", party),
        "may_answer": can(request.user, "request.answer", party),
    }


def _commented(draft: CountryProfile | None, cards: list) -> list:
    """The cards with the comments that nobody has resolved."""
    found = comments.unresolved(draft) if draft else {}
    return [replace(card, comments=tuple(found.get(card.code, ()))) for card in cards]


def _today() -> date:
    return official_day(timezone.now())


def profile_draft_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The working copy as it would print, marked as a draft."""
    party = party_of(code)
    require(request, "profile.read_draft", party)
    draft = get_object_or_404(CountryProfile, party=party)
    language = get_language()
    document = draft_document(
        profiles.tree(draft),
        language,
        dated=official_day(timezone.now()),
        demonstration=draft.is_demonstration,
    )
    return issuing.preview(document, f"{code}-profile-draft")


def profile_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The working copy as a form."""
    party = party_of(code)
    require(request, "profile.draft", party)
    draft = getattr(party, "profile", None) or CountryProfile(
        party=party, authentic_language=party.working_language
    )
    form = ProfileForm(posted(request), instance=draft)
    if saved(
        form,
        lambda: profiles.save_draft(
            profile=form.save(commit=False),
            priorities=form.cleaned_data["priorities"],
            by=request.user,
            on=timezone.now(),
        ),
    ):
        messages.success(request, _("The draft is saved. Readers see it once it is published."))
        return redirect("network:profile", code=code.lower())
    return render(
        request,
        "network/profile_form.html",
        {"section": "network", "party": party, "form": form},
    )


def profile_publish(request: HttpRequest, code: str) -> HttpResponse:
    """Show what publishing would change, then publish the working copy that was in sight."""
    party = party_of(code)
    require(request, "profile.publish", party)
    draft, (_release, frozen) = draft_of(party), published(party)
    working = profile_tree.read(draft)
    form = PublishForm(
        posted(request), initial=_in_sight(working), sections=changed_sections(working.tree, frozen)
    )
    if request.method == "POST":
        if saved(form, lambda: _publish(request, draft, form)):
            messages.success(
                request, _("The profile is published. Its words are frozen and its documents issued.")
            )
            return redirect("network:party", code=code.lower())
        draft.refresh_from_db()
        working = profile_tree.read(draft)
        # the next press is a decision with the new text in sight
        form.data = form.data.copy()
        form.data.update(_in_sight(working))
    elif not profiles.differs(working.tree, frozen):
        return redirect("network:profile", code=code.lower())
    return render(request, "network/profile_publish.html", _question(working, frozen, form))


def _in_sight(working: Working) -> dict:
    return {"version": working.profile.version, "seen": profile_tree.fingerprint(working.tree)}


def _publish(request: HttpRequest, draft: CountryProfile, form: PublishForm) -> None:
    draft.version = form.cleaned_data["version"]
    profiles.publish(
        profile=draft,
        sections=form.chosen(),
        note=form.cleaned_data["note"],
        seen=form.cleaned_data["seen"],
        by=request.user,
        on=timezone.now(),
    )


def _question(working: Working, frozen, form: PublishForm) -> dict:
    """What the page before publishing shows: the differences, or the whole text of a first version."""
    draft, tree = working.profile, working.tree
    party = draft.party
    return {
        "section": "network",
        "title": _("Publish the profile of %(party)s") % {"party": party.name},
        "text": _(
            "Its words are frozen as a new version, and its documents are issued in the three languages. "
            "A version stays for good; a mistake is corrected by the next one."
        ),
        "action": _("Publish"),
        "back": reverse("network:profile", args=[party.slug]),
        "crumbs": [
            (_("Network"), reverse("network:directory")),
            (party.name, party.get_absolute_url()),
            (_("Draft of the profile"), reverse("network:profile", args=[party.slug])),
        ],
        "form": form,
        "is_first": frozen is None,
        "cards": [card for card in sections.cards(draft, tree, _today()) if not card.text.is_empty],
        "differences": differences(frozen, tree) if frozen else [],
        "findings": gate.findings(working.texts(changed_sections(tree, frozen))),
        "marks": profiles.with_marks(draft),
    }


def profile_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is published, section by section, and confirm that it still holds: the link of the mails."""
    party = party_of(code)
    require(request, "profile.publish", party)
    _release, frozen = published(party)
    if frozen is None:
        messages.info(request, str(profiles.NotPublished()))
        return redirect("network:profile", code=code.lower())
    cards = [card for card in sections.cards(party.profile, frozen, _today()) if card.standing]
    form = SectionsForm(posted(request), sections=[card.code for card in cards])
    if form.is_valid() and _confirm(request, party, form.chosen()):
        return redirect("network:profile", code=code.lower())
    context = {"section": "network", "party": party, "cards": cards, "form": form}
    return render(request, "network/profile_confirm.html", context)


def _confirm(request: HttpRequest, party: Party, chosen: list[str] | None) -> bool:
    """Confirm the chosen sections, all for None; answers whether there is nothing more to ask."""
    try:
        profiles.confirm(profile=party.profile, sections=chosen, by=request.user, on=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return not isinstance(broken, profiles.NothingChosen)
    messages.success(request, _("Thank you. What you confirmed counts as current from today."))
    return True


@public
def profile_release(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A published version as it was, read from its snapshot."""
    party = party_of(code)
    draft = get_object_or_404(CountryProfile, party=party)
    read = releases.read(draft, profiles.KIND, get_language(), number=number)
    if read is None:
        raise Http404
    tree = reading.readable(read.tree, tier_of(request.user, party))
    return render(
        request,
        "network/profile_release.html",
        {
            "section": "network",
            "party": party,
            "release": read.release,
            "latest": read.latest,
            "tree": tree,
            "cards": [card for card in sections.cards(None, tree, _today()) if not card.text.is_empty],
            "zone": settings.TIME_ZONE,
        },
    )
