"""issued --send by mail, or record how it went otherwise--> sent

A letter is written to the primary focal points in office of its party, who open it in the portal. Where
there is none with an account, it goes to the contact of the invitation with the letter attached; where
there is no contact either, the Secretariat sends it by other means and says how.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, releases, tracking
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import Message, User
from acs_portal.kernel.outbox import Mailing, RecipientsChanged, Words
from meetings import notifications
from meetings.domain import invitation_letters as letters
from meetings.domain.invitations import chosen, guard_announced, held, releases_of, taken
from meetings.domain.meetings import guard_stands, locked
from meetings.models import Invitation, InvitationTemplate, Meeting
from network.domain import focal_points

SENT = acts.verb("invitation.send", pgettext_lazy("act", "sent the invitation"))
SENT_OTHERWISE = acts.verb(
    "invitation.send_otherwise", pgettext_lazy("act", "recorded that the invitation was sent by other means")
)

State = Invitation.State


class NobodyToWriteTo(RuleBroken):
    message = _(
        "None of these invitations has anybody to write to. Add the address of a contact, or send the letter "
        "by other means and record it."
    )


class NotIssued(RuleBroken):
    message = _("The letter to %(party)s is not issued, or was sent already.")


class DatesMoved(RuleBroken):
    message = _(
        "The meeting has other dates now than the letter to %(parties)s. Withdraw it, then draw up another."
    )


class HowMissing(RuleBroken):
    message = _("Say how the letter was sent, such as by courier on a day.")


class Reach(NamedTuple):
    """Whom a letter reaches by mail, and whether it goes along because nobody of them can open it here."""

    people: list[User]
    is_attached: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """An invitation and the message that carries it."""

    invitation: Invitation
    mailing: Mailing

    @property
    def people(self) -> list[User]:
        return self.mailing.recipients


@dataclass(frozen=True)
class Dispatch:
    """The letters that go out with one press, each with whom it reaches; and those that reach nobody."""

    letters: list[Letter]
    without: list[Invitation] = field(default_factory=list)

    @cached_property
    def rows(self) -> list[tuple[Invitation, User, Words]]:
        """(invitation, person, the message as this person reads it), a row for each person."""
        return [
            (letter.invitation, person, words)
            for letter in self.letters
            for code, people, words in letter.mailing.parts
            for person in people
        ]

    @property
    def samples(self) -> list[tuple[str, Words]]:
        """(language, the first message in it) for each language in which somebody is written to."""
        first = {}
        for _invitation, person, words in self.rows:
            first.setdefault(person.language, words)
        return [(code, first[code]) for code in CODES if code in first]

    @cached_property
    def fingerprint(self) -> str:
        """By what a page remembers whom the press would reach, where, in which language and words."""
        rows = [
            [one.pk, person.email, person.language, words.subject, words.text]
            for one, person, words in self.rows
        ]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()

    def check(self, told: str) -> None:
        """Raise RecipientsChanged when a page showed other recipients or words; "" was shown none."""
        if told and told != self.fingerprint:
            raise RecipientsChanged


def dispatch(meeting: Meeting, pks: Iterable[int], *, on: datetime) -> Dispatch:
    """What sending the issued letters with these ids (or all) would do. Raises LetterMissing."""
    template = letters.template_of(meeting)
    if template is None:
        raise letters.LetterMissing
    invitations = chosen(meeting, pks, State.ISSUED)
    reach = reached(invitations, on=on)
    return Dispatch(
        [_letter(one, template, reach[one.pk]) for one in invitations if reach[one.pk].people],
        [one for one in invitations if not reach[one.pk].people],
    )


def _letter(invitation: Invitation, template: InvitationTemplate, reach: Reach) -> Letter:
    mailing = notifications.meeting_invited(invitation, template, reach.people, is_attached=reach.is_attached)
    return Letter(invitation, mailing)


def reached(invitations: list[Invitation], *, on: datetime) -> dict[int, Reach]:
    """Whom each letter reaches, by the id of the invitation; two queries. A contact is perhaps new."""
    parties = [one.party_id for one in invitations]
    in_office = focal_points.primary_of_parties(parties, official_day(on))
    addresses = {one.contact_email.lower() for one in invitations if one.contact_email}
    known = (
        {user.email.lower(): user for user in User.objects.filter(email__in=addresses)} if addresses else {}
    )
    return {one.pk: _reach(one, in_office.get(one.party_id, []), known) for one in invitations}


def _reach(invitation: Invitation, holders: list[User], known: dict[str, User]) -> Reach:
    """The holders in office, else the contact; the letter goes along where nobody can log in for it."""
    can_open = any(person.has_usable_password() for person in holders)
    return Reach(holders or _contact(invitation, known), is_attached=not can_open)


def _contact(invitation: Invitation, known: dict[str, User]) -> list[User]:
    """The contact of an invitation, as an account nobody can log in with; none where it is closed."""
    address = invitation.contact_email.lower()
    if not address:
        return []
    name = invitation.contact_name or invitation.party.label_in(invitation.language)
    person = known.get(address) or User(email=address, name=name, language=invitation.language)
    return [person] if person.is_active else []


def messages_about(invitation: Invitation) -> list[Message]:
    """What the portal wrote about an invitation: letter, reminders, withdrawal; the oldest first."""
    rows = notifications.about_invitation(invitation).select_related("to")
    return list(rows.defer("text", "html", "versions").order_by("pk"))


@transaction.atomic
def send(*, meeting: Meeting, pks: Iterable[int], by: User, on: datetime, told: str = "") -> list[Invitation]:
    """Send the issued letters with these ids, or all that reach somebody; answers those sent.

    `told` is the fingerprint of the dispatch that was in sight. Raises MeetingClosed, MeetingCancelled,
    NotAnnouncedYet, DatesPutOff, LetterMissing, NoneChosen, SomeGone, DatesMoved, RecipientsChanged,
    NobodyToWriteTo.
    """
    meeting = locked(meeting)
    guard_stands(meeting)
    guard_announced(meeting)
    _guard_dates(meeting, taken(meeting, pks, State.ISSUED))
    going = dispatch(meeting, pks, on=on)
    going.check(told)
    if not going.letters:
        raise NobodyToWriteTo
    for letter in going.letters:
        _send(letter, by, on)
    return [letter.invitation for letter in going.letters]


def _guard_dates(meeting: Meeting, invitations: list[Invitation]) -> None:
    """Refuse letters that were issued for other dates than the meeting has now. Raises DatesMoved."""
    dates = [meeting.opens_on.isoformat(), meeting.closes_on.isoformat()]
    words = {released.subject_id: releases.tree_of(released) for released in releases_of(invitations)}
    others = [
        str(one.party)
        for one in invitations
        if (tree := words.get(str(one.pk))) and [tree.facts["opens_on"], tree.facts["closes_on"]] != dates
    ]
    if others:
        raise DatesMoved(parties=", ".join(others))


def _send(letter: Letter, by: User, on: datetime) -> None:
    invitation = letter.invitation
    invitation.state, invitation.sent_at = State.SENT, on
    tracking.write(invitation, by=by, on=on)
    acts.record(by=by, did=SENT, to=invitation, after={"state": str(invitation.state)}, on=on)
    replace(letter.mailing, recipients=[_stored(person, invitation) for person in letter.people]).send()


def _stored(person: User, invitation: Invitation) -> User:
    """The account of a person written to; a contact gets one without password, to which mail is kept."""
    if person.pk:
        return person
    found = User.objects.filter(email__iexact=person.email).first()
    return found or User.objects.create_user(
        person.email,
        name=person.name,
        language=person.language,
        is_demonstration=invitation.is_demonstration,
    )


@transaction.atomic
def send_otherwise(*, invitation: Invitation, how: str, by: User, on: datetime) -> None:
    """Record that an issued letter went by other means than the portal's mail.

    Raises MeetingClosed, MeetingCancelled, NotAnnouncedYet, DatesPutOff, GoneMeanwhile, NotIssued,
    DatesMoved, HowMissing.
    """
    invitation = held(invitation)
    guard_announced(invitation.meeting)
    if invitation.state != State.ISSUED:
        raise NotIssued(party=invitation.party)
    _guard_dates(invitation.meeting, [invitation])
    if not how.strip():
        raise HowMissing
    invitation.state, invitation.sent_at, invitation.sent_how = State.SENT, on, how.strip()
    tracking.write(invitation, by=by, on=on)
    after = {"state": str(invitation.state), "sent_how": how.strip()}
    acts.record(by=by, did=SENT_OTHERWISE, to=invitation, after=after, on=on)
