"""The three equal languages of the portal, and in which language and time zone a request is answered."""

from django.conf import settings
from django.urls import translate_url
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

CODES = tuple(code for code, _name in settings.LANGUAGES)
OWN_NAMES = {"en": "English", "es": "Español", "fr": "Français"}
CHOICES = [(code, OWN_NAMES[code]) for code in CODES]


def preferred(request) -> str:
    """The visitor's language: asked for, remembered, of the account, of the browser; else English."""
    asked = request.GET.get("lang") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if asked in CODES:
        return asked
    if request.user.is_authenticated and request.user.language in CODES:
        return request.user.language
    return translation.get_language_from_request(request)


def name_of(code: str) -> str:
    """The name of a language in the language in force, as it stands in a sentence."""
    name = translation.get_language_info(code)["name_translated"]
    return name if translation.get_language() == "en" else name.lower()


class LanguageMiddleware:
    """The address says the language (/es/...); pages without one (/accounts/...) take the preferred one.

    Times are in the zone of the account, for visitors in that of the Secretariat's seat.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        in_address = translation.get_language_from_path(request.path_info)
        language = in_address or preferred(request)
        zone = request.user.time_zone if request.user.is_authenticated else settings.TIME_ZONE
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            # a deferred template must render while the language is in force
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        if not in_address:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", language)
        if request.GET.get("lang") in CODES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=365 * 24 * 3600,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite="Lax",
            )
        return response


def same_page(request, language: str) -> str:
    """The address of this page in another language, with its query."""
    path = request.get_full_path()
    if translation.get_language_from_path(request.path_info):
        return translate_url(path, language)
    query = request.GET.copy()
    query["lang"] = language
    return f"{request.path}?{query.urlencode()}"
