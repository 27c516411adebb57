"""The designations that come in, to read: which wait for whom, which are late, which lapse soon.

What was filed by a party is looked after by whoever holds its post of primary focal point on the day:
a handover takes it along.
"""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from acs_portal.kernel.dates import official_day
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import User

from ..models import Designation, Party, Post

State = Designation.State
REVIEW_DAYS = 14  # in which the Secretariat means to decide
REMIND_DAYS = 7  # before a returned designation lapses
OPEN, ALL = "open", "all"
STORED = [state for state in State if state not in (State.TO_COME, State.ENDED)]
SORTS = {"filed": ("filed_at", "pk"), "state": ("state", "filed_at", "pk")}


def found(*, state: str = OPEN, words: str = "", sort: str = "filed", language: str) -> QuerySet:
    """The designations of a state (OPEN: to be decided, ALL) that say `words`, sorted."""
    rows = Designation.objects.select_related("post__party", "post__theme", "person", "filed_by")
    if state == OPEN:
        rows = rows.pending()
    elif state != ALL:
        rows = rows.filter(state=state)
    for word in words.split():
        rows = rows.filter(_says(word))
    by_party = (f"post__party__sort_{language}", "filed_at", "pk")
    return rows.order_by(*SORTS.get(sort, by_party))


def _says(word: str) -> Q:
    said = Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(reference__icontains=word)
    said |= Q(post__party__code__iexact=word)
    for code in CODES:
        said |= Q(**{f"post__party__name_{code}__icontains": word})
    return said


def of_party(party: Party, *, filed_by_party: bool) -> QuerySet:
    """The designations of a party, the newest filing first; with `filed_by_party` its own filings alone."""
    rows = Designation.objects.filter(post__party=party)
    if filed_by_party:
        rows = rows.filter(is_filed_by_party=True)
    return rows.select_related("post__party", "post__theme", "person").order_by("-filed_at", "-pk")


def is_late(designation: Designation, today: date) -> bool:
    """Whether the Secretariat has not decided in REVIEW_DAYS, or the filer has not completed in time."""
    if designation.state == State.RETURNED:
        return designation.complete_by < today
    return designation.is_pending and due_on(designation) < today


def due_on(designation: Designation) -> date:
    """The day by which a pending designation is to be moved on."""
    if designation.complete_by:
        return designation.complete_by
    return official_day(designation.filed_at) + timedelta(days=REVIEW_DAYS)


def to_remind(on: datetime) -> list[tuple[Designation, list[User]]]:
    """What lapses within REMIND_DAYS if nobody completes it, with the persons to remind of it.

    The day is `designation.complete_by`.
    """
    today = official_day(on)
    soon = Designation.objects.filter(state=State.RETURNED, complete_by__gte=today)
    soon = soon.filter(complete_by__lte=today + timedelta(days=REMIND_DAYS))
    return [(one, filers(one, today)) for one in soon.select_related("post__party", "post__theme")]


def filers(designation: Designation, day: date) -> list[User]:
    """Who looks after a filing on a day: the primary focal point of the party that filed it."""
    if not designation.is_filed_by_party:
        return []
    holding = Designation.objects.in_force_on(day).filter(
        post__party=designation.post.party_id, post__kind=Post.Kind.PRIMARY
    )
    return list(User.objects.filter(person__designations__in=holding, is_active=True).distinct())
