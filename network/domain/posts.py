"""Posts of a party: opened once, held by one person at a time, closed when no longer wanted, never deleted.

    (none) --open_post--> open --close_post--> closed --reopen_post--> open

A post is closed on a day on which nobody holds it; what it was stays readable.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User

from ..models import Party, Post, PriorityArea

OPENED = acts.verb("post.open", pgettext_lazy("act", "opened the post"))
CLOSED = acts.verb("post.close", pgettext_lazy("act", "closed the post"))
REOPENED = acts.verb("post.reopen", pgettext_lazy("act", "opened the post again"))


class PostExists(RuleBroken):
    message = _("%(party)s already has this post.")


class ThemeMissing(RuleBroken):
    message = _("A technical post has a theme; another post has none.")


class PostClosed(RuleBroken):
    message = _("This post was closed on %(day)s. Open it again first.")


class PostHeld(RuleBroken):
    message = _("%(holder)s holds this post on that day or later. End that designation first.")


class PostAwaits(RuleBroken):
    message = _("The designation of %(holder)s to this post is not decided yet. Decide on it first.")


class PostOpen(RuleBroken):
    message = _("This post is open.")


class NoCloseReason(RuleBroken):
    message = _("Say why the post is closed.")


@transaction.atomic
def open_post(*, party: Party, kind: str, by: User, on: datetime, theme: PriorityArea | None = None) -> Post:
    """Open a post of a party.

    Raises PostExists for a second primary focal point, representative or technical post of a theme, and
    ThemeMissing where the theme does not fit the kind.
    """
    party = Party.objects.select_for_update().get(pk=party.pk)
    if kind in Post.SOLE and party.posts.filter(kind=kind, theme=theme).exists():
        raise PostExists(party=party.name)
    post = new(party, kind, theme, by=by, on=on)
    opened(post, by=by, on=on)
    return post


@transaction.atomic
def close_post(*, post: Post, closed_on: date, reason: str, by: User, on: datetime) -> Post:
    """Close a post from a day on. Raises PostClosed, NoCloseReason, PostHeld or PostAwaits."""
    post = locked(post)
    if post.closed_on:
        raise PostClosed(day=post.closed_on)
    if not reason.strip():
        raise NoCloseReason
    _guard_empty(post, closed_on)
    post.closed_on, post.close_reason = closed_on, reason.strip()
    tracking.write(post, by=by, on=on)
    acts.record(by=by, did=CLOSED, to=post, after={"closed_on": str(closed_on)}, reason=reason.strip(), on=on)
    return post


@transaction.atomic
def reopen_post(*, post: Post, by: User, on: datetime) -> Post:
    """Open a closed post again. Raises PostOpen."""
    post = locked(post)
    if not post.closed_on:
        raise PostOpen
    before = {"closed_on": str(post.closed_on)}
    post.closed_on, post.close_reason = None, ""
    tracking.write(post, by=by, on=on)
    acts.record(by=by, did=REOPENED, to=post, before=before, on=on)
    return post


def locked(post: Post) -> Post:
    """The post as it is now, held for this transaction."""
    found = Post.objects.select_for_update(of=("self",)).select_related("party", "theme")
    return found.get(pk=post.pk)


def new(party: Party, kind: str, theme: PriorityArea | None, *, by: User, on: datetime) -> Post:
    """The row of a post, not yet told to the register. Raises ThemeMissing."""
    if (kind == Post.Kind.TECHNICAL) != (theme is not None):
        raise ThemeMissing
    post = Post(party=party, kind=kind, theme=theme)
    tracking.write(post, by=by, on=on)
    return post


def opened(post: Post, *, by: User, on: datetime) -> None:
    """Tell the register that a post was opened."""
    acts.record(by=by, did=OPENED, to=post, after={"kind": post.kind}, on=on)


def _guard_empty(post: Post, day: date) -> None:
    for designation in post.designations.all():
        if designation.is_pending:
            raise PostAwaits(holder=designation.full_name)
        if designation.has_counted and (designation.until is None or designation.until > day):
            raise PostHeld(holder=designation.full_name)
