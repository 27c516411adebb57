"""Addresses that refuse mail for good: told by the mail server, and by mail that comes back."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from acs_portal.kernel import accounts, bounces, outbox, postmark
from acs_portal.kernel.models import Message, User

pytestmark = pytest.mark.django_db
GONE = "550 5.1.1 No such user here"
LATER = timedelta(minutes=5)


def tell(person, cause="x", **more) -> Message:
    context = {"old": "a", "new": "b", "by": person}
    return outbox.post(person, "address_changed", cause=cause, context=context, **more)


def bounce(
    message: Message, *, status="5.1.1", address="", message_id="", kind="text/rfc822-headers"
) -> bytes:
    """A delivery status notification (RFC 3464) as mail servers write it."""
    original = (
        f"From: portal@acs.example\r\nTo: {message.address}\r\n"
        f"Message-ID: {message_id or postmark.message_id(message)}\r\nSubject: x\r\n"
    )
    action = "delayed" if status.startswith("4") else "failed"
    return f"""\
From: MAILER-DAEMON@mail.example\r
To: portal@acs.example\r
Subject: Undelivered Mail Returned to Sender\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain; charset=us-ascii\r
\r
Your message could not be delivered.\r
\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mail.example\r
Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0000\r
\r
Final-Recipient: rfc822; {address or message.address}\r
Action: {action}\r
Status: {status}\r
Diagnostic-Code: smtp; 550 {status} The account\r
 does not exist\r
\r
--b\r
Content-Type: {kind}\r
\r
{original}\r
{"The words." if kind == "message/rfc822" else ""}\r
--b--\r
""".encode()


@pytest.fixture
def sent(smtp, officer) -> Message:
    """A message that the mail server took."""
    message = tell(officer)
    outbox.send_message(message.pk)
    message.refresh_from_db()
    return message


class TestInTheConversation:
    def test_a_refusal_for_good_marks_the_address_and_nothing_is_tried_on(self, smtp, officer):
        smtp.refused[officer.email] = GONE
        message = tell(officer)
        assert outbox.send_due(timezone.now()) == 0
        officer.refresh_from_db()
        assert officer.unreachable_since is not None
        assert officer.unreachable_why == GONE
        tell(officer, cause="another")
        for hours in (1, 24, 240):
            assert outbox.send_due(timezone.now() + timedelta(hours=hours)) == 0
        assert smtp.asked == [officer.email]
        assert Message.objects.unreachable().count() == 2
        assert Message.objects.get(pk=message.pk).last_error == GONE

    @pytest.mark.parametrize(
        "answer",
        [
            "450 4.2.1 Mailbox busy",
            "451 try later",
            "452 4.2.2 Mailbox full",
            "554 5.7.1 Relay access denied",
        ],
    )
    def test_a_passing_failure_or_a_refusal_of_us_never_does(self, smtp, officer, answer):
        smtp.refused[officer.email] = answer
        tell(officer)
        outbox.send_due(timezone.now())
        officer.refresh_from_db()
        assert officer.unreachable_since is None
        smtp.refused.clear()
        assert outbox.send_due(timezone.now() + LATER) == 1

    def test_the_address_of_another_is_not_held_up(self, smtp, officer, approver):
        smtp.refused[officer.email] = GONE
        tell(officer)
        tell(approver)
        assert outbox.send_due(timezone.now()) == 1
        assert len(smtp.to(approver.email)) == 1

    def test_a_refusal_of_an_address_that_is_no_more_the_persons_marks_nobody(self, smtp, officer):
        smtp.refused["old@example.org"] = GONE
        tell(officer, address="old@example.org")
        outbox.send_due(timezone.now())
        officer.refresh_from_db()
        assert (officer.unreachable_since, outbox.given_up().count()) == (None, 1)


class TestTheWayBack:
    def test_another_address_takes_the_mark_away_and_gets_what_was_kept(self, smtp, officer, administrator):
        smtp.refused[officer.email] = GONE
        tell(officer)
        outbox.send_due(timezone.now())
        account = User.objects.get(pk=officer.pk)
        account.email = "new@example.org"
        accounts.save(account=account, by=administrator, on=timezone.now())
        outbox.send_due(timezone.now() + LATER)
        account.refresh_from_db()
        assert (account.unreachable_since, account.unreachable_why) == (None, "")
        assert len(smtp.to("new@example.org")) == 2  # what was kept, and that the address has changed

    def test_sent_again_with_success_the_others_follow(
        self, smtp, officer, django_capture_on_commit_callbacks
    ):
        smtp.refused[officer.email] = GONE
        kept = [tell(officer, cause=cause) for cause in "ab"]
        outbox.send_due(timezone.now())
        smtp.refused.clear()
        with django_capture_on_commit_callbacks(execute=True):
            outbox.send_again(message=kept[0], by=officer, on=timezone.now())
        officer.refresh_from_db()
        assert (officer.unreachable_since, len(smtp.received)) == (None, 1)
        assert outbox.send_due(timezone.now() + LATER) == 1

    def test_sent_again_in_vain_the_mark_stays(self, smtp, officer, django_capture_on_commit_callbacks):
        smtp.refused[officer.email] = GONE
        message = tell(officer)
        outbox.send_due(timezone.now())
        with django_capture_on_commit_callbacks(execute=True):
            outbox.send_again(message=message, by=officer, on=timezone.now())
        officer.refresh_from_db()
        assert (officer.unreachable_since is not None, smtp.received) == (True, [])


class TestMailThatComesBack:
    @pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
    def test_a_notification_of_a_failure_marks_the_address_and_the_message_is_kept(self, sent, kind):
        assert bounces.read(bounce(sent, kind=kind), on=timezone.now()) == [sent]
        sent.refresh_from_db()
        assert sent.to.unreachable_since is not None
        assert sent.to.unreachable_why == "5.1.1 550 5.1.1 The account does not exist"
        assert sent.sent_at is None
        assert list(Message.objects.unreachable()) == [sent]

    @pytest.mark.parametrize("status", ["4.2.2", "4.4.1", "2.0.0", "2.1.5"])
    def test_a_delay_or_a_success_never_does(self, sent, status):
        assert bounces.read(bounce(sent, status=status), on=timezone.now()) == []
        sent.refresh_from_db()
        assert (sent.to.unreachable_since, sent.sent_at is None) == (None, False)

    @pytest.mark.parametrize(
        "forged",
        [
            {"message_id": "<acs.1.0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA@127.0.0.1>"},
            {"message_id": "<something@else.example>"},
            {"address": "somebody.else@example.org"},
        ],
    )
    def test_what_is_not_about_our_mail_to_that_address_is_left_alone(self, sent, forged):
        assert bounces.read(bounce(sent, **forged), on=timezone.now()) == []
        sent.to.refresh_from_db()
        assert sent.to.unreachable_since is None

    def test_the_capitals_of_an_address_do_not_matter(self, sent):
        assert bounces.read(bounce(sent, address=sent.address.upper()), on=timezone.now()) == [sent]

    def test_an_answer_of_a_person_is_no_notification(self, sent):
        headers = f"From: {sent.address}\r\nIn-Reply-To: {postmark.message_id(sent)}"
        reply = f"{headers}\r\n\r\nI am away. Status: 5.1.1\r\n"
        assert bounces.read(reply.encode(), on=timezone.now()) == []

    def test_nonsense_is_read_in_peace(self):
        for raw in (b"", b"\xff\xfe\x00", b"Content-Type: multipart/report\r\n\r\nhalf"):
            assert bounces.read(raw, on=timezone.now()) == []

    def test_an_old_notification_says_nothing_about_a_message_sent_again(
        self, sent, django_capture_on_commit_callbacks
    ):
        old = bounce(sent)
        with django_capture_on_commit_callbacks(execute=True):
            outbox.send_again(message=sent, by=sent.to, on=timezone.now())
        assert bounces.read(old, on=timezone.now()) == []

    def test_a_secret_that_came_back_stays_as_it_is(self, smtp, officer):
        user = User.objects.create_user("new@example.org", name="New")
        invited = accounts.invite(user, by=officer, on=timezone.now())
        message = Message.objects.get(cause=f"invitation:{invited.pk}")
        outbox.send_message(message.pk)
        assert bounces.read(bounce(message), on=timezone.now()) == [message]
        message.refresh_from_db()
        assert (message.text, message.sent_at is None) == ("", False)
        assert message.to.unreachable_since is not None


class TestTheCommand:
    def test_reads_one_mail_from_its_input(self, sent, monkeypatch):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(bounce(sent))))
        out = io.StringIO()
        call_command("read_bounces", stdout=out)
        assert out.getvalue().startswith(f"{sent.address}: 5.1.1")

    def test_reads_a_folder_once(self, sent, tmp_path):
        (tmp_path / "1.eml").write_bytes(bounce(sent))
        (tmp_path / "2.eml").write_bytes(b"Subject: hello\r\n\r\nhello")
        for expected in (1, 0):
            out = io.StringIO()
            call_command("read_bounces", str(tmp_path), stdout=out)
            assert len(out.getvalue().splitlines()) == expected
        assert sorted(file.name for file in tmp_path.iterdir()) == ["1.eml.read", "2.eml.read"]

    def test_says_that_there_is_no_such_folder(self, tmp_path):
        with pytest.raises(CommandError, match="is not a folder"):
            call_command("read_bounces", str(tmp_path / "none"))


def test_what_was_kept_for_an_address_that_takes_mail_again_has_all_its_attempts(smtp, officer):
    kept = tell(officer, "kept")
    Message.objects.filter(pk=kept.pk).update(attempts=12, failed_at=timezone.now())
    User.objects.filter(pk=officer.pk).update(unreachable_since=timezone.now(), unreachable_why=GONE)
    assert outbox.send_message(tell(officer, "asked").pk)
    kept.refresh_from_db()
    assert (kept.attempts, kept.failed_at) == (0, None)
