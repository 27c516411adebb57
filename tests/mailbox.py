"""A real SMTP server for the tests: it keeps what it is given, refuses, waits, or dies."""

import asyncio
import email
import socket
from contextlib import contextmanager
from email import policy

import pytest
from aiosmtpd.controller import Controller


class Mailbox:
    """What a mail server got, and how it answers: `answer` to all mail, `refused` to single addresses."""

    def __init__(self):
        self.received = []
        self.answer, self.alive = "250 OK", True
        self.refused: dict[str, str] = {}
        self.slow: dict[str, float] = {}
        self.asked: list[str] = []
        self.port = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked.append(address)
        await asyncio.sleep(self.slow.get(address, 0))
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.received.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return self.answer

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address: str) -> list:
        """The mails that an address got."""
        return [mail for mail in self.received if mail["To"] == address]


@contextmanager
def mail_server():
    """A running server until the block ends."""
    mailbox = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mailbox.port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    server.start()

    def die():
        mailbox.alive = False
        server.stop()

    mailbox.die = die
    yield mailbox
    if mailbox.alive:
        server.stop()


@pytest.fixture
def smtp(settings):
    """The mail server to which the portal of the test sends."""
    with mail_server() as mailbox:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": mailbox.port, "timeout": 5},
            }
        }
        yield mailbox
