"""The adoption of a plan: what will be sealed, what keeps it from being sealed, and the press itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel import acts, gate, releases
from acs_portal.kernel.access import require
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import posted, say
from actionplan.domain import adoption, plan_tree
from actionplan.forms import AdoptForm
from actionplan.models import Plan
from actionplan.reading import read_plan


def plan_adopt(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows what will be sealed and what blocks it; POST adopts by the chosen decision."""
    plan = get_object_or_404(Plan.objects.select_related("meeting", "edited_by"), code=code)
    require(request, "plan.adopt", plan)
    form = AdoptForm(plan, posted(request))
    if form.is_valid():
        try:
            release = adoption.adopt(
                plan=plan,
                decision=form.cleaned_data["decision"],
                by=request.user,
                on=timezone.now(),
                seen=form.cleaned_data["seen"],
                told=form.cleaned_data["told"],
            )
        except adoption.AlreadyAdopted as broken:
            messages.info(request, str(broken))
            return redirect(plan)
        except releases.SeenIsOld as broken:
            messages.warning(request, str(broken))
            return _page(request, plan, changes=acts.history(plan, limit=5))
        except RuleBroken as broken:
            say(form, broken)
        else:
            messages.success(
                request, _("The plan is adopted and sealed as %(symbol)s.") % {"symbol": release.symbol}
            )
            return redirect(plan)
    if plan.is_adopted:
        return redirect(plan)
    return _page(request, plan, form if form.errors else None)


def _page(request: HttpRequest, plan: Plan, form: AdoptForm | None = None, changes=()) -> HttpResponse:
    """What will be sealed as it is now, with its hash in the form; `changes` are acts that came between."""
    tree, mailing = plan_tree.tree(plan), adoption.mailing(plan, on=timezone.now())
    status, seen = 400 if form else 200, {"seen": adoption.digest_of(tree)}
    form = form or AdoptForm(plan, initial=seen)
    form.show(mailing)
    context = {
        "section": "action-plan",
        "record": plan,
        "plan": read_plan(tree),
        "form": form,
        "mailing": mailing,
        "blocks": adoption.blocks(plan, tree, by=request.user),
        "missing": [adoption.gap_in_words(gap) for gap in plan_tree.gaps(tree)],
        "findings": gate.findings(plan_tree.texts(plan)),
        "decisions": adoption.decisions_for(plan),
        "acts": changes,
    }
    return render(request, "actionplan/adoption_page.html", context, status=status)
