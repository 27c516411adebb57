"""planned --announce--> announced --open--> in session --close--> closed

A meeting that is planned is known to the Secretariat alone; from its announcement on to everybody.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import OWN_NAMES
from acs_portal.kernel.models import User
from meetings.models import Meeting

CREATED = acts.verb("meeting.create", pgettext_lazy("act", "planned the meeting"))
SAVED = acts.verb("meeting.save", pgettext_lazy("act", "changed the meeting"))
ANNOUNCED = acts.verb("meeting.announce", pgettext_lazy("act", "announced the meeting"))
OPENED = acts.verb("meeting.open", pgettext_lazy("act", "opened the meeting"))
CLOSED = acts.verb("meeting.close", pgettext_lazy("act", "closed the meeting"))

State = Meeting.State


class CodeTaken(RuleBroken):
    message = _("There already is a meeting with the code “%(code)s”.")


class AlreadyAnnounced(RuleBroken):
    message = _("The meeting has already been announced.")


class NotAnnounced(RuleBroken):
    message = _("Only a meeting that has been announced, and not yet opened, can be opened.")


class NotInSession(RuleBroken):
    message = _("The meeting is not in session. Open it first; once closed, its record stands.")


class MeetingClosed(RuleBroken):
    message = _("The meeting is closed. Its record stands as it is.")


class WordsMissing(RuleBroken):
    message = _("A meeting is announced in every language. Still missing: %(languages)s")


def locked(meeting: Meeting) -> Meeting:
    """The row of a meeting, locked and fresh, so that two people at once pass a guard one after the other."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


@transaction.atomic
def create(*, by: User, on: datetime, **fields) -> Meeting:
    """Plan a meeting from the values of its fields. Raises CodeTaken."""
    if Meeting.objects.filter(code=fields["code"]).exists():
        raise CodeTaken(code=fields["code"])
    meeting = Meeting.objects.create(changed_at=on, **fields)
    acts.record(by=by, did=CREATED, to=meeting, after={"code": meeting.code}, on=on)
    return meeting


@transaction.atomic
def save(*, meeting: Meeting, by: User, on: datetime) -> None:
    """Save the edited fields of a meeting, if any differs. Raises Stale when somebody saved meanwhile."""
    before, after = acts.differences(locked(meeting), meeting)
    if not after:
        return
    meeting.changed_at = on
    meeting.save_version()
    acts.record(by=by, did=SAVED, to=meeting, before=before, after=after, on=on)


@transaction.atomic
def announce(*, meeting: Meeting, by: User, on: datetime) -> None:
    """Let everybody know of the meeting. Raises AlreadyAnnounced, WordsMissing."""
    meeting = locked(meeting)
    if meeting.state != State.PLANNED:
        raise AlreadyAnnounced
    if missing := meeting.missing_languages():
        raise WordsMissing(languages=", ".join(OWN_NAMES[code] for code in missing))
    _move(meeting, State.ANNOUNCED, ANNOUNCED, by, on)


@transaction.atomic
def open_(*, meeting: Meeting, by: User, on: datetime) -> None:
    """Open the meeting: sittings and decisions may be recorded. Raises NotAnnounced."""
    meeting = locked(meeting)
    if meeting.state != State.ANNOUNCED:
        raise NotAnnounced
    _move(meeting, State.IN_SESSION, OPENED, by, on)


@transaction.atomic
def close(*, meeting: Meeting, by: User, on: datetime) -> None:
    """Close the meeting: its record stands from now on. Raises NotInSession."""
    meeting = locked(meeting)
    if meeting.state != State.IN_SESSION:
        raise NotInSession
    _move(meeting, State.CLOSED, CLOSED, by, on)


def _move(meeting: Meeting, state: str, verb: str, by: User, on: datetime) -> None:
    before, after = {"state": str(meeting.state)}, {"state": str(state)}
    meeting.state, meeting.changed_at = state, on
    meeting.save_version()
    acts.record(by=by, did=verb, to=meeting, before=before, after=after, on=on)
