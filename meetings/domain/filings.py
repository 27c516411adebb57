"""none --save--> draft --submit--> submitted --(approvals.py)--> approved, or returned with a reason
   returned --save--> returned --submit--> submitted
   draft, submitted, returned, approved --withdraw, with a reason--> withdrawn --save--> draft

The focal point files one form for the whole delegation, with one letter; a deputy drafts it. What is
changed after the approval is in changes.py. A delegation after the deadline is taken and marked as late.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, files, tracking
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import Stale, User
from meetings import notifications
from meetings.domain import approvals, changes, delegations, questions, seats
from meetings.domain.meetings import locked
from meetings.models import Delegate, Delegation, Meeting
from network.models import Party

DRAFTED = acts.verb("delegation.draft", pgettext_lazy("act", "drafted the delegation"))
SUBMITTED = acts.verb("delegation.submit", pgettext_lazy("act", "submitted the delegation"))
WITHDRAWN = acts.verb("delegation.withdraw", pgettext_lazy("act", "withdrew the delegation"))
REMOVED = acts.verb("delegate.remove", pgettext_lazy("act", "took a person out of the draft"))

State = Delegation.State
BY_PARTY = _("Taken out by the delegation")
FACTS = ("letter_reference", "letter_date")


class RegistrationClosed(RuleBroken):
    message = _("Delegations to this meeting can't be filed now. Write to the Secretariat for a change.")


class UnderReview(RuleBroken):
    message = _(
        "The delegation is submitted: the Secretariat looks at it. Until it answers, nothing is changed here."
    )


class NotToSubmit(RuleBroken):
    message = _("This delegation is “%(state)s” now, so it can't be submitted. Open it again.")


class HeadMissing(RuleBroken):
    message = _("Name the head of delegation before you submit.")


class LetterMissing(RuleBroken):
    message = _("Add the letter that announces the delegation, with its reference, before you submit.")


class AnswersMissing(RuleBroken):
    message = _("Answer these questions before you submit: %(questions)s")


class NothingToWithdraw(RuleBroken):
    message = _("This delegation has already been withdrawn.")


def delegation_of(meeting: Meeting, party: Party) -> Delegation:
    """The delegation of a party as it stands; a new draft, not stored, where there is none."""
    found = meeting.delegations.filter(party=party).select_related("letter", "party", "meeting").first()
    return found or Delegation(meeting=meeting, party=party, is_demonstration=meeting.is_demonstration)


def earlier_people(meeting: Meeting, party: Party) -> list[Delegate]:
    """Who was in the delegations of a party to earlier meetings, the last first, each name once."""
    there = set(
        Delegate.objects.filter(
            delegation__meeting=meeting, delegation__party=party, withdrawn_at=None
        ).values_list("given_name", "family_name")
    )
    earlier = Delegate.objects.filter(delegation__party=party, withdrawn_at=None)
    earlier = earlier.exclude(delegation__meeting=meeting).select_related("delegation__meeting")
    found = {}
    for delegate in earlier.order_by("-delegation__meeting__opens_on", "position"):
        name = (delegate.given_name, delegate.family_name)
        if name not in there:
            found.setdefault(name, delegate)
    return list(found.values())


@files.atomic()
def save(
    *,
    delegation: Delegation,
    people: Iterable[Delegate],
    removed: Iterable[Delegate],
    fields: Iterable[str],
    answers: dict[int, str] | None = None,
    letter: UploadedFile | None = None,
    by: User,
    on: datetime,
) -> tuple[Delegation, int]:
    """Save the form of a delegation: its letter, its people and its answers; how many changes wait.

    `people` are its delegates as edited, new ones among them; `fields` the columns of them that the
    form showed. Raises RegistrationClosed, NotAParty, UnderReview, Stale, and the rules of a delegate.
    """
    meeting = _open_for_parties(delegation.meeting)
    delegation = _written(delegation, meeting, letter, by=by, on=on)
    for delegate in removed:
        _take_out(delegate, by=by, on=on)
    waiting = 0
    for delegate in _heads_last(people):
        delegate.delegation = delegation
        waiting += _keep(delegate, fields, by=by, on=on)
    if answers is not None:
        questions.answer(of=delegation, values=answers, on=on)
    if not delegation.is_approved:
        seats.seat_anew(delegation, by=by, on=on)
    return delegation, waiting


def _heads_last(people: Iterable[Delegate]) -> list[Delegate]:
    """So that one who gives the head to another has given it when the other takes it."""
    return sorted(people, key=lambda delegate: delegate.role == Delegate.Role.HEAD)


def _keep(delegate: Delegate, fields: Iterable[str], *, by: User, on: datetime) -> int:
    """Save one person of the form; answers how many changes of an approved one wait."""
    if delegate.pk:
        return len(changes.save(delegate, fields=fields, by=by, on=on))
    delegate.is_new = delegate.delegation.is_approved
    delegate.is_demonstration = delegate.delegation.is_demonstration
    delegations.add(delegate, by=by, on=on)
    return int(delegate.is_new)


def _open_for_parties(meeting: Meeting) -> Meeting:
    meeting = locked(meeting)
    if not meeting.takes_registrations:
        raise RegistrationClosed
    return meeting


@files.atomic()
def keep_letter(*, delegation: Delegation, letter: UploadedFile, by: User, on: datetime) -> Delegation:
    """Put an uploaded letter into the draft while the rest of its form is still being written."""
    meeting = _open_for_parties(delegation.meeting)
    return _written(delegation, meeting, letter, by=by, on=on)


def _written(
    delegation: Delegation, meeting: Meeting, letter: UploadedFile | None, *, by: User, on: datetime
) -> Delegation:
    """Store the letter of a draft; of an approved delegation the letter stays as it was approved."""
    stored = meeting.delegations.filter(party=delegation.party).select_for_update().first()
    if (stored.pk if stored else None) != delegation.pk:  # somebody of the party began it meanwhile
        raise Stale
    if stored is None:
        delegations.guard_may_attend(meeting, delegation.party)
        delegation.created_by = by
    elif stored.state == State.SUBMITTED:
        raise UnderReview
    elif stored.is_approved:
        return stored
    if letter:
        delegation.letter = files.store(letter, by=by)
    if delegation.state == State.WITHDRAWN:
        delegation.state = State.DRAFT
    before, after = delegations.write(delegation, by=by, on=on)
    if after or stored is None:
        acts.record(by=by, did=DRAFTED, to=delegation, before=before, after=after, on=on)
    return delegation


def _take_out(delegate: Delegate, *, by: User, on: datetime) -> None:
    """Withdraw a person; one of a draft that nobody else has seen leaves no personal data behind."""
    if delegate.delegation.submitted_at or delegate.delegation.is_approved:
        approvals.withdraw(delegate=delegate, reason=str(BY_PARTY), by=by, on=on)
        return
    acts.record(by=by, did=REMOVED, to=delegate, on=on)
    tracking.erase(delegate, by=by, on=on)


@transaction.atomic
def submit(*, delegation: Delegation, by: User, on: datetime) -> Delegation:
    """Submit a draft, or again what was returned, and tell the Secretariat.

    Raises RegistrationClosed, NotToSubmit, HeadMissing, LetterMissing, AnswersMissing.
    """
    meeting = _open_for_parties(delegation.meeting)
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if not delegation.is_editable:
        raise NotToSubmit(state=delegation.get_state_display())
    _guard_complete(delegation)
    delegation.state, delegation.returned_because = State.SUBMITTED, ""
    delegation.submitted_by, delegation.submitted_at = by, on
    delegation.is_late = is_late(meeting, on)
    tracking.write(delegation, by=by, on=on)
    after = {"state": str(State.SUBMITTED), "is_late": delegation.is_late}
    acts.record(by=by, did=SUBMITTED, to=delegation, after=after, on=on)
    notifications.delegation_submitted(delegation).send()
    return delegation


def _guard_complete(delegation: Delegation) -> None:
    if not delegation.delegates.filter(role=Delegate.Role.HEAD, withdrawn_at=None).exists():
        raise HeadMissing
    if not (delegation.letter_id and delegation.letter_reference):
        raise LetterMissing
    if missing := questions.unanswered(delegation):
        raise AnswersMissing(questions="; ".join(question.text for question in missing))


def is_late(meeting: Meeting, on: datetime) -> bool:
    """Whether a moment is after the deadline of a meeting, at its place."""
    deadline = seats.rules_of(meeting).deadline
    return deadline is not None and official_day(on, meeting.time_zone) > deadline


def due_on(meeting: Meeting) -> date:
    """Until when a delegation is filed: the deadline, or the opening where there is none."""
    return seats.rules_of(meeting).deadline or meeting.opens_on


@transaction.atomic
def withdraw(*, delegation: Delegation, reason: str, by: User, on: datetime) -> None:
    """Withdraw the whole delegation, as its party does while it could file it anew.

    Raises RegistrationClosed, ReasonMissing, NothingToWithdraw.
    """
    _open_for_parties(delegation.meeting)
    withdraw_for_party(delegation=delegation, reason=reason, by=by, on=on)


@transaction.atomic
def withdraw_for_party(*, delegation: Delegation, reason: str, by: User, on: datetime) -> None:
    """Withdraw a whole delegation in the name of its party: nobody of it is on a list any more.

    Its credentials go with it; the Secretariat can approve it again. Raises MeetingClosed, ReasonMissing,
    NothingToWithdraw.
    """
    delegations.open_for_registration(delegation.meeting)
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if delegation.state == State.WITHDRAWN:
        raise NothingToWithdraw
    if not reason.strip():
        raise delegations.ReasonMissing
    before = _standing(delegation)
    delegation.state, delegation.returned_because = State.WITHDRAWN, ""
    delegation.approved_by = delegation.approved_at = None
    delegation.credentials = Delegation.Credentials.NONE
    delegation.credentials_by = delegation.credentials_at = None
    tracking.write(delegation, by=by, on=on)
    after = _standing(delegation)
    acts.record(by=by, did=WITHDRAWN, to=delegation, before=before, after=after, reason=reason.strip(), on=on)


def _standing(delegation: Delegation) -> dict[str, str]:
    return {"state": str(delegation.state), "credentials": str(delegation.credentials)}
