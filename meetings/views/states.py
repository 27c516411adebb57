"""The steps of a meeting from state to state, forward, aside and back; each asks first."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from acs_portal.kernel.forms import posted, saved, take
from meetings.domain import postponing
from meetings.domain import states as domain
from meetings.forms import ReasonForm, ReasonsForm, ResumeForm, in_every_language
from meetings.models import Meeting
from meetings.views.steps import ask, found

State = Meeting.State
TO_COME = lazy("[Here comes the reason that you give.]")


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the page of a meeting offers: the name of its address, the words of its link."""

    name: str
    text: str
    danger: bool = False


POSTPONE = Offer("meetings:meeting_postpone", lazy("Postpone the meeting"))
CANCEL = Offer("meetings:meeting_cancel", lazy("Cancel the meeting"), danger=True)
OPEN = Offer("meetings:meeting_open", lazy("Open the meeting"))
CLOSE = Offer("meetings:meeting_close", lazy("Close the meeting"))
RESUME = Offer("meetings:meeting_resume", lazy("Give it new dates"))

FORWARD = {
    State.PLANNED: [Offer("meetings:meeting_announce", lazy("Announce"))],
    State.ANNOUNCED: [Offer("meetings:registration_open", lazy("Open the registration")), OPEN],
    State.REGISTRATION_OPEN: [OPEN],
    State.IN_SESSION: [Offer("meetings:meeting_adjourn", lazy("End the sittings")), CLOSE],
    State.DRAFTING: [CLOSE],
    State.CLOSED: [Offer("meetings:meeting_archive", lazy("Archive the meeting"))],
    State.POSTPONED: [RESUME],
}
BACK = {
    State.ANNOUNCED: [
        POSTPONE,
        CANCEL,
        Offer("meetings:announcement_withdraw", lazy("Withdraw the announcement")),
    ],
    State.REGISTRATION_OPEN: [
        POSTPONE,
        CANCEL,
        Offer("meetings:registration_close", lazy("Close the registration")),
    ],
    State.IN_SESSION: [Offer("meetings:meeting_unopen", lazy("Take back the opening"))],
    State.DRAFTING: [Offer("meetings:meeting_unadjourn", lazy("Take it back into session"))],
    State.CLOSED: [Offer("meetings:meeting_reopen", lazy("Reopen the meeting"))],
    State.ARCHIVED: [Offer("meetings:meeting_unarchive", lazy("Take it out of the archive"))],
    State.POSTPONED: [CANCEL],
    State.CANCELLED: [RESUME],
}


# ---------------------------------------------------------------- forward


def registration_open(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then open the registration."""
    return _forward(
        request,
        code,
        domain.open_registration,
        _("The registration is open."),
        title=_("Open the registration"),
        text=_("Everybody sees that delegations can be registered."),
        action=_("Open the registration"),
    )


def adjourn(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then end the sittings."""
    return _forward(
        request,
        code,
        domain.adjourn,
        _("The sittings are over; the report is being drafted."),
        title=_("End the sittings"),
        text=_("No more sittings and decisions are recorded; agenda and lists can still be corrected."),
        action=_("End the sittings"),
    )


def archive(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then archive."""
    return _forward(
        request,
        code,
        domain.archive,
        _("The meeting is in the archive."),
        title=_("Archive the meeting"),
        text=_("Everything stays to be read. Its checklist and its budget end, too."),
        action=_("Archive the meeting"),
    )


def _forward(request: HttpRequest, code: str, verb: Callable, said: str, **words) -> HttpResponse:
    meeting = found(request, code, "meeting.manage")
    if request.method == "POST":
        return take(
            request,
            lambda: verb(meeting=meeting, by=request.user, on=timezone.now()),
            said,
            meeting.get_absolute_url(),
        )
    return ask(request, meeting, meeting.get_absolute_url(), **words)


# ---------------------------------------------------------------- back, with a reason


def announcement_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the reason, then let only the Secretariat know of the meeting again."""
    return _back(
        request,
        code,
        domain.withdraw_announcement,
        _("The announcement is withdrawn. Only the Secretariat sees the meeting."),
        title=_("Withdraw the announcement"),
        text=_("Possible as long as nothing was issued and no delegation is registered; nobody is told."),
        action=_("Withdraw the announcement"),
    )


def registration_close(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the reason, then close the registration."""
    return _back(
        request,
        code,
        domain.close_registration,
        _("The registration is closed."),
        title=_("Close the registration"),
        text=_("The meeting stays announced; the registration can be opened again."),
        action=_("Close the registration"),
    )


def unopen(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the reason, then take back the opening."""
    return _back(
        request,
        code,
        domain.take_back_opening,
        _("The opening is taken back; the meeting is announced."),
        title=_("Take back the opening"),
        text=_("Possible as long as no sitting was recorded."),
        action=_("Take back the opening"),
    )


def unadjourn(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the reason, then take the meeting back into session."""
    return _back(
        request,
        code,
        domain.take_back_adjournment,
        _("The meeting is in session again."),
        title=_("Take it back into session"),
        text=_("Sittings and decisions can be recorded again."),
        action=_("Take it back into session"),
    )


def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the reason, then reopen a closed meeting."""
    return _back(
        request,
        code,
        domain.reopen,
        _("The meeting is open again for the drafting of its report."),
        title=_("Reopen the meeting"),
        text=_("It goes back to the drafting of its report: agenda and lists can be corrected."),
        action=_("Reopen the meeting"),
    )


def unarchive(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the reason, then take the meeting out of the archive."""
    return _back(
        request,
        code,
        domain.unarchive,
        _("The meeting is out of the archive; it is closed."),
        title=_("Take it out of the archive"),
        text=_("The meeting is closed then; its checklist and its budget can be changed again."),
        action=_("Take it out of the archive"),
    )


def _back(request: HttpRequest, code: str, verb: Callable, said: str, **words) -> HttpResponse:
    meeting = found(request, code, "meeting.manage")
    form = ReasonForm(posted(request))

    def step() -> None:
        verb(meeting=meeting, reason=form.cleaned_data["reason"], by=request.user, on=timezone.now())

    if saved(form, step):
        messages.success(request, said)
        return redirect(meeting)
    return ask(request, meeting, meeting.get_absolute_url(), form=form, **words)


# ---------------------------------------------------------------- aside, and back with new dates


def postpone(request: HttpRequest, code: str) -> HttpResponse:
    """Whom it would tell and what, the reason in three languages, then postpone."""
    meeting = found(request, code, "meeting.manage")
    form = ReasonsForm(posted(request))
    if saved(form, lambda: _told(request, postponing.postpone, meeting, form, reason=form.reason())):
        messages.success(request, _("The meeting is postponed, and everybody who knew of it is told."))
        return redirect(meeting)
    reason = form.reason() or in_every_language(TO_COME)
    mailing = postponing.postponement(meeting, reason, on=timezone.now())
    form.show(mailing)
    if not meeting.is_coming and request.method != "POST":
        messages.error(request, str(postponing.NotToPostpone()))
        return redirect(meeting)
    return ask(
        request,
        meeting,
        meeting.get_absolute_url(),
        title=_("Postpone the meeting"),
        text=_("Calendars take it away. As soon as there are new dates, give them here: everybody is told."),
        action=_("Postpone the meeting"),
        stay=_("Leave it as it is"),
        form=form,
        mailing=mailing,
    )


def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Whom it would tell and what, the new dates and the reason, then announce the meeting again."""
    meeting = found(request, code, "meeting.manage")
    form = ResumeForm(posted(request))
    dates = form.dates()

    def step() -> None:
        _told(request, postponing.resume, meeting, form, reason=form.cleaned_data["reason"], **dates)

    if saved(form, step):
        messages.success(request, _("The meeting has new dates, and everybody who knew of it is told."))
        return redirect(meeting)
    if not (meeting.is_postponed or meeting.is_cancelled) and request.method != "POST":
        messages.error(request, str(postponing.NotPutOff()))
        return redirect(meeting)
    mailing = postponing.resumption(_as_of(meeting, dates), on=timezone.now())
    form.show(mailing)
    return ask(
        request,
        meeting,
        meeting.get_absolute_url(),
        title=_("Give the meeting new dates"),
        text=_("It is announced again. The open tasks of its checklist move with the opening."),
        action=_("Announce the new dates"),
        stay=_("Leave it as it is"),
        form=form,
        mailing=mailing,
    )


def _as_of(meeting: Meeting, dates: dict) -> Meeting:
    """The meeting as the message would show it, not stored."""
    shown = Meeting.objects.get(pk=meeting.pk)
    vars(shown).update(dates)
    return shown


def _told(request: HttpRequest, verb: Callable, meeting: Meeting, form, **values) -> None:
    verb(meeting=meeting, by=request.user, on=timezone.now(), told=form.cleaned_data["told"], **values)
