"""Meetings: their preparation, delegations, agenda, sittings with attendance, decisions, symbols, door."""

from .agenda import AgendaItem
from .budget import BudgetLine
from .checklist import ChecklistRow, MeetingTask, TemplateTask
from .delegation import Delegate, Delegation
from .door import Arrival, Badge, Print
from .invitation import LETTER_PLACEHOLDERS, Invitation, InvitationTemplate, validate_letter_text
from .letter import OfficialLetter
from .meeting import PLACEHOLDERS, Meeting, MeetingQuerySet, Symbol, validate_symbol_pattern
from .practical import PracticalNote
from .question import NO, YES, Answer, Question
from .registration import DelegateChange, DelegateLink, RegistrationRules
from .sitting import Decision, Sitting

__all__ = [
    "LETTER_PLACEHOLDERS",
    "NO",
    "PLACEHOLDERS",
    "YES",
    "AgendaItem",
    "Answer",
    "Arrival",
    "Badge",
    "BudgetLine",
    "ChecklistRow",
    "Decision",
    "Delegate",
    "DelegateChange",
    "DelegateLink",
    "Delegation",
    "Invitation",
    "InvitationTemplate",
    "Meeting",
    "MeetingQuerySet",
    "MeetingTask",
    "OfficialLetter",
    "PracticalNote",
    "Print",
    "Question",
    "RegistrationRules",
    "Sitting",
    "Symbol",
    "TemplateTask",
    "validate_letter_text",
    "validate_symbol_pattern",
]
