"""Who may: `can()` and `require()` over the table of roles.py, and default deny for every view.

The roles of a person are: visitor (everybody); signed_in; the role of the house stored on the
account; the roles that follow from a designation in force (told by `standing_roles`, which the
network registers); and, on one object, those that `obj.roles_of(user)` answers.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from . import roles

_standing: list[Callable] = []

# The order in which a capacity is named when a person has several: the nearest to the object first.
CAPACITIES = (
    roles.PUBLISHER,
    roles.DEPUTY,
    roles.REVIEWER,
    roles.APPROVER,
    roles.OFFICER,
    roles.ADMINISTRATOR,
    roles.MEMBER,
    roles.OBSERVER,
    roles.SIGNED_IN,
    roles.VISITOR,
)


def standing_roles(provider: Callable) -> Callable:
    """Register a function user -> set of roles that the person has everywhere, today."""
    _standing.append(provider)
    return provider


def roles_of(user, obj=None) -> frozenset[str]:
    """All roles of a person, with those on `obj` when one is given."""
    if not user.is_authenticated or not user.is_active:
        return frozenset({roles.VISITOR})
    if not hasattr(user, "_standing_roles"):
        found = {roles.VISITOR, roles.SIGNED_IN}
        if user.role:
            found.add(user.role)
        for provider in _standing:
            found |= provider(user)
        user._standing_roles = frozenset(found)
    if obj is None or not hasattr(obj, "roles_of"):
        return user._standing_roles
    return user._standing_roles | obj.roles_of(user)


def can(user, permission: str, obj=None) -> bool:
    """Whether roles.py grants `permission` to a role of `user` (on `obj`). KeyError for an unknown one."""
    return not roles_of(user, obj).isdisjoint(roles.GRANTS[permission])


def require(request: HttpRequest, permission: str, obj=None) -> None:
    """Refuse with 403 unless `can()`; marks the request as checked for `DefaultDenyMiddleware`."""
    request.access_checked = True
    if not can(request.user, permission, obj):
        raise PermissionDenied


def capacity_of(user, obj=None) -> str:
    """The one role in which a person acts on `obj`: the nearest to the object."""
    held = roles_of(user, obj)
    return next(role for role in CAPACITIES if role in held)


def public(view):
    """Mark a view as open to everybody."""
    view.is_public = True
    view.login_required = False
    return view


class DefaultDenyMiddleware:
    """A view of ours that is neither marked public nor has called `require()` answers 403."""

    OURS = ("acs_portal.", "network.", "meetings.", "actionplan.")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.access_checked = False
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not view.__module__.startswith(self.OURS) or getattr(view, "is_public", False):
            return None
        response = view(request, *args, **kwargs)
        # a 405 came before the view and has shown nothing
        if not request.access_checked and response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            raise PermissionDenied
        return response
