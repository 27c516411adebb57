"""What the views of meetings share: the meeting of an address, and the question before a step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from acs_portal.kernel.access import require
from acs_portal.kernel.texts import text_of
from meetings.models import Meeting


def found(request: HttpRequest, code: str, permission: str = "meeting.read", related: str = "") -> Meeting:
    """The meeting of an address: 404 where the reader may not know of it, 403 without the permission."""
    known = Meeting.objects.visible_to(request.user)
    meeting = get_object_or_404(known.select_related(related) if related else known, code=code)
    require(request, permission, meeting)
    return meeting


def ask(request: HttpRequest, meeting: Meeting, back: str, **words) -> HttpResponse:
    """The page that asks before a step: `title`, `text`, `action`, perhaps `form` and `danger`."""
    crumbs = [
        (_("Meetings"), reverse("meetings:meetings")),
        (text_of(meeting, "title").value, meeting.get_absolute_url()),
    ]
    return render(request, "parts/confirm.html", {"crumbs": crumbs, "back": back, **words})
