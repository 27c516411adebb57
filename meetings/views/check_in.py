"""The check-in at the door: on a phone's page, and on a device that may lose its connection."""

import hashlib
import json
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel import acts, files
from acs_portal.kernel.access import can, public, require
from acs_portal.kernel.folding import fold
from acs_portal.kernel.forms import posted, saved, take
from acs_portal.kernel.texts import text_of
from meetings.domain import arrivals as domain
from meetings.domain import badges
from meetings.forms import ReasonForm
from meetings.models import Arrival, Badge, Delegate, Meeting
from meetings.views.steps import ask, found

MOST_PRESSES = 1000
LONGEST = timedelta(hours=24)  # a device forgets what is older


def desk(request: HttpRequest, code: str) -> HttpResponse:
    """Who is expected and who is here, by delegation; a search by name or party."""
    meeting = found(request, code, "arrival.record")
    heads = domain.heads(meeting)
    people = [delegate for one in heads for delegate in one.delegates]
    query = request.GET.get("q", "").strip()[:100]
    here = [delegate for delegate in people if delegate.arrived]
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "participants",
        "heads": heads,
        "expected": len(people),
        "arrived": len(here),
        "query": query,
        "rows": [delegate for delegate in people if query and _matches(delegate, query)],
        "latest": sorted(here, key=lambda one: one.arrived.at, reverse=True)[:8],
        "may_record": not (meeting.is_over or meeting.is_postponed),
    }
    return render(request, "meetings/check_in_page.html", context)


def _matches(delegate: Delegate, query: str) -> bool:
    text = _searched(delegate)
    return all(word in text for word in fold(query).split())


def _searched(delegate: Delegate) -> str:
    """What a person is found by: name and party, without accents."""
    return fold(f"{delegate.full_name} {delegate.delegation.party.label_in(get_language())}")


def _delegate(request: HttpRequest, code: str, pk: int) -> tuple[Meeting, Delegate]:
    meeting = found(request, code, "arrival.record")
    people = Delegate.objects.filter(delegation__meeting=meeting)
    return meeting, get_object_or_404(
        people.select_related("delegation__party", "delegation__meeting", "badge"), pk=pk
    )


def person(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The face sheet of a delegate with one button; pressed again it says since when and by whom."""
    meeting, delegate = _delegate(request, code, pk)
    if request.method == "POST":
        return take(
            request,
            lambda: domain.check_in(delegate=delegate, by=request.user, on=timezone.now()),
            _("%(name)s is checked in.") % {"name": delegate.full_name},
            reverse("meetings:check_in_person", args=[code, pk]),
        )
    presses = list(delegate.arrivals.select_related("by", "undone_by"))
    context = {
        "meeting": meeting,
        "code": code,
        "delegate": delegate,
        "badge": getattr(delegate, "badge", None),
        "presses": presses,
        "arrival": domain.counted(presses),
        "may_record": not (meeting.is_over or meeting.is_postponed) and not delegate.withdrawn_at,
        "acts": acts.history(delegate) if can(request.user, "act.read") else None,
    }
    return render(request, "meetings/check_in_person.html", context)


def undo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask for the reason, then undo a check-in."""
    meeting, delegate = _delegate(request, code, pk)
    back = reverse("meetings:check_in_person", args=[code, pk])
    form = ReasonForm(posted(request))
    if saved(form, lambda: _undo(request, delegate, form)):
        messages.success(request, _("%(name)s is expected again.") % {"name": delegate.full_name})
        return redirect(back)
    return ask(
        request,
        meeting,
        back,
        title=_("Undo the check-in of %(name)s") % {"name": delegate.full_name},
        text=_("For a press on the wrong person. Both the press and its undoing stay on record."),
        action=_("Undo the check-in"),
        form=form,
        danger=True,
    )


def _undo(request: HttpRequest, delegate: Delegate, form: ReasonForm) -> None:
    domain.undo(delegate=delegate, reason=form.cleaned_data["reason"], by=request.user, on=timezone.now())


def new_badge(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, then make the code of a lost badge worthless."""
    meeting, delegate = _delegate(request, code, pk)
    back = reverse("meetings:check_in_person", args=[code, pk])
    if request.method == "POST":
        return take(
            request,
            lambda: badges.replace(delegate=delegate, by=request.user, on=timezone.now()),
            _("The earlier badge is worthless now. The new one is among the new badges to print."),
            back,
        )
    return ask(
        request,
        meeting,
        back,
        title=_("A new badge for %(name)s") % {"name": delegate.full_name},
        text=_("The code of the earlier badge will find nobody any more."),
        action=_("Replace the badge"),
    )


def token(request: HttpRequest, token: str) -> HttpResponse:
    """Where the code of a badge leads: the face sheet, for whoever may record arrivals."""
    require(request, "arrival.record")
    badge = Badge.objects.filter(token=token).select_related("delegate__delegation__meeting").first()
    if badge is None:
        return render(request, "meetings/check_in_unknown.html", {}, status=404)
    return redirect("meetings:check_in_person", badge.delegate.delegation.meeting.code, badge.delegate_id)


# ---------------------------------------------------------------- a device that may lose its connection


def device(request: HttpRequest, code: str) -> HttpResponse:
    """The page that works without a connection: it holds nobody's name, its script keeps them for a day."""
    meeting = found(request, code, "arrival.record")
    return render(request, "meetings/check_in_device.html", {"meeting": meeting, "code": code})


@public
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the check-in pages while there is no connection."""
    script = (settings.BASE_DIR / "static/js/check-in-worker.js").read_bytes()
    response = files.named(script, "worker.js", "text/javascript; charset=utf-8", inline=True)
    response.headers["Service-Worker-Allowed"] = "/"  # it is asked to answer for some addresses, below
    response.headers["Cache-Control"] = "no-cache"
    return response


def people_json(request: HttpRequest, code: str) -> JsonResponse:
    """Who is expected, for a device to keep: names, parties and the hashes of the codes."""
    meeting = found(request, code, "arrival.record")
    people = [delegate for one in domain.heads(meeting) for delegate in one.delegates]
    answer = {
        "meeting": code,
        "is_over": meeting.is_over,
        "csrf": get_token(request),
        "people": [] if meeting.is_over else [_kept(one) for one in people],
    }
    return _unkept(JsonResponse(answer))


def _kept(delegate: Delegate) -> dict:
    """What a device keeps of a delegate; who has no badge yet is found by name alone."""
    party, badge = delegate.delegation.party, getattr(delegate, "badge", None)
    return {
        "id": delegate.pk,
        "name": delegate.full_name,
        "search": _searched(delegate),
        "function": text_of(delegate, "function").value,
        "role": str(delegate.get_role_display()),
        "party": party.label_in(get_language()),
        "category": str(party.get_kind_display()),
        "code": hashlib.sha256(badge.token.encode()).hexdigest() if badge else "",
        **_here(delegate.arrived),
    }


def _here(arrival: Arrival | None) -> dict:
    """Since when somebody is here, in milliseconds as devices count, and who says so."""
    if arrival is None:
        return {"here": None, "by": ""}
    by = f"{arrival.by.name} ({arrival.device})" if arrival.device else arrival.by.name
    return {"here": int(arrival.at.timestamp() * 1000), "by": by}


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


class Unreadable(Exception):
    """A device sent something else than presses."""


@require_POST
def sync(request: HttpRequest, code: str) -> JsonResponse:
    """Take the presses of a device; an answer for each: taken, known or refused.

    A press says how long ago it was (`age`, in seconds), so that a device whose clock is wrong does no harm.
    """
    meeting = found(request, code, "arrival.record")
    now = timezone.now()
    try:
        presses = _presses(request.body, now)
    except Unreadable:
        return JsonResponse({"error": _("These are no presses of a device.")}, status=400)
    answers = domain.reconcile(meeting=meeting, presses=presses, by=request.user, on=now)
    told = [
        {
            "client_id": str(one.press.client_id),
            "delegate": one.press.delegate,
            "outcome": one.outcome,
            "why": one.why,
            **_here(one.arrival),
        }
        for one in answers
    ]
    return _unkept(JsonResponse({"answers": told}))


def _presses(body: bytes, now: datetime) -> list[domain.Press]:
    """The presses of a request. Raises Unreadable."""
    try:
        sent = json.loads(body)
        name = Truncator(str(sent.get("device", "")).strip()).chars(60)
        found = [_press(one, name, now) for one in sent["presses"]]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        raise Unreadable from None
    if len(found) > MOST_PRESSES:
        raise Unreadable
    return found


def _press(sent: dict, name: str, now: datetime) -> domain.Press:
    age = min(max(timedelta(seconds=float(sent["age"])), timedelta(0)), LONGEST)
    return domain.Press(int(sent["delegate"]), UUID(sent["client_id"]), now - age, name)
