"""The adoption of a plan: what will be sealed, what keeps it from being sealed, and the press itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel import releases
from acs_portal.kernel.access import require
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import say
from actionplan.domain import adoption, plans
from actionplan.forms import AdoptForm
from actionplan.models import Plan
from actionplan.reading import read_plan


def plan_adopt(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows what will be sealed and what blocks it; POST adopts by the chosen decision."""
    plan = get_object_or_404(Plan.objects.select_related("meeting", "edited_by"), code=code)
    require(request, "plan.adopt", plan)
    form = AdoptForm(plan, request.POST or None, initial={"seen": adoption.digest_of(plan)})
    if request.method == "POST" and form.is_valid():
        try:
            release = adoption.adopt(
                plan=plan,
                decision=form.cleaned_data["decision"],
                by=request.user,
                on=timezone.now(),
                seen=form.cleaned_data["seen"],
            )
        except adoption.AlreadyAdopted as broken:
            messages.info(request, str(broken))
            return redirect(plan)
        except releases.SeenIsOld as broken:  # the page below shows the text as it is now
            form = AdoptForm(plan, initial={"seen": adoption.digest_of(plan)})
            messages.warning(request, str(broken))
        except RuleBroken as broken:
            say(form, broken)
        else:
            messages.success(
                request, _("The plan is adopted and sealed as %(symbol)s.") % {"symbol": release.symbol}
            )
            return redirect(plan)
    if plan.is_adopted:
        return redirect(plan)
    return _page(request, plan, form)


def _page(request: HttpRequest, plan: Plan, form: AdoptForm) -> HttpResponse:
    tree = plans.tree(plan)
    context = {
        "section": "action-plan",
        "record": plan,
        "plan": read_plan(tree),
        "form": form,
        "blocks": adoption.blocks(plan, tree, by=request.user),
        "missing": [adoption.gap_in_words(gap) for gap in plans.gaps(tree)],
        "decisions": adoption.decisions_for(plan),
    }
    return render(request, "actionplan/adoption_page.html", context, status=400 if form.errors else 200)
