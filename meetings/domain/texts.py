"""The texts of a meeting: announcement, invitation, agenda, list of participants, practical note."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import translations
from meetings.domain import agenda, delegations, invitation_letters, meetings, participants, practical
from meetings.models import AgendaItem, Delegate, InvitationTemplate, Meeting, PracticalNote


def _find(codes: Iterable[str]) -> dict[str, Meeting]:
    return {meeting.code: meeting for meeting in Meeting.objects.filter(code__in=codes)}


def _is_open(meeting: Meeting) -> bool:
    return not meeting.is_over


def _save_meeting(meeting: Meeting, **who) -> None:
    meetings.save(meeting=meeting, **who)


def _save_letter(template: InvitationTemplate, **who) -> None:
    invitation_letters.save(template=template, **who)


def _letter(meeting: Meeting) -> list[tuple[str, InvitationTemplate]]:
    template = invitation_letters.template_of(meeting)
    return [("", template)] if template else []


def _save_item(item: AgendaItem, **who) -> None:
    agenda.save_item(item=item, **who)


def _save_note(note: PracticalNote, **who) -> None:
    practical.save(note=note, **who)


def _notes(meeting: Meeting) -> list[tuple[str, PracticalNote]]:
    """The note of a meeting, if somebody has begun it."""
    return [("", note) for note in [practical.note_of(meeting)] if note.pk]


def _save_delegate(delegate: Delegate, **who) -> None:
    delegations.save_delegate(delegate=delegate, **who)


translations.kind(
    "meeting",
    _("Meeting"),
    permission="meeting.manage",
    verbs={Meeting: _save_meeting},
    find=_find,
    rows=lambda meeting: [("", meeting)],
    is_open=_is_open,
)
translations.kind(
    "agenda",
    _("Agenda"),
    permission="agenda.draft",
    verbs={AgendaItem: _save_item},
    find=_find,
    rows=agenda.texts,
    is_open=_is_open,
)
translations.kind(
    "participants",
    _("List of participants"),
    permission="delegation.register",
    verbs={Delegate: _save_delegate},
    find=_find,
    rows=participants.texts_to_translate,
    is_open=_is_open,
)
translations.kind(
    "invitation",
    _("Letter of invitation"),
    permission="invitation.manage",
    verbs={InvitationTemplate: _save_letter},
    find=_find,
    rows=_letter,
    is_open=_is_open,
)
translations.kind(
    "practical",
    _("Practical information"),
    permission="meeting.manage",
    verbs={PracticalNote: _save_note},
    find=_find,
    rows=_notes,
    is_open=_is_open,
)
