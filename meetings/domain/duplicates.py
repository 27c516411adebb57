"""two delegates of one meeting --merge--> one delegate, with what was chosen of either

Who may be one person is told with the reason, by name and e-mail address; nobody is merged unseen. The same
person at two meetings is no duplicate: each meeting keeps its own record. Links, answers, changes and
whatever else refers to the row that goes follow to the one that stays.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.folding import fold
from acs_portal.kernel.models import Stale, User
from meetings.domain import approvals, delegations, seats
from meetings.models import Delegate, Meeting

MERGED = acts.verb("delegate.merge", pgettext_lazy("act", "merged a duplicate into the delegate"))

ALIKE = 0.9  # of the letters of two names, where they are told as almost the same
CHOSEN = (
    "role",
    "honorific",
    "given_name",
    "family_name",
    "function_en",
    "function_es",
    "function_fr",
    "email",
    "phone",
    "language",
    "nationality",
    "passport_number",
    "arrives_at",
    "arrives_by",
    "departs_at",
    "departs_by",
    "dietary_needs",
    "access_needs",
    "created_for",
)


class NotTwo(RuleBroken):
    message = _("These are not two delegates of the same meeting.")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two delegates who may be one person, the elder record first, and why."""

    one: Delegate
    two: Delegate
    why: list[str]


def pairs(meeting: Meeting) -> list[Pair]:
    """Who may be registered twice in a meeting; one query."""
    found = Delegate.objects.filter(delegation__meeting=meeting, withdrawn_at=None)
    people = list(found.select_related("delegation__party", "delegation__meeting").order_by("pk"))
    names = {delegate.pk: _name(delegate) for delegate in people}
    alike = [Pair(one, two, reasons(one, two, names)) for one, two in _near(people, names)]
    return [pair for pair in alike if pair.why]


def _near(people: list[Delegate], names: dict[int, str]) -> Iterable[tuple[Delegate, Delegate]]:
    """The pairs worth a look: of one delegation, of one name, of one address."""
    by_key: dict[tuple, list[Delegate]] = {}
    for one in people:
        keys = {("party", one.delegation_id), ("name", names[one.pk])}
        for key in keys | ({("email", one.email.casefold())} if one.email else set()):
            by_key.setdefault(key, []).append(one)
    found = {(a.pk, b.pk): (a, b) for group in by_key.values() for a, b in combinations(group, 2)}
    return [found[key] for key in sorted(found)]


def _name(delegate: Delegate) -> str:
    """The words of a name whatever their order, accents and case."""
    return " ".join(sorted(fold(f"{delegate.given_name} {delegate.family_name}").split()))


def reasons(one: Delegate, two: Delegate, names: dict[int, str] | None = None) -> list[str]:
    """Why two delegates may be one person, in words; none where nothing says so.

    An address alone is none: colleagues share that of their office.
    """
    first, second = (names[row.pk] if names else _name(row) for row in (one, two))
    same_email = bool(one.email) and one.email.casefold() == two.email.casefold()
    found = []
    if first == second:
        found.append(_("the same name"))
    elif difflib.SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE:
        found.append(_("almost the same name"))
    elif same_email and set(first.split()) & set(second.split()):
        found.append(_("a part of the name"))
    if found and same_email:
        found.append(_("the same e-mail address"))
    return found


def elsewhere(delegate: Delegate) -> list[Delegate]:
    """The records of the same name at other meetings, the last first: each stays with its meeting."""
    others = Delegate.objects.filter(delegation__party=delegate.delegation.party_id, withdrawn_at=None)
    others = others.exclude(delegation__meeting=delegate.delegation.meeting_id)
    others = others.select_related("delegation__meeting").order_by("-delegation__meeting__opens_on")
    return [one for one in others if _name(one) == _name(delegate)]


def differing(one: Delegate, two: Delegate) -> list[str]:
    """The columns in which something has to be chosen."""
    return [name for name in CHOSEN if getattr(one, name) != getattr(two, name)]


@transaction.atomic
def merge(
    *,
    meeting: Meeting,
    stays: Delegate,
    goes: Delegate,
    taken: Iterable[str],
    by: User,
    on: datetime,
) -> Delegate:
    """Make one delegate of two: `taken` are the columns that come from the row that goes.

    Both rows are as the page showed them. The last decision on the public list counts, and a seat that
    either had; who gets the one set free gets the private link, too. Raises MeetingClosed, NotTwo,
    DelegateGone, Stale, SecondHead, DelegateAlreadyRegistered.
    """
    delegations.open_for_registration(meeting)
    _guard_two(meeting, stays, goes)
    for row in (stays, goes):
        if delegations.fresh(row).version != row.version:
            raise Stale
    for name in set(taken) & set(CHOSEN):
        setattr(stays, name, getattr(goes, name))
    _join(stays, goes)
    label, left = goes.register_label("en"), goes.delegation
    _follow(stays, goes, by=by, on=on)
    tracking.erase(goes, by=by, on=on)
    delegations.guard(stays)
    before, after = tracking.write(stays, by=by, on=on, touch=True)
    after["merged"] = label
    acts.record(by=by, did=MERGED, to=stays, before=before, after=after, on=on)
    approvals.link_seated(seats.fill(left, by=by, on=on), by=by, on=on)
    return stays


def _guard_two(meeting: Meeting, stays: Delegate, goes: Delegate) -> None:
    if stays.pk == goes.pk or {row.delegation.meeting_id for row in (stays, goes)} != {meeting.pk}:
        raise NotTwo


def _join(stays: Delegate, goes: Delegate) -> None:
    """What nobody chooses: seat, approval, completion, the last word on the public list."""
    if goes.listing_decided_at and (
        not stays.listing_decided_at or goes.listing_decided_at > stays.listing_decided_at
    ):
        stays.is_listed, stays.listing_decided_at = goes.is_listed, goes.listing_decided_at
    stays.completed_at = max(filter(None, (stays.completed_at, goes.completed_at)), default=None)
    if stays.delegation_id == goes.delegation_id and goes.withdrawn_at is None:
        stays.is_new = stays.is_new and goes.is_new
        waits = goes.waitlisted_at if stays.withdrawn_at else stays.waitlisted_at and goes.waitlisted_at
        stays.waitlisted_at = waits
        stays.withdrawn_at = None


def _follow(stays: Delegate, goes: Delegate, *, by: User, on: datetime) -> None:
    """Whatever refers to the row that goes refers to the other; where that has its own, its own counts."""
    for relation in Delegate._meta.related_objects:
        if relation.many_to_many:
            continue  # the rows between both are of no model of ours
        name = relation.field.name
        for row in relation.related_model._base_manager.filter(**{name: goes}):
            setattr(row, name, stays)
            try:
                with transaction.atomic():
                    tracking.write(row, by=by, on=on)
            except IntegrityError:
                tracking.erase(row, by=by, on=on)
