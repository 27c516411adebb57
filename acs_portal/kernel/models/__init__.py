"""The kernel's own tables: accounts and invitations, acts, releases and issued documents, messages, files."""

from .account import Invitation, User, UserManager, time_zones
from .act import Act
from .base import Demonstrable, Stale, Versioned
from .data_request import DataRequest
from .file import StoredFile
from .message import Message, MessageQuerySet
from .release import IssuedDocument, Release
from .translation import Translation

__all__ = [
    "Act",
    "DataRequest",
    "Demonstrable",
    "Invitation",
    "IssuedDocument",
    "Message",
    "MessageQuerySet",
    "Release",
    "Stale",
    "StoredFile",
    "Translation",
    "User",
    "UserManager",
    "Versioned",
    "time_zones",
]
