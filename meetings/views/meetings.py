"""The list of meetings, and one meeting: hub, form, states, calendar."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from acs_portal.kernel import acts, releases
from acs_portal.kernel.access import can, public, require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.forms import posted, saved, take
from acs_portal.kernel.texts import text_of
from meetings.domain import agenda_release, invitation_list, participants, sittings
from meetings.domain import calendar as calendars
from meetings.domain import meetings as domain
from meetings.forms import CancelForm, MeetingForm, in_every_language
from meetings.models import Delegation, Meeting
from meetings.views.steps import ask, found

STATES = [state for state in Meeting.State if state != Meeting.State.CANCELLED]
TO_CANCELLED = [Meeting.State.PLANNED, Meeting.State.ANNOUNCED, Meeting.State.CANCELLED]


@public
def meetings(request: HttpRequest) -> HttpResponse:
    """Next and past meetings; those still planned only for the Secretariat."""
    now = timezone.now()
    known = list(Meeting.objects.visible_to(request.user).select_related("host"))
    coming = [meeting for meeting in known if meeting.closes_on >= official_day(now, meeting.time_zone)]
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
    form = MeetingForm(posted(request))
    if saved(form, lambda: domain.create(by=request.user, on=timezone.now(), **form.values())):
        messages.success(request, _("The meeting is planned. Nobody outside the Secretariat sees it yet."))
        return redirect("meetings:meeting", form.cleaned_data["code"])
    return render(request, "meetings/meeting_form.html", {"form": form, "meeting": None})


@public
def meeting(request: HttpRequest, code: str) -> HttpResponse:
    """The hub: facts, state, agenda, participants, sittings, decisions, what comes next."""
    meeting = found(request, code, related="host")
    may_manage = can(request.user, "meeting.manage", meeting)
    agendas = list(releases.releases_of(meeting, agenda_release.KIND))
    counts = participants.counts(participants.tree(meeting))
    held = _sittings(meeting)
    today = official_day(timezone.now(), meeting.time_zone)
    own = invitation_list.mine(request.user, meeting)
    return render(
        request,
        "meetings/meeting_page.html",
        {
            "own_invitation": own[0] if own else None,
            "meeting": meeting,
            "tab": "meeting",
            "states": _steps(meeting),
            "agendas": agendas,
            "counts": counts,
            "sittings": held,
            "decisions": [decision for sitting, _quorum in held for decision in sitting.decisions.all()],
            "timeline": _timeline(meeting, agendas, today),
            "may_manage": may_manage,
            "next_step": _next_step(meeting, agendas, counts, held, today) if may_manage else None,
            "acts": acts.history(meeting) if can(request.user, "act.read") else None,
        },
    )


def _sittings(meeting: Meeting) -> list:
    """The sittings with their quorum."""
    present = Prefetch("present", Delegation.objects.select_related("party"))
    held = list(meeting.sittings.select_related("meeting").prefetch_related(present, "decisions"))
    members = sittings.member_states() if held else []
    return [(sitting, sittings.quorum(sitting, members)) for sitting in held]


def _steps(meeting: Meeting) -> list[tuple[str, str]]:
    """(label, done / now / later) of each state."""
    states = TO_CANCELLED if meeting.is_cancelled else STATES
    reached = states.index(Meeting.State(meeting.state))
    tense = ["done"] * reached + ["now"] + ["later"] * (len(states) - reached - 1)
    return [(state.label, tense[place]) for place, state in enumerate(states)]


@dataclass(frozen=True, slots=True)
class Step:
    """What the Secretariat does next: why, the words of the button, where it leads."""

    text: str
    action: str
    url: str


def _next_step(meeting: Meeting, agendas: list, counts: list, held: list, today) -> Step | None:
    """The one thing to do next, from planning to the close; None when the meeting only has to come."""

    def step(text: str, action: str, name: str) -> Step:
        return Step(text, action, reverse(f"meetings:{name}", args=[meeting.code]))

    if meeting.state == Meeting.State.PLANNED:
        if meeting.missing_languages():
            text = _("Give its title, place and venue in the three languages; then it can be announced.")
            return step(text, _("Change the meeting"), "meeting_edit")
        text = _("Only the Secretariat sees this meeting. Announce it when its dates and place are certain.")
        return step(text, _("Announce"), "meeting_announce")
    if meeting.state == Meeting.State.ANNOUNCED:
        if not agendas and meeting.agenda_items.exists():
            text = _("The working copy of the agenda is written; the focal points wait for its release.")
            return step(text, _("Release the agenda"), "agenda_release")
        if not agendas:
            text = _("Everybody sees the meeting. Now write its agenda and release it.")
            return step(text, _("Write the agenda"), "agenda_draft")
        if not counts:
            text = _("The agenda is out. Register the delegations as their letters arrive.")
            return step(text, _("Register a delegation"), "delegation_new")
        if meeting.opens_on <= today:
            text = _("The opening day is here: open the meeting, then its sittings can be recorded.")
            return step(text, _("Open the meeting"), "meeting_open")
        return None
    if meeting.state == Meeting.State.IN_SESSION:
        if not held:
            text = _("The meeting is open. Record its first sitting with the delegations present.")
            return step(text, _("Record a sitting"), "sitting_new")
        if meeting.closes_on < today:
            text = _("The last day is over. When all sittings and decisions are recorded, close the meeting.")
            return step(text, _("Close the meeting"), "meeting_close")
        return step(_("The meeting is in session."), _("Record a decision"), "decision_new")
    return None


def _timeline(meeting: Meeting, agendas: list, today) -> list[dict]:
    """What was and what comes, by date: agendas, opening, close."""
    events = [
        {
            "day": official_day(release.released_at, meeting.time_zone),
            "title": agenda_release.name_of(release),
            "url": reverse("meetings:agenda_at", args=[meeting.code, release.number]),
            "tense": "done",
        }
        for release in reversed(agendas)
    ]
    if meeting.is_cancelled:
        day, title = official_day(meeting.changed_at, meeting.time_zone), meeting.get_state_display()
        return [*events, {"day": day, "title": title, "url": "", "tense": "done"}]
    for day, title, is_over in (
        (
            meeting.opens_on,
            pgettext("event of a meeting", "Opening"),
            meeting.state in (Meeting.State.IN_SESSION, Meeting.State.CLOSED),
        ),
        (meeting.closes_on, pgettext("event of a meeting", "Closing"), meeting.is_closed),
    ):
        tense = "done" if is_over else "now" if day <= today else "later"
        events.append({"day": day, "title": title, "url": "", "tense": tense})
    return events


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
    form = CancelForm(posted(request))
    if saved(form, lambda: _cancel(request, meeting, form)):
        messages.success(request, _("The meeting is cancelled, and everybody who knew of it is told."))
        return redirect(meeting)
    reason = form.reason() or in_every_language(gettext_lazy("[Here comes the reason that you give.]"))
    mailing = domain.cancellation(meeting, reason, on=timezone.now())
    form.show(mailing)
    if meeting.state != Meeting.State.ANNOUNCED and request.method != "POST":
        messages.error(request, str(domain.NotToCancel()))
        return redirect(meeting)
    return ask(
        request,
        meeting,
        meeting.get_absolute_url(),
        title=_("Cancel the meeting"),
        text=_("It stays in sight as cancelled, with the reason. Nothing of it can be changed any more."),
        action=_("Cancel the meeting"),
        stay=_("Leave it as it is"),
        form=form,
        mailing=mailing,
        danger=True,
    )


def _cancel(request: HttpRequest, meeting: Meeting, form: CancelForm) -> None:
    domain.cancel(
        meeting=meeting,
        reason=form.reason(),
        by=request.user,
        on=timezone.now(),
        told=form.cleaned_data["told"],
    )


@public
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The meeting and its sittings for a calendar program."""
    meeting = found(request, code)
    address = request.build_absolute_uri(meeting.get_absolute_url())
    feed = calendars.calendar(meeting, list(meeting.sittings.all()), address=address)
    response = HttpResponse(feed, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{meeting.code}.ics"'
    return response
