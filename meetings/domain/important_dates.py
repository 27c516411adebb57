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
    """A day of a meeting and what it is; over, or gone because its task was dropped."""

    day: date
    title: Text
    is_done: bool = False
    is_gone: bool = False


def public_tasks(meeting: Meeting) -> list[MeetingTask]:
    """The tasks of a meeting whose day everybody may know, by day, each with when it was `changed_at`; one
    query."""
    states = MeetingTask.history.filter(id=OuterRef("pk")).order_by("-history_date")
    tasks = meeting.tasks.filter(is_public=True).order_by("due_on", "pk")
    return list(tasks.annotate(changed_at=Subquery(states.values("history_date")[:1])))


def of_meeting(meeting: Meeting, tasks: list[MeetingTask]) -> list[ImportantDate]:
    """The important dates in their order: `tasks` are the public ones of the meeting."""
    has_begun = not (meeting.is_coming or meeting.state == Meeting.State.PLANNED)
    has_ended = meeting.is_closed or meeting.state == Meeting.State.DRAFTING
    own = [
        ImportantDate(meeting.opens_on, _own(pgettext("event of a meeting", "Opening")), has_begun),
        ImportantDate(meeting.closes_on, _own(pgettext("event of a meeting", "Closing")), has_ended),
    ]
    others = [
        ImportantDate(task.due_on, text_of(task, "title"), task.is_done, task.is_dropped) for task in tasks
    ]
    return sorted([*own, *others], key=lambda one: one.day)


def _own(words: str) -> Text:
    return Text(words, get_language())


def expected(meeting: Meeting, page: str) -> date | None:
    """The public day by which a page of the meeting (a MeetingTask.Fills) has its content; one query."""
    filling = meeting.tasks.filter(is_public=True, fills=page).exclude(state=MeetingTask.State.DROPPED)
    return filling.order_by("due_on").values_list("due_on", flat=True).first()
