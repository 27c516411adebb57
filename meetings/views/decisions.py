"""The register of a meeting's decisions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel import acts
from acs_portal.kernel.access import can, public
from acs_portal.kernel.forms import posted, saved
from meetings.domain import agenda_release, important_dates
from meetings.domain import decisions as domain
from meetings.forms import DecisionForm
from meetings.models import Decision
from meetings.views.steps import found


@public
def decisions(request: HttpRequest, code: str) -> HttpResponse:
    """Each decision with its exact text and the arithmetic of its quorum."""
    meeting = found(request, code)
    taken = list(Decision.objects.filter(sitting__meeting=meeting).select_related("sitting"))
    reads_acts = bool(taken) and can(request.user, "act.read", meeting)
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "decisions",
        "decisions": taken,
        "expected": None if taken else important_dates.expected(meeting, "decisions"),
        "acts": acts.history(*taken) if reads_acts else None,
        "may_record": can(request.user, "decision.record", meeting),
    }
    return render(request, "meetings/decisions_page.html", context)


def decision_new(request: HttpRequest, code: str) -> HttpResponse:
    """Record a decision."""
    meeting = found(request, code, "decision.record")
    form = DecisionForm(
        posted(request),
        instance=Decision(authentic_language=meeting.authentic_language),
        meeting=meeting,
        tree=agenda_release.as_read(meeting),
    )
    if saved(form, lambda: _record(request, form)):
        messages.success(request, _("The decision is recorded."))
        return redirect("meetings:decisions", code)
    return render(request, "meetings/decision_form.html", {"meeting": meeting, "form": form})


def _record(request: HttpRequest, form: DecisionForm) -> Decision:
    data = form.cleaned_data
    return domain.record(
        sitting=data["sitting"],
        agenda_item=data["agenda_item"],
        title=form.words("title"),
        text=form.words("text"),
        mode=data["mode"],
        authentic_language=data["authentic_language"],
        decided_on=data["decided_on"],
        by=request.user,
        on=timezone.now(),
    )
