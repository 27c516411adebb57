"""none --give--> badge --replace--> badge with another code; the QR code of the earlier one finds nobody

What a badge said when it was printed is kept as a hash, so that only new and changed ones are printed
again.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.models import User
from meetings.domain.meetings import locked
from meetings.models import Badge, Delegate
from meetings.models.door import new_token

REPLACED = acts.verb("badge.replace", pgettext_lazy("act", "had a new badge made for the delegate"))


def give(delegates: Iterable[Delegate]) -> dict[int, Badge]:
    """The badges of delegates by the id of the delegate; who has none gets one. Two queries, or three."""
    wanted = {delegate.pk: delegate for delegate in delegates}
    there = set(Badge.objects.filter(delegate__in=wanted).values_list("delegate", flat=True))
    fresh = [Badge(delegate=delegate) for pk, delegate in wanted.items() if pk not in there]
    Badge.objects.bulk_create(fresh, ignore_conflicts=True)  # somebody else may give them at this moment
    return {badge.delegate_id: badge for badge in Badge.objects.filter(delegate__in=wanted)}


def says(delegate: Delegate) -> str:
    """What the badge of a delegate says by now, as a hash; its delegation and party are at hand."""
    functions = (delegate.function_en, delegate.function_es, delegate.function_fr)
    said = (delegate.full_name, delegate.role, *functions, delegate.delegation.party.code)
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


def is_current(badge: Badge | None, delegate: Delegate) -> bool:
    """Whether a badge was printed, and says what it would say now."""
    return badge is not None and badge.printed_at is not None and badge.printed_as == says(delegate)


def note_printed(badges: dict[int, Badge], delegates: Iterable[Delegate], *, on: datetime) -> None:
    """Keep that these badges were printed, and what they say."""
    printed = []
    for delegate in delegates:
        badge = badges[delegate.pk]
        badge.printed_at, badge.printed_as = on, says(delegate)
        printed.append(badge)
    Badge.objects.bulk_update(printed, ["printed_at", "printed_as"], batch_size=200)


@transaction.atomic
def replace(*, delegate: Delegate, by: User, on: datetime) -> Badge:
    """A badge was lost: its code finds nobody from now on, and a new one waits for the next print."""
    locked(delegate.delegation.meeting)
    badge, _created = Badge.objects.get_or_create(delegate=delegate)
    badge.token, badge.printed_at, badge.printed_as = new_token(), None, ""
    badge.save()
    acts.record(by=by, did=REPLACED, to=delegate, on=on)
    return badge
