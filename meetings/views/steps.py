"""What the views of meetings share: the meeting of an address, a step of the domain, the question before."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from acs_portal.kernel.access import require
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import say
from acs_portal.kernel.texts import text_of
from meetings.models import Meeting


def found(request: HttpRequest, code: str, permission: str = "meeting.read", related: str = "") -> Meeting:
    """The meeting of an address: 404 where the reader may not know of it, 403 without the permission."""
    known = Meeting.objects.visible_to(request.user)
    meeting = get_object_or_404(known.select_related(related) if related else known, code=code)
    require(request, permission, meeting)
    return meeting


def posted(request: HttpRequest):
    """What was sent, be it an empty form; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def saved(form: forms.BaseForm, step: Callable) -> bool:
    """Take the step of a valid form; a rule it breaks becomes an error of the form."""
    if not form.is_valid():
        return False
    try:
        step()
    except RuleBroken as broken:
        say(form, broken)
        return False
    return True


def take(request: HttpRequest, step: Callable, said: str, to: str) -> HttpResponse:
    """Take a step without a form; say that it was done, or which rule refuses it; go on to `to`."""
    try:
        step()
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, said)
    return redirect(to)


def ask(request: HttpRequest, meeting: Meeting, back: str, **words) -> HttpResponse:
    """The page that asks before a step: `title`, `text`, `action`, perhaps `form` and `danger`."""
    crumbs = [
        (_("Meetings"), reverse("meetings:meetings")),
        (text_of(meeting, "title").value, meeting.get_absolute_url()),
    ]
    return render(request, "parts/confirm.html", {"crumbs": crumbs, "back": back, **words})
