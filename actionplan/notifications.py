"""What the action plan tells people."""

from datetime import datetime

from acs_portal.kernel import outbox
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import Release
from actionplan.models import Plan
from network.models import Designation, Party, Post


def plan_adopted(plan: Plan, release: Release, *, on: datetime) -> None:
    """Tell the primary focal points of the members in office that a plan is adopted, in their language."""
    holders = Designation.objects.in_force_on(official_day(on)).filter(
        post__kind=Post.Kind.PRIMARY, post__party__kind__in=Party.MEMBERS, person__user__is_active=True
    )
    for designation in holders.select_related("person__user"):
        outbox.post(
            designation.person.user,
            "plan_adopted",
            cause=f"plan-adopted-{plan.code}",
            context={"plan": plan, "symbol": release.symbol, "sha256": release.sha256},
        )
