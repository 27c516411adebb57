"""The Message-ID of what we send: it leads from a bounce to its message, and nobody else can make one."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import Signer

from .models import Message

PATTERN = re.compile(r"<acs\.(\d+)\.(\d+)\.([\w-]+)@[\w.:\[\]-]+>")
_signer = Signer(salt="acs_portal.message")


def message_id(message: Message) -> str:
    """The Message-ID of a message: the same for each attempt, another when it is sent again by hand."""
    name = f"{message.pk}.{message.again}"
    host = urlsplit(settings.SITE_URL).hostname
    return f"<acs.{name}.{_signer.signature(name)}@{host}>"


def messages_in(text: str) -> list[tuple[int, int]]:
    """(id of the message, times sent again) for each Message-ID of ours in a text, in its order."""
    found = {}
    for pk, again, signature in PATTERN.findall(text):
        if _signer.signature(f"{pk}.{again}") == signature:
            found[int(pk), int(again)] = None
    return list(found)
