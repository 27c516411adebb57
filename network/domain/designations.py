"""Designations: the official act that names the holder of a post.

    post open, vacant --record / appoint--> designation in force --end--> vacant since that day
    designation without letter --add_letter--> designation with letter
    holder with a closed account --invite--> invited again

Named by the Foreign Ministry or a permanent mission by letter and never by the nominee (Rotterdam
Convention); the designation counts from the date of its transmission at the earliest (Basel
Convention). Rights follow from the designation in force on the day, so ending it ends them.

Rows are locked from the party down to the account; the register, which everybody waits for, comes last.
"""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from acs_portal.kernel import accounts, acts, files
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import StoredFile, User

from ..models import Designation, Party, Person, Post
from .directory import fold

OPENED = acts.verb("post.open", pgettext_lazy("act", "opened the post"))
RECORDED = acts.verb("designation.record", pgettext_lazy("act", "recorded the designation"))
LETTERED = acts.verb("designation.letter", pgettext_lazy("act", "added the letter of the designation"))
ENDED = acts.verb("designation.end", pgettext_lazy("act", "ended the designation"))

SOLE = (
    Post.Kind.PRIMARY,
    Post.Kind.REPRESENTATIVE,
)  # a party has one of each; deputies and reviewers may be more


class PostExists(RuleBroken):
    message = _("%(party)s already has this post.")


class PostTaken(RuleBroken):
    message = _(
        "%(holder)s holds this post. End that designation first; the new one may start on the same day."
    )


class AlreadyHolder(RuleBroken):
    message = _("%(holder)s already holds such a post of this party.")


class SelfNomination(RuleBroken):
    message = _("Nobody designates themselves: the letter must be signed by another person than the nominee.")


class StartsBeforeLetter(RuleBroken):
    message = _("A designation counts from the date of its letter (%(day)s) at the earliest.")


class ReceivedBeforeDated(RuleBroken):
    message = _("The letter can't be received before the day it is dated.")


class ReceivedInFuture(RuleBroken):
    message = _("The letter can't be received on a day that has not come yet.")


class Overlaps(RuleBroken):
    message = _(
        "The post was held by %(holder)s until %(day)s; the new designation starts on that day or later."
    )


class OtherPerson(RuleBroken):
    message = _("The e-mail address %(email)s belongs to %(holder)s. Check the name or give another address.")


class HouseAccount(RuleBroken):
    message = _(
        "The e-mail address %(email)s is that of an account of the Secretariat, which holds no post of a "
        "party. Give another address."
    )


class AccountOfAnother(RuleBroken):
    message = _("The account with the e-mail address %(email)s is that of %(holder)s. Give another address.")


class AccountOfNobody(RuleBroken):
    message = _(
        "Somebody who is not in the network has opened an account with the e-mail address %(email)s. Give "
        "another address, or ask an administrator whose account it is."
    )


class NoAddress(RuleBroken):
    message = _("There is no e-mail address of %(holder)s to which an invitation could be sent.")


class AccountClosed(RuleBroken):
    message = _("The account of %(holder)s is closed. Ask an administrator to let it in again first.")


class LetterThere(RuleBroken):
    message = _("The letter of this designation is on file already.")


class AlreadyEnded(RuleBroken):
    message = _("This designation has ended already.")


class EndsBeforeStart(RuleBroken):
    message = _("A designation ends after the day it starts (%(day)s).")


class NoReason(RuleBroken):
    message = _("Say why the designation ends.")


@transaction.atomic
def open_post(*, party: Party, kind: str, by: User, on: datetime) -> Post:
    """Open a post of a party. Raises PostExists for a second primary focal point or representative."""
    party = Party.objects.select_for_update().get(pk=party.pk)
    if kind in SOLE and party.posts.filter(kind=kind).exists():
        raise PostExists(party=party.name)
    post = Post.objects.create(party=party, kind=kind)
    _opened(post, by=by, on=on)
    return post


@transaction.atomic
def record(*, post: Post, by: User, on: datetime, **designation) -> Designation:
    """Record the designation of a person to a post, and invite the person to open an account.

    Takes what `_designate` takes and raises the same errors.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("party").get(pk=post.pk)
    designation = _designate(post, by=by, on=on, **designation)
    acts.record(by=by, did=RECORDED, to=designation, after=_recorded(designation), on=on)
    return designation


@transaction.atomic
def appoint(*, party: Party, kind: str, by: User, on: datetime, **designation) -> Designation:
    """Record a designation to the vacant post of a kind, opening the post when the party has none.

    Takes what `_designate` takes and raises the same errors.
    """
    party = Party.objects.select_for_update().get(pk=party.pk)
    posts = party.posts.select_for_update(of=("self",)).select_related("party").filter(kind=kind)
    held = Designation.objects.filter(post=OuterRef("pk"), until=None)
    post = posts.filter(~Exists(held)).first() or (posts.first() if kind in SOLE else None)
    is_new = post is None
    post = post or Post.objects.create(party=party, kind=kind)
    designation = _designate(post, by=by, on=on, **designation)
    if is_new:
        _opened(post, by=by, on=on)
    acts.record(by=by, did=RECORDED, to=designation, after=_recorded(designation), on=on)
    return designation


@transaction.atomic
def add_letter(*, designation: Designation, letter: UploadedFile, by: User, on: datetime) -> Designation:
    """Keep the letter of a designation that was recorded without it. Raises LetterThere."""
    designation = _locked(designation)
    if designation.letter_id:
        raise LetterThere
    designation.letter = files.store(letter, by=by)
    designation.save(update_fields=["letter"])
    acts.record(by=by, did=LETTERED, to=designation, after={"letter": designation.letter.name}, on=on)
    return designation


@transaction.atomic
def invite(*, designation: Designation, by: User, on: datetime) -> User:
    """Invite a holder again who has not opened the account yet; answers the account.

    Raises AlreadyEnded, NoAddress, AccountClosed, AlreadyActive, or an error of `_account`.
    """
    designation = _locked(designation)
    if designation.until and designation.until <= official_day(on):
        raise AlreadyEnded
    if not designation.person.email:
        raise NoAddress(holder=designation.person)
    account = _account(designation.person, designation.post.party)
    if not account.is_active:
        raise AccountClosed(holder=designation.person)
    accounts.invite(account, by=by, on=on, about=_about(designation))
    return account


@transaction.atomic
def end(*, designation: Designation, until: date, reason: str, by: User, on: datetime) -> Designation:
    """End a designation on a day, from which the post is vacant and the rights of the holder are gone.

    Raises AlreadyEnded, EndsBeforeStart or NoReason.
    """
    designation = _locked(designation)
    if designation.until:
        raise AlreadyEnded
    if until <= designation.starts:
        raise EndsBeforeStart(day=designation.starts)
    if not reason.strip():
        raise NoReason
    designation.until, designation.end_reason = until, reason.strip()
    designation.save(update_fields=["until", "end_reason"])
    acts.record(
        by=by,
        did=ENDED,
        to=designation,
        before={"until": None},
        after={"until": str(until)},
        reason=reason,
        on=on,
    )
    return designation


def _locked(designation: Designation) -> Designation:
    return (
        Designation.objects.select_for_update(of=("self",))
        .select_related("post__party", "person")
        .get(pk=designation.pk)
    )


def _designate(
    post: Post,
    *,
    person_data: dict | Person,
    instrument: str,
    reference: str,
    dated: date | None,
    signed_by: str,
    signer_post: str,
    received_on: date,
    starts: date,
    by: User,
    on: datetime,
    letter: StoredFile | UploadedFile | None = None,
    is_demonstration: bool = False,
) -> Designation:
    """The rows of a designation to a locked post, and the invitation of the holder.

    `person_data` is a Person, or honorific, given_name, family_name, email, telephone. An e-mail
    address that is known leads to the person, or the account never opened, that has it; any other
    account is refused. Raises one of the errors above.
    """
    _guard_letter(dated=dated, received_on=received_on, starts=starts, today=official_day(on))
    _guard_vacant(post, starts)
    person = _person(person_data, is_demonstration)
    _guard_person(post, person, signed_by, starts)
    account = _account(person, post.party) if person.email else None
    if isinstance(letter, UploadedFile):
        letter = files.store(letter, by=by)
    designation = Designation.objects.create(
        post=post,
        person=person,
        instrument=instrument,
        reference=reference,
        dated=dated,
        signed_by=signed_by,
        signer_post=signer_post,
        received_on=received_on,
        starts=starts,
        letter=letter,
        is_demonstration=is_demonstration,
    )
    if account and person.may_be_invited:
        accounts.invite(account, by=by, on=on, about=_about(designation))
    return designation


def _opened(post: Post, *, by: User, on: datetime) -> None:
    acts.record(by=by, did=OPENED, to=post, after={"kind": post.kind}, on=on)


def _guard_letter(*, dated: date | None, received_on: date, starts: date, today: date) -> None:
    if received_on > today:
        raise ReceivedInFuture
    if dated and received_on < dated:
        raise ReceivedBeforeDated
    if starts < (dated or received_on):
        raise StartsBeforeLetter(day=dated or received_on)


def _guard_vacant(post: Post, starts: date) -> None:
    """The post must have nobody in force from `starts` on."""
    holder = post.designations.filter(Q(until=None) | Q(until__gt=starts)).select_related("person").first()
    if holder and holder.until is None:
        raise PostTaken(holder=holder.person)
    if holder:
        raise Overlaps(holder=holder.person, day=holder.until)


def _guard_person(post: Post, person: Person, signed_by: str, starts: date) -> None:
    """Neither signed by the nominee, nor held by the same person twice."""
    if _same_name(signed_by, person):
        raise SelfNomination
    others = Designation.objects.filter(post__party=post.party_id, post__kind=post.kind)
    for other in others.filter(Q(until=None) | Q(until__gt=starts)).select_related("person"):
        if other.person_id == person.pk or _same_name(other.person.full_name, person):
            raise AlreadyHolder(holder=other.person)


def _same_name(name: str, person: Person) -> bool:
    """Whether a written name is the person's, whatever its accents, capitals and the titles before it."""
    family, _comma, given = name.partition(",")
    written = _parts(f"{given} {family}")
    own = _parts(person.given_name), _parts(person.family_name)
    return any(written[-len(order) :] == order for order in (own[0] + own[1], own[1] + own[0]))


def _parts(name: str) -> list[str]:
    return fold(name).replace(".", " ").split()


def _person(data: dict | Person, is_demonstration: bool) -> Person:
    """The person meant: the one given, the one who has the e-mail address, or a new one."""
    if isinstance(data, Person):
        return data
    email = data.get("email", "").strip().lower()
    known = Person.objects.select_for_update().filter(email__iexact=email).first() if email else None
    if known is None:
        return Person.objects.create(**{**data, "email": email}, is_demonstration=is_demonstration)
    if not _same_name(f"{data['given_name']} {data['family_name']}", known):
        raise OtherPerson(email=email, holder=known)
    return known


def _account(person: Person, party: Party) -> User:
    """The account of a person with an e-mail address: its own, one that nobody opened yet, or a new one.

    Raises HouseAccount, AccountOfAnother or AccountOfNobody: who signs in with an account that is
    open would have the rights of the post at once.
    """
    if person.user is None:
        account, _created = User.objects.select_for_update().get_or_create(
            email__iexact=person.email,
            defaults={
                "email": person.email.lower(),
                "password": make_password(None),
                "name": f"{person.given_name} {person.family_name}",
                "language": party.working_language,
                "is_demonstration": person.is_demonstration,
            },
        )
        _guard_account(account, person)
        person.user = account
        person.save(update_fields=["user"])
    if person.user.role:
        raise HouseAccount(email=person.user.email)
    return person.user


def _guard_account(account: User, person: Person) -> None:
    """An account that is nobody's yet may be linked when nobody has opened it."""
    if account.role:
        raise HouseAccount(email=account.email)
    if holder := Person.objects.filter(user=account).exclude(pk=person.pk).first():
        raise AccountOfAnother(email=account.email, holder=holder)
    if account.has_usable_password():
        raise AccountOfNobody(email=account.email)


def _about(designation: Designation) -> dict[str, str]:
    """As what the holder is invited, in the three languages: the post, the party and the letter."""
    found = {}
    for code in CODES:
        with override(code):
            letter = f"{designation.get_instrument_display()} {designation.reference}".strip()
            found[code] = f"{designation.post}, {letter}"
    return found


def _recorded(designation: Designation) -> dict:
    """What the register keeps of a designation."""
    return {
        "post": designation.post.get_kind_display(),
        "person": designation.person.full_name,
        "instrument": designation.instrument,
        "reference": designation.reference,
        "dated": str(designation.dated or ""),
        "signed_by": designation.signed_by,
        "received_on": str(designation.received_on),
        "starts": str(designation.starts),
    }
