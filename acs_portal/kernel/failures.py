"""Why a message was not sent, said so that a person knows what to do."""

import re

from django.utils.translation import gettext as _

from .models import Message

PASSING = re.compile(r"\(?4\d\d\b")
FOR_GOOD = re.compile(r"\(?5(\d\d|\.\d)")
NO_ANSWER = re.compile(r"refused|timed out|unreachable|closed|not known|resolution|reset", re.IGNORECASE)


def in_plain_words(message: Message) -> str:
    """The reason of the last failure in the language in force; "" when there was none."""
    error = message.last_error
    if not error:
        return ""
    if PASSING.match(error):
        return _("The mail server asks to try later.")
    if FOR_GOOD.match(error):
        return _("The mail server refuses this address or this message.")
    if NO_ANSWER.search(error):
        return _("The mail server does not answer.")
    return _("The message could not be handed to the mail server.")
