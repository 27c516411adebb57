"""Who holds a post on a day, as accounts to which messages go. Reads only."""

from datetime import date

from acs_portal.kernel.models import User

from ..models import Designation, Party, Post


def primary(day: date, *, members_only: bool = False) -> list[User]:
    """The accounts of the primary focal points in office on a day; of members alone where asked."""
    held = _held(day).filter(post__kind=Post.Kind.PRIMARY)
    if members_only:
        held = held.filter(post__party__kind__in=Party.MEMBERS)
    return list(User.objects.filter(person__designations__in=held).distinct())


def primary_of(party: Party, day: date) -> list[User]:
    """The accounts of the primary focal point of one party in office on a day."""
    held = _held(day).filter(post__kind=Post.Kind.PRIMARY, post__party=party)
    return list(User.objects.filter(person__designations__in=held).distinct())


def primary_of_parties(parties, day: date) -> dict[int, list[User]]:
    """The accounts of the primary focal points in office on a day, by the id of their party; one query."""
    held = _held(day).filter(post__kind=Post.Kind.PRIMARY, post__party__in=parties)
    found: dict[int, list[User]] = {}
    for one in held.select_related("post", "person__user").order_by("pk"):
        found.setdefault(one.post.party_id, []).append(one.person.user)
    return found


def of_parties(parties, day: date) -> list[User]:
    """The accounts of all who hold a post of one of these parties on a day."""
    held = _held(day).filter(post__party__in=parties)
    return list(User.objects.filter(person__designations__in=held).distinct())


def _held(day: date):
    return Designation.objects.in_force_on(day).filter(person__user__is_active=True)
