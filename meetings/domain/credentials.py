"""none --examine--> received, in order, provisional or not accepted --examine--> any other

Credentials are apart from the registration: they drive who may vote and sign. Members vote; associate
members vote only on what touches them directly (Convention, Article IV.2), so that their vote is asked
for item by item; observers never. The quorum counts the members present (sittings.py), whatever their
credentials: being present and being entitled to vote are two questions.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, files
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from meetings.domain import delegations, sittings
from meetings.domain.meetings import guard_stands, locked
from meetings.models import Delegation
from network.models import OUT, Party

EXAMINED = acts.verb("delegation.examine", pgettext_lazy("act", "examined the credentials"))

State = Delegation.Credentials
VOTES_WITH = (State.IN_ORDER, State.PROVISIONAL)  # provisional ones count until they are decided
SIGNS_WITH = (State.IN_ORDER,)  # a signature stays: provisional credentials do not carry it
FACTS = ("credentials_reference", "credentials_date", "credentials_note")


class NoteMissing(RuleBroken):
    message = _("Say why the credentials are not accepted, or until when they are provisional.")


class NothingSaid(RuleBroken):
    message = _("Choose what became of the credentials.")


@files.atomic()
def examine(
    *, delegation: Delegation, state: str, upload: UploadedFile | None = None, by: User, on: datetime
) -> Delegation:
    """Record what became of the credentials, with the edited reference, date and note of `delegation`.

    Raises MeetingClosed, NothingSaid, NoteMissing, Stale.
    """
    guard_stands(locked(delegation.meeting))
    if state == State.NONE:
        raise NothingSaid
    if state in (State.NOT_ACCEPTED, State.PROVISIONAL) and not delegation.credentials_note.strip():
        raise NoteMissing
    before = {"credentials": str(delegation.credentials)}
    delegation.credentials, delegation.credentials_by, delegation.credentials_at = state, by, on
    if upload:
        delegation.credentials_file = files.store(upload, by=by)
    old, new = delegations.write(delegation, by=by, on=on)
    after = new | {"credentials": str(state)}
    acts.record(by=by, did=EXAMINED, to=delegation, before=old | before, after=after, on=on)
    return delegation


def has_right_to_vote(party: Party, day: date, *, is_touched: bool = False) -> bool:
    """Whether a party votes on a day: a member, or an associate member where the item touches it directly."""
    if party.kind == Party.Kind.ASSOCIATE_MEMBER:
        today = official_day(timezone.now())
        return is_touched and party.standing_on(day, today=today) != OUT
    return sittings.entitled(party, day)


def may_vote(delegation: Delegation, *, day: date, is_touched: bool = False) -> bool:
    """Whether a delegation votes on a day; `is_touched` says that the item touches it directly."""
    return (
        delegation.is_approved
        and delegation.credentials in VOTES_WITH
        and has_right_to_vote(delegation.party, day, is_touched=is_touched)
    )


def may_sign(delegation: Delegation, *, day: date) -> bool:
    """Whether a delegation signs what a meeting concludes on a day: a member, with credentials in order."""
    return (
        delegation.is_approved
        and delegation.credentials in SIGNS_WITH
        and delegation.party.is_member
        and has_right_to_vote(delegation.party, day, is_touched=True)
    )


def lacking(present: Iterable[Delegation], day: date) -> list[Delegation]:
    """The delegations present that would vote, but for their credentials."""
    return [one for one in present if sittings.entitled(one.party, day) and one.credentials not in VOTES_WITH]
