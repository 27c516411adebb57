"""The forms of the network, a module per noun."""

from .board import BoardForm
from .designation import (
    CompleteForm,
    CorrectForm,
    DesignationForm,
    EndForm,
    LetterForm,
    NoteForm,
    QueueForm,
    ValidateForm,
)
from .directory import DayForm, DirectoryForm
from .entry import Editor, RemoveForm, new_entry
from .post import ChannelForm, CloseForm, PostForm
from .profile import ProfileForm, PublishForm, SectionsForm
from .programmes import ProgrammesForm
from .request import AnswerForm, AskForm, CommentForm
from .search import WHAT, SearchForm
from .sheet import SheetConfirmForm, SheetUploadForm
from .sheet_plan import plan_of

__all__ = [
    "WHAT",
    "AnswerForm",
    "AskForm",
    "BoardForm",
    "ChannelForm",
    "CloseForm",
    "CommentForm",
    "CompleteForm",
    "CorrectForm",
    "DayForm",
    "DesignationForm",
    "DirectoryForm",
    "Editor",
    "EndForm",
    "LetterForm",
    "NoteForm",
    "PostForm",
    "ProfileForm",
    "ProgrammesForm",
    "PublishForm",
    "QueueForm",
    "RemoveForm",
    "SearchForm",
    "SectionsForm",
    "SheetConfirmForm",
    "SheetUploadForm",
    "ValidateForm",
    "new_entry",
    "plan_of",
]
