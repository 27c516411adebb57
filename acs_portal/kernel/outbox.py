"""The outbox: messages written in the transaction of the act that causes them, sent after it, once."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone, translation

from .models import Message, User

log = logging.getLogger(__name__)
CLAIM = timedelta(minutes=10)  # a sender that died holds a message no longer than this
MOST_ATTEMPTS = 8
PAUSE = timedelta(minutes=1)  # after a failure, nothing is tried from within a request for so long


def post(
    to: User, template: str, *, cause: str, context: dict, address: str = "", is_secret: bool = False
) -> Message:
    """Write a message to one person in their language; the same cause is told the same person once.

    `template` names emails/<template>.txt and .html; the first line of the text is the subject.
    `address` is another one than the person's own; the words of a secret message are forgotten once
    it is sent. The message leaves after the transaction commits; a rollback leaves none.
    """
    with translation.override(to.language):
        words = {"to": to, "site_url": settings.SITE_URL, "language": to.language, **context}
        text = render_to_string(f"emails/{template}.txt", words)
        subject, _newline, body = text.strip().partition("\n")
        html = render_to_string(f"emails/{template}.html", {**words, "subject": subject})
    message, created = Message.objects.get_or_create(
        to=to,
        cause=cause,
        defaults={
            "address": address or to.email,
            "is_secret": is_secret,
            "language": to.language,
            "subject": subject.strip(),
            "text": body.strip() + "\n",
            "html": html,
        },
    )
    if created:
        transaction.on_commit(lambda: send_now.enqueue(message.pk))
    return message


@task
def send_now(pk: int) -> bool:
    """Send a message just written, unless the mail server failed a moment ago: then run_due will.

    A request that tells many people must not wait for a dead server once for each of them.
    """
    failed = Message.objects.filter(failed_at__gt=timezone.now() - PAUSE).exists()
    return False if failed else send_message(pk)


def send_message(pk: int) -> bool:
    """Send one message unless it was sent or another sender has it; answers whether it went out."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)
    claimed = Message.objects.filter(free, pk=pk, sent_at=None).update(
        claimed_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    message = Message.objects.get(pk=pk)
    try:
        _email(message).send()
    except Exception as failure:  # whatever it is, it is kept, told, and does not stop the others
        log.warning("message %s to %s was not sent: %s", pk, message.address, failure)
        Message.objects.filter(pk=pk).update(
            claimed_at=None, failed_at=timezone.now(), last_error=str(failure)[:1000]
        )
        return False
    forgotten = {"text": "", "html": ""} if message.is_secret else {}
    Message.objects.filter(pk=pk).update(sent_at=timezone.now(), last_error="", **forgotten)
    return True


def _email(message: Message) -> EmailMultiAlternatives:
    email = EmailMultiAlternatives(
        message.subject,
        message.text,
        to=[message.address],
        headers={"Content-Language": message.language, "Auto-Submitted": "auto-generated"},
    )
    email.attach_alternative(message.html, "text/html")
    return email


def due(now: datetime):
    """Messages still to send at `now`: each failure waits twice as long as the one before, from a minute."""
    waiting = Message.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS).order_by("id")
    return [m.pk for m in waiting if now >= m.created_at + timedelta(minutes=2**m.attempts - 1)]


def send_due(now: datetime) -> int:
    """Send what is due; answers how many messages went out. Safe to run beside itself."""
    return sum(send_message(pk) for pk in due(now))


def given_up():
    """Messages that failed too often: somebody has to look at the address or the mail server."""
    return Message.objects.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS)
