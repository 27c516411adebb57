"""What every page is given besides its own words."""

from django.conf import settings

from .languages import CODES, OWN_NAMES, same_page


def page(request) -> dict:
    """The links to this page in the other languages, and whether this is the demo."""
    path = request.path.split("/")
    return {
        "section": path[2] if len(path) > 2 else "",
        "language_links": [(code, OWN_NAMES[code], same_page(request, code)) for code in CODES],
        "is_demo": settings.DEMO,
    }
