"""Papers for the printer: asked for on one page, made by the worker, fetched within a day."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acs_portal.kernel import issuing
from acs_portal.kernel.access import can
from acs_portal.kernel.forms import posted, saved
from meetings.domain import arrivals, badges
from meetings.domain import papers as domain
from meetings.forms import PrintForm
from meetings.models import Meeting, Print
from meetings.views.steps import found


def papers(request: HttpRequest, code: str) -> HttpResponse:
    """What can be printed, what was printed within a day, and the letters that were issued."""
    meeting = found(request, code, "paper.print")
    form = PrintForm(posted(request), meeting=meeting, initial={"language": get_language()})
    if saved(form, lambda: _ask(request, meeting, form)):
        messages.success(request, _("The papers are being made. They appear below in a moment."))
        return redirect(f"{reverse('meetings:papers', args=[code])}#prints")
    people = [delegate for heads in arrivals.heads(meeting) for delegate in heads.delegates]
    current = sum(badges.is_current(getattr(one, "badge", None), one) for one in people)
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "participants",
        "form": form,
        "people": len(people),
        "current": current,
        "prints": _prints(meeting),
        "letters": list(meeting.letters.defer("data").select_related("party", "delegate__delegation__party")),
        "may_issue": can(request.user, "letter.issue", meeting),
    }
    return render(request, "meetings/papers_page.html", context)


def _ask(request: HttpRequest, meeting: Meeting, form: PrintForm) -> Print:
    return domain.ask(meeting=meeting, by=request.user, on=timezone.now(), **form.cleaned_data)


def _prints(meeting: Meeting) -> list[Print]:
    fresh = meeting.prints.filter(asked_at__gt=timezone.now() - domain.KEPT)
    return list(fresh.defer("data").select_related("asked_by"))


def prints(request: HttpRequest, code: str) -> HttpResponse:
    """The list of prints alone, which the page asks for until all of them are made."""
    meeting = found(request, code, "paper.print")
    context = {"meeting": meeting, "code": code, "prints": _prints(meeting)}
    return render(request, "meetings/papers_prints.html", context)


def print_pdf(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The papers of a print, as long as they are kept."""
    meeting = found(request, code, "paper.print")
    made = get_object_or_404(meeting.prints, pk=pk)
    if not made.data:
        raise Http404
    return issuing.pdf_response(bytes(made.data), f"{made.kind}-{code}-{made.pk}", made.language)
