"""planned --announce--> announced, or registration open --open--> in session
in session, or report drafting --close--> closed
announced, registration open, or postponed --cancel--> cancelled

A meeting that is planned is known to the Secretariat alone; from its announcement on to everybody. Who
was told of a meeting is told when it is cancelled. The other steps forward, and those back, are in
`states`; a meeting is put off and given new dates in `postponing`.
"""

from datetime import datetime

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, gate, releases, tracking
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import CODES, OWN_NAMES
from acs_portal.kernel.models import Act, Stale, User
from acs_portal.kernel.outbox import Mailing
from meetings import notifications
from meetings.domain import due_days
from meetings.models import Meeting
from network.domain import focal_points

CREATED = acts.verb("meeting.create", pgettext_lazy("act", "planned the meeting"))
SAVED = acts.verb("meeting.save", pgettext_lazy("act", "changed the meeting"))
ANNOUNCED = acts.verb("meeting.announce", pgettext_lazy("act", "announced the meeting"))
OPENED = acts.verb("meeting.open", pgettext_lazy("act", "opened the meeting"))
CLOSED = acts.verb("meeting.close", pgettext_lazy("act", "closed the meeting"))
CANCELLED = acts.verb("meeting.cancel", pgettext_lazy("act", "cancelled the meeting"))

State = Meeting.State
RESERVED = ("new", "checklist")  # pages of the portal have these addresses
IN_SITTINGS = ("time_zone", "quorum_numerator", "quorum_denominator", "quorum_is_exceeded")
IN_REMINDERS = {"opens_on", "closes_on"}  # what a reminder says; a new one is due by the new dates
IN_SYMBOLS = ("symbol_prefix", "symbol_body", "symbol_pattern")


class CodeTaken(RuleBroken):
    message = _("There already is a meeting with the code “%(code)s”.")


class CodeReserved(RuleBroken):
    message = _("A page of the portal has the address “%(code)s”. Choose another code.")


class AlreadyAnnounced(RuleBroken):
    message = _("The meeting has already been announced.")


class NotAnnounced(RuleBroken):
    message = _("Only a meeting that has been announced, and not yet opened, can be opened.")


class NotInSession(RuleBroken):
    message = _("The meeting is not in session. Open it first; once closed, its record stands.")


class ReasonMissing(RuleBroken):
    message = _("Give a reason; the register of acts keeps it.")


class MeetingClosed(RuleBroken):
    message = _("The meeting is closed. Its record stands as it is.")


class MeetingCancelled(RuleBroken):
    message = _("The meeting was cancelled. Its record stands as it is.")


class NotToCancel(RuleBroken):
    message = _("Only a meeting that has been announced or postponed, and not yet opened, can be cancelled.")


class ReasonNotInEveryLanguage(RuleBroken):
    message = _("Give the reason in every language: it goes to everybody. Still missing: %(languages)s")


class DatesPutOff(RuleBroken):
    message = _("The meeting is postponed. Give it new dates by that step: then everybody is told.")


class SittingsHeld(RuleBroken):
    message = _("Sittings have been recorded, so this stays as it was: %(fields)s")


class SymbolsGiven(RuleBroken):
    message = _("Symbols have been given to documents, so this stays as it was: %(fields)s")


class SittingLeftOutside(RuleBroken):
    message = _("Sitting %(number)s was held on %(day)s, so that day stays a day of the meeting.")


def locked(meeting: Meeting) -> Meeting:
    """The row of a meeting, locked and fresh, so that two people at once pass a guard one after the other."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def guard_stands(meeting: Meeting) -> None:
    """Refuse to edit what stands: closed, archived or cancelled. Raises MeetingClosed, MeetingCancelled."""
    if meeting.is_closed:
        raise MeetingClosed
    if meeting.is_cancelled:
        raise MeetingCancelled


def guard_dates(meeting: Meeting) -> None:
    """Refuse what counts on the dates of a meeting that is put off. Raises DatesPutOff."""
    if meeting.is_postponed:
        raise DatesPutOff


def closed_at(meeting: Meeting) -> datetime | None:
    """When a closed meeting was closed, by the register: its archiving moves `changed_at`; else None."""
    if not meeting.is_closed:
        return None
    to_type, to_id = acts.reference_of(meeting)
    closings = Act.objects.filter(did=CLOSED, to_type=to_type, to_id=to_id).order_by("-id")
    return closings.values_list("at", flat=True).first() or meeting.changed_at


@transaction.atomic
def create(*, by: User, on: datetime, **fields) -> Meeting:
    """Plan a meeting from the values of its fields. Raises CodeReserved, CodeTaken."""
    if fields["code"].lower() in RESERVED:
        raise CodeReserved(code=fields["code"])
    if Meeting.objects.filter(code=fields["code"]).exists():
        raise CodeTaken(code=fields["code"])
    meeting = Meeting(changed_at=on, **fields)
    tracking.write(meeting, by=by, on=on)
    acts.record(by=by, did=CREATED, to=meeting, after={"code": meeting.code}, on=on)
    return meeting


@transaction.atomic
def save(*, meeting: Meeting, by: User, on: datetime) -> None:
    """Save the edited fields of a meeting, if any differs.

    What was recorded stays true: raises MeetingClosed, MeetingCancelled, DatesPutOff, SittingsHeld,
    SymbolsGiven, SittingLeftOutside, and Stale when somebody saved meanwhile. Open tasks of the checklist
    follow an opening that moves.
    """
    stored = locked(meeting)
    guard_stands(stored)
    before, after = acts.differences(stored, meeting)
    if after:
        if meeting.version != stored.version:
            raise Stale
        _guard_record(meeting, set(after))
        meeting.changed_at = on
        acts.record(by=by, did=SAVED, to=meeting, before=before, after=after, on=on)
    if IN_REMINDERS.intersection(after):
        notifications.withdraw_coming(meeting)
    tracking.write(meeting, by=by, on=on)
    if "opens_on" in after:
        due_days.follow_opening(meeting, by=by, on=on)


def _guard_record(meeting: Meeting, changed: set[str]) -> None:
    """Refuse changes that would make the record say something else than what happened, or was told."""
    if meeting.is_postponed and changed.intersection(IN_REMINDERS):
        raise DatesPutOff
    held = list(meeting.sittings.order_by("number"))
    if held and (names := changed.intersection(IN_SITTINGS)):
        raise SittingsHeld(fields=_in_words(meeting, names))
    if (names := changed.intersection(IN_SYMBOLS)) and meeting.symbols.exists():
        raise SymbolsGiven(fields=_in_words(meeting, names))
    for sitting in held:
        day = official_day(sitting.starts_at, meeting.time_zone)
        if not meeting.opens_on <= day <= meeting.closes_on:
            raise SittingLeftOutside(number=sitting.number, day=formats.date_format(day, "DATE_FORMAT"))


def _in_words(meeting: Meeting, names: set[str]) -> str:
    """The names of fields as the form shows them, in its order."""
    fields = [field for field in meeting._meta.concrete_fields if field.name in names]
    return ", ".join(str(field.verbose_name) for field in fields)


@transaction.atomic
def announce(*, meeting: Meeting, by: User, on: datetime) -> None:
    """Let everybody know of the meeting. Raises AlreadyAnnounced, NotReady."""
    meeting = locked(meeting)
    if meeting.state != State.PLANNED:
        raise AlreadyAnnounced
    gate.guard("meeting", [("", meeting)])
    move(meeting, State.ANNOUNCED, ANNOUNCED, by, on)


@transaction.atomic
def open_(*, meeting: Meeting, by: User, on: datetime) -> None:
    """Open the meeting: sittings and decisions may be recorded. Raises NotAnnounced."""
    meeting = locked(meeting)
    if not meeting.is_coming:
        raise NotAnnounced
    move(meeting, State.IN_SESSION, OPENED, by, on)


@transaction.atomic
def close(*, meeting: Meeting, by: User, on: datetime) -> None:
    """Close the meeting, with or without a time of drafting: its record stands. Raises NotInSession."""
    meeting = locked(meeting)
    if meeting.state not in (State.IN_SESSION, State.DRAFTING):
        raise NotInSession
    move(meeting, State.CLOSED, CLOSED, by, on)


@transaction.atomic
def cancel(*, meeting: Meeting, reason: dict[str, str], by: User, on: datetime, told: str = "") -> None:
    """Cancel a meeting to come and tell everybody who was told of it; `reason` is language -> text.

    `told` is the fingerprint of the mailing that was in sight. Raises MeetingCancelled, MeetingClosed,
    NotToCancel, ReasonNotInEveryLanguage, RecipientsChanged.
    """
    meeting = locked(meeting)
    guard_stands(meeting)
    if not (meeting.is_coming or meeting.is_postponed):
        raise NotToCancel
    reason = in_every_language(reason)
    telling = cancellation(meeting, reason, on=on)
    telling.check(told)
    say_why(meeting, "postponed", {})
    say_why(meeting, "cancelled", reason)
    move(meeting, State.CANCELLED, CANCELLED, by, on, reason=reason[meeting.authentic_language])
    notifications.withdraw_coming(meeting)
    telling.send()


def cancellation(meeting: Meeting, reason: dict[str, str], *, on: datetime) -> Mailing:
    """The message that tells of the cancellation, to everybody who was told of the meeting."""
    return notifications.meeting_cancelled(meeting, reason, everybody_told(meeting, on=on))


def everybody_told(meeting: Meeting, *, on: datetime) -> list[User]:
    """Who hears of a change that concerns everybody: the primary focal points in office, all who hold a
    post of a party with a delegation, and whoever got a message about the meeting."""
    day = official_day(on)
    parties = meeting.delegations.values("party")
    agendas = list(releases.releases_of(meeting, "agenda"))
    people = {
        *focal_points.primary(day),
        *focal_points.of_parties(parties, day),
        *notifications.told_of(meeting, agendas),
    }
    return sorted(people, key=lambda user: user.pk)


def in_every_language(reason: dict[str, str]) -> dict[str, str]:
    """A reason that goes to everybody, by language. Raises ReasonNotInEveryLanguage."""
    reason = {code: reason.get(code, "").strip() for code in CODES}
    if missing := [OWN_NAMES[code] for code in CODES if not reason[code]]:
        raise ReasonNotInEveryLanguage(languages=", ".join(missing))
    return reason


def say_why(meeting: Meeting, state: str, reason: dict[str, str]) -> None:
    """Put the reason of a state on the row, in every language; an empty one takes it away."""
    for code in CODES:
        setattr(meeting, f"{state}_because_{code}", reason.get(code, ""))


def move(meeting: Meeting, state: str, verb: str, by: User, on: datetime, *, reason: str = "") -> None:
    """Put a locked meeting into a state, for the verbs of its states alone; the register says who and why."""
    former, meeting.state, meeting.changed_at = meeting.state, state, on
    before, after = tracking.write(meeting, by=by, on=on)
    before, after = before | {"state": str(former)}, after | {"state": str(state)}
    acts.record(by=by, did=verb, to=meeting, before=before, after=after, reason=reason, on=on)
