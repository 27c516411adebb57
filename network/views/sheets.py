"""The profile of a party as a workbook: downloaded, filled in offline, uploaded, previewed, taken."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel.access import require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.files import named
from acs_portal.kernel.forms import posted, say
from acs_portal.kernel.workbooks import XLSX

from ..domain import sheet_book, sheets
from ..domain.sheet_book import Content
from ..forms import SheetConfirmForm, SheetUploadForm, plan_of
from ..models import CountryProfile, Party
from .party import party_of


def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The working copy as a workbook in the language of the address."""
    party = _party(request, code)
    profile = getattr(party, "profile", None) or CountryProfile(party=party)
    today = official_day(timezone.now())
    name = f"{party.slug}-profile-{today:%Y-%m-%d}-{get_language()}.xlsx"
    return named(sheet_book.workbook(profile, on=today), name, XLSX)


def sheet_import(request: HttpRequest, code: str) -> HttpResponse:
    """Upload a filled workbook; what it would change is shown, and nothing is taken yet."""
    party = _party(request, code)
    form = SheetUploadForm(posted(request), request.FILES or None, party=party)
    if form.is_valid():
        try:
            return _preview(request, party, form.content, form.source_name)
        except RuleBroken as broken:
            say(form, broken)
    context = {"section": "network", "party": party, "form": form}
    return render(request, "network/sheet_import.html", context, status=400 if form.errors else 200)


@require_POST
def sheet_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Take exactly what was previewed; over a draft that changed meanwhile the preview is shown again."""
    party = _party(request, code)
    form = SheetConfirmForm(request.POST, party=party, by=request.user)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors["preview"])))
        return redirect("network:sheet_import", code=party.slug)
    content, seen, source_name = form.cleaned_data["preview"]
    plan = plan_of(content, party, timezone.now())
    try:
        if plan.seen != seen or plan.problems:
            raise sheets.DraftChanged
        sheets.take(
            party=party,
            wanted=plan.wanted,
            seen=seen,
            source_name=source_name,
            by=request.user,
            on=timezone.now(),
        )
    except RuleBroken as broken:
        messages.warning(request, str(broken))
        return _preview(request, party_of(code), content, source_name)
    messages.success(request, _("The workbook is taken into the draft. Readers see it once it is published."))
    return redirect("network:profile", code=party.slug)


def _preview(request: HttpRequest, party: Party, content: Content, source_name: str) -> HttpResponse:
    plan = plan_of(content, party, timezone.now())
    form = SheetConfirmForm(party=party, by=request.user)
    if plan.changes and not plan.problems:
        form = SheetConfirmForm(
            party=party, by=request.user, initial={"preview": form.sealed(plan, source_name)}
        )
    names = {sheets.NEW: _("New"), sheets.CHANGED: _("Changed"), sheets.REMOVED: _("Removed")}
    return render(
        request,
        "network/sheet_preview.html",
        {
            "section": "network",
            "party": party,
            "plan": plan,
            "form": form,
            "names": names,
            "source_name": source_name,
        },
    )


def _party(request: HttpRequest, code: str) -> Party:
    party = party_of(code)
    require(request, "profile.draft", party)
    return party
