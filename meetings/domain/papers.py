"""none --ask--> under way --make--> made (or failed) --a day--> forgotten

Papers for the printer: badges, name plates, attendance sheets. A big print takes seconds, so that the
worker makes it. It holds the names of people, so it is kept for a day and no longer.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from acs_portal.kernel import acts, due, pdf
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from acs_portal.kernel.pdf import Document
from meetings import papers as documents
from meetings.domain import arrivals, badges
from meetings.domain.meetings import MeetingCancelled, locked
from meetings.models import Delegate, Delegation, Meeting, Print

log = logging.getLogger(__name__)
ASKED = acts.verb("paper.print", pgettext_lazy("act", "had papers made for the printer"))

KEPT = timedelta(days=1)
LATE = timedelta(minutes=1)
Kind, Scope = Print.Kind, Print.Scope
OF_BADGES = (Kind.BADGES_A6, Kind.BADGES_A7)


class NobodyToPrint(RuleBroken):
    message = _("There is nobody to print this for: no delegate is registered, or all was printed already.")


class OnlyBadgesAreNew(RuleBroken):
    message = _("Only of badges the portal knows which were printed. Choose everybody, or delegations.")


class NoDelegationChosen(RuleBroken):
    message = _("Choose at least one delegation.")


@transaction.atomic
def ask(
    *,
    meeting: Meeting,
    kind: str,
    language: str,
    scope: str = Scope.ALL,
    delegations: Iterable[Delegation] = (),
    by: User,
    on: datetime,
) -> Print:
    """Have papers made. Raises MeetingCancelled, OnlyBadgesAreNew, NoDelegationChosen, NobodyToPrint."""
    meeting, delegations = locked(meeting), list(delegations)
    if meeting.is_cancelled:
        raise MeetingCancelled
    if scope == Scope.NEW and kind not in OF_BADGES:
        raise OnlyBadgesAreNew
    if scope == Scope.CHOSEN and not delegations:
        raise NoDelegationChosen
    wanted = Print.objects.create(
        meeting=meeting, kind=kind, language=language, scope=scope, asked_by=by, asked_at=on
    )
    wanted.delegations.set(delegations if scope == Scope.CHOSEN else [])
    if not people(wanted):
        raise NobodyToPrint
    acts.record(by=by, did=ASKED, to=meeting, after={"papers": str(kind), "language": language}, on=on)
    transaction.on_commit(lambda: make_print.enqueue(wanted.pk))
    return wanted


def people(wanted: Print) -> list[Delegate]:
    """Whose papers a print holds, by delegation in the order of its language."""
    with override(wanted.language):
        found = [delegate for heads in arrivals.heads(wanted.meeting) for delegate in heads.delegates]
    if wanted.scope == Scope.CHOSEN:
        chosen = set(wanted.delegations.values_list("pk", flat=True))
        return [delegate for delegate in found if delegate.delegation_id in chosen]
    if wanted.scope == Scope.NEW:
        return [
            delegate
            for delegate in found
            if not badges.is_current(getattr(delegate, "badge", None), delegate)
        ]
    return found


@task
def make_print(pk: int) -> None:
    """Make a print that was asked for and is not made yet; safe to run twice."""
    wanted = Print.objects.select_related("meeting").filter(pk=pk, made_at=None, failed_at=None).first()
    if wanted is not None:
        make(wanted, on=timezone.now())


def make(wanted: Print, *, on: datetime) -> None:
    """Make the papers and keep them; a failure is logged and told on the page."""
    delegates = people(wanted)
    try:
        given = badges.give(delegates) if wanted.kind in OF_BADGES else {}
        data = pdf.pdf(_document(wanted, delegates, given, on)) if delegates else b""
    except Exception:
        log.exception("the print %s could not be made", wanted.pk)
        Print.objects.filter(pk=wanted.pk, made_at=None).update(failed_at=on)
        return
    with transaction.atomic():
        open_ = Print.objects.filter(pk=wanted.pk, made_at=None)
        if open_.update(made_at=on, failed_at=None, data=data, count=len(delegates)):
            badges.note_printed(given, delegates if given else [], on=on)


def _document(wanted: Print, delegates: list[Delegate], given: dict, on: datetime) -> Document:
    builders: dict[str, Callable[[], Document]] = {
        Kind.BADGES_A6: lambda: documents.badges(wanted, delegates, given, size="a6", on=on),
        Kind.BADGES_A7: lambda: documents.badges(wanted, delegates, given, size="a7", on=on),
        Kind.PLATES_A4: lambda: documents.plates_of_delegations(wanted, delegates, on=on),
        Kind.PLATES_A5: lambda: documents.plates_of_delegates(wanted, delegates, on=on),
        Kind.ATTENDANCE: lambda: documents.attendance(wanted, delegates, on=on),
    }
    return builders[wanted.kind]()


def make_missing(now: datetime) -> int:
    """Make what a worker left undone, and forget what is older than a day; answers how many were made."""
    Print.objects.filter(asked_at__lt=now - KEPT).delete()
    left = Print.objects.filter(made_at=None, failed_at=None, asked_at__lt=now - LATE)
    made = list(left.select_related("meeting"))
    for wanted in made:
        make(wanted, on=now)
    return len(made)


due.step("prints", make_missing)
