"""Meetings: delegations and delegates, the agenda, sittings with attendance, decisions, symbols, the door."""

from .agenda import AgendaItem
from .delegation import Delegate, Delegation
from .door import Arrival, Badge, Print
from .letter import OfficialLetter
from .meeting import PLACEHOLDERS, Meeting, MeetingQuerySet, Symbol, validate_symbol_pattern
from .practical import PracticalNote
from .sitting import Decision, Sitting

__all__ = [
    "PLACEHOLDERS",
    "AgendaItem",
    "Arrival",
    "Badge",
    "Decision",
    "Delegate",
    "Delegation",
    "Meeting",
    "MeetingQuerySet",
    "OfficialLetter",
    "PracticalNote",
    "Print",
    "Sitting",
    "Symbol",
    "validate_symbol_pattern",
]
