"""a meeting --clone--> another one, planned, with the parts that were chosen

A clone carries what describes a meeting of this kind and nothing of who was there: no owner, no note, no
delegation, no link, no actual cost. `PARTS` is the list of what may be chosen; a module with something of
its own to carry over adds its part to it when it is loaded.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.models import User
from acs_portal.kernel.texts import columns, versions_of
from meetings.domain import agenda, budget, checklist, meetings, questions
from meetings.models import AgendaItem, Meeting, PracticalNote, Question, RegistrationRules

CLONED = acts.verb("meeting.clone", pgettext_lazy("act", "planned the meeting after the model of another"))

# what a meeting can't be planned without, and the rules of its proceedings
ALWAYS = (
    "host", "time_zone", "authentic_language", "mode", "symbol_prefix", "symbol_body", "symbol_pattern",
    "quorum_numerator", "quorum_denominator", "quorum_is_exceeded", "adoption", "majority_numerator",
    "majority_denominator", "majority_is_exceeded", "working_languages", "is_demonstration",
    *columns("title", "series"),
)  # fmt: skip

Copy = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a meeting that a clone may carry: its name, and copy(source, target, by=, on=)."""

    name: str
    copy: Copy


PARTS: dict[str, Part] = {}


def part(code: str, name) -> Callable[[Copy], Copy]:
    """Declare a part of a meeting; the function copies it from a meeting to its clone, without a person."""

    def declare(copy: Copy) -> Copy:
        PARTS[code] = Part(name, copy)
        return copy

    return declare


@transaction.atomic
def clone(
    *,
    meeting: Meeting,
    code: str,
    opens_on: date,
    closes_on: date,
    parts: Iterable[str],
    by: User,
    on: datetime,
) -> Meeting:
    """Plan a meeting after the model of another, with the parts named. Raises CodeReserved, CodeTaken."""
    values = {name: getattr(meeting, name) for name in ALWAYS}
    if meeting.ordinal:
        values["ordinal"] = meeting.ordinal + 1
    made = meetings.create(code=code, opens_on=opens_on, closes_on=closes_on, by=by, on=on, **values)
    chosen = [name for name in PARTS if name in set(parts)]
    for name in chosen:
        PARTS[name].copy(meeting, made, by=by, on=on)
    after = {"after": meeting.code, "parts": ", ".join(chosen)}
    acts.record(by=by, did=CLONED, to=made, after=after, on=on)
    return made


@part("place", _("Place, venue and institution of the host"))
def _place(source: Meeting, target: Meeting, *, by: User, on: datetime) -> None:
    for name in columns("place", "venue", "host_institution"):
        setattr(target, name, getattr(source, name))
    tracking.write(target, by=by, on=on)


@part("checklist", _("Checklist: the tasks, open and without owners and notes"))
def _checklist(source: Meeting, target: Meeting, *, by: User, on: datetime) -> None:
    tasks = [task for task in checklist.tasks_of(source) if not task.is_dropped]
    checklist.copy_rows(tasks, target, by=by, on=on)


@part("agenda", _("Agenda: the items of the working copy"))
def _agenda(source: Meeting, target: Meeting, *, by: User, on: datetime) -> None:
    copies: dict[int, AgendaItem] = {}
    for _number, item in agenda.texts(source):
        copies[item.pk] = agenda.add_item(
            meeting=target,
            parent=copies.get(item.parent_id),
            title=versions_of(item, "title"),
            annotation=versions_of(item, "annotation"),
            kind=item.kind,
            minutes=item.minutes,
            authentic_language=item.authentic_language,
            by=by,
            on=on,
        )


@part("budget", _("Budget: the lines, without actual costs"))
def _budget(source: Meeting, target: Meeting, *, by: User, on: datetime) -> None:
    budget.copy(list(source.budget_lines.all()), target, by=by, on=on)


SEATS = ("seats_of_members", "seats_of_associates", "seats_of_observers")
ASKED = ("kind", "asked_of", "is_required", "depends_value", "position", "authentic_language")


@part("registration", _("Registration: the seats of a delegation and the questions"))
def _registration(source: Meeting, target: Meeting, *, by: User, on: datetime) -> None:
    if rules := RegistrationRules.objects.filter(meeting=source).first():
        seats = {name: getattr(rules, name) for name in SEATS}
        tracking.write(RegistrationRules(meeting=target, **seats), by=by, on=on)
    copies: dict[int, Question] = {}
    for asked in questions.of_meeting(source):
        values = {name: getattr(asked, name) for name in (*ASKED, *columns(*Question.TRILINGUAL))}
        copy = Question(meeting=target, depends_on=copies.get(asked.depends_on_id), **values)
        tracking.write(copy, by=by, on=on)
        copies[asked.pk] = copy


@part("practical", _("Practical information: the text, without the contacts"))
def _practical(source: Meeting, target: Meeting, *, by: User, on: datetime) -> None:
    note = PracticalNote.objects.filter(meeting=source).first()
    if note is None:
        return
    texts = columns(*(name for name in PracticalNote.TRILINGUAL if name != "contacts"))
    values = {name: getattr(note, name) for name in (*texts, "authentic_language")}
    tracking.write(PracticalNote(meeting=target, **values), by=by, on=on)
