"""How far a meeting is, as its page shows it: its states, what to do next, what was and what comes."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acs_portal.kernel.dates import official_day
from acs_portal.kernel.texts import Text
from meetings.domain import agenda_release
from meetings.domain.important_dates import ImportantDate
from meetings.models import Meeting

State = Meeting.State
PUT_OFF = (State.POSTPONED, State.CANCELLED)
STATES = [state for state in State if state not in PUT_OFF]


def steps(meeting: Meeting) -> list[tuple[str, str]]:
    """(label, done / now / later) of each state."""
    states = STATES
    if meeting.state in PUT_OFF:
        states = [State.PLANNED, State.ANNOUNCED, State(meeting.state)]
    reached = states.index(State(meeting.state))
    tense = ["done"] * reached + ["now"] + ["later"] * (len(states) - reached - 1)
    return [(state.label, tense[place]) for place, state in enumerate(states)]


@dataclass(frozen=True, slots=True)
class Step:
    """What the Secretariat does next: why, the words of the button, where it leads."""

    text: str
    action: str
    url: str


@dataclass(frozen=True, slots=True)
class Now:
    """What is there of a meeting: its agendas, delegations by category and sittings, on a day."""

    meeting: Meeting
    agendas: list
    counts: list
    held: list
    today: date

    def step(self, text: str, action: str, name: str) -> Step:
        return Step(text, action, reverse(f"meetings:{name}", args=[self.meeting.code]))


def next_step(now: Now) -> Step | None:
    """The one thing to do next, from planning to the close; None when the meeting only has to come."""
    found = NEXT.get(now.meeting.state)
    return found(now) if found else None


def _planned(now: Now) -> Step:
    if now.meeting.missing_languages():
        text = _("Give its texts in the three languages; then it can be announced.")
        return now.step(text, _("Change the meeting"), "meeting_edit")
    text = _("Only the Secretariat sees this meeting. Announce it when its dates and place are certain.")
    return now.step(text, _("Announce"), "meeting_announce")


def _coming(now: Now) -> Step | None:
    if not now.agendas and now.meeting.agenda_items.exists():
        text = _("The working copy of the agenda is written; the focal points wait for its release.")
        return now.step(text, _("Release the agenda"), "agenda_release")
    if not now.agendas:
        text = _("Everybody sees the meeting. Now write its agenda and release it.")
        return now.step(text, _("Write the agenda"), "agenda_draft")
    if not now.counts:
        text = _("The agenda is out. Register the delegations as their letters arrive.")
        return now.step(text, _("Register a delegation"), "delegation_new")
    if now.meeting.opens_on <= now.today:
        text = _("The opening day is here: open the meeting, then its sittings can be recorded.")
        return now.step(text, _("Open the meeting"), "meeting_open")
    return None


def _in_session(now: Now) -> Step:
    if not now.held:
        text = _("The meeting is open. Record its first sitting with the delegations present.")
        return now.step(text, _("Record a sitting"), "sitting_new")
    if now.meeting.closes_on < now.today:
        text = _("The last day is over. When all sittings and decisions are recorded, close the meeting.")
        return now.step(text, _("Close the meeting"), "meeting_close")
    return now.step(_("The meeting is in session."), _("Record a decision"), "decision_new")


def _drafting(now: Now) -> Step:
    text = _("The report is being drafted. When it and the lists are right, close the meeting.")
    return now.step(text, _("Close the meeting"), "meeting_close")


def _postponed(now: Now) -> Step:
    text = _("Everybody knows that the meeting does not take place on its dates. Tell the new ones.")
    return now.step(text, _("Give it new dates"), "meeting_resume")


NEXT = {
    State.PLANNED: _planned,
    State.ANNOUNCED: _coming,
    State.REGISTRATION_OPEN: _coming,
    State.IN_SESSION: _in_session,
    State.DRAFTING: _drafting,
    State.POSTPONED: _postponed,
}


def timeline(meeting: Meeting, agendas: list, dates: list[ImportantDate], today: date) -> list[dict]:
    """What was and what comes, by date: released agendas and the important dates; of a meeting that is put
    off, since when it is."""
    events = [
        {
            "day": official_day(release.released_at, meeting.time_zone),
            "title": Text(agenda_release.name_of(release), get_language()),
            "url": reverse("meetings:agenda_at", args=[meeting.code, release.number]),
            "tense": "done",
            "is_gone": False,
        }
        for release in reversed(agendas)
    ]
    if meeting.state in PUT_OFF:
        day = official_day(meeting.changed_at, meeting.time_zone)
        dates = [ImportantDate(day, Text(meeting.get_state_display(), get_language()), is_done=True)]
    events += [_event(one, today) for one in dates]
    return sorted(events, key=lambda event: event["day"])


def _event(one: ImportantDate, today: date) -> dict:
    tense = "done" if one.is_done else "now" if one.day <= today and not one.is_gone else "later"
    return {"day": one.day, "title": one.title, "url": "", "tense": tense, "is_gone": one.is_gone}
