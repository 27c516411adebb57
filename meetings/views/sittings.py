"""The record of a sitting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel.forms import posted, saved
from meetings.domain import sittings as domain
from meetings.forms import SittingForm
from meetings.models import Sitting
from meetings.views.steps import found


def sitting_new(request: HttpRequest, code: str) -> HttpResponse:
    """Record a sitting and who is present."""
    meeting = found(request, code, "sitting.record")
    form = SittingForm(
        posted(request),
        instance=Sitting(meeting=meeting),
        meeting=meeting,
        initial={"number": meeting.sittings.count() + 1},
    )
    if saved(
        form,
        lambda: domain.open_sitting(meeting=meeting, by=request.user, on=timezone.now(), **form.cleaned_data),
    ):
        messages.success(request, _("The sitting is recorded."))
        return redirect(meeting.get_absolute_url())
    return render(request, "meetings/sitting_form.html", {"meeting": meeting, "form": form})
