"""A party states that a section has nothing to say at present, or takes that back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel.access import require
from acs_portal.kernel.forms import take

from ..domain import sections, statements
from ..models import CountryProfile, Section
from .party import ask, party_of


def statement(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Ask once, then state that a section has nothing to say at present."""
    party = party_of(code)
    require(request, "profile.publish", party)
    if request.method == "POST":
        return take(
            request,
            lambda: statements.state(party=party, section=section, by=request.user, on=timezone.now()),
            _("Thank you. This counts as confirmed from today."),
            reverse("network:profile", args=[party.slug]),
        )
    return ask(
        request,
        party,
        reverse("network:profile", args=[party.slug]),
        title=f"{Section(section).label}: {sections.NOTHING[section]}",
        text=_(
            "Readers and the board see this statement with its date. It counts as confirmed for a year, and "
            "falls away when an entry is added."
        ),
        action=_("State this"),
    )


@require_POST
def statement_take_back(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Take the statement about a section back."""
    party = party_of(code)
    require(request, "profile.publish", party)
    profile = get_object_or_404(CountryProfile, party=party)
    return take(
        request,
        lambda: statements.take_back(profile=profile, section=section, by=request.user, on=timezone.now()),
        _("The statement is taken back."),
        reverse("network:profile", args=[party.slug]),
    )
