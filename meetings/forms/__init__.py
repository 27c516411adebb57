"""The forms of meetings, a module per noun."""

from .agenda import AgendaItemForm, NewAgendaItemForm, NoteForm
from .bases import ReasonForm, RenewedSeenForm, in_every_language
from .budget import BudgetLineForm
from .checklist import ChecklistFilter, TaskForm, TemplateTaskForm, new_task
from .decision import DecisionForm
from .delegation import DelegateForm, DelegationForm, NewDelegateForm
from .meeting import CloneForm, MeetingForm, NewMeetingForm, ReasonsForm, ResumeForm
from .sitting import SittingForm

__all__ = [
    "AgendaItemForm",
    "BudgetLineForm",
    "ChecklistFilter",
    "CloneForm",
    "DecisionForm",
    "DelegateForm",
    "DelegationForm",
    "MeetingForm",
    "NewAgendaItemForm",
    "NewDelegateForm",
    "NewMeetingForm",
    "NoteForm",
    "ReasonForm",
    "ReasonsForm",
    "RenewedSeenForm",
    "ResumeForm",
    "SittingForm",
    "TaskForm",
    "TemplateTaskForm",
    "in_every_language",
    "new_task",
]
