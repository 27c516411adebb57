"""Digests: the news that a person takes once a day or once a week, told in one message, each thing once.

A digest is due at 07:00 in the person's time zone, a weekly one on Monday. Whoever changes to *at once*
is told what was held without delay.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from . import notifications
from .models import Message, User

AT = time(7)


def slot(user: User, now: datetime) -> datetime:
    """The last moment at or before `now` at which a person's digest was due."""
    if user.news == User.News.NOW:
        return now
    zone, weekly = ZoneInfo(user.time_zone), user.news == User.News.WEEKLY
    day = now.astimezone(zone).date()
    day -= timedelta(days=day.weekday() if weekly else 0)
    moment = datetime.combine(day, AT, zone)
    return moment if moment <= now else datetime.combine(day - timedelta(days=7 if weekly else 1), AT, zone)


def due(now: datetime) -> list[tuple[User, list[Message]]]:
    """(person, the news to tell) for each digest that is due at `now`."""
    held: dict[User, list[Message]] = {}
    for message in _held().select_related("to").defer("text", "html", "versions"):
        if message.created_at <= slot(message.to, now):
            held.setdefault(message.to, []).append(message)
    return list(held.items())


def tell(now: datetime) -> int:
    """Write the digests that are due; answers how many. Safe to run beside itself."""
    return sum(_tell(person, now) for person, _messages in due(now))


@transaction.atomic
def _tell(person: User, now: datetime) -> bool:
    """Write one digest, unless another run has just done so: the person's row is locked meanwhile."""
    person = User.objects.select_for_update().get(pk=person.pk)
    messages = list(_held().filter(to=person, created_at__lte=slot(person, now)))
    digest = notifications.digest(person, messages) if messages else None
    if digest is None:
        return False
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(told_in=digest)
    return True


def _held():
    return Message.objects.filter(is_held=True, told_in=None).order_by("id")
