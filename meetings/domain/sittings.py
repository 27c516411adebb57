"""none --open_sitting--> recorded, with who is present

The quorum is counted on the member states alone: associate members speak and vote only on what
touches them directly (Convention, Article IV.2), observers never vote. How large a part of the
members makes a quorum is a setting of the meeting.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import acts
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from meetings.domain.meetings import NotInSession, locked
from meetings.models import Delegate, Delegation, Meeting, Sitting
from network.models import IN, Party

OPENED = acts.verb("sitting.open", pgettext_lazy("act", "opened the sitting"))


class NumberTaken(RuleBroken):
    message = _("Sitting %(number)s has already been recorded.")


class EndsBeforeItStarts(RuleBroken):
    message = _("The sitting ends before it starts.")


class OutsideMeeting(RuleBroken):
    message = _("The sitting starts on a day on which the meeting does not meet.")


class NotOfThisMeeting(RuleBroken):
    message = _("%(party)s has no delegation to this meeting.")


class NobodyThere(RuleBroken):
    message = _("%(party)s has no delegate who could be present: none is registered, or all were withdrawn.")


@dataclass(frozen=True, slots=True)
class Quorum:
    """The arithmetic: members entitled (base), how many are needed, how many are present."""

    base: int
    needed: int
    present: int

    @property
    def is_reached(self) -> bool:
        return self.present >= self.needed


@transaction.atomic
def open_sitting(
    *,
    meeting: Meeting,
    number: int,
    starts_at: datetime,
    ends_at: datetime,
    present: Iterable[Delegation],
    by: User,
    on: datetime,
) -> Sitting:
    """Record a sitting with the delegations present.

    Raises NotInSession, NumberTaken, EndsBeforeItStarts, OutsideMeeting, NotOfThisMeeting, NobodyThere.
    """
    meeting, present = locked(meeting), list(present)
    if meeting.state != Meeting.State.IN_SESSION:
        raise NotInSession
    if meeting.sittings.filter(number=number).exists():
        raise NumberTaken(number=number)
    if ends_at <= starts_at:
        raise EndsBeforeItStarts
    if not meeting.opens_on <= starts_at.astimezone(meeting.zone).date() <= meeting.closes_on:
        raise OutsideMeeting
    for delegation in present:
        if delegation.meeting_id != meeting.pk:
            raise NotOfThisMeeting(party=delegation.party)
    able = set(able_to_attend(meeting).values_list("pk", flat=True))
    for delegation in present:
        if delegation.pk not in able:
            raise NobodyThere(party=delegation.party)
    sitting = Sitting.objects.create(
        meeting=meeting, number=number, starts_at=starts_at, ends_at=ends_at, recorded_at=on
    )
    sitting.present.set(present)
    after = {"present": ", ".join(sorted(delegation.party.code for delegation in present))}
    acts.record(by=by, did=OPENED, to=sitting, after=after, on=on)
    return sitting


def able_to_attend(meeting: Meeting):
    """The approved delegations to a meeting with a delegate who has a seat."""
    registered = Delegate.objects.attending().filter(delegation=OuterRef("pk"))
    return meeting.delegations.filter(Exists(registered))


def member_states() -> list[Party]:
    """All parties that are or were member states."""
    return list(Party.objects.filter(kind=Party.Kind.MEMBER_STATE))


def entitled(party: Party, day: date) -> bool:
    """Whether a party counts for the quorum on a day: a member state in standing on it."""
    today = official_day(timezone.now())
    return party.kind == Party.Kind.MEMBER_STATE and party.standing_on(day, today=today) == IN


def quorum(sitting: Sitting, members: list[Party] | None = None) -> Quorum:
    """The quorum of a sitting; `members` (from `member_states()`) saves a query where several are counted."""
    day, meeting = sitting.day, sitting.meeting
    base = sum(entitled(party, day) for party in (member_states() if members is None else members))
    present = sum(entitled(delegation.party, day) for delegation in sitting.present.all())
    return Quorum(base, needed_of(base, meeting), present)


def needed_of(base: int, meeting: Meeting) -> int:
    """How many members of `base` make the meeting's quorum: its part of them, or more than that part."""
    whole, rest = divmod(base * meeting.quorum_numerator, meeting.quorum_denominator)
    # a part of a member does not sit: rounded up
    return whole + 1 if rest or meeting.quorum_is_exceeded else whole


def part_in_words(meeting: Meeting) -> str:
    """The part that makes the quorum, in the language in force: 1 of 2 parts, more than 1 of 2 parts."""
    part = {"numerator": meeting.quorum_numerator, "denominator": meeting.quorum_denominator}
    if meeting.quorum_is_exceeded:
        return gettext("more than %(numerator)s of %(denominator)s parts") % part
    return gettext("%(numerator)s of %(denominator)s parts") % part
