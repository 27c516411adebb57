"""The practical information of a meeting: the released note for everybody, the working copy for the house."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acs_portal.kernel import acts, gate, issuing, releases
from acs_portal.kernel.access import can, public
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.forms import posted, saved
from acs_portal.kernel.models import Release
from meetings import pdf as documents
from meetings.domain import practical as domain
from meetings.domain.meetings import MeetingCancelled, MeetingClosed
from meetings.forms import PracticalNoteForm, RenewedSeenForm
from meetings.models import Meeting
from meetings.views.steps import found


@public
def practical(request: HttpRequest, code: str) -> HttpResponse:
    """The last released note, or when it is expected."""
    meeting = found(request, code)
    release = releases.latest(meeting, domain.KIND)
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "practical",
        "release": release,
        "tree": releases.tree_of(release) if release else None,
        "earlier": list(releases.releases_of(meeting, domain.KIND))[1:] if release else [],
        "may_draft": can(request.user, "meeting.manage", meeting),
        "may_edit": can(request.user, "meeting.manage", meeting) and not meeting.is_over,
    }
    return render(request, "meetings/practical_page.html", context)


@public
def practical_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The last released note as it was issued in the language of the address."""
    return _issued(releases.latest(found(request, code), domain.KIND))


@public
def practical_at_pdf(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """An earlier note as it was issued."""
    notes = releases.releases_of(found(request, code), domain.KIND).defer(None)
    return _issued(get_object_or_404(notes, number=number))


def _issued(release: Release | None) -> HttpResponse:
    if release is None:
        raise Http404
    return issuing.issued_response(release, get_language())


def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the working copy."""
    meeting = found(request, code, "meeting.manage")
    if meeting.is_over and request.method != "POST":
        messages.error(request, str(MeetingCancelled() if meeting.is_cancelled else MeetingClosed()))
        return redirect("meetings:practical", code)
    note = domain.note_of(meeting)
    form = PracticalNoteForm(posted(request), instance=note)
    if saved(form, lambda: domain.save(note=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The note is saved. Readers see it once it is released."))
        return redirect("meetings:practical_release", code)
    context = {
        "meeting": meeting,
        "code": code,
        "form": form,
        "acts": acts.history(note) if note.pk else None,
    }
    return render(request, "meetings/practical_form.html", context)


def draft_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The working copy as it would be printed."""
    meeting = found(request, code, "meeting.manage")
    today = official_day(timezone.now(), meeting.time_zone)
    tree = domain.tree(domain.note_of(meeting))
    document = documents.practical(
        tree, get_language(), dated=today, draft=True, demonstration=meeting.is_demonstration
    )
    return issuing.preview(document, f"practical-{code}")


def release(request: HttpRequest, code: str) -> HttpResponse:
    """Show the text that goes out, then release it."""
    meeting = found(request, code, "meeting.manage")
    note = domain.note_of(meeting)
    tree = domain.tree(note)
    form = RenewedSeenForm(posted(request), now=releases.sha256(releases.canonical(tree)))
    if request.method == "POST":
        if saved(form, lambda: _release(request, meeting, form)):
            messages.success(request, _("The practical information is released in three languages."))
            return redirect("meetings:practical", code)
        form.show_again()
    context = {
        "meeting": meeting,
        "code": code,
        "form": form,
        "tree": tree,
        "findings": gate.findings([("", note)]) if note.pk else [],
    }
    return render(request, "meetings/practical_release.html", context)


def _release(request: HttpRequest, meeting: Meeting, form: RenewedSeenForm) -> Release:
    return domain.release(meeting=meeting, by=request.user, on=timezone.now(), seen=form.cleaned_data["seen"])
