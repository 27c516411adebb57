"""One function per message of the kernel: invitations, addresses, corrigenda, digests."""

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from . import kinds, outbox, releases
from .models import Invitation, Message, Release, User
from .outbox import Mailing
from .texts import best

INVITATION = outbox.kind("invitation", pgettext_lazy("kind of message", "Invitation"), official=True)
ADDRESS_CHANGED = outbox.kind(
    outbox.ADDRESS_CHANGED,
    pgettext_lazy("kind of message", "Change of address"),
    official=True,
    keeps_address=True,
)
CORRIGENDUM_ISSUED = outbox.kind(
    "corrigendum_issued", pgettext_lazy("kind of message", "A document was corrected"), official=True
)
DIGEST = outbox.kind(outbox.DIGEST, pgettext_lazy("kind of message", "Digest of news"), official=False)


def invitation(invited: Invitation, token: str, *, about: dict[str, str]) -> Message:
    """Invite a person to open their account, by a link that is in this message alone."""
    to = invited.user
    return outbox.post(
        to,
        INVITATION,
        cause=f"invitation:{invited.pk}",
        context={
            "path": reverse("invitation", args=[token]),
            "expires_at": invited.expires_at,
            "by": invited.invited_by,
            "about": best(about, "en", to.language).value,
        },
        is_secret=True,
    )


def address_changed(to: User, old: str, *, address: str, by: User, cause: str) -> Message:
    """Tell a person, at one of both addresses, that another one counts from now on."""
    context, which = {"old": old, "new": to.email, "by": by}, "old" if address == old else "new"
    return outbox.post(to, ADDRESS_CHANGED, cause=f"{cause}:{which}", context=context, address=address)


def corrigendum_issued(made: Release, *, page: str, code: str, recipients: list[User]) -> Mailing:
    """Tell people that one language of a document was corrected, and why; once per person and corrigendum.

    `made` may be one that is not issued yet, for a preview; `page` is the name of the address where the
    document is read, `code` its argument.
    """
    context = {
        "made": made,
        "document": kinds.of(made.kind).name,
        "tree": releases.tree_of(made.corrects),
        "page": page,
        "code": code,
    }
    return Mailing(CORRIGENDUM_ISSUED, f"corrigendum_issued:{made.pk}", context, recipients)


def digest(to: User, messages: list[Message]) -> Message | None:
    """Tell a person all their news in one message; `messages` are in the order they were written."""
    cause = f"digest:{messages[-1].pk}"
    for message in messages:
        message.speak(to.language)
    return outbox.post(to, DIGEST, cause=cause, context={"messages": messages, "count": len(messages)})
