"""The list of delegates as a workbook: downloaded, filled in, uploaded, previewed, taken."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.files import named
from acs_portal.kernel.forms import posted, say
from acs_portal.kernel.workbooks import XLSX
from meetings.domain import delegate_import, delegate_sheet
from meetings.domain.delegate_sheet import Row
from meetings.forms import ListConfirmForm, ListUploadForm, list_plan, try_plan
from meetings.models import Meeting
from meetings.views.steps import found


def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The list of delegates as a workbook in the language of the address."""
    meeting = found(request, code, "delegation.import")
    name = f"{meeting.code}-delegates-{official_day(timezone.now()):%Y-%m-%d}-{get_language()}.xlsx"
    return named(delegate_sheet.workbook(meeting), name, XLSX)


def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Upload a filled list; what it would do is shown, and nothing is taken yet."""
    meeting = found(request, code, "delegation.import")
    form = ListUploadForm(posted(request), request.FILES or None, meeting=meeting)
    if form.is_valid():
        try:
            return _preview(request, meeting, form.rows, form.source_name)
        except RuleBroken as broken:
            say(form, broken)
    context = {"meeting": meeting, "code": code, "form": form}
    return render(request, "meetings/delegate_import.html", context, status=400 if form.errors else 200)


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Take exactly what was previewed; over registrations that changed meanwhile it is shown again."""
    meeting = found(request, code, "delegation.import")
    form = ListConfirmForm(request.POST, meeting=meeting, by=request.user)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors["preview"])))
        return redirect("meetings:delegate_import", code)
    rows, seen, source_name = form.cleaned_data["preview"]
    try:
        count = _take(request, meeting, rows, seen, source_name)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
        return _shown_again(request, meeting, rows, source_name)
    said = ngettext("%(count)s delegate is taken.", "%(count)s delegates are taken.", count)
    messages.success(request, said % {"count": count})
    return redirect("meetings:delegations", code)


def _take(request: HttpRequest, meeting: Meeting, rows: list[Row], seen: str, source_name: str) -> int:
    plan = list_plan(rows, meeting)
    if plan.problems:
        raise delegate_import.ListChanged
    delegate_import.take(
        meeting=meeting,
        steps=plan.steps,
        seen=seen,
        source_name=source_name,
        by=request.user,
        on=timezone.now(),
    )
    return len(plan.steps)


def _shown_again(request: HttpRequest, meeting: Meeting, rows: list[Row], source_name: str) -> HttpResponse:
    try:
        return _preview(request, meeting, rows, source_name)
    except RuleBroken:  # nobody registers in this meeting any more
        return redirect("meetings:delegations", meeting.code)


def _preview(request: HttpRequest, meeting: Meeting, rows: list[Row], source_name: str) -> HttpResponse:
    plan = list_plan(rows, meeting)
    try_plan(plan, meeting, by=request.user, on=timezone.now())
    form = ListConfirmForm(meeting=meeting, by=request.user)
    if plan.steps and not plan.problems:
        form.initial["preview"] = form.sealed(rows, plan.seen, source_name)
    context = {
        "meeting": meeting,
        "code": meeting.code,
        "plan": plan,
        "form": form,
        "names": {delegate_import.NEW: _("New"), delegate_import.CHANGED: _("Changed")},
        "source_name": source_name,
    }
    return render(request, "meetings/delegate_preview.html", context)
