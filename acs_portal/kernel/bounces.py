"""Addresses that refuse mail for good: told in the SMTP conversation, or later by a bounce (RFC 3464).

    reachable --refused for good, bounced--> unreachable --another address, sent again--> reachable

A passing failure (4.x) never marks an address. What was not received counts as not sent and is kept.
"""

import re
import smtplib
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.db import transaction
from django.db.models import F

from . import postmark
from .models import Message, User

POLICY = re.compile(r"\b5\.7\.\d")  # "relaying denied" and the like speak of us, not of the address


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a mail server answered about one address: its code (550 or 5.1.1) and its words."""

    code: str
    words: str

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()

    @property
    def is_for_good(self) -> bool:
        return self.code.startswith("5") and not POLICY.search(self.words)


def refusal_of(failure: Exception) -> Refusal | None:
    """What the mail server said to the one recipient (at RCPT); None for any other failure."""
    if not isinstance(failure, smtplib.SMTPRecipientsRefused):
        return None
    code, words = next(iter(failure.recipients.values()))
    return Refusal(str(code), words.decode(errors="replace") if isinstance(words, bytes) else str(words))


def mark(message: Message, why: str, *, on: datetime) -> bool:
    """Mark the address of a message as unreachable, if it is still that of the person; whether it is."""
    person = User.objects.filter(pk=message.to_id, email__iexact=message.address)
    person.filter(unreachable_since=None).update(unreachable_since=on, unreachable_why=why[:500])
    return person.exists()


def clear(message: Message) -> None:
    """The address of a message took mail again: what was kept for it has all its attempts."""
    person = User.objects.filter(pk=message.to_id, email__iexact=message.address)
    marked = person.exclude(unreachable_since=None)
    if marked.update(unreachable_since=None, unreachable_why=""):
        kept = Message.objects.unsent().filter(to=message.to_id, address__iexact=message.address)
        kept.update(attempts=0, failed_at=None)


def follow(user: User, old: str) -> None:
    """A person has another address: the mark goes, and what was not sent yet goes to the new one."""
    User.objects.filter(pk=user.pk).update(unreachable_since=None, unreachable_why="")
    user.unreachable_since, user.unreachable_why = None, ""
    unsent = Message.objects.unsent().filter(to=user, address__iexact=old)
    unsent.update(address=user.email, attempts=0, failed_at=None, last_error="")


def read(raw: bytes, *, on: datetime) -> list[Message]:
    """Read one mail that came back; answers our messages that it says were refused for good.

    Only a delivery status notification counts, and only about an address to which that message of
    ours went: its Message-ID is signed. Anything else answers an empty list.
    """
    mail = message_from_bytes(raw, policy=policy.default)
    refused = dict(_refused_in(mail))
    names = postmark.messages_in(_all_text(mail)) if refused else []
    return [found for pk, again in names if (found := _bounced(pk, again, refused, on))]


def _refused_in(mail: EmailMessage):
    """(address in lower case, refusal) for each recipient whom a notification says it failed for good."""
    if mail.get_content_type() != "multipart/report":
        return
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                if refused := _refused(block):
                    yield refused


def _refused(block: EmailMessage) -> tuple[str, Refusal] | None:
    status = str(block.get("Status", "")).strip()
    address = str(block.get("Final-Recipient", "")).rpartition(";")[2].strip().strip("<>").lower()
    if not address or not status.startswith("5."):
        return None
    words = str(block.get("Diagnostic-Code", "")).rpartition(";")[2]
    return address, Refusal(status.split()[0], " ".join(words.split()))


def _all_text(mail: EmailMessage) -> str:
    """Every header and every text of a mail and its parts, where the Message-ID of the original may stand."""
    found = []
    for part in mail.walk():
        found += [str(part.get(name, "")) for name in ("Message-ID", "In-Reply-To", "References")]
        if part.get_content_maintype() == "text":
            found.append((part.get_payload(decode=True) or b"").decode("ascii", "replace"))
    return "\n".join(found)


@transaction.atomic
def _bounced(pk: int, again: int, refused: dict[str, Refusal], on: datetime) -> Message | None:
    """Mark the address of a message and keep the message for another one; None if it isn't concerned.

    The words of a secret message are gone once it was sent: it stays sent, a new one must be written.
    """
    message = Message.objects.select_for_update().filter(pk=pk, again=again, sent_at__isnull=False).first()
    refusal = refused.get(message.address.lower()) if message else None
    if refusal is None:
        return None
    mark(message, str(refusal), on=on)
    message.last_error, message.failed_at = str(refusal), on
    if message.text:
        message.sent_at = message.claimed_at = None
        message.again = F("again") + 1  # the notification is about the copy before
    message.save(update_fields=["last_error", "failed_at", "sent_at", "claimed_at", "again"])
    return message
