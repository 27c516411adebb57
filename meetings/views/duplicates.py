"""Delegates who may be registered twice: the list, and the page on which two become one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel.forms import posted, saved
from meetings.domain import duplicates as domain
from meetings.forms import MergeForm
from meetings.models import Delegate
from meetings.views.steps import found


def duplicates(request: HttpRequest, code: str) -> HttpResponse:
    """Who may be one person, and why."""
    meeting = found(request, code, "delegate.merge")
    context = {"meeting": meeting, "code": code, "pairs": domain.pairs(meeting)}
    return render(request, "meetings/duplicates_list.html", context)


def merge(request: HttpRequest, code: str, one: int, two: int) -> HttpResponse:
    """Both records side by side; what stays of each column is chosen, then they are one."""
    meeting = found(request, code, "delegate.merge")
    rows = Delegate.objects.filter(delegation__meeting=meeting)
    rows = rows.select_related("delegation__party", "delegation__meeting", "created_by")
    stays, goes = (get_object_or_404(rows, pk=pk) for pk in (one, two))
    form = MergeForm(posted(request), one=stays, two=goes)
    names = (stays.full_name, goes.full_name)
    if saved(form, lambda: _merge(request, meeting, form, stays, goes)):
        messages.success(request, _("Both are one delegate now."))
        return redirect("meetings:delegation", code, stays.delegation.party.slug)
    context = {
        "meeting": meeting,
        "code": code,
        "one": stays,
        "two": goes,
        "names": names,
        "why": domain.reasons(*(get_object_or_404(rows, pk=pk) for pk in (one, two))),
        "earlier": domain.elsewhere(stays),
        "form": form,
    }
    return render(request, "meetings/duplicates_merge.html", context)


def _merge(request: HttpRequest, meeting, form: MergeForm, stays: Delegate, goes: Delegate) -> None:
    form.restore(stays, goes)
    domain.merge(
        meeting=meeting, stays=stays, goes=goes, taken=form.chosen, by=request.user, on=timezone.now()
    )
