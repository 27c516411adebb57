"""What meetings keep of people: the delegates, and what was asked of them, sent to them or changed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import personal, tracking
from acs_portal.kernel.models import Message, User
from acs_portal.kernel.texts import text_of
from meetings import notifications
from meetings.domain import letters
from meetings.domain.retention import TOOK_NO_PART
from meetings.models import (
    Answer,
    Arrival,
    Delegate,
    DelegateChange,
    DelegateLink,
    Delegation,
    Invitation,
    OfficialLetter,
)

ON_THE_LIST = ("honorific", "given_name", "family_name", "function_en", "function_es", "function_fr")


def forget(delegate: Delegate, *, by: User, on: datetime) -> None:
    """Erase a delegate but for what an official list says; one who took no part goes whole.

    Whoever takes part in a meeting to come stays on its list, without address and needs.
    """
    if Delegate.objects.filter(TOOK_NO_PART, pk=delegate.pk).exists():
        tracking.erase(delegate, by=by, on=on)
        return
    for name in set(Delegate.PERSONAL) - set(ON_THE_LIST):
        setattr(delegate, name, None if Delegate._meta.get_field(name).null else "")
    delegate.is_listed = False
    tracking.write(delegate, by=by, on=on)


def _delete(row, *, by: User, on: datetime) -> None:
    row.delete()


def _forget_contact(invitation: Invitation, *, by: User, on: datetime) -> None:
    """Erase whom an invitation was sent to and what was noted; the issued letter is a sealed document."""
    for name in Invitation.PERSONAL:
        setattr(invitation, name, "")
    invitation.save()


def _forget_letter(letter: OfficialLetter, *, by: User, on: datetime) -> None:
    letters.forget_one(letter)


def _messages_to(delegate: Delegate):
    """What was sent to a delegate who has no account: to the address, and with the private links."""
    found = set(notifications.about_links().filter(of_link__in=delegate.links.all()))
    if delegate.email:
        found |= set(Message.objects.filter(address__iexact=delegate.email))
    return found


def _told(delegate: Delegate) -> str:
    delegation = delegate.delegation
    parts = (
        delegate.full_name,
        text_of(delegation.party, "name").value,
        text_of(delegation.meeting, "title").value,
    )
    return ", ".join(parts)


personal.place(
    Delegation,
    "letter_reference",
    "letter_date",
    "credentials_reference",
    "credentials_note",
    "returned_because",
    of={Delegate: lambda delegate: [delegate.delegation]},
    stays=_("The delegation is that of a party; its letters are erased when their time is over."),
)
personal.place(
    Delegate,
    "role",
    *Delegate.PERSONAL,
    "is_listed",
    "listing_decided_at",
    names=("given_name", "family_name"),
    addresses=("email",),
    related=("delegation__party", "delegation__meeting"),
    told=_told,
    erase=forget,
    stays=_("Name, title, function and role of those who took part, as in the sealed list of participants."),
)
personal.place(
    Answer, "value", "answered_at", of={Delegate: lambda delegate: delegate.answers.all()}, erase=_delete
)
personal.place(
    DelegateChange,
    "field",
    "old",
    "new",
    "by_label",
    "at",
    "reason",
    of={Delegate: lambda delegate: delegate.changes.all()},
    erase=_delete,
)
personal.place(
    DelegateLink,
    "created_at",
    "expires_at",
    "used_at",
    of={Delegate: lambda delegate: delegate.links.all()},
    erase=_delete,
)
personal.place(
    Arrival, "at", "device", of={Delegate: lambda delegate: delegate.arrivals.all()}, erase=_delete
)
personal.place(
    OfficialLetter,
    "reference",
    "kind",
    "issued_at",
    of={Delegate: lambda delegate: delegate.letters.all()},
    erase=_forget_letter,
    stays=_("Of a letter its reference, day and party, by which a copy of it can be verified."),
)
personal.place(
    Invitation,
    *Invitation.PERSONAL,
    names=("contact_name",),
    addresses=("contact_email",),
    related=("party", "meeting"),
    erase=_forget_contact,
    stays=_("The letter as it was issued: it is sealed, and addressed to an office."),
)
personal.belongs(Delegate, _messages_to)
