"""The forms of meetings, a module per noun."""

from .agenda import AgendaItemForm, NewAgendaItemForm, NoteForm
from .bases import ReasonForm, RenewedSeenForm, in_every_language
from .budget import BudgetLineForm
from .checklist import ChecklistFilter, TaskForm, TemplateTaskForm, new_task
from .credentials import CredentialsForm, DelegationsFilter, LetterOfDelegationForm
from .decision import DecisionForm
from .delegate_import import ListConfirmForm, ListUploadForm, list_plan, try_plan
from .delegation import DelegateForm, DelegationForm, NewDelegateForm
from .door import OfficialLetterForm, PracticalNoteForm, PrintForm, StageForm
from .duplicates import MergeForm
from .invitation import (
    AnswerForm,
    ChosenForm,
    DrawUpForm,
    GuestForm,
    InvitationFilterForm,
    InvitationForm,
    InvitationTemplateForm,
    OtherwiseForm,
    WithdrawForm,
)
from .meeting import CloneForm, MeetingForm, NewMeetingForm, ReasonsForm, ResumeForm
from .own_data import ListingForm, OwnDataForm, QuestionForm, RulesForm
from .registration import AnswersForm, DelegationSheet, LetterForm
from .sitting import SittingForm

__all__ = [
    "AgendaItemForm",
    "AnswerForm",
    "AnswersForm",
    "BudgetLineForm",
    "ChecklistFilter",
    "ChosenForm",
    "CloneForm",
    "CredentialsForm",
    "DecisionForm",
    "DelegateForm",
    "DelegationForm",
    "DelegationSheet",
    "DelegationsFilter",
    "DrawUpForm",
    "GuestForm",
    "InvitationFilterForm",
    "InvitationForm",
    "InvitationTemplateForm",
    "LetterForm",
    "LetterOfDelegationForm",
    "ListConfirmForm",
    "ListUploadForm",
    "ListingForm",
    "MeetingForm",
    "MergeForm",
    "NewAgendaItemForm",
    "NewDelegateForm",
    "NewMeetingForm",
    "NoteForm",
    "OfficialLetterForm",
    "OtherwiseForm",
    "OwnDataForm",
    "PracticalNoteForm",
    "PrintForm",
    "QuestionForm",
    "ReasonForm",
    "ReasonsForm",
    "RenewedSeenForm",
    "ResumeForm",
    "RulesForm",
    "SittingForm",
    "StageForm",
    "TaskForm",
    "TemplateTaskForm",
    "WithdrawForm",
    "in_every_language",
    "list_plan",
    "new_task",
    "try_plan",
]
