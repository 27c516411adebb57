"""One function per message of the action plan."""

from django.utils.translation import pgettext_lazy

from acs_portal.kernel import outbox
from acs_portal.kernel.models import Release, User
from acs_portal.kernel.notifications import corrigendum_issued
from acs_portal.kernel.outbox import Mailing
from actionplan.models import Plan

PLAN_ADOPTED = outbox.kind(
    "plan_adopted", pgettext_lazy("kind of message", "An action plan was adopted"), official=True
)


def plan_adopted(plan: Plan, *, symbol: str, sha256: str, recipients: list[User]) -> Mailing:
    """Tell people that a plan is adopted, under which symbol, and by which hash a copy is checked."""
    context = {"plan": plan, "symbol": symbol, "sha256": sha256}
    return Mailing(PLAN_ADOPTED, _adopted(plan), context, recipients)


def plan_corrected(plan: Plan, made: Release) -> Mailing:
    """Tell those who were told of the adoption of a plan that one language of it is corrected."""
    people = outbox.told(PLAN_ADOPTED, _adopted(plan))
    return corrigendum_issued(made, page="actionplan:plan", code=plan.code, recipients=people)


def _adopted(plan: Plan) -> str:
    """The cause of the message that a plan is adopted."""
    return f"plan-adopted-{plan.code}"
