"""The dates of a meeting that everybody may know: opening, closing, and the tasks marked as important.

A date that was public stays in sight when its task is dropped: whoever has it in a calendar must see that
it is gone.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language, pgettext

from acs_portal.kernel.texts import Text, text_of
from meetings.models import Meeting, MeetingTask


@dataclass(frozen=True, slots=True)
class ImportantDate:
    """A day of a meeting, what it is, and whether it is over, moved away or still to come."""

    day: date
    title: Text
    task: MeetingTask | None = None

    @property
    def is_gone(self) -> bool:
        return self.task is not None and self.task.is_dropped

    @property
    def is_done(self) -> bool:
        return self.task is not None and self.task.is_done


def public_tasks(meeting: Meeting) -> list[MeetingTask]:
    """The tasks of a meeting whose day everybody may know, by day, each with when it was `changed_at`; one
    query."""
    states = MeetingTask.history.filter(id=OuterRef("pk")).order_by("-history_date")
    tasks = meeting.tasks.filter(is_public=True).order_by("due_on", "pk")
    return list(tasks.annotate(changed_at=Subquery(states.values("history_date")[:1])))


def of_meeting(meeting: Meeting, tasks: list[MeetingTask]) -> list[ImportantDate]:
    """The important dates in their order: `tasks` are the public ones of the meeting."""
    language = get_language()
    own = [
        ImportantDate(meeting.opens_on, Text(pgettext("event of a meeting", "Opening"), language)),
        ImportantDate(meeting.closes_on, Text(pgettext("event of a meeting", "Closing"), language)),
    ]
    others = [ImportantDate(task.due_on, text_of(task, "title"), task) for task in tasks]
    return sorted([*own, *others], key=lambda one: one.day)


def expected(meeting: Meeting, page: str) -> date | None:
    """The public day by which a page of the meeting (a MeetingTask.Fills) has its content; one query."""
    filling = meeting.tasks.filter(is_public=True, fills=page).exclude(state=MeetingTask.State.DROPPED)
    return filling.order_by("due_on").values_list("due_on", flat=True).first()
