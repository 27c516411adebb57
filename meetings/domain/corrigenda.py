"""released agenda --correct--> Corr.1, Corr.2... of one language

A corrigendum is possible as long as no later agenda is released, also once the meeting is closed.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, corrigenda, issuing
from acs_portal.kernel.corrigenda import Words
from acs_portal.kernel.models import Release, User
from meetings.domain.meetings import locked
from meetings.models import Meeting

CORRECTED = acts.verb("agenda.correct", pgettext_lazy("act", "corrected the released agenda"))


@transaction.atomic
def correct(
    *,
    meeting: Meeting,
    release: Release,
    language: str,
    words: Words,
    reason: str,
    by: User,
    on: datetime,
    seen: str = "",
) -> Release:
    """Correct words of a meeting's released agenda in one language and issue its document there.

    Raises what `kernel.corrigenda.correct` raises. The working copy is left to its editors.
    """
    meeting = locked(meeting)
    made = corrigenda.correct(release, language, words, reason=reason, by=by, on=on, seen=seen)
    after = {"symbol": made.symbol, "sha256": made.sha256}
    acts.record(by=by, did=CORRECTED, to=meeting, after=after, reason=reason, on=on)
    issuing.issue_after_commit(made)
    return made
