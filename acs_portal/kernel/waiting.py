"""What waits for a person: the apps answer tasks, the first page after login composes them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .access import can
from .models import Message, User


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for a person: what to do, about what, where, until when, is it late."""

    title: str
    detail: str
    url: str
    due: date | None = None
    urgent: bool = False


def in_outbox(user: User) -> list[Task]:
    """For whoever looks after the messages: people who can't be reached, messages given up."""
    if not can(user, "message.read"):
        return []
    return [task for task in (_unreachable(), _given_up()) if task]


def _unreachable() -> Task | None:
    people = list(
        User.objects.filter(is_active=True).exclude(unreachable_since=None).values_list("name", flat=True)
    )
    title = ngettext(
        "%(count)s person can't be reached by e-mail",
        "%(count)s people can't be reached by e-mail",
        len(people),
    ) % {"count": len(people)}
    detail = ", ".join(people[:5]) + ("…" if len(people) > 5 else "")
    url = f"{reverse('messages')}?folder=unreachable"
    return Task(title, detail, url, urgent=True) if people else None


def _given_up() -> Task | None:
    count = Message.objects.given_up().count()
    title = ngettext("%(count)s message could not be sent", "%(count)s messages could not be sent", count) % {
        "count": count
    }
    detail = _("They failed too often and are not tried any more. Look at the reason, then send them again.")
    return Task(title, detail, f"{reverse('messages')}?folder=given_up", urgent=True) if count else None
