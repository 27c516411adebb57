"""Meetings: delegations and delegates, the agenda, sittings with attendance, decisions, symbols."""

from .agenda import AgendaItem
from .delegation import Delegate, Delegation
from .meeting import PLACEHOLDERS, Meeting, MeetingQuerySet, Symbol, validate_symbol_pattern
from .question import NO, YES, Answer, Question
from .registration import DelegateChange, DelegateLink, RegistrationRules
from .sitting import Decision, Sitting

__all__ = [
    "NO",
    "PLACEHOLDERS",
    "YES",
    "AgendaItem",
    "Answer",
    "Decision",
    "Delegate",
    "DelegateChange",
    "DelegateLink",
    "Delegation",
    "Meeting",
    "MeetingQuerySet",
    "Question",
    "RegistrationRules",
    "Sitting",
    "Symbol",
    "validate_symbol_pattern",
]
