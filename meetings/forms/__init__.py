"""The forms of meetings, a module per noun."""

from .agenda import AgendaItemForm, NewAgendaItemForm, NoteForm
from .bases import ReasonForm, RenewedSeenForm, in_every_language
from .credentials import CredentialsForm, DelegationsFilter, LetterOfDelegationForm
from .decision import DecisionForm
from .delegate_import import ListConfirmForm, ListUploadForm, list_plan, try_plan
from .delegation import DelegateForm, DelegationForm, NewDelegateForm
from .duplicates import MergeForm
from .meeting import CancelForm, MeetingForm
from .own_data import ListingForm, OwnDataForm, QuestionForm, RulesForm
from .registration import AnswersForm, DelegationSheet, LetterForm
from .sitting import SittingForm

__all__ = [
    "AgendaItemForm",
    "AnswersForm",
    "CancelForm",
    "CredentialsForm",
    "DecisionForm",
    "DelegateForm",
    "DelegationForm",
    "DelegationSheet",
    "DelegationsFilter",
    "LetterForm",
    "LetterOfDelegationForm",
    "ListConfirmForm",
    "ListUploadForm",
    "ListingForm",
    "MeetingForm",
    "MergeForm",
    "NewAgendaItemForm",
    "NewDelegateForm",
    "NoteForm",
    "OwnDataForm",
    "QuestionForm",
    "ReasonForm",
    "RenewedSeenForm",
    "RulesForm",
    "SittingForm",
    "in_every_language",
    "list_plan",
    "try_plan",
]
