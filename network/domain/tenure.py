"""How long a designation counts: no two at once in a post, its end, its corrections, its succession.

    in force --end--> ended --(the post is vacant from that day)
    in force --a successor is validated, hand_over--> ended on the day on which the successor begins
    in force or ended --correct, with a reason--> the same, with the old value kept in its history
    without letter --add_letter--> with letter;  holder with a closed account --invite--> invited again

The database holds the first rule too (kernel/no_overlap.py). Nothing is overwritten in silence: a
correction is an act with what was written before, and every state stays in `designation.history`.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import accounts, acts, files, tracking
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import User

from .. import notifications
from ..models import Designation
from . import nominees, posts

LETTERED = acts.verb("designation.letter", pgettext_lazy("act", "added the letter of the designation"))
ENDED = acts.verb("designation.end", pgettext_lazy("act", "ended the designation"))
CORRECTED = acts.verb("designation.correct", pgettext_lazy("act", "corrected the designation"))

CORRECTABLE = (
    *nominees.NAMES,
    *("instrument", "reference", "dated", "signed_by", "signer_post"),
    *("received_on", "starts", "until", "end_reason"),
)


class PostTaken(RuleBroken):
    message = _(
        "%(holder)s holds this post. End that designation first, or hand the post over; the new one may "
        "start on the same day."
    )


class Overlaps(RuleBroken):
    message = _(
        "The post was held by %(holder)s until %(day)s; the new designation starts on that day or later."
    )


class ReceivedBeforeDated(RuleBroken):
    message = _("The letter can't be received before the day it is dated.")


class ReceivedInFuture(RuleBroken):
    message = _("The letter can't be received on a day that has not come yet.")


class EarlierWithoutReason(RuleBroken):
    message = _(
        "A designation counts from the day its letter was received (%(day)s), and is entered before it ends. "
        "For an earlier day or a time that is over, say why: what the letter itself says."
    )


class NotInForce(RuleBroken):
    message = _("This designation was not validated, so there is nothing to end or to correct.")


class AlreadyEnded(RuleBroken):
    message = _("This designation has ended already.")


class EndsBeforeStart(RuleBroken):
    message = _("A designation ends after the day it starts (%(day)s).")


class NoReason(RuleBroken):
    message = _("Say why the designation ends.")


class NoCorrectionReason(RuleBroken):
    message = _("Say why the record is corrected.")


class NothingToCorrect(RuleBroken):
    message = _("Nothing is different from what is on record.")


class LetterThere(RuleBroken):
    message = _("The letter of this designation is on file already.")


class NoAddress(RuleBroken):
    message = _("There is no e-mail address of %(holder)s to which an invitation could be sent.")


class AccountClosed(RuleBroken):
    message = _("The account of %(holder)s is closed. Ask an administrator to let it in again first.")


@transaction.atomic
def end(*, designation: Designation, until: date, reason: str, by: User, on: datetime) -> Designation:
    """End a designation on a day, from which the post is vacant and the rights of the holder are gone.

    Raises NotInForce, AlreadyEnded, EndsBeforeStart or NoReason.
    """
    designation = locked(designation)
    if not designation.has_counted:
        raise NotInForce
    if designation.until:
        raise AlreadyEnded
    _end(designation, until, reason.strip(), by, on)
    ended(designation, by=by, on=on)
    return designation


@transaction.atomic
def correct(*, designation: Designation, reason: str, by: User, on: datetime, **changes) -> Designation:
    """Correct what is on record of a validated designation; `changes` are columns of CORRECTABLE.

    What was on record before stays in its history. Raises NotInForce, NoCorrectionReason,
    NothingToCorrect, NoReason for an end without why, an error of `guard_dates` or of `make_room`.
    """
    designation, reason = locked(designation), reason.strip()
    if not designation.has_counted:
        raise NotInForce
    if not reason:
        raise NoCorrectionReason
    for name in changes:
        if name not in CORRECTABLE:
            raise TypeError(name)
        setattr(designation, name, changes[name])
    _guard_correction(designation, reason, on)
    before, after = tracking.write(designation, by=by, on=on)
    if not after:
        raise NothingToCorrect
    acts.record(
        by=by, did=CORRECTED, to=designation, before=before, after=after, reason=reason.strip(), on=on
    )
    return designation


def _guard_correction(designation: Designation, reason: str, on: datetime) -> None:
    if designation.until is None:
        designation.end_reason = ""
    elif not designation.end_reason.strip():
        raise NoReason
    if counts_from_earlier(designation, official_day(on)):
        designation.late_reason = designation.late_reason or reason[:200]
    guard_dates(designation, official_day(on))
    guard_room(designation)


@transaction.atomic
def add_letter(*, designation: Designation, letter: UploadedFile, by: User, on: datetime) -> Designation:
    """Keep the letter of a designation that was recorded without it. Raises LetterThere."""
    designation = locked(designation)
    if designation.letter_id:
        raise LetterThere
    designation.letter = files.store(letter, by=by)
    tracking.write(designation, by=by, on=on)
    acts.record(by=by, did=LETTERED, to=designation, after={"letter": designation.letter.name}, on=on)
    return designation


@transaction.atomic
def invite(*, designation: Designation, by: User, on: datetime) -> User:
    """Invite a holder again who has not opened the account yet; answers the account.

    Raises NotInForce, AlreadyEnded, NoAddress, AccountClosed, AlreadyActive, or an error of
    `nominees.account`.
    """
    designation = locked(designation)
    if not designation.has_counted:
        raise NotInForce
    if designation.until and designation.until <= official_day(on):
        raise AlreadyEnded
    account = nominees.account(designation.person, designation.post.party)
    if account is None:
        raise NoAddress(holder=designation.full_name)
    if not account.is_active:
        raise AccountClosed(holder=designation.full_name)
    accounts.invite(account, by=by, on=on, about=about(designation))
    return account


# ---------------------------------------------------------------- rules of the period


def guard_dates(designation: Designation, today: date) -> None:
    """Received, dated, from and until follow each other; an earlier day has a reason."""
    received, dated = designation.received_on, designation.dated
    if received > today:
        raise ReceivedInFuture
    if dated and received < dated:
        raise ReceivedBeforeDated
    if designation.until and designation.until <= designation.starts:
        raise EndsBeforeStart(day=designation.starts)
    if counts_from_earlier(designation, today) and not designation.late_reason.strip():
        raise EarlierWithoutReason(day=received)


def counts_from_earlier(designation: Designation, today: date) -> bool:
    """Whether it begins before its letter was received, or was over when it was entered.

    Over is what is entered with its end; a designation that ends later by `end` is not.
    """
    entered = official_day(designation.filed_at) if designation.filed_at else today
    is_over = designation.until is not None and designation.until <= entered
    return designation.starts < designation.received_on or is_over


def guard_room(designation: Designation) -> None:
    """The post must be open and have nobody else on a day of the designation.

    Raises PostClosed, PostTaken or Overlaps.
    """
    post = designation.post
    if post.closed_on and (designation.until is None or designation.until > post.closed_on):
        raise posts.PostClosed(day=post.closed_on)
    if other := _others(designation).first():
        raise _taken_by(other)


def make_room(designation: Designation, *, hand_over: bool, by: User, on: datetime) -> Designation | None:
    """Free the post for a successor: with `hand_over` its holder leaves on the day the successor begins.

    Answers the designation that is ended by it, if any. Raises what `guard_room` raises.
    """
    others = list(_others(designation)) if hand_over else []
    if len(others) == 1 and others[0].until is None and others[0].starts < designation.starts:
        former = others[0]
        reason = gettext("Succeeded by %(name)s") % {"name": designation.full_name}
        _end(former, designation.starts, reason[:200], by, on)
        guard_room(designation)
        return former
    guard_room(designation)
    return None


def ended(designation: Designation, *, by: User, on: datetime) -> None:
    """Tell the register of an end, and the holder until when the rights of the post last."""
    acts.record(
        by=by,
        did=ENDED,
        to=designation,
        before={"until": None},
        after={"until": str(designation.until)},
        reason=designation.end_reason,
        on=on,
    )
    account = designation.person.user
    if account and account.is_active:
        notifications.designation_news(account, designation, about="ended")


def _end(designation: Designation, until: date, reason: str, by: User, on: datetime) -> None:
    if until <= designation.starts:
        raise EndsBeforeStart(day=designation.starts)
    if not reason:
        raise NoReason
    designation.until, designation.end_reason = until, reason
    tracking.write(designation, by=by, on=on)


def _others(designation: Designation):
    found = Designation.objects.filter(post=designation.post_id).exclude(pk=designation.pk)
    found = found.select_related("post__party", "post__theme", "person__user").order_by("starts")
    return nominees.overlapping(found, designation.starts, designation.until)


def _taken_by(other: Designation) -> RuleBroken:
    if other.until is None:
        return PostTaken(holder=other.full_name)
    return Overlaps(holder=other.full_name, day=other.until)


def locked(designation: Designation) -> Designation:
    """The designation as it is now, with its post held for this transaction, then itself."""
    posts.locked(designation.post)
    found = Designation.objects.select_for_update(of=("self",))
    found = found.select_related("post__party", "post__theme", "person__user", "channel", "letter")
    return found.get(pk=designation.pk)


def about(designation: Designation) -> dict[str, str]:
    """As what the holder is invited, in the three languages: the post, the party and the letter."""

    def say() -> str:
        letter = f"{designation.get_instrument_display()} {designation.reference}".strip()
        return f"{designation.post}, {letter}"

    return in_languages(say)


def in_languages(say: Callable[[], str]) -> dict[str, str]:
    """What `say()` answers in each of the three languages."""
    found = {}
    for code in CODES:
        with override(code):
            found[code] = str(say())
    return found
