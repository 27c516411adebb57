"""adopted plan --correct--> Corr.1, Corr.2... of one language

The plan stays sealed: a corrigendum corrects the words of one language of what was issued, for its
readers, and the rows of the plan are not touched.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, corrigenda, issuing
from acs_portal.kernel.access import can
from acs_portal.kernel.corrigenda import Words
from acs_portal.kernel.errors import NotAllowed
from acs_portal.kernel.models import Release, User
from actionplan.models import Plan

CORRECTED = acts.verb("plan.correct", pgettext_lazy("act", "corrected the adopted plan"))


@transaction.atomic
def correct(
    *,
    plan: Plan,
    release: Release,
    language: str,
    words: Words,
    reason: str,
    by: User,
    on: datetime,
    seen: str = "",
) -> Release:
    """Correct words of an adopted plan in one language and issue its document there.

    Raises NotAllowed, and what `kernel.corrigenda.correct` raises.
    """
    if not can(by, "plan.adopt", plan):
        raise NotAllowed
    made = corrigenda.correct(release, language, words, reason=reason, by=by, on=on, seen=seen)
    after = {"symbol": made.symbol, "sha256": made.sha256}
    acts.record(by=by, did=CORRECTED, to=plan, after=after, reason=reason, on=on)
    issuing.issue_after_commit(made)
    return made
