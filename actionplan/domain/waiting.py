"""What waits for a person in the action plan: a draft to complete, to adopt, a plan newly adopted."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from acs_portal.kernel.access import can
from acs_portal.kernel.models import User
from acs_portal.kernel.waiting import Task
from actionplan.models import Plan

from . import adoption, plan_tree

NEW = timedelta(days=30)


def waiting_for(user: User, *, on: datetime) -> list[Task]:
    """The tasks of a person at `on`. The approver sees plans ready to adopt, the officer drafts with
    texts missing, the members a plan adopted in the last thirty days."""
    tasks = []
    if can(user, "plan.draft"):
        for draft in Plan.objects.filter(adopted_at=None).select_related("meeting"):
            tasks += _of_draft(draft, user)
    elif can(user, "plan.read_draft"):
        fresh = Plan.objects.filter(adopted_at__gt=on - NEW, adopted_at__lte=on)
        tasks += [_new_plan(plan) for plan in fresh]
    return tasks


def _of_draft(plan: Plan, user: User) -> list[Task]:
    tree = plan_tree.tree(plan)
    missing = len(plan_tree.gaps(tree))
    has_items = any(node.facts["kind"] == "item" for node in tree.walk())
    if missing:
        words = ngettext("%(n)d text is missing", "%(n)d texts are missing", missing) % {"n": missing}
        return [Task(gettext("Complete the draft plan"), f"{plan.title}: {words}", _draft(plan))]
    if has_items and can(user, "plan.adopt") and not adoption.took_part(plan, user):
        address = reverse("actionplan:plan_adopt", args=[plan.code])
        return [Task(gettext("A plan is ready to be adopted"), plan.title, address)]
    return []


def _draft(plan: Plan) -> str:
    return reverse("actionplan:plan_draft", args=[plan.code])


def _new_plan(plan: Plan) -> Task:
    return Task(
        gettext("Read the newly adopted plan"), f"{plan.symbol} {plan.title}", plan.get_absolute_url()
    )
