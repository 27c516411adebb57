"""What the kernel itself keeps of people: accounts and what hangs on them."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from . import accounts, personal
from .models import Act, DataRequest, Invitation, Message, StoredFile, User

personal.place(
    User,
    "email",
    "name",
    "language",
    "time_zone",
    "news",
    "created_at",
    "last_login",
    "unreachable_why",
    names=("name",),
    addresses=("email",),
    erase=accounts.forget,
    stays=_("A closed account without name and address, so that what was done with it stays one person’s."),
)


def _delete(row, *, by: User, on: datetime) -> None:
    row.delete()


def _forget_message(message: Message, *, by: User, on: datetime) -> None:
    """Take back what was not sent; of what was sent keep that it was, without words and address."""
    if message.sent_at is None and message.told_in_id is None and not message.told.exists():
        message.delete()
        return
    message.subject, message.text, message.html, message.versions = "–", "", "", {}
    message.address = message.last_error = ""
    message.save(update_fields=["subject", "text", "html", "versions", "address", "last_error"])


personal.place(
    EmailAddress, "email", of={User: lambda user: EmailAddress.objects.filter(user=user)}, erase=_delete
)
personal.place(
    Invitation,
    "email",
    "created_at",
    "accepted_at",
    of={User: lambda user: user.invitations.all()},
    erase=_delete,
)
personal.place(
    Message,
    "address",
    "language",
    "subject",
    "text",
    "created_at",
    "sent_at",
    "last_error",
    of={User: lambda user: user.messages.all()},
    erase=_forget_message,
    stays=_("That a message was sent, and when; its words and address go."),
)
personal.place(
    StoredFile,
    "name",
    "uploaded_at",
    of={User: lambda user: StoredFile.objects.filter(uploaded_by=user)},
    stays=_("A letter is part of the file it was sent for, and goes with it."),
)
personal.place(
    Act,
    "at",
    "by_name",
    "did",
    "to_label",
    "reason",
    of={User: lambda user: user.acts.all()},
    stays=_("The register of acts proves that nothing was changed: no entry of it can be taken out."),
)
personal.place(
    DataRequest,
    "who",
    "reason",
    "prepared_at",
    stays=_("That somebody asked; the name goes when the request is carried out."),
)
