"""What waits for a person: the apps answer tasks, the first page after login composes them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
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
    invitation for a week, messages given up, erasures to confirm; one query."""
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
            erasures=_prepared_by(user),
        )
        .filter(Q(unsent__gt=0) | Q(is_lost=True) | Q(is_awaited=True) | Q(erasures__gt=0))
        .values("name", "unsent", "is_lost", "is_awaited", "erasures")
    )
    tasks = [
        _unreachable([one["name"] for one in found if one["is_lost"]]),
        _given_up(sum(one["unsent"] for one in found)),
        _awaited([one["name"] for one in found if one["is_awaited"]]),
        _to_erase(sum(one["erasures"] for one in found), [one["name"] for one in found if one["erasures"]]),
    ]
    return [task for task in tasks if task]


def _prepared_by(user: User):
    """How many erasures that wait for this reader each account prepared; none for who may not confirm."""
    state = DataRequest.State.PREPARED
    prepared = DataRequest.objects.filter(prepared_by=OuterRef("pk"), state=state).exclude(prepared_by=user)
    if not can(user, "person.erase"):
        prepared = prepared.none()
    counted = prepared.order_by().values("prepared_by").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


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


def _to_erase(count: int, people: list[str]) -> Task | None:
    title = ngettext(
        "Confirm or refuse %(count)s erasure of the data on a person",
        "Confirm or refuse %(count)s erasures of the data on persons",
        count,
    ) % {"count": count}
    detail = _("Prepared by %(names)s") % {"names": first(people)}
    return Task(title, detail, reverse("person_data"), urgent=True) if count else None


def first(names: list[str]) -> str:
    """The first of some names, and that there are more."""
    return ", ".join(names[:5]) + ("…" if len(names) > 5 else "")
