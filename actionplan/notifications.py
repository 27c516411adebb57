"""One function per message of the action plan."""

from django.utils.translation import pgettext_lazy

from acs_portal.kernel import outbox
from acs_portal.kernel.models import User
from acs_portal.kernel.outbox import Mailing
from actionplan.models import Plan

PLAN_ADOPTED = outbox.kind(
    "plan_adopted", pgettext_lazy("kind of message", "An action plan was adopted"), official=True
)


def plan_adopted(plan: Plan, *, symbol: str, sha256: str, recipients: list[User]) -> Mailing:
    """Tell people that a plan is adopted, under which symbol, and by which hash a copy is checked."""
    context = {"plan": plan, "symbol": symbol, "sha256": sha256}
    return Mailing(PLAN_ADOPTED, f"plan-adopted-{plan.code}", context, recipients)
