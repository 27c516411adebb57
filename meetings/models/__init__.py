"""Meetings: invitations, delegations, the agenda, sittings with attendance, decisions, symbols."""

from .agenda import AgendaItem
from .delegation import Delegate, Delegation
from .invitation import LETTER_PLACEHOLDERS, Invitation, InvitationTemplate, validate_letter_text
from .meeting import PLACEHOLDERS, Meeting, MeetingQuerySet, Symbol, validate_symbol_pattern
from .sitting import Decision, Sitting

__all__ = [
    "LETTER_PLACEHOLDERS",
    "PLACEHOLDERS",
    "AgendaItem",
    "Decision",
    "Delegate",
    "Delegation",
    "Invitation",
    "InvitationTemplate",
    "Meeting",
    "MeetingQuerySet",
    "Sitting",
    "Symbol",
    "validate_letter_text",
    "validate_symbol_pattern",
]
