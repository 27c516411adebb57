"""Plan a meeting after the model of another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel.forms import posted, saved
from meetings.domain import cloning as domain
from meetings.forms import CloneForm
from meetings.views.steps import ask, found


def clone(request: HttpRequest, code: str) -> HttpResponse:
    """Code, dates and parts, then a meeting that only the Secretariat sees."""
    meeting = found(request, code, "meeting.manage")
    form = CloneForm(posted(request))

    def step() -> None:
        domain.clone(meeting=meeting, by=request.user, on=timezone.now(), **form.cleaned_data)

    if saved(form, step):
        messages.success(request, _("The meeting is planned. Look at its title and its texts first."))
        return redirect("meetings:meeting_edit", form.cleaned_data["code"])
    return ask(
        request,
        meeting,
        meeting.get_absolute_url(),
        title=_("Plan a meeting after this model"),
        text=_("No personal data goes along: no owners, notes or delegations. Nobody sees the new one yet."),
        action=_("Plan the meeting"),
        form=form,
    )
