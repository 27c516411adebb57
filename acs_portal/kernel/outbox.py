"""The outbox: messages written in the transaction of the act that causes them, sent after it, once.

    written --send--> sent
    written --fail--> failed --(a pause, twice the one before)--> sent, or given up
    written --refused for good--> kept for an unreachable address, until it changes or is sent again
    written (news of somebody with a digest) --tell--> told in a digest (see digests.py)

A sender claims a message before it speaks to the mail server; a claim older than CLAIM is of a sender
that died, and is taken again. Each attempt carries the same Message-ID (see postmark.py).
"""

import hashlib
import json
import logging
import smtplib
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import acts, bounces, news, postmark
from .errors import RuleBroken
from .languages import CODES
from .message_kinds import KINDS, Attached, kind
from .models import Message, User

__all__ = ["KINDS", "Attached", "Mailing", "RecipientsChanged", "kind", "post"]

log = logging.getLogger(__name__)
CLAIM = timedelta(minutes=10)  # a sender that died holds a message no longer than this
MOST_ATTEMPTS = Message.MOST_ATTEMPTS
PAUSE = timedelta(minutes=1)  # after a failure, nothing is tried from within a request for so long
NOBODY_ANSWERS = (ConnectionError, TimeoutError, smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError)

SENT_AGAIN = acts.verb("message.resend", pgettext_lazy("act", "had the message sent again"))


class RecipientsChanged(RuleBroken):
    message = _(
        "Nothing was sent: who would get the message, or how it reads, has changed since you opened this "
        "page. Look at both below, then press again."
    )


class WordsForgotten(RuleBroken):
    message = _(
        "This message held a personal link, so its words were not kept once it was sent. Invite the person "
        "again instead."
    )


class BeingSent(RuleBroken):
    message = _("This message is being sent at this moment.")


class AccountClosed(RuleBroken):
    message = _("The account of %(name)s is closed, so nothing is sent to it.")


class InDigest(RuleBroken):
    message = _("This is a part of a digest. Send the digest again, or wait until it is told.")


# ---------------------------------------------------------------- writing


@dataclass(frozen=True, slots=True)
class Words:
    """A message as a person reads it."""

    subject: str
    text: str
    html: str


def words_for(to: User, template: str, context: dict, *, held: bool = False, language: str = "") -> Words:
    """The words of a message to a person, in their language or another; `held` as the part of a digest.

    The templates are emails/<template>.txt and .html; the first line of the text is the subject. A
    template of news extends `layout`, which is a whole mail or a part of a digest.
    """
    layout = "item" if held else "news"
    language = language or to.language
    unsubscribe = "" if KINDS[template].is_official else news.address_of(to)
    with translation.override(language), timezone.override(to.time_zone):
        words = {
            "to": to,
            "site_url": settings.SITE_URL,
            "language": language,
            "unsubscribe": unsubscribe,
            **context,
        }
        text = render_to_string(f"emails/{template}.txt", {**words, "layout": f"emails/{layout}.txt"})
        subject, _newline, body = text.strip().partition("\n")
        subject = subject.strip()[:200]
        words |= {"layout": f"emails/{layout}.html", "subject": subject}
        html = render_to_string(f"emails/{template}.html", words)
    return Words(subject, body.strip() + "\n", html)


def post(
    to: User,
    template: str,
    *,
    cause: str,
    context: dict,
    address: str = "",
    language: str = "",
    is_secret: bool = False,
) -> Message | None:
    """Write a message to one person in their language; the same cause is told the same person once.

    `template` is a declared kind; `address` and `language` are others than the person's own; the words
    of a secret message are forgotten once it is sent. The message leaves after the transaction commits, or
    with the person's digest; a rollback leaves none. None for news that the person does not take, and for an
    account that was closed. Raises KeyError for a kind that no module declared.
    """
    if news.is_unwanted_by(to, template) or not to.is_active:
        return None
    if told := Message.objects.filter(to=to, cause=cause).first():
        return told
    held = news.is_held_for(to, template) and template != DIGEST
    words = words_for(to, template, context, held=held, language=language)
    message, created = Message.objects.get_or_create(
        to=to,
        cause=cause,
        defaults={
            "kind": template,
            "address": address or to.email,
            "is_secret": is_secret,
            "is_held": held,
            "versions": _versions(to, template, context) if held else {},
            "language": language or to.language,
            "subject": words.subject,
            "text": words.text,
            "html": words.html,
        },
    )
    if created and not held:
        transaction.on_commit(lambda: send_now.enqueue(message.pk))
    return message


def _versions(to: User, template: str, context: dict) -> dict[str, dict[str, str]]:
    """The words of a held message in every language: the person may have another when it is told."""
    return {code: asdict(words_for(to, template, context, held=True, language=code)) for code in CODES}


DIGEST, ADDRESS_CHANGED = "digest", "address_changed"


@dataclass(frozen=True)
class Mailing:
    """One message to several people: to be looked at before it goes out, then sent to exactly those."""

    kind: str
    cause: str
    context: dict = field(repr=False)
    recipients: list[User]

    def by_language(self) -> list[tuple[str, list[User]]]:
        """(language, its recipients by name) for each language that somebody reads."""
        people = sorted(self.recipients, key=lambda user: (user.name, user.pk))
        found = [(code, [user for user in people if user.language == code]) for code in CODES]
        return [(code, users) for code, users in found if users]

    def sample(self, language: str) -> Words:
        """The message as its first recipient in a language will read it. Raises IndexError for none."""
        return words_for(dict(self.by_language())[language][0], self.kind, self.context)

    @cached_property
    def parts(self) -> list[tuple[str, list[User], Words]]:
        """(language, recipients, sample) for each language, for the page that shows the mailing."""
        return [(code, users, self.sample(code)) for code, users in self.by_language()]

    @cached_property
    def fingerprint(self) -> str:
        """By what a page remembers whom the message would reach, where, in which language and words."""
        rows = sorted([user.pk, user.email, user.language] for user in self.recipients)
        samples = [[code, words.subject, words.text] for code, _users, words in self.parts]
        return hashlib.sha256(json.dumps([self.kind, rows, samples]).encode()).hexdigest()

    def check(self, told: str) -> None:
        """Raise RecipientsChanged when a page showed other recipients or words; "" was shown none."""
        if told and told != self.fingerprint:
            raise RecipientsChanged

    def send(self) -> list[Message]:
        """Write the message to each recipient."""
        written = [post(to, self.kind, cause=self.cause, context=self.context) for to in self.recipients]
        return [message for message in written if message]


def told(kind: str, cause: str) -> list[User]:
    """Everybody to whom a message of a kind and cause was written, and whose account is open; one query."""
    return list(User.objects.filter(messages__kind=kind, messages__cause=cause, is_active=True).distinct())


# ---------------------------------------------------------------- sending

SENT, FAILED, DEAD, LEFT = "sent", "failed", "dead", "left"


@task
def send_now(pk: int) -> bool:
    """Send a message just written, unless the mail server failed a moment ago: then run_due will.

    A request that tells many people must not wait for a dead server once for each of them.
    """
    unsent = Message.objects.unsent()
    failed = unsent.filter(failed_at__gt=timezone.now() - PAUSE).exclude(last_error__startswith="5")
    if failed.exists() or unsent.unreachable().filter(pk=pk).exists():
        return False
    return send_message(pk)


@task
def send_asked(pk: int) -> bool:
    """Send a message that somebody wants to be tried now, also to an address marked as unreachable."""
    return send_message(pk)


def send_message(pk: int) -> bool:
    """Send one message unless it was sent or another sender has it; answers whether it went out."""
    return _deliver(pk) == SENT


def _deliver(pk: int) -> str:
    """Claim a message and send it: SENT, FAILED, DEAD (no mail server answers) or LEFT to another sender."""
    now = timezone.now()
    claimed = (
        Message.objects.unsent()
        .filter(_free(now), pk=pk, is_held=False)
        .update(claimed_at=now, attempts=F("attempts") + 1)
    )
    if not claimed:
        return LEFT
    message = Message.objects.select_related("to").get(pk=pk)
    try:
        _email(message).send()
    except Exception as failure:  # whatever it is, it is kept, told, and does not stop the others
        log.warning("message %s to %s was not sent: %s", pk, message.address, failure)
        return _failed(message, failure)
    forgotten = {"text": "", "html": ""} if message.is_secret else {}
    Message.objects.filter(pk=pk).update(sent_at=timezone.now(), last_error="", **forgotten)
    bounces.clear(message)
    return SENT


def _free(now: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)


def _failed(message: Message, failure: Exception) -> str:
    """Keep why a message was not sent; an address that refuses it for good is marked."""
    now, refusal = timezone.now(), bounces.refusal_of(failure)
    outcome = {"claimed_at": None, "failed_at": now, "last_error": str(refusal or failure)[:1000]}
    if refusal and refusal.is_for_good and not bounces.mark(message, str(refusal), on=now):
        outcome["attempts"] = MOST_ATTEMPTS  # an address that the person has no more
    Message.objects.filter(pk=message.pk).update(**outcome)
    return DEAD if isinstance(failure, NOBODY_ANSWERS) else FAILED


def _email(message: Message) -> EmailMultiAlternatives:
    headers = {
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
        "Message-ID": postmark.message_id(message),
    }
    if message.kind in KINDS and not KINDS[message.kind].is_official:
        headers["List-Unsubscribe"] = f"<{news.address_of(message.to)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email = EmailMultiAlternatives(message.subject, message.text, to=[message.address], headers=headers)
    email.attach_alternative(message.html, "text/html")
    for attached in KINDS[message.kind].attaches(message) if message.kind in KINDS else ():
        email.attach(*attached)
    return email


def next_attempt(message: Message) -> datetime:
    """When a message is tried: at once, then after pauses twice as long as the one before, from a minute.

    A pause runs from the last failure, so that a message sent again has all its attempts.
    """
    if not message.attempts:
        return message.created_at
    since = message.failed_at or message.claimed_at or message.created_at
    return since + timedelta(minutes=2 ** (message.attempts - 1))


def due_messages(now: datetime) -> list[Message]:
    """Messages still to send at `now`, without their words, each with the person it is for."""
    waiting = Message.objects.under_way().filter(_free(now), is_held=False, attempts__lt=MOST_ATTEMPTS)
    rows = waiting.select_related("to").defer("text", "html", "versions").order_by("id")
    return [message for message in rows if now >= next_attempt(message)]


def due(now: datetime) -> list[int]:
    """The ids of the messages still to send at `now`."""
    return [message.pk for message in due_messages(now)]


def send_due(now: datetime) -> int:
    """Send what is due; answers how many messages went out. Safe to run beside itself.

    When no mail server answers, the rest waits for the next run.
    """
    sent = 0
    for pk in due(now):
        outcome = _deliver(pk)
        sent += outcome == SENT
        if outcome == DEAD:
            break
    return sent


def withdraw(kind: str, about: str) -> None:
    """Take back what waits for a digest and is not true any more: a kind, causes that begin with `about`."""
    held = Message.objects.filter(is_held=True, told_in=None, kind=kind)
    held.filter(cause__startswith=about).delete()


def given_up():
    """Messages that failed too often: somebody has to look at the address or the mail server."""
    return Message.objects.given_up()


def address_now(message: Message) -> str:
    """Where a message goes when it is sent again."""
    keeps = message.kind in KINDS and KINDS[message.kind].keeps_address
    return message.address if keeps else message.to.email


@transaction.atomic
def send_again(*, message: Message, by: User, on: datetime) -> Message:
    """Have a message sent once more, whatever became of it: somebody asks for it by hand.

    It goes to the address that the person has now, but for a kind that keeps the address it was written to.
    Raises AccountClosed, WordsForgotten, BeingSent or InDigest.
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    if not message.to.is_active:
        raise AccountClosed(name=message.to.name)
    if message.is_held:
        raise InDigest
    if not message.text:
        raise WordsForgotten
    if not message.sent_at and message.claimed_at and message.claimed_at > on - CLAIM:
        raise BeingSent
    message.address = address_now(message)
    message.again += 1
    message.attempts = 0
    message.sent_at = message.claimed_at = message.failed_at = None
    message.save(update_fields=["address", "again", "attempts", "sent_at", "claimed_at", "failed_at"])
    acts.record(by=by, did=SENT_AGAIN, to=message, on=on)
    transaction.on_commit(lambda: send_asked.enqueue(message.pk))
    return message
