"""The mandates and the items that carry them out; a mandate without an item is in sight."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from acs_portal.kernel.access import can, public
from actionplan.models import Item, MandateParagraph


@public
def mandates(request: HttpRequest) -> HttpResponse:
    """Coverage of the mandates: by items of adopted plans, and for those who may read them of drafts."""
    items = Item.objects.select_related("axis__plan").order_by("axis__plan", "axis__position", "position")
    if not can(request.user, "plan.read_draft"):
        items = items.exclude(axis__plan__adopted_at=None)
    listed = list(MandateParagraph.objects.prefetch_related(Prefetch("items", items, to_attr="carried_by")))
    orphans = [mandate for mandate in listed if not mandate.carried_by]
    only_orphans = request.GET.get("show") == "orphans"
    context = {
        "section": "action-plan",
        "mandates": orphans if only_orphans else listed,
        "total": len(listed),
        "covered": len(listed) - len(orphans),
        "orphan_count": len(orphans),
        "only_orphans": only_orphans,
        "without_mandate": items.filter(mandates=None),
    }
    return render(request, "actionplan/mandate_list.html", context)
