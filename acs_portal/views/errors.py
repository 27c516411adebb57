"""The pages for what went wrong, in the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from acs_portal.kernel.access import public


@public
def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "400.html", status=400)


@public
def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "403.html", status=403)


@public
def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "404.html", status=404)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection did not match: the page was open too long, or cookies are off."""
    return render(request, "403_csrf.html", status=403)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page without database and without context, since either may be what is broken."""
    return render(None, "500.html", {"LANGUAGE_CODE": translation.get_language()}, status=500)
