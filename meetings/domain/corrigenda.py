"""released agenda --correct--> Corr.1, Corr.2... of one language

A corrigendum is possible as long as no later agenda is released, also once the meeting is closed.
"""

from functools import partial

from django.db import transaction
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, corrigenda
from acs_portal.kernel.models import Release
from acs_portal.kernel.outbox import Mailing
from meetings import notifications
from meetings.domain.meetings import locked
from meetings.models import Meeting

CORRECTED = acts.verb("agenda.correct", pgettext_lazy("act", "corrected the released agenda"))


@transaction.atomic
def correct(*, meeting: Meeting, **correction) -> Release:
    """Correct words of a meeting's released agenda in one language and issue its document there.

    What goes in (`release`, `language`, `words`, `reason`, `by`, `on`, `seen`, `told`) and what is raised
    is that of `kernel.corrigenda.issue`. The working copy is left to its editors.
    """
    return corrigenda.issue(locked(meeting), did=CORRECTED, telling=partial(mailing, meeting), **correction)


def mailing(meeting: Meeting, made: Release) -> Mailing:
    """The message that a corrigendum sends, to be looked at before."""
    return notifications.agenda_corrected(meeting, made)
