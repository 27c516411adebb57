"""Meetings: delegations and delegates, the agenda, sittings with attendance, decisions, symbols,
the checklist and the budget of the preparation."""

from .agenda import AgendaItem
from .budget import BudgetLine
from .checklist import ChecklistRow, MeetingTask, TemplateTask
from .delegation import Delegate, Delegation
from .meeting import PLACEHOLDERS, Meeting, MeetingQuerySet, Symbol, validate_symbol_pattern
from .sitting import Decision, Sitting

__all__ = [
    "PLACEHOLDERS",
    "AgendaItem",
    "BudgetLine",
    "ChecklistRow",
    "Decision",
    "Delegate",
    "Delegation",
    "Meeting",
    "MeetingQuerySet",
    "MeetingTask",
    "Sitting",
    "Symbol",
    "TemplateTask",
    "validate_symbol_pattern",
]
