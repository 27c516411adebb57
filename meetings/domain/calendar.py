"""A meeting as an iCalendar file (RFC 5545): its days, its important dates, and each sitting in the meeting's
time zone. A meeting that is put off is taken away, and comes back under the same UID with its new dates."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acs_portal.kernel.texts import text_of
from meetings.models import Meeting, MeetingTask, Sitting

if TYPE_CHECKING:
    from icalendar import Event

STATUS = {
    Meeting.State.PLANNED: "TENTATIVE",
    Meeting.State.POSTPONED: "CANCELLED",
    Meeting.State.CANCELLED: "CANCELLED",
}


def calendar(
    meeting: Meeting, sittings: list[Sitting], *, address: str, tasks: Iterable[MeetingTask] = ()
) -> bytes:
    """The calendar of a meeting in the language in force; the same data gives the same bytes.

    `address` is the absolute address of the meeting's page; `tasks` are its public ones, as
    `important_dates.public_tasks()` answers them.
    """
    from icalendar import Calendar  # when asked for: a tenth of a second at the start of a worker

    feed = Calendar()
    feed.add("prodid", "-//ACS//Cooperation portal//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", text_of(meeting, "title").value)
    feed.add_component(_days(meeting, address))
    for task in tasks:
        feed.add_component(_date(meeting, task, address))
    for sitting in sittings:
        feed.add_component(_hours(meeting, sitting, address))
    # the rules of the year before and after: none of the clock changes near the meeting is missed
    year = timedelta(days=366)
    feed.add_missing_timezones(meeting.opens_on - year, meeting.closes_on + year)
    return feed.to_ical()


def _days(meeting: Meeting, address: str) -> "Event":
    event = _event(meeting, f"{meeting.code}@acs-cooperation-portal", address, meeting.changed_at)
    event.add("summary", text_of(meeting, "title").value)
    event.add("dtstart", meeting.opens_on)
    event.add("dtend", meeting.closes_on + timedelta(days=1))  # the end is the first day that is free again
    event.add("transp", "TRANSPARENT")
    return event


def _date(meeting: Meeting, task: MeetingTask, address: str) -> "Event":
    """An important date: it moves and goes under the same UID, each time with a higher SEQUENCE."""
    uid = f"{meeting.code}-date-{task.pk}@acs-cooperation-portal"
    event = _event(meeting, uid, address, max(meeting.changed_at, task.changed_at))
    event["sequence"] = meeting.version + task.version
    if task.is_dropped:
        event["status"] = "CANCELLED"
    title = text_of(meeting, "title").value
    event.add("summary", f"{text_of(task, 'title').value} – {title}")
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _hours(meeting: Meeting, sitting: Sitting, address: str) -> "Event":
    uid = f"{meeting.code}-sitting-{sitting.number}@acs-cooperation-portal"
    event = _event(meeting, uid, address, max(meeting.changed_at, sitting.recorded_at))
    title = text_of(meeting, "title").value
    event.add("summary", _("Sitting %(number)s: %(meeting)s") % {"number": sitting.number, "meeting": title})
    event.add("dtstart", sitting.starts_at.astimezone(meeting.zone))
    event.add("dtend", sitting.ends_at.astimezone(meeting.zone))
    return event


def _event(meeting: Meeting, uid: str, address: str, changed) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", meeting.version)
    event.add("status", STATUS.get(meeting.state, "CONFIRMED"))
    where = [text_of(meeting, name).value for name in ("venue", "place")]
    event.add("location", ", ".join(filter(None, where)))
    event.add("url", address)
    return event
