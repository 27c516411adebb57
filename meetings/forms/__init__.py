"""The forms of meetings, a module per noun."""

from .agenda import AgendaItemForm, NewAgendaItemForm, NoteForm
from .bases import ReasonForm, RenewedSeenForm, in_every_language
from .decision import DecisionForm
from .delegation import DelegateForm, DelegationForm, NewDelegateForm
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
from .meeting import CancelForm, MeetingForm
from .sitting import SittingForm

__all__ = [
    "AgendaItemForm",
    "AnswerForm",
    "CancelForm",
    "ChosenForm",
    "DecisionForm",
    "DelegateForm",
    "DelegationForm",
    "DrawUpForm",
    "GuestForm",
    "InvitationFilterForm",
    "InvitationForm",
    "InvitationTemplateForm",
    "MeetingForm",
    "NewAgendaItemForm",
    "NewDelegateForm",
    "NoteForm",
    "OtherwiseForm",
    "ReasonForm",
    "RenewedSeenForm",
    "SittingForm",
    "WithdrawForm",
    "in_every_language",
]
