"""The plans for everybody: the list, the adopted plan from its release alone, its PDF; drafts for members."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acs_portal.kernel import acts, correcting, corrigenda, issuing, kinds, releases
from acs_portal.kernel.access import can, public, require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.languages import CODES, OWN_NAMES
from acs_portal.kernel.models import Release
from acs_portal.kernel.shown import shown
from actionplan import pdf
from actionplan.domain import adoption
from actionplan.domain import corrigenda as corrections
from actionplan.domain import plan_tree as domain
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
    as_issued = request.GET.get("as") == "issued"
    reading = releases.read(found, adoption.KIND, get_language(), as_issued=as_issued)
    release, plan_read = reading.release, read_plan(reading.tree)
    address = reverse("actionplan:plan_pdf", args=[code])
    context = {
        "section": "action-plan",
        "plan": plan_read,
        "release": release,
        "reading": reading,
        "corrected": reading.corrected,
        "differences": shown(reading.corrections, kinds.of(adoption.KIND), get_language()),
        "corrigenda": [(made, _corrigendum_address(found, made)) for made in reading.corrigenda],
        "as_issued": reading.shown is release,
        "may_correct": can(request.user, "plan.adopt", found),
        "correct": reverse("actionplan:plan_correct", args=[code]),
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
    """The adopted text in the language of the address, perhaps as corrected since; of a draft, a preview."""
    found = plan_for(request, code)
    language = get_language()
    if found.is_adopted:
        release = releases.latest(found, adoption.KIND)
        return issuing.issued_response(corrigenda.in_force(release, language) or release, language)
    today = official_day(timezone.now())
    document = pdf.draft_document(
        domain.tree(found), language, dated=today, demonstration=found.is_demonstration
    )
    return issuing.preview(document, f"{found.code}-draft")


@public
def plan_issued_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The adopted text in the language of the address as it was first issued."""
    return issuing.issued_response(_adopted(code), get_language())


@public
def plan_corrigendum_pdf(request: HttpRequest, code: str, corrigendum: int) -> HttpResponse:
    """A corrigendum as it was issued, in its one language."""
    made = get_object_or_404(_adopted(code).corrigenda, corrigendum=corrigendum)
    return issuing.issued_response(made, made.language)


def plan_correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a mistake in one language of the adopted plan."""
    base = _adopted(code)
    found = get_object_or_404(Plan, code=code)
    require(request, "plan.adopt", found)
    return correcting.page(
        request,
        base,
        correct=partial(corrections.correct, plan=found, release=base, by=request.user, on=timezone.now()),
        telling=partial(corrections.mailing, found),
        done=lambda made: messages.success(request, _("%(symbol)s is issued.") % {"symbol": made.symbol}),
        back=found.get_absolute_url(),
        crumbs=[
            (_("Action plan"), reverse("actionplan:plans")),
            (found.title, found.get_absolute_url()),
        ],
    )


def _adopted(code: str) -> Release:
    """The release of an adopted plan; of a draft there is none."""
    found = get_object_or_404(Plan.objects.exclude(adopted_at=None), code=code)
    return releases.latest(found, adoption.KIND)


def _corrigendum_address(found: Plan, made: Release) -> str:
    return reverse("actionplan:plan_corrigendum_pdf", args=[found.code, made.corrigendum])


def plan_for(request: HttpRequest, code: str) -> Plan:
    """A plan that the reader may know of; anybody else gets 404, as if there were none."""
    found = get_object_or_404(Plan.objects.select_related("meeting"), code=code)
    if not found.is_adopted and not can(request.user, "plan.read_draft", found):
        raise Http404
    return found
