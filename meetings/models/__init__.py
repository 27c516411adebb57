"""Meetings: delegations and delegates, the agenda, sittings with attendance, decisions, symbols."""

from .agenda import AgendaItem
from .delegation import Delegate, Delegation
from .meeting import PLACEHOLDERS, Meeting, MeetingQuerySet, Symbol, validate_symbol_pattern
from .sitting import Decision, Sitting

__all__ = [
    "PLACEHOLDERS",
    "AgendaItem",
    "Decision",
    "Delegate",
    "Delegation",
    "Meeting",
    "MeetingQuerySet",
    "Sitting",
    "Symbol",
    "validate_symbol_pattern",
]
