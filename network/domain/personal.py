"""What the network keeps of people: contact data, the designations on record, comments of colleagues."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import personal
from acs_portal.kernel.models import User

from ..models import Designation, Person, ProfileComment
from . import people


def _withdraw(comment: ProfileComment, *, by: User, on: datetime) -> None:
    comment.delete()


def _person_of(user: User) -> list[Person]:
    return list(Person.objects.filter(user=user))


personal.place(
    Person,
    "honorific",
    "given_name",
    "family_name",
    "email",
    "telephone",
    names=("given_name", "family_name"),
    addresses=("email",),
    of={User: _person_of, Designation: lambda designation: [designation.person]},
    erase=people.erase,
    stays=_("The name: who held a post of a party is public record."),
)
personal.place(
    Designation,
    "honorific",
    "given_name",
    "family_name",
    "reference",
    "dated",
    "signed_by",
    "signer_post",
    "starts",
    "until",
    "end_reason",
    "late_reason",
    "note",
    names=("given_name", "family_name"),
    related=("post__party", "post__theme"),
    of={Person: lambda person: person.designations.all()},
    stays=_("A designation is an official act of a party; who held a post is public record."),
)
personal.place(
    ProfileComment,
    "text",
    "written_at",
    of={User: lambda user: ProfileComment.objects.filter(written_by=user)},
    erase=_withdraw,
)
personal.belongs(Person, lambda person: [person.user] if person.user else [])
