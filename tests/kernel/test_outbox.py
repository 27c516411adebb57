from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from acs_portal.kernel import accounts, outbox
from acs_portal.kernel.models import Act, Invitation, Message, User

pytestmark = pytest.mark.django_db


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


def tell(person, by, cause="x"):
    """An official message, written and still to be sent."""
    return outbox.post(person, "address_changed", cause=cause, context={"old": "a", "new": "b", "by": by})


def test_a_kind_that_nobody_declared_is_refused(officer):
    with pytest.raises(KeyError):
        outbox.post(officer, "no_such_message", cause="x", context={})
    assert not Message.objects.exists()


def test_each_attempt_and_no_other_message_carries_the_same_id(smtp, officer, approver):
    one, other = tell(officer, officer), tell(approver, officer)
    outbox.send_message(one.pk)
    Message.objects.filter(pk=one.pk).update(sent_at=None, claimed_at=None)  # the note of it was lost
    outbox.send_message(one.pk)
    outbox.send_message(other.pk)
    first, second, third = (mail["Message-ID"] for mail in smtp.received)
    assert (first == second, first == third) == (True, False)


def test_a_claim_of_a_sender_that_died_is_taken_again(smtp, officer):
    message = tell(officer, officer)
    Message.objects.update(claimed_at=timezone.now() - outbox.CLAIM + timedelta(minutes=1))
    assert (outbox.send_message(message.pk), outbox.due(timezone.now())) == (False, [])
    Message.objects.update(claimed_at=timezone.now() - outbox.CLAIM - timedelta(minutes=1))
    assert (outbox.due(timezone.now()), outbox.send_message(message.pk)) == ([message.pk], True)


def test_a_server_that_does_not_answer_is_asked_once_in_a_run(smtp, officer, approver):
    tell(officer, officer), tell(approver, officer)
    smtp.die()
    assert outbox.send_due(timezone.now()) == 0
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 1]


def test_a_server_that_is_down_for_a_day_loses_nothing(smtp, officer, time_machine):
    time_machine.move_to("2026-03-01 12:00Z", tick=False)
    tell(officer, officer)
    smtp.answer = "451 try later"
    for _minute in range(24 * 60):
        outbox.send_due(timezone.now())
        time_machine.shift(60)
    smtp.answer = "250 OK"
    attempts = Message.objects.get().attempts
    assert (attempts, outbox.given_up().count()) == (11, 0)
    time_machine.shift(24 * 3600)
    assert outbox.send_due(timezone.now()) == 1


class TestSendAgain:
    def test_it_goes_out_once_more_as_another_mail_and_the_register_says_so(
        self, smtp, officer, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            message = tell(officer, officer)
        with django_capture_on_commit_callbacks(execute=True):
            outbox.send_again(message=message, by=officer, on=timezone.now())
        first, second = smtp.received
        assert first.get_body(("plain",)).get_content() == second.get_body(("plain",)).get_content()
        assert first["Message-ID"] != second["Message-ID"]
        act = Act.objects.get(did="message.resend")
        assert act.to_label["en"] == f"Change of address, no. {message.pk}"

    def test_what_was_given_up_is_tried_at_once(self, smtp, officer, django_capture_on_commit_callbacks):
        message = tell(officer, officer)
        Message.objects.update(
            attempts=outbox.MOST_ATTEMPTS, last_error="451 later", failed_at=timezone.now()
        )
        with django_capture_on_commit_callbacks(execute=True):
            outbox.send_again(message=message, by=officer, on=timezone.now())
        message.refresh_from_db()
        assert (len(smtp.received), message.last_error, message.attempts) == (1, "", 1)

    def test_a_secret_that_was_sent_is_gone(self, smtp, invited, officer, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            accounts.invite(invited, by=officer, on=timezone.now())
        with pytest.raises(outbox.WordsForgotten):
            outbox.send_again(message=Message.objects.get(), by=officer, on=timezone.now())

    def test_what_is_being_sent_is_left_alone(self, officer):
        message = tell(officer, officer)
        Message.objects.update(claimed_at=timezone.now())
        with pytest.raises(outbox.BeingSent):
            outbox.send_again(message=message, by=officer, on=timezone.now())

    def test_a_part_of_a_digest_is_not_sent_alone(self, officer):
        message = tell(officer, officer)
        Message.objects.update(is_held=True)
        with pytest.raises(outbox.InDigest):
            outbox.send_again(message=message, by=officer, on=timezone.now())


class TestMailing:
    def mailing(self, by, people):
        context = {"old": "a", "new": "b", "by": by}
        return outbox.Mailing("address_changed", "mailing", context, people)

    def test_is_looked_at_by_language_as_it_will_read(self, officer, mexico, haiti):
        mailing = self.mailing(officer, [mexico, officer, haiti])
        assert mailing.by_language() == [("en", [officer]), ("es", [mexico]), ("fr", [haiti])]
        sample = mailing.sample("fr")
        mailing.send()
        sent = Message.objects.get(to=haiti)
        assert (sent.subject, sent.text) == (sample.subject, sample.text)
        assert Message.objects.count() == 3

    def test_other_people_another_address_or_language_are_noticed(self, officer, mexico, haiti):
        told = self.mailing(officer, [mexico]).fingerprint
        self.mailing(officer, [mexico]).check(told)
        self.mailing(officer, [haiti]).check("")
        with pytest.raises(outbox.RecipientsChanged):
            self.mailing(officer, [mexico, haiti]).check(told)
        mexico.language = "fr"
        with pytest.raises(outbox.RecipientsChanged):
            self.mailing(officer, [mexico]).check(told)

    def test_the_order_of_the_people_does_not_matter(self, officer, mexico, haiti):
        one, other = self.mailing(officer, [mexico, haiti]), self.mailing(officer, [haiti, mexico])
        assert one.fingerprint == other.fingerprint


def test_nothing_is_written_to_a_closed_account(officer, invited):
    invited.is_active = False
    invited.save()
    assert tell(invited, officer) is None
    assert not Message.objects.exists()


def test_a_message_sent_again_is_tried_for_days_though_it_was_written_long_ago(smtp, invited, officer):
    message, now = tell(invited, officer), timezone.now()
    long_ago = now - timedelta(days=5)
    Message.objects.update(created_at=long_ago, sent_at=long_ago)
    message = outbox.send_again(message=message, by=officer, on=now)
    assert outbox.next_attempt(message) <= now
    Message.objects.update(attempts=12, failed_at=now)
    assert outbox.next_attempt(Message.objects.get()) == now + timedelta(minutes=2**11)


def test_a_message_sent_again_goes_to_the_address_of_today(invited, officer):
    message = outbox.post(invited, "digest", cause="x", context={"messages": [], "count": 0})
    Message.objects.update(sent_at=timezone.now())
    User.objects.filter(pk=invited.pk).update(email="new@example.org")
    assert outbox.send_again(message=message, by=officer, on=timezone.now()).address == "new@example.org"


def test_the_old_address_that_was_told_of_the_new_is_told_again(invited, officer):
    context = {"old": "old@example.org", "new": "b", "by": officer}
    message = outbox.post(invited, "address_changed", cause="x", context=context, address="old@example.org")
    assert outbox.send_again(message=message, by=officer, on=timezone.now()).address == "old@example.org"


def test_nothing_is_sent_again_to_a_closed_account(invited, officer):
    message = tell(invited, officer)
    User.objects.filter(pk=invited.pk).update(is_active=False)
    with pytest.raises(outbox.AccountClosed):
        outbox.send_again(message=message, by=officer, on=timezone.now())


def test_other_words_than_those_in_sight_are_refused(officer, invited):
    def mailing(old):
        context = {"old": old, "new": "b", "by": officer}
        return outbox.Mailing("address_changed", "x", context, [invited])

    mailing("seen").check(mailing("seen").fingerprint)
    with pytest.raises(outbox.RecipientsChanged):
        mailing("unseen").check(mailing("seen").fingerprint)
