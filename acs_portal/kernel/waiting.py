"""What waits for a person: the apps answer tasks, the first page after login composes them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .access import can
from .models import DataRequest, Invitation, Message, User


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for a person: what to do, about what, where, until when, is it late."""

    title: str
    detail: str
    url: str
    due: date | None = None
    urgent: bool = False


def of_accounts(user: User, *, on: datetime) -> list[Task]:
    """For whoever looks after accounts and messages: people who can't be reached or have not taken their
    invitation for a week, messages given up; one query."""
    if not can(user, "message.read"):
        return []
    given_up = Message.objects.given_up().filter(to=OuterRef("pk")).order_by().values("to")
    of_a_week = Invitation.objects.filter(user=OuterRef("pk"), created_at__lt=on - timedelta(days=7))
    found = list(
        User.objects.annotate(
            unsent=Coalesce(Subquery(given_up.annotate(count=Count("pk")).values("count")), 0),
            is_lost=Q(unreachable_since__isnull=False, is_active=True),
            is_awaited=Q(Exists(of_a_week.filter(accepted_at=None)))
            & ~Q(Exists(Invitation.objects.filter(user=OuterRef("pk"), accepted_at__isnull=False)))
            & Q(is_active=True, last_login=None),
        )
        .filter(Q(unsent__gt=0) | Q(is_lost=True) | Q(is_awaited=True))
        .values_list("name", "unsent", "is_lost", "is_awaited")
    )
    tasks = [
        _unreachable([name for name, _unsent, is_lost, _is_awaited in found if is_lost]),
        _given_up(sum(unsent for _name, unsent, _is_lost, _is_awaited in found)),
        _awaited([name for name, _unsent, _is_lost, is_awaited in found if is_awaited]),
    ]
    return [task for task in tasks if task]


def of_data_requests(user: User) -> list[Task]:
    """The erasures that somebody else prepared, for whoever may confirm them; one query."""
    if not can(user, "person.erase"):
        return []
    prepared = DataRequest.objects.filter(state=DataRequest.State.PREPARED).exclude(prepared_by=user)
    return [
        Task(
            _("Confirm or refuse the erasure of the data on a person"),
            _("Prepared by %(name)s") % {"name": request.prepared_by.name},
            request.get_absolute_url(),
        )
        for request in prepared.select_related("prepared_by")
    ]


def _unreachable(people: list[str]) -> Task | None:
    title = ngettext(
        "%(count)s person can't be reached by e-mail",
        "%(count)s people can't be reached by e-mail",
        len(people),
    ) % {"count": len(people)}
    url = f"{reverse('messages')}?folder=unreachable"
    return Task(title, first(people), url, urgent=True) if people else None


def _given_up(count: int) -> Task | None:
    title = ngettext("%(count)s message could not be sent", "%(count)s messages could not be sent", count) % {
        "count": count
    }
    detail = _("They failed too often and are not tried any more. Look at the reason, then send them again.")
    return Task(title, detail, f"{reverse('messages')}?folder=given_up", urgent=True) if count else None


def _awaited(people: list[str]) -> Task | None:
    title = ngettext(
        "%(count)s invitation has not been taken for a week",
        "%(count)s invitations have not been taken for a week",
        len(people),
    ) % {"count": len(people)}
    return Task(title, first(people), reverse("admin:kernel_invitation_changelist")) if people else None


def first(names: list[str]) -> str:
    """The first of some names, and that there are more."""
    return ", ".join(names[:5]) + ("…" if len(names) > 5 else "")
