"""The list of meetings, and one meeting: hub, form, states, calendar."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel import acts, releases
from acs_portal.kernel.access import can, public, require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.forms import posted, saved, take
from acs_portal.kernel.texts import text_of
from meetings.domain import (
    agenda_release,
    budget,
    checklist,
    credentials,
    important_dates,
    invitation_list,
    participants,
    sittings,
    states,
)
from meetings.domain import calendar as calendars
from meetings.domain import meetings as domain
from meetings.forms import MeetingForm, NewMeetingForm, ReasonsForm, in_every_language
from meetings.models import Delegation, Meeting
from meetings.views import progress
from meetings.views.my_delegation import parties_of
from meetings.views.states import BACK, FORWARD, TO_COME
from meetings.views.steps import ask, found


@public
def meetings(request: HttpRequest) -> HttpResponse:
    """Next and past meetings; those still planned only for the Secretariat."""
    now = timezone.now()
    known = list(Meeting.objects.visible_to(request.user).select_related("host"))
    coming = [
        meeting
        for meeting in known
        if meeting.is_postponed or meeting.closes_on >= official_day(now, meeting.time_zone)
    ]
    return render(
        request,
        "meetings/meetings_list.html",
        {
            "coming": sorted(coming, key=lambda meeting: meeting.opens_on),
            "past": [meeting for meeting in known if meeting not in coming],
            "may_manage": can(request.user, "meeting.manage"),
        },
    )


def meeting_new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    require(request, "meeting.manage")
    form = NewMeetingForm(posted(request))
    if saved(form, lambda: _plan(request, form)):
        messages.success(request, _("The meeting is planned. Nobody outside the Secretariat sees it yet."))
        return redirect("meetings:meeting", form.cleaned_data["code"])
    return render(request, "meetings/meeting_form.html", {"form": form, "meeting": None})


@transaction.atomic
def _plan(request: HttpRequest, form: NewMeetingForm) -> None:
    who = {"by": request.user, "on": timezone.now()}
    made = domain.create(**who, **form.values())
    if form.cleaned_data.get("with_checklist"):
        checklist.begin(meeting=made, **who)


@public
def meeting(request: HttpRequest, code: str) -> HttpResponse:
    """The hub: facts, state, agenda, participants, sittings, decisions, what comes next."""
    meeting = found(request, code, related="host")
    may_manage = can(request.user, "meeting.manage", meeting)
    agendas = list(releases.releases_of(meeting, agenda_release.KIND))
    counts = participants.counts_of(meeting)
    held = _sittings(meeting)
    today = official_day(timezone.now(), meeting.time_zone)
    now = progress.Now(meeting, agendas, counts, held, today)
    dates = important_dates.of_meeting(meeting, important_dates.public_tasks(meeting))
    own = invitation_list.mine(request.user, meeting)
    return render(
        request,
        "meetings/meeting_page.html",
        {
            "own_invitation": own[0] if own else None,
            "meeting": meeting,
            "tab": "meeting",
            "states": progress.steps(meeting),
            "agendas": agendas,
            "counts": counts,
            "sittings": held,
            "lacking": _lacking(held) if may_manage else {},
            "own_parties": _own_parties(request, meeting),
            "decisions": [decision for sitting, _quorum in held for decision in sitting.decisions.all()],
            "timeline": progress.timeline(meeting, agendas, dates, today),
            "explained": states.EXPLAINED[meeting.state],
            "forward": FORWARD.get(meeting.state, ()) if may_manage else (),
            "back": BACK.get(meeting.state, ()) if may_manage else (),
            "may_join": bool(meeting.link) and can(request.user, "meeting.join", meeting),
            "reads_budget": budget.may_read(request.user, meeting),
            "may_manage": may_manage,
            "next_step": progress.next_step(now) if may_manage else None,
            "acts": acts.history(meeting) if can(request.user, "act.read") else None,
        },
    )


def _sittings(meeting: Meeting) -> list:
    """The sittings with their quorum."""
    present = Prefetch("present", Delegation.objects.select_related("party"))
    held = list(meeting.sittings.select_related("meeting").prefetch_related(present, "decisions"))
    members = sittings.member_states() if held else []
    return [(sitting, sittings.quorum(sitting, members)) for sitting in held]


def _lacking(held: list) -> dict[int, str]:
    """By sitting: the members present that may not vote yet, since their credentials are not in order."""
    found = {sitting.pk: credentials.lacking(sitting.present.all(), sitting.day) for sitting, _quorum in held}
    return {pk: ", ".join(one.party.name for one in lacking) for pk, lacking in found.items() if lacking}


def _own_parties(request: HttpRequest, meeting: Meeting) -> list:
    """The parties whose delegation the reader drafts or files; none where none is taken now."""
    return parties_of(request.user) if meeting.takes_registrations else []


def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a meeting."""
    meeting = found(request, code, "meeting.manage")
    if meeting.is_over and request.method != "POST":
        broken = domain.MeetingCancelled() if meeting.is_cancelled else domain.MeetingClosed()
        messages.error(request, str(broken))
        return redirect("meetings:meeting", code)
    heading = text_of(meeting, "title").value
    form = MeetingForm(posted(request), instance=meeting)
    if saved(form, lambda: domain.save(meeting=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The meeting is saved."))
        return redirect("meetings:meeting", code)
    return render(
        request, "meetings/meeting_form.html", {"form": form, "meeting": meeting, "heading": heading}
    )


def announce(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then announce."""
    meeting = found(request, code, "meeting.manage")
    if request.method == "POST":
        return take(
            request,
            lambda: domain.announce(meeting=meeting, by=request.user, on=timezone.now()),
            _("The meeting is announced."),
            meeting.get_absolute_url(),
        )
    return ask(
        request,
        meeting,
        meeting.get_absolute_url(),
        title=_("Announce the meeting"),
        text=_("From then on everybody sees it: the page, its dates and its calendar."),
        action=_("Announce"),
    )


def open_(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then open."""
    meeting = found(request, code, "meeting.manage")
    if request.method == "POST":
        return take(
            request,
            lambda: domain.open_(meeting=meeting, by=request.user, on=timezone.now()),
            _("The meeting is open."),
            meeting.get_absolute_url(),
        )
    return ask(
        request,
        meeting,
        meeting.get_absolute_url(),
        title=_("Open the meeting"),
        text=_("Sittings and decisions can be recorded from then on."),
        action=_("Open the meeting"),
    )


def close(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then close."""
    meeting = found(request, code, "meeting.manage")
    if request.method == "POST":
        return take(
            request,
            lambda: domain.close(meeting=meeting, by=request.user, on=timezone.now()),
            _("The meeting is closed."),
            meeting.get_absolute_url(),
        )
    return ask(
        request,
        meeting,
        meeting.get_absolute_url(),
        title=_("Close the meeting"),
        text=_("Its agenda, delegations, sittings and decisions stand from then on as they are."),
        action=_("Close the meeting"),
        danger=True,
    )


def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Whom it would tell and what, the reason in three languages, then cancel."""
    meeting = found(request, code, "meeting.manage")
    form = ReasonsForm(posted(request))
    if saved(form, lambda: _cancel(request, meeting, form)):
        messages.success(request, _("The meeting is cancelled, and everybody who knew of it is told."))
        return redirect(meeting)
    mailing = domain.cancellation(meeting, form.reason() or in_every_language(TO_COME), on=timezone.now())
    form.show(mailing)
    if not (meeting.is_coming or meeting.is_postponed) and request.method != "POST":
        messages.error(request, str(domain.NotToCancel()))
        return redirect(meeting)
    return ask(
        request,
        meeting,
        meeting.get_absolute_url(),
        title=_("Cancel the meeting"),
        text=_("It stays in sight as cancelled, with the reason. Nothing of it can be changed from then on."),
        action=_("Cancel the meeting"),
        stay=_("Leave it as it is"),
        form=form,
        mailing=mailing,
        danger=True,
    )


def _cancel(request: HttpRequest, meeting: Meeting, form: ReasonsForm) -> None:
    domain.cancel(
        meeting=meeting,
        reason=form.reason(),
        by=request.user,
        on=timezone.now(),
        told=form.cleaned_data["told"],
    )


@public
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The meeting, its important dates and its sittings for a calendar program."""
    meeting = found(request, code)
    address = request.build_absolute_uri(meeting.get_absolute_url())
    tasks = important_dates.public_tasks(meeting)
    feed = calendars.calendar(meeting, list(meeting.sittings.all()), address=address, tasks=tasks)
    response = HttpResponse(feed, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{meeting.code}.ics"'
    return response
