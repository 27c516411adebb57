"""What was on record at the end of a day: the posts and designations as the portal knew them then.

A correction made later does not change what was on record before it. History begins with the first
state that was kept; of the time before, nothing is on record. Contact data is never on record.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min, Model

from acs_portal.kernel.dates import official_day

from ..models import Designation, Party, Post, PriorityArea


def end_of(day: date) -> datetime:
    """The moment at which a day ends at the seat of the Secretariat."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(settings.TIME_ZONE))


def begins() -> date | None:
    """The first day of which something is on record; None before the first designation; one query."""
    first = Designation.history.aggregate(first=Min("history_date"))["first"]
    return official_day(first) if first else None


def posts_and_designations(
    known: date | None, party: Party | None = None
) -> tuple[list[Post], list[Designation]]:
    """The posts and the validated designations, from the oldest, as on record on `known`; None: now.

    Two queries now, three for a day of the past; designations of the past carry no person.
    """
    if known is not None:
        return _then(end_of(known), party)
    posts = Post.objects.select_related("theme")
    designations = Designation.objects.filter(state=Designation.State.IN_FORCE)
    if party:
        posts, designations = posts.filter(party=party), designations.filter(post__party=party)
    designations = designations.select_related("person__user", "letter", "channel")
    return list(posts), list(designations.order_by("starts", "pk"))


def _then(moment: datetime, party: Party | None) -> tuple[list[Post], list[Designation]]:
    themes = {theme.pk: theme for theme in PriorityArea.objects.all()}
    posts = {post.pk: post for post in _states(Post, moment) if not party or post.party_id == party.pk}
    for post in posts.values():
        post.theme = themes.get(post.theme_id)
    designations = [one for one in _states(Designation, moment) if one.has_counted and one.post_id in posts]
    for designation in designations:
        designation.post = posts[designation.post_id]
    return list(posts.values()), sorted(designations, key=lambda one: (one.starts, one.pk))


def _states(model: type[Model], moment: datetime) -> Iterable[Model]:
    """The rows of a tracked model as they were at a moment; one query."""
    kept = model.history.filter(history_date__lt=moment).order_by("history_date", "history_id")
    last = {state.id: state for state in kept}
    return [state.instance for state in last.values() if state.history_type != "-"]
