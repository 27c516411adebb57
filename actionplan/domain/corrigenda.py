"""adopted plan --correct--> Corr.1, Corr.2... of one language

The plan stays sealed: a corrigendum corrects the words of one language of what was issued, for its
readers, and the rows of the plan are not touched.
"""

from functools import partial

from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, corrigenda
from acs_portal.kernel.access import can
from acs_portal.kernel.errors import NotAllowed
from acs_portal.kernel.models import Release, User
from acs_portal.kernel.outbox import Mailing
from actionplan import notifications
from actionplan.models import Plan

CORRECTED = acts.verb("plan.correct", pgettext_lazy("act", "corrected the adopted plan"))


def correct(*, plan: Plan, by: User, **correction) -> Release:
    """Correct words of an adopted plan in one language and issue its document there.

    What goes in (`release`, `language`, `words`, `reason`, `by`, `on`, `seen`, `told`) is that of
    `kernel.corrigenda.issue`. Raises NotAllowed, and what that raises.
    """
    if not can(by, "plan.adopt", plan):
        raise NotAllowed
    return corrigenda.issue(plan, did=CORRECTED, by=by, telling=partial(mailing, plan), **correction)


def mailing(plan: Plan, made: Release) -> Mailing:
    """The message that a corrigendum sends, to be looked at before."""
    return notifications.plan_corrected(plan, made)
