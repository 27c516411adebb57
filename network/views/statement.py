"""A party states that a section has nothing to say at present, or takes that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel.access import require
from acs_portal.kernel.errors import RuleBroken

from ..domain import sections, statements
from ..models import CountryProfile, Section
from .party import party_of


def statement(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Ask once, then state that a section has nothing to say at present."""
    party = party_of(code)
    require(request, "profile.publish", party)
    if request.method == "POST":
        try:
            statements.state(party=party, section=section, by=request.user, on=timezone.now())
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            messages.success(request, _("Thank you. This counts as confirmed from today."))
        return redirect("network:profile", code=party.slug)
    context = {
        "section": "network",
        "title": f"{Section(section).label}: {sections.NOTHING[section]}",
        "text": _(
            "Readers and the board see this statement with its date. It counts as confirmed for a year, and "
            "falls away when an entry is added."
        ),
        "action": _("State this"),
        "back": reverse("network:profile", args=[party.slug]),
        "crumbs": [(_("Network"), reverse("network:directory")), (party.name, party.get_absolute_url())],
    }
    return render(request, "parts/confirm.html", context)


@require_POST
def statement_take_back(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Take the statement about a section back."""
    party = party_of(code)
    require(request, "profile.publish", party)
    profile = get_object_or_404(CountryProfile, party=party)
    try:
        statements.take_back(profile=profile, section=section, by=request.user, on=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("The statement is taken back."))
    return redirect("network:profile", code=party.slug)
