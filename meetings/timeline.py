"""The checklist of a meeting as a picture: months from left to right, a mark for each task on its day.

A mark is a filled square when the task is done, a ring while it is open, a filled disc in coral when it is
late; the marks of one part of the preparation stand in one row, whose name is at the left. The table under
the picture says the same in words. Attributes alone give the picture its colours, since neither the page nor
the print styles it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import ChecklistRow, Meeting, MeetingTask

LEFT, WIDTH, RIGHT, TOP, ROW = 180, 760, 8, 30, 30
DEEP, TEAL, CORAL, INK, LINE = "#0b3c5d", "#1a7f86", "#b5532f", "#1f2a33", "#d8ccb0"
FONT = "Portal Sans, sans-serif"


@dataclass(frozen=True, slots=True)
class Scale:
    """From which day to which, over the width of the picture."""

    first: date
    last: date

    def x(self, day: date) -> float:
        days = max((self.last - self.first).days, 1)
        return round(LEFT + (day - self.first).days * (WIDTH - LEFT - RIGHT) / days, 1)

    def months(self) -> Iterator[date]:
        """The first days of the months within."""
        day = (self.first.replace(day=1) + timedelta(days=32)).replace(day=1)
        while day <= self.last:
            yield day
            day = (day + timedelta(days=32)).replace(day=1)


def checklist_picture(
    meeting: Meeting, tasks: list[MeetingTask], language: str, *, today: date
) -> SafeString:
    """The picture of the tasks of a meeting in a language; "" where there are none."""
    shown = [task for task in tasks if not task.is_dropped]
    if not shown:
        return SafeString("")
    days = [meeting.opens_on, meeting.closes_on, *(task.due_on for task in shown)]
    scale = Scale(min(days) - timedelta(days=4), max(days) + timedelta(days=4))
    rows = [part for part in ChecklistRow.Part if any(task.part == part for task in shown)]
    height = TOP + ROW * len(rows) + 6
    with override(language):
        label = _summary(shown, today)
        drawn = [
            *_months(scale, height),
            *_days(meeting, scale, height, today),
            *(_row(part, place) for place, part in enumerate(rows)),
            *(_mark(task, scale, rows.index(task.part), today) for task in shown),
        ]
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" class="checklist" viewBox="0 0 {} {}" width="{}"'
            ' role="img" aria-label="{}"><title>{}</title>{}</svg>',
            *(WIDTH, height, WIDTH, label, label),
            mark_safe("".join(drawn)),  # noqa: S308 (each part is made by format_html)
        )


def _summary(tasks: list[MeetingTask], today: date) -> str:
    """The picture in one sentence; the table has the rest."""
    return _("%(done)s of %(all)s tasks are done, %(late)s are overdue") % {
        "done": sum(task.is_done for task in tasks),
        "all": len(tasks),
        "late": sum(task.is_late(today) for task in tasks),
    }


def _text(x: float, y: float, words: str, *, size: int, fill: str, anchor: str = "start") -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-size="{}" font-family="{}" fill="{}" text-anchor="{}">{}</text>',
        *(x, y, size, FONT, fill, anchor, words),
    )


def _months(scale: Scale, height: int) -> Iterator[SafeString]:
    wide = (scale.last - scale.first).days > 400
    for day in scale.months():
        if wide and day.month not in (1, 7):
            continue
        x = scale.x(day)
        yield format_html('<path d="M{} 16V{}" stroke="{}" stroke-width="1"/>', x, height, LINE)
        words = formats.date_format(day, "M Y" if wide or day.month == 1 else "M")
        if x < WIDTH - 50:
            yield _text(x + 3, 12, words, size=11, fill=INK)


def _days(meeting: Meeting, scale: Scale, height: int, today: date) -> Iterator[SafeString]:
    """The days of the meeting as a band, today as a line."""
    left, right = scale.x(meeting.opens_on), scale.x(meeting.closes_on + timedelta(days=1))
    yield format_html(
        '<rect x="{}" y="16" width="{}" height="{}" fill="{}" fill-opacity=".25"><title>{}</title></rect>',
        *(left, max(right - left, 4), height - 16, TEAL, _("Meeting")),
    )
    if scale.first <= today <= scale.last:
        x = scale.x(today)
        yield format_html(
            '<path d="M{} 16V{}" stroke="{}" stroke-width="2" stroke-dasharray="4 3"/>', x, height, CORAL
        )
        anchor = "end" if x > WIDTH / 2 else "start"
        yield _text(x - 4 if anchor == "end" else x + 4, 26, _("Today"), size=11, fill=CORAL, anchor=anchor)


def _row(part: str, place: int) -> SafeString:
    y = TOP + ROW * place + ROW / 2
    line = format_html('<path d="M{} {}H{}" stroke="{}" stroke-width="1"/>', LEFT, y, WIDTH - RIGHT, LINE)
    return line + _text(0, y + 4, str(ChecklistRow.Part(part).label), size=12, fill=INK)


def _mark(task: MeetingTask, scale: Scale, place: int, today: date) -> SafeString:
    x, y = scale.x(task.due_on), TOP + ROW * place + ROW / 2
    words = f"{formats.date_format(task.due_on, 'SHORT_DATE_FORMAT')} {task.title}"
    if task.is_done:
        return format_html(
            '<rect x="{}" y="{}" width="12" height="12" rx="2" fill="{}"><title>{}</title></rect>',
            *(x - 6, y - 6, TEAL, words),
        )
    fill, edge = (CORAL, CORAL) if task.is_late(today) else ("#ffffff", DEEP)
    return format_html(
        '<circle cx="{}" cy="{}" r="6" fill="{}" stroke="{}" stroke-width="2.5"><title>{}</title></circle>',
        *(x, y, fill, edge, words),
    )
