import email
import socket
from datetime import timedelta
from email import policy

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import transaction
from django.utils import timezone

from acs_portal.kernel import accounts, outbox
from acs_portal.kernel.models import Invitation, Message, User

pytestmark = pytest.mark.django_db


class Mailbox:
    """A real SMTP server in the test: it keeps what it is given, or refuses."""

    def __init__(self):
        self.received = []
        self.answer, self.alive = "250 OK", True

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.received.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


@pytest.fixture
def smtp(settings):
    mailbox = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }

    def die():
        mailbox.alive = False
        server.stop()

    mailbox.die = die
    yield mailbox
    if mailbox.alive:
        server.stop()


@pytest.fixture
def invited(db) -> User:
    """Somebody who was designated and has no password yet; works in French."""
    return User.objects.create_user("nouvelle@example.org", name="Nouvelle Venue", language="fr")


def test_an_invitation_leaves_in_the_persons_language_over_smtp(
    smtp, invited, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        accounts.invite(invited, by=officer, on=timezone.now())
    message = smtp.received[0]
    assert (len(smtp.received), message["To"], message["Content-Language"]) == (
        1,
        "nouvelle@example.org",
        "fr",
    )
    assert "Olive Officer" in message.get_body(("plain",)).get_content()
    assert '<html lang="fr">' in message.get_body(("html",)).get_content()
    assert Message.objects.get().sent_at is not None


def test_a_rollback_leaves_nothing_sent_and_nothing_to_send(
    smtp, invited, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        accounts.invite(invited, by=officer, on=timezone.now())
        transaction.set_rollback(True)
    assert (smtp.received, Message.objects.count(), Invitation.objects.count()) == ([], 0, 0)


def test_a_dead_mail_server_loses_nothing(smtp, invited, officer, django_capture_on_commit_callbacks):
    smtp.die()
    with django_capture_on_commit_callbacks(execute=True):
        accounts.invite(invited, by=officer, on=timezone.now())
    message = Message.objects.get()
    assert (message.sent_at, message.attempts, message.last_error != "") == (None, 1, True)


def test_a_refusal_is_tried_again_later_and_not_at_once(
    smtp, invited, officer, django_capture_on_commit_callbacks
):
    smtp.answer = "451 try later"
    with django_capture_on_commit_callbacks(execute=True):
        accounts.invite(invited, by=officer, on=timezone.now())
    smtp.answer = "250 OK"
    assert outbox.send_due(timezone.now()) == 0
    assert outbox.send_due(timezone.now() + timedelta(minutes=2)) == 1
    assert outbox.send_due(timezone.now() + timedelta(minutes=9)) == 0
    assert len(smtp.received) == 1


def test_a_message_that_another_sender_has_is_left_to_it(smtp, invited, officer):
    accounts.invite(invited, by=officer, on=timezone.now())
    Message.objects.update(claimed_at=timezone.now())
    assert outbox.send_message(Message.objects.get().pk) is False
    assert smtp.received == []


def test_the_same_cause_is_told_once(officer, invited):
    for _time in range(2):
        outbox.post(
            invited,
            "invitation",
            cause="one",
            context={"path": "/x/", "expires_at": timezone.now(), "by": officer},
        )
    assert Message.objects.count() == 1
    assert mail.outbox == []


def test_a_dead_server_is_not_waited_for_once_more_for_each_person(
    smtp, officer, approver, django_capture_on_commit_callbacks
):
    smtp.answer = "451 try later"
    context = {"old": "a", "new": "b", "by": officer}
    with django_capture_on_commit_callbacks(execute=True):
        for person in (officer, approver):
            outbox.post(person, "address_changed", cause="x", context=context)
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 1]


def test_one_message_that_cannot_be_sent_does_not_stop_the_others(smtp, officer, approver):
    context = {"old": "a", "new": "b", "by": officer}
    for person in (officer, approver):
        outbox.post(person, "address_changed", cause="x", context=context)
    Message.objects.filter(to=officer).update(subject="two\nlines")
    assert outbox.send_due(timezone.now()) == 1
    assert [message["To"] for message in smtp.received] == [approver.email]


def test_what_failed_too_often_is_told(officer):
    outbox.post(officer, "address_changed", cause="x", context={"old": "a", "new": "b", "by": officer})
    Message.objects.update(attempts=outbox.MOST_ATTEMPTS)
    assert outbox.due(timezone.now()) == []
    assert outbox.given_up().count() == 1
