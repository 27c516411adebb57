"""open --start--> under way --finish--> done
open --finish--> done
open, under way --drop--> dropped, with a reason
done, dropped --reopen--> open, with a reason

The tasks of the preparation of a meeting. They go on when the meeting is closed, since the report and what
follows it come after; they end with the archive. What waits for another task is finished after it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from acs_portal.kernel.roles import SECRETARIAT
from meetings import notifications
from meetings.domain.due_days import day_of
from meetings.domain.meetings import MeetingCancelled, ReasonMissing, locked
from meetings.models import ChecklistRow, Meeting, MeetingTask, TemplateTask
from network.domain import focal_points

ADDED = acts.verb("task.add", pgettext_lazy("act", "added the task"))
SAVED = acts.verb("task.save", pgettext_lazy("act", "changed the task"))
STARTED = acts.verb("task.start", pgettext_lazy("act", "began the task"))
FINISHED = acts.verb("task.finish", pgettext_lazy("act", "finished the task"))
DROPPED = acts.verb("task.drop", pgettext_lazy("act", "dropped the task"))
REOPENED = acts.verb("task.reopen", pgettext_lazy("act", "opened the task again"))
STARTED_FROM = acts.verb("checklist.begin", pgettext_lazy("act", "began the checklist from the template"))

State = MeetingTask.State
SHARED = ("title_en", "title_es", "title_fr", "authentic_language", "part", "side", "is_public", "fills")


class MeetingArchived(RuleBroken):
    message = _("The meeting is in the archive. Its checklist stands as it is.")


class NeitherOffsetNorDay(RuleBroken):
    message = _("Say when: so many days after the opening (before it with a minus), or on a fixed day.")


class BothOffsetAndDay(RuleBroken):
    message = _("Give either the days after the opening or a fixed day, not both.")


class WaitsForItself(RuleBroken):
    message = _("The task would wait for itself: “%(title)s” waits for it already.")


class OfAnotherMeeting(RuleBroken):
    message = _("A task waits for a task of the same meeting.")


class StillWaits(RuleBroken):
    message = _("“%(title)s” comes first. Finish or drop that task, or change what this one waits for.")


class NotOpen(RuleBroken):
    message = _("The task is not open any more.")


class NotToStart(RuleBroken):
    message = _("Only an open task that nobody has begun is begun.")


class NotEnded(RuleBroken):
    message = _("Only a task that is done or dropped is opened again.")


class PublicDateStays(RuleBroken):
    message = _(
        "People have this date in their calendars. Drop the task with a reason, or move its day: then "
        "their calendars follow."
    )


class ChecklistThere(RuleBroken):
    message = _("The meeting has a checklist already.")


class TemplateEmpty(RuleBroken):
    message = _("The template has no tasks yet.")


# ---------------------------------------------------------------- reading


def tasks_of(meeting: Meeting) -> list[MeetingTask]:
    """The tasks of a meeting by day, each with its owner and what it waits for; one query."""
    rows = list(meeting.tasks.select_related("owner", "waits_for").order_by("due_on", "pk"))
    for task in rows:
        task.meeting = meeting
    return rows


def late(tasks: Iterable[MeetingTask], today: date) -> list[MeetingTask]:
    """The open tasks whose day has passed."""
    return [task for task in tasks if task.is_late(today)]


def possible_owners(meeting: Meeting, *, on: datetime):
    """The accounts that may own a task: of the Secretariat, and the focal points of the host."""
    of_host = [user.pk for user in focal_points.of_parties([meeting.host_id], official_day(on))]
    active = User.objects.filter(is_active=True)
    return (active.filter(role__in=SECRETARIAT) | active.filter(pk__in=of_host)).order_by("name", "pk")


# ---------------------------------------------------------------- writing


@transaction.atomic
def begin(*, meeting: Meeting, by: User, on: datetime) -> list[MeetingTask]:
    """Begin the checklist from the template. Raises MeetingArchived, MeetingCancelled, ChecklistThere,
    TemplateEmpty."""
    meeting = _open(meeting)
    if meeting.tasks.exists():
        raise ChecklistThere
    rows = list(TemplateTask.objects.all())
    if not rows:
        raise TemplateEmpty
    made = copy_rows(rows, meeting, by=by, on=on)
    acts.record(by=by, did=STARTED_FROM, to=meeting, after={"tasks": len(made)}, on=on)
    return made


def copy_rows(rows: list[ChecklistRow], meeting: Meeting, *, by: User, on: datetime) -> list[MeetingTask]:
    """Copy tasks of the template, or of another meeting, to a meeting: open, without owner and notes.

    A fixed day becomes as many days after the opening as it was in its own meeting.
    """
    copies = {}
    for row in rows:
        offset = row.offset
        if offset is None:
            offset = (row.due_on - row.meeting.opens_on).days
        task = MeetingTask(
            meeting=meeting,
            offset=offset,
            due_on=day_of(meeting, offset),
            **{name: getattr(row, name) for name in SHARED},
        )
        tracking.write(task, by=by, on=on)
        copies[row.pk] = task
    for row in rows:
        if row.waits_for_id in copies:
            copies[row.pk].waits_for = copies[row.waits_for_id]
            tracking.write(copies[row.pk], by=by, on=on)
    return list(copies.values())


@transaction.atomic
def add(*, task: MeetingTask, by: User, on: datetime) -> MeetingTask:
    """Add a task to a meeting, from the values of its fields.

    Raises MeetingArchived, MeetingCancelled, NeitherOffsetNorDay, BothOffsetAndDay, OfAnotherMeeting.
    """
    task.meeting = _open(task.meeting)
    _set_day(task)
    _guard_waiting(task)
    tracking.write(task, by=by, on=on)
    after = {"due_on": task.due_on.isoformat()}
    acts.record(by=by, did=ADDED, to=task, after=after, on=on)
    return task


@transaction.atomic
def save(*, task: MeetingTask, by: User, on: datetime) -> None:
    """Save the edited fields of a task, if any differs.

    Raises MeetingArchived, MeetingCancelled, NeitherOffsetNorDay, BothOffsetAndDay, OfAnotherMeeting,
    WaitsForItself, PublicDateStays, Stale.
    """
    task.meeting = _open(task.meeting)
    stored = MeetingTask.objects.get(pk=task.pk)
    _set_day(task)
    _guard_waiting(task)
    if stored.is_public and not task.is_public and task.meeting.is_announced:
        raise PublicDateStays
    before, after = tracking.write(task, by=by, on=on)
    if {"due_on", "owner"}.intersection(after):
        notifications.withdraw_task(stored)
    if after:
        acts.record(by=by, did=SAVED, to=task, before=before, after=after, on=on)


@transaction.atomic
def start(*, task: MeetingTask, by: User, on: datetime) -> None:
    """Say that somebody is at it. Raises MeetingArchived, MeetingCancelled, NotToStart."""
    task = _fresh(task)
    if task.state != State.OPEN:
        raise NotToStart
    _move(task, State.DOING, STARTED, by, on)


@transaction.atomic
def finish(*, task: MeetingTask, by: User, on: datetime) -> None:
    """Say that it is done. Raises MeetingArchived, MeetingCancelled, NotOpen, StillWaits."""
    task = _fresh(task)
    if not task.is_open:
        raise NotOpen
    if task.is_blocked:
        raise StillWaits(title=task.waits_for.title)
    task.done_on = official_day(on, task.meeting.time_zone)
    _move(task, State.DONE, FINISHED, by, on)


@transaction.atomic
def drop(*, task: MeetingTask, reason: str, by: User, on: datetime) -> None:
    """Drop an open task; it stays in sight with the reason, and calendars take its date away.

    Raises MeetingArchived, MeetingCancelled, NotOpen, ReasonMissing.
    """
    task = _fresh(task)
    if not task.is_open:
        raise NotOpen
    if not reason.strip():
        raise ReasonMissing
    task.dropped_because = reason.strip()
    _move(task, State.DROPPED, DROPPED, by, on, reason=task.dropped_because)


@transaction.atomic
def reopen(*, task: MeetingTask, reason: str, by: User, on: datetime) -> None:
    """Open a task again that was done or dropped; its day is that of today's opening.

    Raises MeetingArchived, MeetingCancelled, NotEnded, ReasonMissing.
    """
    task = _fresh(task)
    if task.is_open:
        raise NotEnded
    if not reason.strip():
        raise ReasonMissing
    task.done_on, task.dropped_because = None, ""
    if task.offset is not None:
        task.due_on = day_of(task.meeting, task.offset)
    _move(task, State.OPEN, REOPENED, by, on, reason=reason.strip())


def _open(meeting: Meeting) -> Meeting:
    """The locked row of a meeting whose checklist may change. Raises MeetingArchived, MeetingCancelled."""
    meeting = locked(meeting)
    if meeting.state == Meeting.State.ARCHIVED:
        raise MeetingArchived
    if meeting.is_cancelled:
        raise MeetingCancelled
    return meeting


def _fresh(task: MeetingTask) -> MeetingTask:
    """The row of a task as it is, now that its meeting is locked."""
    meeting = _open(task.meeting)
    task = MeetingTask.objects.select_related("waits_for").get(pk=task.pk)
    task.meeting = meeting
    return task


def _set_day(task: MeetingTask) -> None:
    if task.offset is None and task.due_on is None:
        raise NeitherOffsetNorDay
    if task.offset is None:
        return
    if task.due_on not in (None, day_of(task.meeting, task.offset)):
        raise BothOffsetAndDay
    task.due_on = day_of(task.meeting, task.offset)


def _guard_waiting(task: MeetingTask) -> None:
    """What a task waits for is of the same meeting and does not wait for it in turn."""
    other = task.waits_for
    if other and other.meeting_id != task.meeting_id:
        raise OfAnotherMeeting
    guard_circle(task)


def guard_circle(row: ChecklistRow) -> None:
    """Refuse that a row waits for one that waits for it. Raises WaitsForItself."""
    other = row.waits_for
    while row.pk and other:
        if other.pk == row.pk:
            raise WaitsForItself(title=row.waits_for.title)
        other = other.waits_for


def _move(task: MeetingTask, state: str, verb: str, by: User, on: datetime, *, reason: str = "") -> None:
    before, task.state = {"state": str(task.state)}, state
    tracking.write(task, by=by, on=on)
    notifications.withdraw_task(task)
    acts.record(by=by, did=verb, to=task, before=before, after={"state": str(state)}, reason=reason, on=on)
