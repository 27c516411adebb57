"""working copy --release--> Practical information (later Rev.1, Rev.2...) --save--> working copy

Everybody reads the last released note, in their language; the working copy is for the Secretariat.
"""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, gate, issuing, releases, tracking, translations
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import Release, User
from acs_portal.kernel.releases import Node
from meetings.domain import symbols
from meetings.domain.meetings import guard_stands, locked
from meetings.models import Meeting, PracticalNote

KIND = "practical"

SAVED = acts.verb("practical.save", pgettext_lazy("act", "changed the practical information"))
RELEASED = acts.verb("practical.release", pgettext_lazy("act", "released the practical information"))


class NoteIsEmpty(RuleBroken):
    message = _("The note has no text yet, so there is nothing to release.")


class NotAnnouncedYet(RuleBroken):
    message = _("Announce the meeting first: the note could not be opened yet.")


class BegunMeanwhile(RuleBroken):
    message = _("Somebody else began the note in the meantime. Open it again and compare.")


def note_of(meeting: Meeting) -> PracticalNote:
    """The working copy of a meeting's note; a new one, not stored yet, where nobody has begun."""
    found = PracticalNote.objects.filter(meeting=meeting).select_related("meeting").first()
    return found or PracticalNote(meeting=meeting, authentic_language=meeting.authentic_language)


@transaction.atomic
def save(*, note: PracticalNote, by: User, on: datetime) -> None:
    """Save the working copy. Raises MeetingClosed, MeetingCancelled, Stale, BegunMeanwhile."""
    guard_stands(locked(note.meeting))
    if note._state.adding and PracticalNote.objects.filter(meeting=note.meeting).exists():
        raise BegunMeanwhile
    is_new = note._state.adding
    before, after = tracking.write(note, by=by, on=on)
    if after or is_new:
        acts.record(by=by, did=SAVED, to=note, before=before, after=after, on=on)


def tree(note: PracticalNote) -> Node:
    """The note as a tree: the meeting, and a node for each section that has a text; one query.

    Where a translation is not ready, the sections that are there in that language are marked.
    """
    meeting, words = note.meeting, note.all_words()
    translations.note_pending([note] if note.pk else [])
    return Node(
        KIND,
        meeting.all_words(),
        authentic=note.authentic_language,
        facts={
            "code": meeting.code,
            "opens_on": meeting.opens_on.isoformat(),
            "closes_on": meeting.closes_on.isoformat(),
            "time_zone": meeting.time_zone,
        },
        children=[
            Node(
                name,
                {"title": _heading(name), "text": words[name]},
                authentic=note.authentic_language,
                pending={code: state for code, state in note.pending.items() if code in words[name]},
            )
            for name in note.TRILINGUAL
            if words[name]
        ],
    )


def _heading(name: str) -> dict[str, str]:
    """What a section is called, in the three languages."""
    found = {}
    for code in CODES:
        with translation.override(code):
            title = str(PracticalNote._meta.get_field(f"{name}_en").verbose_name)
            found[code] = title[:1].upper() + title[1:]
    return found


@transaction.atomic
def release(*, meeting: Meeting, by: User, on: datetime, seen: str = "") -> Release:
    """Freeze the note under a symbol of type INF (later its Rev.n) and have its PDFs made.

    Raises MeetingClosed, MeetingCancelled, NotAnnouncedYet, NoteIsEmpty, NotReady, SeenIsOld,
    NothingChanged.
    """
    meeting = locked(meeting)
    guard_stands(meeting)
    if not meeting.is_announced:
        raise NotAnnouncedYet
    note = note_of(meeting)
    note.meeting = meeting
    frozen = tree(note)
    if not frozen.children:
        raise NoteIsEmpty
    gate.guard(KIND, [("", note)])
    label, symbol = symbols.next_name(meeting=meeting, kind=KIND, type=symbols.INFORMATION, by=by)
    released = releases.freeze(
        meeting,
        frozen,
        kind=KIND,
        by=by,
        on=on,
        symbol=symbol,
        label=label,
        is_demonstration=meeting.is_demonstration,
        seen=seen,
    )
    acts.record(by=by, did=RELEASED, to=meeting, after={"symbol": symbol, "sha256": released.sha256}, on=on)
    issuing.issue_after_commit(released)
    return released
