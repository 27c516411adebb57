"""Meetings: delegations and delegates, the agenda, sittings with attendance, decisions, symbols,
the checklist and the budget of the preparation."""

from .agenda import AgendaItem
from .budget import BudgetLine
from .checklist import ChecklistRow, MeetingTask, TemplateTask
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
    "BudgetLine",
    "ChecklistRow",
    "Decision",
    "Delegate",
    "DelegateChange",
    "DelegateLink",
    "Delegation",
    "Meeting",
    "MeetingQuerySet",
    "MeetingTask",
    "Question",
    "RegistrationRules",
    "Sitting",
    "Symbol",
    "TemplateTask",
    "validate_symbol_pattern",
]
