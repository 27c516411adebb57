"""Who is named: the person, the account, and the rules about both.

Never the nominee signs (Rotterdam Convention), nobody files for themselves, and nobody holds the same
kind of post of a party twice. An account is made, or one that nobody opened is linked, when the
designation is validated; no account that somebody opened ever gains a post by its address alone.
"""

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User

from ..models import Designation, Party, Person
from .directory import fold

NAMES = ("honorific", "given_name", "family_name")


class SelfNomination(RuleBroken):
    message = _("Nobody designates themselves: the letter must be signed by another person than the nominee.")


class OwnFiling(RuleBroken):
    message = _("Nobody files their own designation. Let the Ministry send the letter to the Secretariat.")


class AlreadyHolder(RuleBroken):
    message = _("%(holder)s already holds such a post of this party.")


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


def named(data: dict | Person, is_demonstration: bool = False) -> Person:
    """The person meant: the one given, the one who has the e-mail address, or a new one.

    `data` holds given_name, family_name and perhaps honorific, email, telephone. Raises OtherPerson
    where the address is that of somebody of another name.
    """
    if isinstance(data, Person):
        return data
    email = data.get("email", "").strip().lower()
    known = Person.objects.select_for_update().filter(email__iexact=email).first() if email else None
    if known is None:
        return Person.objects.create(**{**data, "email": email}, is_demonstration=is_demonstration)
    if not same_name(f"{data['given_name']} {data['family_name']}", known):
        raise OtherPerson(email=email, holder=known)
    return known


def renamed(designation: Designation, data: dict | Person) -> Person:
    """The person of a filing that is completed: the same row, while nothing else stands on it."""
    person = designation.person
    if isinstance(data, Person) or person.user_id or person.designations.count() > 1:
        return named(data, designation.is_demonstration)
    email = data.get("email", "").strip().lower()
    if email and Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        return named(data, designation.is_demonstration)
    for name, value in {**data, "email": email}.items():
        setattr(person, name, value)
    person.save()
    return person


def written(designation: Designation, person: Person, data: dict | Person) -> None:
    """Put the person and the name as the letter writes it on a designation."""
    names = (
        {name: getattr(person, name) for name in NAMES}
        if isinstance(data, Person)
        else {name: data.get(name, "") for name in NAMES}
    )
    designation.person = person
    for name, value in names.items():
        setattr(designation, name, value)


def guard(designation: Designation, *, by: User) -> None:
    """Neither signed nor filed by the nominee, nor held by the same person twice.

    Raises SelfNomination, OwnFiling or AlreadyHolder.
    """
    person = designation.person
    if same_name(designation.signed_by, designation):
        raise SelfNomination
    if by.pk == person.user_id and designation.is_filed_by_party:
        raise OwnFiling
    for other in _of_such_posts(designation):
        if other.person_id == person.pk or same_name(other.full_name, designation):
            raise AlreadyHolder(holder=other.full_name)


def _of_such_posts(designation: Designation):
    """The validated designations to such posts of the party that overlap this one."""
    post = designation.post
    found = Designation.objects.filter(
        post__party=post.party_id, post__kind=post.kind, post__theme=post.theme_id
    )
    return overlapping(found.exclude(pk=designation.pk), designation.starts, designation.until)


def overlapping(designations, starts: date, until: date | None):
    """Of the designations given, those validated that have a day in common with a period."""
    found = designations.filter(Q(until=None) | Q(until__gt=starts), state=Designation.State.IN_FORCE)
    return found.filter(starts__lt=until) if until else found


def same_name(name: str, person: Person | Designation) -> bool:
    """Whether a written name is the person's, whatever its accents, capitals and the titles before it."""
    family, _comma, given = name.partition(",")
    parts = _parts(f"{given} {family}")
    own = _parts(person.given_name), _parts(person.family_name)
    return any(parts[-len(order) :] == order for order in (own[0] + own[1], own[1] + own[0]))


def _parts(name: str) -> list[str]:
    return fold(name).replace(".", " ").split()


def account(person: Person, party: Party) -> User | None:
    """The account of a person with an e-mail address: its own, one that nobody opened yet, or a new one.

    None without an address. Raises HouseAccount, AccountOfAnother or AccountOfNobody: who signs in with
    an account that is open would have the rights of the post at once.
    """
    if not person.email:
        return None
    if person.user is None:
        found, _created = User.objects.select_for_update().get_or_create(
            email__iexact=person.email,
            defaults={
                "email": person.email.lower(),
                "password": make_password(None),
                "name": f"{person.given_name} {person.family_name}",
                "language": party.working_language,
                "is_demonstration": person.is_demonstration,
            },
        )
        _guard_account(found, person)
        person.user = found
        person.save(update_fields=["user"])
    if person.user.role:
        raise HouseAccount(email=person.user.email)
    return person.user


def _guard_account(found: User, person: Person) -> None:
    """An account that is nobody's yet may be linked when nobody has opened it."""
    if found.role:
        raise HouseAccount(email=found.email)
    if holder := Person.objects.filter(user=found).exclude(pk=person.pk).first():
        raise AccountOfAnother(email=found.email, holder=holder)
    if found.has_usable_password():
        raise AccountOfNobody(email=found.email)
