"""asked for --accept--> taken over, or --refuse, with a reason--> left as approved

After the approval an edit of who a delegate is (name, role, function) waits for the Secretariat, field by
field; the rest of the delegation stays approved. What says nothing of that (arrival, diet, telephone)
counts at once, and so does a function that was not there yet.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from meetings import notifications
from meetings.domain import delegations
from meetings.models import Delegate, DelegateChange, Delegation

ASKED = acts.verb("delegate.change_ask", pgettext_lazy("act", "asked to change the approved delegate"))
ACCEPTED = acts.verb("delegate.change_accept", pgettext_lazy("act", "accepted the change of the delegate"))
REFUSED = acts.verb("delegate.change_refuse", pgettext_lazy("act", "refused the change of the delegate"))

Answer = DelegateChange.Answer
SENSITIVE = (
    "role",
    "honorific",
    "given_name",
    "family_name",
    "function_en",
    "function_es",
    "function_fr",
)


class AlreadyAnswered(RuleBroken):
    message = _("%(name)s has already answered this change.")


def open_changes(delegation: Delegation) -> list[DelegateChange]:
    """The changes of a delegation that wait for the Secretariat, the oldest first; one query."""
    waiting = DelegateChange.objects.filter(answer="", delegate__delegation=delegation)
    return list(waiting.select_related("delegate", "by"))


def show(delegates: Iterable[Delegate], waiting: Iterable[DelegateChange]) -> None:
    """Put what a delegation has asked for into its delegates, for the form on which it goes on."""
    by_pk = {delegate.pk: delegate for delegate in delegates}
    for change in waiting:
        if change.delegate_id in by_pk:
            setattr(by_pk[change.delegate_id], change.field, change.new)


def save(
    delegate: Delegate,
    *,
    fields: Iterable[str],
    by: User | None,
    on: datetime,
    did: str = delegations.SAVED,
) -> list[str]:
    """Save what the delegation or the delegate edited, while the meeting is locked; answers what waits.

    `fields` are the columns that the form showed. Raises DelegateGone, Stale, and the rules of
    delegations.guard for what counts at once.
    """
    stored = delegations.fresh(delegate)
    waits = _ask(delegate, stored, set(fields), by, on) if _is_guarded(stored) else []
    delegations.guard(delegate)
    before, after = tracking.write(delegate, by=by, on=on)
    if after:
        acts.record(by=by, did=did, to=delegate, before=before, after=after, on=on)
    return waits


def _is_guarded(stored: Delegate) -> bool:
    return stored.delegation.is_approved and not stored.is_new


def _ask(delegate: Delegate, stored: Delegate, fields: set[str], by: User | None, on: datetime) -> list[str]:
    """Turn the edits of approved fields into changes that wait, and take back those that are no more."""
    shown = [name for name in SENSITIVE if name in fields]
    asked = {name: getattr(delegate, name) for name in shown}
    differs = {name: new for name, new in asked.items() if (old := getattr(stored, name)) and new != old}
    waiting = {change.field: change for change in delegate.changes.filter(answer="")}
    for name in shown:
        if name not in differs and name in waiting:
            waiting[name].delete()
    for name, new in differs.items():
        setattr(delegate, name, getattr(stored, name))
        _wait(delegate, name, new, waiting.get(name), by, on)
    return list(differs)


def _wait(
    delegate: Delegate, name: str, new: str, waiting: DelegateChange | None, by: User | None, on: datetime
) -> None:
    if waiting and waiting.new == new:
        return
    change = waiting or DelegateChange(delegate=delegate, field=name)
    change.old, change.new, change.by, change.at = getattr(delegate, name), new, by, on
    change.by_label = by.name if by else ""
    change.save()
    acts.record(by=by, did=ASKED, to=delegate, after={name: _withheld(name, new)}, on=on)


def _withheld(name: str, value: str) -> str:
    """What the register keeps of a value: of personal data that it changed, and not what it was."""
    return acts.WITHHELD[1] if name in Delegate.PERSONAL else str(value)


@transaction.atomic
def accept(*, change: DelegateChange, by: User, on: datetime) -> None:
    """Take over a change. Raises MeetingClosed, AlreadyAnswered, SecondHead, DelegateAlreadyRegistered."""
    change = _locked(change)
    delegate = delegations.fresh(change.delegate)
    setattr(delegate, change.field, change.new)
    delegations.guard(delegate)
    before, after = tracking.write(delegate, by=by, on=on)
    _answered(change, Answer.ACCEPTED, "", by, on)
    acts.record(by=by, did=ACCEPTED, to=delegate, before=before, after=after, on=on)


@transaction.atomic
def refuse(*, change: DelegateChange, reason: str, by: User, on: datetime) -> None:
    """Leave a delegate as approved, and say why. Raises MeetingClosed, AlreadyAnswered, ReasonMissing."""
    change = _locked(change)
    if not reason.strip():
        raise delegations.ReasonMissing
    _answered(change, Answer.REFUSED, reason.strip(), by, on)
    acts.record(by=by, did=REFUSED, to=change.delegate, reason=reason.strip(), on=on)


def _locked(change: DelegateChange) -> DelegateChange:
    delegations.open_for_registration(change.delegate.delegation.meeting)
    change = DelegateChange.objects.select_for_update().get(pk=change.pk)
    if change.answer:
        raise AlreadyAnswered(name=change.answered_by.name)
    return change


def _answered(change: DelegateChange, answer: str, reason: str, by: User, on: datetime) -> None:
    change.answer, change.reason, change.answered_by, change.answered_at = answer, reason, by, on
    change.save()
    notifications.change_answered(change)
