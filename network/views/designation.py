"""Designations: the Secretariat records the letter that names a holder, and the end of a designation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel.access import require
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import say

from ..domain import designations
from ..forms import DesignationForm, EndForm
from ..models import Designation
from .party import party_of


def designation_record(request: HttpRequest, code: str) -> HttpResponse:
    """Record a designation in force, with its letter."""
    party = party_of(code)
    require(request, "designation.record", party)
    form = DesignationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            designations.appoint(
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
            messages.success(request, _("The designation is recorded."))
            return redirect("network:party", code=code.lower())
    return render(
        request, "network/designation_form.html", {"section": "network", "party": party, "form": form}
    )


def designation_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a designation: the post is vacant and the holder's rights are gone from that day."""
    party = party_of(code)
    require(request, "designation.record", party)
    designation = get_object_or_404(
        Designation.objects.select_related("person", "post__party"), pk=pk, post__party=party
    )
    form = EndForm(request.POST or None, initial={"until": timezone.localdate()})
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
