"""The forms of meetings, a module per noun."""

from .agenda import AgendaItemForm, NewAgendaItemForm, NoteForm
from .bases import ReasonForm, RenewedSeenForm, in_every_language
from .decision import DecisionForm
from .delegation import DelegateForm, DelegationForm, NewDelegateForm
from .door import LetterForm, PracticalNoteForm, PrintForm, StageForm
from .meeting import CancelForm, MeetingForm
from .sitting import SittingForm

__all__ = [
    "AgendaItemForm",
    "CancelForm",
    "DecisionForm",
    "DelegateForm",
    "DelegationForm",
    "LetterForm",
    "MeetingForm",
    "NewAgendaItemForm",
    "NewDelegateForm",
    "NoteForm",
    "PracticalNoteForm",
    "PrintForm",
    "ReasonForm",
    "RenewedSeenForm",
    "SittingForm",
    "StageForm",
    "in_every_language",
]
