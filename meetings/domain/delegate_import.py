"""workbook --read, try--> what would change --take--> registrations: all of what was previewed, or nothing

What is taken goes through the verbs of delegations.py, each of which guards and records. The preview is a
trial of the same verbs, rolled back: it can say nothing else than what the take does.
"""

import copy
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from meetings.domain import delegate_sheet, delegations
from meetings.domain.meetings import locked
from meetings.models import Delegate, Delegation, Meeting
from network.models import Party

IMPORTED = acts.verb("delegation.import", pgettext_lazy("act", "took a list of delegates"))
NEW, CHANGED = "new", "changed"


class ListChanged(RuleBroken):
    message = _("Somebody registered since you saw this preview. Nothing was taken. Look at it again.")


class DelegationWithdrawn(RuleBroken):
    message = _("The delegation of %(party)s is withdrawn. Nobody is registered in it.")


@dataclass(frozen=True, slots=True)
class Step:
    """What a row wants: a delegate as it would be, new or changed."""

    what: str
    line: int
    party: Party
    delegate: Delegate


def fingerprint(meeting: Meeting) -> str:
    """By what a preview remembers how the registrations stood."""
    state = [
        list(meeting.delegations.order_by("pk").values_list("pk", "version", "state")),
        list(
            Delegate.objects.filter(delegation__meeting=meeting).order_by("pk").values_list("pk", "version")
        ),
    ]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()


@transaction.atomic
def take(
    *, meeting: Meeting, steps: Iterable[Step], seen: str, source_name: str, by: User, on: datetime
) -> None:
    """Register and change what was previewed over registrations with the fingerprint `seen`.

    A party without a delegation gets one. Raises ListChanged, and what the verbs of delegations raise.
    """
    if fingerprint(locked(meeting)) != seen:
        raise ListChanged
    steps, there = list(steps), _delegations(meeting)
    for step in steps:
        _take(step, meeting, there, by=by, on=on)
    after = {"entries": len(steps)}
    acts.record(by=by, did=IMPORTED, to=meeting, after=after, reason=source_name, on=on)


def trial(*, meeting: Meeting, steps: Iterable[Step], by: User, on: datetime) -> dict[int, str]:
    """What the rules refuse, by the line of the row; everything is rolled back. Raises MeetingClosed."""
    refused = {}
    with transaction.atomic():
        delegations.open_for_registration(meeting)
        there = _delegations(meeting)
        for step in steps:
            try:
                with transaction.atomic():
                    _take(step, meeting, there, by=by, on=on)
            except RuleBroken as broken:
                refused[step.line] = str(broken)
        transaction.set_rollback(True)
    return refused


def _delegations(meeting: Meeting) -> dict[int, Delegation]:
    return {one.party_id: one for one in meeting.delegations.select_related("party", "meeting")}


def _take(step: Step, meeting: Meeting, there: dict[int, Delegation], *, by: User, on: datetime) -> None:
    if step.what == CHANGED:
        # a copy: what a trial saves must not look saved when it is rolled back
        delegations.save_delegate(delegate=copy.copy(step.delegate), by=by, on=on)
        return
    party = step.party
    delegation = there.get(party.pk)
    if delegation is None:
        delegation = delegations.register_delegation(
            meeting=meeting, party=party, is_demonstration=meeting.is_demonstration, by=by, on=on
        )
        delegation.meeting, delegation.party = meeting, party
    if delegation.state == Delegation.State.WITHDRAWN:
        raise DelegationWithdrawn(party=party)
    _register(step.delegate, delegation, by=by, on=on)
    there[party.pk] = delegation  # only when nothing of the row was refused


def _register(delegate: Delegate, delegation: Delegation, *, by: User, on: datetime) -> None:
    """Register a delegate of a row, last in the order of precedence."""
    column = delegate_sheet.function_column(delegation.party)
    language = column.removeprefix("function_")
    details = {name: getattr(delegate, name) for name in ("phone", "language", "created_for")}
    delegations.register_delegate(
        delegation=delegation,
        role=delegate.role,
        honorific=delegate.honorific,
        given_name=delegate.given_name,
        family_name=delegate.family_name,
        function={language: getattr(delegate, column)},
        email=delegate.email,
        is_listed=False,  # asked of the delegate, never supposed
        is_demonstration=delegation.meeting.is_demonstration,
        by=by,
        on=on,
        **details,
    )
