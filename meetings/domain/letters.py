"""none --issue--> issued --send--> told to the focal points of the party
                   issued --forget--> known by its reference alone

Letters about one delegate: in support of a visa, of attendance. The reference comes from the meeting's
symbols and is never given twice; /verify/ tells by it that a letter was issued, and to a delegate of
which party, but never to whom. Its bytes are not a release: they must be erasable with the person.
"""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, pdf
from acs_portal.kernel.access import can
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from acs_portal.kernel.outbox import Mailing
from meetings import notifications
from meetings import papers as documents
from meetings.domain import symbols
from meetings.domain.arrivals import NotExpected
from meetings.domain.meetings import MeetingCancelled, MeetingClosed, guard_dates, locked
from meetings.models import Delegate, OfficialLetter
from network.domain import focal_points

ISSUED = acts.verb("letter.issue", pgettext_lazy("act", "issued the letter"))
SENT = acts.verb("letter.send", pgettext_lazy("act", "told the focal points of the letter"))

Kind = OfficialLetter.Kind
TYPES = {Kind.VISA_SUPPORT: "VISA", Kind.ATTENDANCE: "ATT"}


class NotAnnouncedYet(RuleBroken):
    message = _("Announce the meeting first: a letter about it could not be checked yet.")


class NotPresent(RuleBroken):
    message = _("%(name)s has not been checked in, so attendance can't be certified.")


class LetterForgotten(RuleBroken):
    message = _("The person of this letter was erased, so that the letter itself is gone.")


class NobodyToTell(RuleBroken):
    message = _("%(party)s has no focal point in office who could pass the letter on.")


@transaction.atomic
def issue(
    *,
    delegate: Delegate,
    kind: str,
    language: str,
    signatory: str,
    signatory_function: str,
    by: User,
    on: datetime,
) -> OfficialLetter:
    """Issue a letter under the next reference, its PDF stored with its hash.

    Raises NotAnnouncedYet, MeetingCancelled, NotExpected, MeetingClosed (no visa is needed any more),
    DatesPutOff (nor to the old dates), NotPresent.
    """
    meeting = locked(delegate.delegation.meeting)
    delegate = Delegate.objects.select_related("delegation__party").get(pk=delegate.pk)
    _guard(meeting, delegate, kind)
    reference = symbols.allocate(meeting=meeting, type=TYPES[kind], by=by).text
    letter = OfficialLetter(
        meeting=meeting,
        party=delegate.delegation.party,
        delegate=delegate,
        kind=kind,
        reference=reference,
        language=language,
        signatory=signatory,
        signatory_function=signatory_function,
        issued_at=on,
        issued_by=by,
        is_demonstration=delegate.is_demonstration,
        mark=hashlib.sha256(f"{reference}\0{on.isoformat()}\0{delegate.pk}".encode()).hexdigest(),
    )
    letter.data = pdf.pdf(documents.letter(letter))
    letter.sha256 = hashlib.sha256(letter.data).hexdigest()
    letter.save()
    after = {"kind": str(kind), "language": language, "sha256": letter.sha256}
    acts.record(by=by, did=ISSUED, to=letter, after=after, on=on)
    return letter


def _guard(meeting, delegate: Delegate, kind: str) -> None:
    if not meeting.is_announced:
        raise NotAnnouncedYet
    if meeting.is_cancelled:
        raise MeetingCancelled
    is_visa = kind == Kind.VISA_SUPPORT
    if delegate.withdrawn_at or (is_visa and not delegate.is_attending):
        raise NotExpected(name=delegate.full_name)
    if is_visa:
        guard_dates(meeting)
    if is_visa and meeting.is_closed:
        raise MeetingClosed
    if kind == Kind.ATTENDANCE and not delegate.arrivals.standing().exists():
        raise NotPresent(name=delegate.full_name)


def mailing(letter: OfficialLetter, *, on: datetime) -> Mailing:
    """The message that tells those of the delegate's party who may read the letter where it is."""
    people = focal_points.of_parties([letter.party_id], official_day(on))
    readers = [user for user in people if can(user, "letter.read", letter)]
    return notifications.letter_issued(letter, sorted(readers, key=lambda user: user.pk))


@transaction.atomic
def send(*, letter: OfficialLetter, told: str, by: User, on: datetime) -> None:
    """Tell the focal points of the letter, each once; `told` is the fingerprint of the mailing in sight.

    Raises LetterForgotten, NobodyToTell, RecipientsChanged.
    """
    letter = OfficialLetter.objects.select_for_update().get(pk=letter.pk)
    if not letter.data:
        raise LetterForgotten
    telling = mailing(letter, on=on)
    if not telling.recipients:
        raise NobodyToTell(party=letter.party)
    telling.check(told)
    telling.send()
    acts.record(by=by, did=SENT, to=letter, on=on)


def forget(delegate: Delegate) -> int:
    """Erase the bytes of the letters of a delegate who is erased; reference, day and party stay known."""
    return delegate.letters.update(data=b"", delegate=None)


def forget_one(letter: OfficialLetter) -> None:
    """Erase the bytes of one letter; reference, day and party stay known."""
    OfficialLetter.objects.filter(pk=letter.pk).update(data=b"", delegate=None)


def find(text: str) -> OfficialLetter | None:
    """The letter with a reference, as it was typed; None when none was issued."""
    letters = OfficialLetter.objects.select_related("meeting", "party")
    return letters.filter(reference__iexact=" ".join(text.split())).first()


def of_hash(sha256: str) -> OfficialLetter | None:
    """The letter with these bytes, or whose QR code leads to this mark."""
    letters = OfficialLetter.objects.select_related("meeting", "party")
    return letters.filter(sha256=sha256).first() or letters.filter(mark=sha256).first()
