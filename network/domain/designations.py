"""Designations: the official act that names the holder of a post, from its arrival to its decision.

    (letter) --file--> received --take--> under review --validate--> in force --(tenure.py)--> ended
                       under review --send_back, with a note--> returned --complete--> received
                       received, under review --reject, with a reason--> rejected
                       received, under review, returned --withdraw--> withdrawn
                       returned, not completed in settings.DESIGNATION_DAYS --lapse_due--> lapsed
    (letter) --record / appoint--> in force, what the Secretariat files and validates in one press

Named by the Foreign Ministry or a permanent mission by letter and never by the nominee (Rotterdam
Convention); the designation counts from the day its letter was received (Basel Convention), or from an
earlier one that the letter says, with a reason. The Secretariat validates; a primary focal point files
for the posts of the own party, and completes or withdraws what was filed for it: a filing belongs to the
post, not to the person. Rights follow from the designation in force on the day.

Rows are locked from the party down to the account; the register, which everybody waits for, comes last.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import accounts, acts, files, tracking
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import StoredFile, User
from acs_portal.kernel.roles import SECRETARIAT

from .. import notifications
from ..models import Designation, Party, Person, Post, PriorityArea
from . import channels, filings, nominees, posts, tenure

FILED = acts.verb("designation.file", pgettext_lazy("act", "filed the designation"))
TAKEN = acts.verb("designation.take", pgettext_lazy("act", "took the designation under review"))
RETURNED = acts.verb("designation.return", pgettext_lazy("act", "returned the designation for completion"))
COMPLETED = acts.verb("designation.complete", pgettext_lazy("act", "completed the designation"))
VALIDATED = acts.verb("designation.validate", pgettext_lazy("act", "validated the designation"))
RECORDED = acts.verb("designation.record", pgettext_lazy("act", "recorded the designation"))
REJECTED = acts.verb("designation.reject", pgettext_lazy("act", "rejected the designation"))
WITHDRAWN = acts.verb("designation.withdraw", pgettext_lazy("act", "withdrew the designation"))
LAPSED = acts.verb("designation.lapse", pgettext_lazy("act", "let the designation lapse"))

State = Designation.State


class NotNow(RuleBroken):
    message = _("This designation is “%(state)s” now, so this can't be done. Open it again to see what can.")


class AlreadyFiled(RuleBroken):
    message = _("The designation of %(holder)s to this post was filed already and is not decided yet.")


class LetterMissing(RuleBroken):
    message = _("Add the letter or note verbale: without it the Secretariat can't review the designation.")


class OtherFiler(RuleBroken):
    message = _(
        "Who filed a designation completes or withdraws it: what the Ministry sent to the Secretariat is "
        "the Secretariat's, what the focal point filed is the focal point's."
    )


class OwnValidation(RuleBroken):
    message = _("You filed this designation for your party. Somebody else of the Secretariat validates it.")


class NoNote(RuleBroken):
    message = _("Say what is missing or why, for the person who filed the designation.")


# ---------------------------------------------------------------- coming in


@transaction.atomic
def file(*, post: Post, by: User, on: datetime, **letter) -> Designation:
    """File a designation to an open post: it waits for the Secretariat and gives no rights yet.

    Takes what `_written` takes. Raises PostClosed, AlreadyFiled, LetterMissing for a party that files
    without one, or an error of the letter, the signer or the nominee.
    """
    post = posts.locked(post)
    designation = _written(post, by=by, on=on, **letter)
    _guard_filing(designation)
    tracking.write(designation, by=by, on=on)
    acts.record(by=by, did=FILED, to=designation, after=_recorded(designation), on=on)
    return designation


@transaction.atomic
def complete(
    *,
    designation: Designation,
    by: User,
    on: datetime,
    person_data: dict | Person | None = None,
    letter: UploadedFile | None = None,
    **facts,
) -> Designation:
    """Complete what was returned and send it again; `facts` are columns of the letter.

    Raises NotNow, OtherFiler, or an error of the letter, the signer or the nominee.
    """
    designation = tenure.locked(designation)
    _guard_state(designation, State.RETURNED)
    _guard_filer(designation, by)
    for name, value in facts.items():
        setattr(designation, name, value)
    if person_data:
        nominees.written(designation, nominees.renamed(designation, person_data), person_data)
    if letter:
        designation.letter = files.store(letter, by=by)
    designation.state, designation.complete_by = State.RECEIVED, None
    _guard_letter(designation, by=by, on=on)
    _guard_filing(designation)
    before, after = tracking.write(designation, by=by, on=on)
    acts.record(by=by, did=COMPLETED, to=designation, before=before, after=after, on=on)
    return designation


@transaction.atomic
def withdraw(*, designation: Designation, by: User, on: datetime) -> Designation:
    """Withdraw what was filed, before it is decided. Raises NotNow or OtherFiler."""
    designation = tenure.locked(designation)
    _guard_state(designation, *Designation.PENDING)
    _guard_filer(designation, by)
    return _moved(designation, State.WITHDRAWN, WITHDRAWN, by=by, on=on)


# ---------------------------------------------------------------- the Secretariat


@transaction.atomic
def take(*, designation: Designation, by: User, on: datetime) -> Designation:
    """Take a designation under review. Raises NotNow, also when a colleague was quicker."""
    designation = tenure.locked(designation)
    _guard_state(designation, State.RECEIVED)
    return _moved(designation, State.UNDER_REVIEW, TAKEN, by=by, on=on)


@transaction.atomic
def send_back(*, designation: Designation, note: str, by: User, on: datetime) -> Designation:
    """Return a designation for completion, with what is missing. Raises NotNow or NoNote."""
    designation = tenure.locked(designation)
    _guard_state(designation, State.UNDER_REVIEW)
    designation.note = _said(note)
    designation.complete_by = official_day(on) + timedelta(days=settings.DESIGNATION_DAYS)
    _moved(designation, State.RETURNED, RETURNED, by=by, on=on, reason=designation.note)
    _tell_filers(designation, on)
    return designation


@transaction.atomic
def reject(*, designation: Designation, reason: str, by: User, on: datetime) -> Designation:
    """Reject a designation, with the reason. Raises NotNow or NoNote."""
    designation = tenure.locked(designation)
    _guard_state(designation, State.RECEIVED, State.UNDER_REVIEW)
    designation.note = _said(reason)
    _moved(designation, State.REJECTED, REJECTED, by=by, on=on, reason=designation.note)
    _tell_filers(designation, on)
    return designation


@transaction.atomic
def validate(*, designation: Designation, by: User, on: datetime, hand_over: bool = False) -> Designation:
    """Put a designation in force from its day, and invite the new holder.

    With `hand_over` the holder of the post leaves on the day on which the new one begins. Raises NotNow,
    OwnValidation, PostTaken, Overlaps, or an error of the signer, the nominee or the account.
    """
    designation = tenure.locked(designation)
    _guard_state(designation, State.UNDER_REVIEW)
    if designation.is_filed_by_party and designation.filed_by_id == by.pk:
        raise OwnValidation
    _guard_letter(designation, by=by, on=on)
    before = {"state": _in_words(designation.state)}
    former = _put_in_force(designation, hand_over=hand_over, by=by, on=on)
    acts.record(
        by=by, did=VALIDATED, to=designation, before=before, after={"state": _in_words(State.IN_FORCE)}, on=on
    )
    if former:
        tenure.ended(former, by=by, on=on)
    _tell_filers(designation, on)
    return designation


@transaction.atomic
def record(*, post: Post, by: User, on: datetime, hand_over: bool = False, **letter) -> Designation:
    """File and validate in one press what the Secretariat received, and invite the holder.

    Takes what `_written` takes and raises what `file` and `validate` raise.
    """
    return _record(posts.locked(post), hand_over=hand_over, by=by, on=on, **letter)


@transaction.atomic
def appoint(
    *,
    party: Party,
    kind: str,
    by: User,
    on: datetime,
    theme: PriorityArea | None = None,
    hand_over: bool = False,
    **letter,
) -> Designation:
    """Record a designation to the vacant post of a kind, opening the post when the party has none.

    Takes what `_written` takes and raises what `record` raises.
    """
    party = Party.objects.select_for_update().get(pk=party.pk)
    of_kind = party.posts.select_for_update(of=("self",)).select_related("party", "theme")
    of_kind = of_kind.filter(kind=kind, theme=theme)
    held = Designation.objects.filter(post=OuterRef("pk"), state=State.IN_FORCE, until=None)
    vacant = of_kind.filter(~Exists(held), closed_on=None).first()
    post = vacant or (of_kind.first() if kind in Post.SOLE else None)
    is_new = post is None
    post = post or posts.new(party, kind, theme, by=by, on=on)
    return _record(post, hand_over=hand_over, by=by, on=on, is_new=is_new, **letter)


# ---------------------------------------------------------------- time passing


@transaction.atomic
def lapse_due(on: datetime) -> int:
    """Let lapse what was returned and not completed in time; answers how many. Safe to run twice."""
    late = Designation.objects.filter(state=State.RETURNED, complete_by__lt=official_day(on))
    found = [tenure.locked(designation) for designation in late.select_related("post")]
    due = [designation for designation in found if designation.state == State.RETURNED]
    for designation in due:
        _moved(designation, State.LAPSED, LAPSED, by=None, on=on)
        _tell_filers(designation, on)
    return len(due)


# ---------------------------------------------------------------- inside


def _written(
    post: Post,
    *,
    person_data: dict | Person,
    by: User,
    on: datetime,
    received_on: date | None = None,
    letter: StoredFile | UploadedFile | None = None,
    **facts,
) -> Designation:
    """The designation as the letter writes it, not stored yet; its person is.

    `person_data` is a Person, or honorific, given_name, family_name, email, telephone. `facts` are
    instrument, reference, dated, signed_by, signer_post, channel (or office, of the general rule),
    starts, and perhaps until, end_reason, late_reason, is_demonstration. `received_on` is today where it
    is not said.
    """
    designation = Designation(
        post=post,
        received_on=received_on or official_day(on),
        filed_by=by,
        filed_at=on,
        is_filed_by_party=by.role not in SECRETARIAT,
        **facts,
    )
    person = nominees.named(person_data, designation.is_demonstration)
    nominees.written(designation, person, person_data)
    _guard_letter(designation, by=by, on=on)
    designation.letter = files.store(letter, by=by) if isinstance(letter, UploadedFile) else letter
    return designation


def _guard_letter(designation: Designation, *, by: User, on: datetime) -> None:
    """The dates, the signer and the nominee of a letter."""
    tenure.guard_dates(designation, official_day(on))
    day = designation.dated or designation.received_on
    channels.guard(designation.post.party, channel=designation.channel, office=designation.office, day=day)
    nominees.guard(designation, by=by)


def _guard_filing(designation: Designation) -> None:
    """The post must be open, the letter there, and the same designation not filed already."""
    post = designation.post
    if post.closed_on:
        raise posts.PostClosed(day=post.closed_on)
    if designation.is_filed_by_party and designation.letter is None:
        raise LetterMissing
    for other in post.designations.pending().exclude(pk=designation.pk):
        if other.person_id == designation.person_id or nominees.same_name(other.full_name, designation):
            raise AlreadyFiled(holder=other.full_name)


def _guard_state(designation: Designation, *states: str) -> None:
    if designation.state not in states:
        raise NotNow(state=designation.get_state_display())


def _guard_filer(designation: Designation, by: User) -> None:
    """What a party filed is the party's; what the Secretariat put in is the Secretariat's."""
    if designation.is_filed_by_party == (by.role in SECRETARIAT):
        raise OtherFiler


def _moved(designation: Designation, state: str, did: str, *, by, on: datetime, reason="") -> Designation:
    """The designation in another state, told to the register."""
    before = {"state": _in_words(designation.state)}
    designation.state = state
    if state != State.RETURNED:
        designation.complete_by = None
    tracking.write(designation, by=by, on=on)
    after = {"state": _in_words(state)}
    acts.record(by=by, did=did, to=designation, before=before, after=after, reason=reason, on=on)
    return designation


def _record(
    post: Post, *, hand_over: bool, by: User, on: datetime, is_new: bool = False, **letter
) -> Designation:
    designation = _written(post, by=by, on=on, **letter)
    former = _put_in_force(designation, hand_over=hand_over, by=by, on=on)
    if is_new:
        posts.opened(post, by=by, on=on)
    acts.record(by=by, did=RECORDED, to=designation, after=_recorded(designation), on=on)
    if former:
        tenure.ended(former, by=by, on=on)
    return designation


def _put_in_force(designation: Designation, *, hand_over: bool, by: User, on: datetime) -> Designation | None:
    """Make room, store the designation in force, invite the holder; answers whose designation ends by it."""
    former = tenure.make_room(designation, hand_over=hand_over, by=by, on=on)
    person = designation.person
    account = nominees.account(person, designation.post.party)
    designation.state = State.IN_FORCE
    tracking.write(designation, by=by, on=on)
    over = designation.until and designation.until <= official_day(on)
    if account and person.may_be_invited and not over:
        accounts.invite(account, by=by, on=on, about=tenure.about(designation))
    return former


def _said(note: str) -> str:
    if not note.strip():
        raise NoNote
    return note.strip()


def _tell_filers(designation: Designation, on: datetime) -> None:
    for user in filings.filers(designation, official_day(on)):
        notifications.designation_news(user, designation, about=designation.state)


def _in_words(state: str) -> dict[str, str]:
    """A state as the register keeps it, in the three languages."""
    return tenure.in_languages(lambda: State(state).label)


def _recorded(designation: Designation) -> dict:
    """What the register keeps of a designation."""
    return {
        "post": tenure.in_languages(lambda: designation.post.title),
        "person": designation.full_name,
        "instrument": tenure.in_languages(designation.get_instrument_display),
        "reference": designation.reference,
        "dated": str(designation.dated or ""),
        "signed_by": designation.signed_by,
        "received_on": str(designation.received_on),
        "starts": str(designation.starts),
    } | ({"late_reason": designation.late_reason} if designation.late_reason else {})
