"""Everything that was issued for a meeting."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from acs_portal.kernel.access import can, public
from acs_portal.kernel.acts import reference_of
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import IssuedDocument, Release
from meetings.domain import agenda_release, important_dates, participants, practical
from meetings.models import Meeting
from meetings.views.steps import found


@dataclass(frozen=True, slots=True)
class Entry:
    """A release in the list of documents, with its name and where it is read; "" where the reader may not."""

    release: Release
    name: str
    url: str
    pdf: str
    is_restricted: bool
    dated: date


@public
def documents(request: HttpRequest, code: str) -> HttpResponse:
    """What was issued for the meeting: symbol, languages, size, date, hash."""
    meeting = found(request, code)
    plans = {str(plan.pk): plan for plan in meeting.plans.exclude(adopted_at=None)}
    sees_all = can(request.user, "participant.read", meeting)
    entries = [_entry(meeting, release, plans, sees_all) for release in _releases(meeting, plans)]
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "documents",
        "entries": entries,
        "expected": None if entries else important_dates.expected(meeting, "documents"),
        "sees_all": sees_all,
    }
    return render(request, "meetings/documents_page.html", context)


def _releases(meeting: Meeting, plans: dict):
    """The releases of the meeting and of the plans it adopted, the newest first, without their content."""
    subject_type, subject_id = reference_of(meeting)
    of_meeting = Q(subject_type=subject_type, subject_id=subject_id)
    of_plans = Q(subject_type="actionplan.plan", subject_id__in=plans)
    issued = Prefetch("documents", IssuedDocument.objects.defer("data").order_by("language"))
    found = (
        Release.objects.filter(of_meeting | of_plans).defer("canonical", "changes").prefetch_related(issued)
    )
    return found.order_by("-released_at", "-pk")


def _entry(meeting: Meeting, release: Release, plans: dict, sees_all: bool) -> Entry:
    if plan := plans.get(release.subject_id) if release.subject_type == "actionplan.plan" else None:
        name = f"{plan.title}, {release.label}" if release.label else plan.title
        return Entry(release, name, plan.get_absolute_url(), "", False, official_day(release.released_at))
    dated = official_day(release.released_at, meeting.time_zone)
    if release.kind == agenda_release.KIND:
        label = release.label
        name = _("Agenda, %(label)s") % {"label": label} if label else agenda_release.name_of(release)
        arguments = [meeting.code, release.number]
        if release.corrects_id:
            address = reverse("meetings:agenda_corrigendum_pdf", args=[*arguments, release.corrigendum])
        else:
            address = reverse("meetings:agenda_at_pdf", args=arguments)
        return Entry(release, name, reverse("meetings:agenda_at", args=arguments), address, False, dated)
    if release.kind == participants.KIND:
        pdf = reverse("meetings:participants_at_pdf", args=[meeting.code, release.number]) if sees_all else ""
        page = reverse("meetings:participants", args=[meeting.code])
        return Entry(release, _("List of participants"), page, pdf, True, dated)
    if release.kind == practical.KIND:
        pdf = reverse("meetings:practical_at_pdf", args=[meeting.code, release.number])
        page = reverse("meetings:practical", args=[meeting.code])
        return Entry(release, _("Practical information"), page, pdf, False, dated)
    return Entry(release, release.symbol, "", "", False, dated)
