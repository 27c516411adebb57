"""Designations: the Secretariat records the letter that names a holder, invites the holder, ends it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel.access import require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import say
from acs_portal.kernel.models import User

from ..domain import designations
from ..forms import DesignationForm, EndForm, LetterForm
from ..models import Designation, Party, Person
from .party import party_of


def designation_record(request: HttpRequest, code: str) -> HttpResponse:
    """Record a designation in force, with its letter."""
    party = party_of(code)
    require(request, "designation.record", party)
    form = DesignationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            recorded = designations.appoint(
                party=party,
                kind=form.cleaned_data["kind"],
                person_data=form.person_data(),
                letter=form.cleaned_data["letter"],
                by=request.user,
                on=timezone.now(),
                **form.act_data(),
            )
        except RuleBroken as broken:
            say(form, broken)
        else:
            messages.success(request, f"{_('The designation is recorded.')} {_invited(recorded.person)}")
            return redirect("network:party", code=code.lower())
    return render(
        request, "network/designation_form.html", {"section": "network", "party": party, "form": form}
    )


def _invited(person: Person) -> str:
    """What became of the invitation of a person just designated."""
    if not person.email:
        return _("No invitation was sent, since there is no e-mail address.")
    if person.may_be_invited:
        return _sent(person.user)
    return _("No invitation was needed: %(name)s has an account.") % {"name": person.full_name}


def _sent(account: User) -> str:
    return _("An invitation was sent to %(email)s.") % {"email": account.email}


def designation_letter(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Add the letter of a designation that was recorded without it."""
    party = party_of(code)
    require(request, "designation.record", party)
    designation = _of_party(party, pk)
    posted = request.method == "POST"
    form = LetterForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            designations.add_letter(
                designation=designation,
                letter=form.cleaned_data["letter"],
                by=request.user,
                on=timezone.now(),
            )
        except RuleBroken as broken:
            say(form, broken)
        else:
            messages.success(request, _("The letter is on file."))
            return redirect("network:party", code=code.lower())
    return render(
        request,
        "network/designation_letter.html",
        {"section": "network", "party": party, "designation": designation, "form": form},
    )


@require_POST
def designation_invite(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Invite again a holder who has not opened the account."""
    party = party_of(code)
    require(request, "designation.record", party)
    try:
        account = designations.invite(designation=_of_party(party, pk), by=request.user, on=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _sent(account))
    return redirect("network:party", code=code.lower())


def _of_party(party: Party, pk: int) -> Designation:
    found = Designation.objects.select_related("person", "post__party")
    return get_object_or_404(found, pk=pk, post__party=party)


def designation_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a designation: the post is vacant and the holder's rights are gone from that day."""
    party = party_of(code)
    require(request, "designation.record", party)
    designation = _of_party(party, pk)
    form = EndForm(request.POST or None, initial={"until": official_day(timezone.now())})
    if request.method == "POST" and form.is_valid():
        try:
            designations.end(
                designation=designation,
                until=form.cleaned_data["until"],
                reason=form.cleaned_data["end_reason"],
                by=request.user,
                on=timezone.now(),
            )
        except RuleBroken as broken:
            say(form, broken)
        else:
            messages.success(
                request, _("The designation is ended. The post stays and is vacant from that day.")
            )
            return redirect("network:party", code=code.lower())
    return render(
        request,
        "network/designation_end.html",
        {"section": "network", "party": party, "designation": designation, "form": form},
    )
