"""The documents of a meeting with official texts: its announcement, agenda and list of participants."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import translations
from meetings.domain import agenda, delegations, meetings, participants
from meetings.models import AgendaItem, Delegate, Meeting


def _find(codes: Iterable[str]) -> dict[str, Meeting]:
    return {meeting.code: meeting for meeting in Meeting.objects.filter(code__in=codes)}


def _is_open(meeting: Meeting) -> bool:
    return not meeting.is_over


def _save_meeting(meeting: Meeting, **who) -> None:
    meetings.save(meeting=meeting, **who)


def _save_item(item: AgendaItem, **who) -> None:
    agenda.save_item(item=item, **who)


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
