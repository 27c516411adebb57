"""What is known of people, how long it is kept and why; for the Secretariat also what is due."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from acs_portal.kernel import retention
from acs_portal.kernel.access import can, public
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import Act

PURGES_SHOWN = 10


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """The terms of kernel/retention.py; the Secretariat sees the dry run and the last purges below."""
    context = {
        "rules": sorted(retention.RULES, key=lambda one: one.days),
        "kept": retention.KEPT,
        "due": None,
        "purges": [],
    }
    if can(request.user, "person.export"):
        context["due"] = retention.wholes(retention.plan(official_day(timezone.now())))
        context["purges"] = list(Act.objects.filter(did=retention.PURGED)[:PURGES_SHOWN])
    return render(request, "privacy.html", context)
