"""The documents of the Special Fund with official texts: action plans."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import translations
from actionplan.domain import plan_tree, plans
from actionplan.models import Axis, Item, Plan


def _find(codes: Iterable[str]) -> dict[str, Plan]:
    return {plan.code: plan for plan in Plan.objects.filter(code__in=codes)}


def _save_plan(plan: Plan, **who) -> None:
    plans.save_plan(plan=plan, **who)


def _save_axis(axis: Axis, **who) -> None:
    plans.save_axis(axis=axis, **who)


def _save_item(item: Item, **who) -> None:
    plans.save_item(item=item, **who)


translations.kind(
    "plan",
    _("Action plan"),
    permission="plan.draft",
    verbs={Plan: _save_plan, Axis: _save_axis, Item: _save_item},
    find=_find,
    rows=plan_tree.texts,
    is_open=lambda plan: not plan.is_adopted,
)
