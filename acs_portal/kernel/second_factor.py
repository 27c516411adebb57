"""The second factor: asked of everybody with a role in the house; only the demonstration lets them skip."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

SESSION_KEY = "has_second_factor"


def is_asked(user) -> bool:
    """Whether a person has a role in the house and neither a passkey nor an authenticator app."""
    return bool(user.is_authenticated and user.role) and not user.authenticator_set.exists()


class SecondFactorMiddleware:
    """Leads whoever works in the house to the page where a second factor is added, until there is one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or self._is_excused(request, view):
            return None
        messages.warning(request, _("Add a passkey or an authenticator app first: your role asks for it."))
        return redirect("mfa_index")

    def _is_excused(self, request: HttpRequest, view) -> bool:
        public = not getattr(view, "login_required", True)
        return public or request.path.startswith("/accounts/") or self._is_there(request)

    def _is_there(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_authenticated or not user.role or request.session.get(SESSION_KEY):
            return True
        if is_asked(user):
            return False
        request.session[SESSION_KEY] = True
        return True
