"""The plans for everybody: the list, the adopted plan from its release alone, its PDF; drafts for members."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language

from acs_portal.kernel import acts, issuing, releases
from acs_portal.kernel.access import can, public
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.languages import CODES, OWN_NAMES
from actionplan import pdf
from actionplan.domain import adoption
from actionplan.domain import plans as domain
from actionplan.models import Plan
from actionplan.reading import read_plan
from meetings.models import Decision


@public
def plans(request: HttpRequest) -> HttpResponse:
    """Adopted plans first; drafts only for those who may read them."""
    listed = Plan.objects.select_related("meeting", "decision")
    drafts = listed.filter(adopted_at=None) if can(request.user, "plan.read_draft") else []
    adopted = listed.exclude(adopted_at=None).order_by("-adopted_at")
    context = {"section": "action-plan", "adopted": adopted, "drafts": drafts}
    return render(request, "actionplan/plan_list.html", context)


@public
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """An adopted plan as it was frozen; a draft is there only for those who may read it."""
    found = plan_for(request, code)
    if not found.is_adopted:
        return _draft(request, found)
    release = releases.latest(found, adoption.KIND)
    plan_read = read_plan(releases.tree_of(release))
    address = reverse("actionplan:plan_pdf", args=[code])
    context = {
        "section": "action-plan",
        "plan": plan_read,
        "release": release,
        "sealed_on": official_day(release.released_at),
        "mode": Decision.Mode(plan_read.decision.facts["mode"]).label,
        "code": found.code,
        "is_demonstration": release.is_demonstration,
        "downloads": [(c, OWN_NAMES[c], translate_url(address, c)) for c in CODES],
        "acts": acts.history(found) if can(request.user, "act.read", found) else None,
    }
    return render(request, "actionplan/plan_page.html", context)


def _draft(request: HttpRequest, found: Plan) -> HttpResponse:
    history = acts.history(found) if can(request.user, "act.read", found) else None
    context = {
        "section": "action-plan",
        "plan": read_plan(domain.tree(found)),
        "release": None,
        "code": found.code,
        "is_demonstration": found.is_demonstration,
        "acts": history,
    }
    return render(request, "actionplan/plan_page.html", context)


@public
def plan_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The adopted text in the language of the address as it was issued; of a draft, a preview."""
    found = plan_for(request, code)
    language = get_language()
    if found.is_adopted:
        release = releases.latest(found, adoption.KIND)
        return issuing.issued_response(release, language)
    today = official_day(timezone.now())
    document = pdf.draft_document(
        domain.tree(found), language, dated=today, demonstration=found.is_demonstration
    )
    return issuing.preview(document, f"{found.code}-draft")


def plan_for(request: HttpRequest, code: str) -> Plan:
    """A plan that the reader may know of; anybody else gets 404, as if there were none."""
    found = get_object_or_404(Plan.objects.select_related("meeting"), code=code)
    if not found.is_adopted and not can(request.user, "plan.read_draft", found):
        raise Http404
    return found
