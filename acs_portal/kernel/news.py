"""News: the messages that are not official, which each person takes at once, in a digest, or never.

The link in the foot of a message is a signed token of the account: whoever holds the message may
choose, without logging in (RFC 8058 lets the mail program press it alone).
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .errors import RuleBroken
from .message_kinds import KINDS
from .models import Message, User

HELD = (User.News.DAILY, User.News.WEEKLY)
_signer = Signer(salt="acs_portal.news")


class LinkUnknown(RuleBroken):
    message = _("This link is not known. Open it exactly as it stands in the message.")


def address_of(user: User) -> str:
    """The whole address at which a person unsubscribes from news, for the foot and header of a mail."""
    return settings.SITE_URL + reverse("unsubscribe", args=[_signer.sign(user.pk)])


def person_of(token: str) -> User:
    """The person whose link it is. Raises LinkUnknown for any other token."""
    try:
        return User.objects.get(pk=_signer.unsign(token), is_active=True)
    except (BadSignature, User.DoesNotExist):
        raise LinkUnknown from None


def choose(user: User, choice: str) -> None:
    """Keep how a person takes news; who wants none is not told what still waits to be told.

    What was sent once stays in the outbox, also where somebody had it sent again.
    Raises ValueError for what is not a choice.
    """
    user.news = User.News(choice)
    user.save(update_fields=["news"])
    if user.news == User.News.NEVER:
        waiting = Message.objects.unsent().filter(to=user, kind__in=kinds(), again=0)
        waiting.filter(told=None, claimed_at=None).delete()


def kinds() -> list[str]:
    """The kinds of messages that are news."""
    return [kind.code for kind in KINDS.values() if not kind.is_official]


def is_held_for(user: User, kind: str) -> bool:
    """Whether a message of a kind waits for a person's digest."""
    return user.news in HELD and not KINDS[kind].is_official


def is_unwanted_by(user: User, kind: str) -> bool:
    """Whether a person takes no messages of a kind."""
    return user.news == User.News.NEVER and not KINDS[kind].is_official
