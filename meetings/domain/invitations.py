"""none --draw up--> draft --issue--> issued --send--> sent --answer--> answered
                     draft --remove--> none    issued, sent, answered --withdraw, with a reason--> withdrawn

A letter takes its number when it is issued, and never another; its bytes are stored and served as they
are. "Not yet decided" leaves an invitation sent, so that its party is reminded. How letters go out is in
`invitation_mail`. A guest is a party of the meeting alone, with no right in the network.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, gate, issuing, releases, tracking
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.folding import fold
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import Release, Stale, User
from acs_portal.kernel.outbox import Mailing
from meetings import notifications
from meetings.domain import invitation_letters as letters
from meetings.domain import symbols
from meetings.domain.delegations import NotAParty, may_attend
from meetings.domain.meetings import guard_dates, guard_stands, locked
from meetings.models import Invitation, InvitationTemplate, Meeting
from network.domain.directory import place
from network.models import Party

KIND = "invitation"
NUMBERED = "INV"  # the type of the symbols of letters

DRAWN_UP = acts.verb("invitation.draw_up", pgettext_lazy("act", "drew up the invitation"))
SAVED = acts.verb("invitation.save", pgettext_lazy("act", "changed the invitation"))
REMOVED = acts.verb("invitation.remove", pgettext_lazy("act", "removed the draft of the invitation"))
ISSUED = acts.verb("invitation.issue", pgettext_lazy("act", "issued the invitation"))
OPENED = acts.verb("invitation.open", pgettext_lazy("act", "opened the invitation"))
ANSWERED = acts.verb("invitation.answer", pgettext_lazy("act", "answered the invitation"))
WITHDRAWN = acts.verb("invitation.withdraw", pgettext_lazy("act", "withdrew the invitation"))

State, Answer = Invitation.State, Invitation.Answer


class NotAnnouncedYet(RuleBroken):
    message = _("Announce the meeting first: those who are invited could not open its page yet.")


class AlreadyInvited(RuleBroken):
    message = _("%(party)s already has an invitation to this meeting.")


class NotADraft(RuleBroken):
    message = _("The letter to %(party)s was issued; it stays as it is. Withdraw it, then draw up another.")


class NoneChosen(RuleBroken):
    message = _("No invitation is left for this step. Look at the list again.")


class SomeGone(RuleBroken):
    message = _(
        "Some of those you chose do not wait for this step any more: somebody was quicker. Nothing was done; "
        "the others are still chosen."
    )


class GuestUnnamed(RuleBroken):
    message = _(
        "Give the name of the guest in English, Spanish and French; where they do not differ, the same."
    )


class NotSent(RuleBroken):
    message = _("The invitation of %(party)s has not been sent, so there is nothing to answer yet.")


class InvitationWithdrawn(RuleBroken):
    message = _("The invitation of %(party)s was withdrawn.")


class NotToWithdraw(RuleBroken):
    message = _("Only a letter that was issued is withdrawn; a draft is removed.")


class ReasonMissing(RuleBroken):
    message = _("Give a reason; it goes to whoever got the letter, and the register of acts keeps it.")


class GoneMeanwhile(RuleBroken):
    message = _("This invitation is no longer on record. Look at the list again.")


# ---------------------------------------------------------------- drawing up


@transaction.atomic
def draw_up(*, meeting: Meeting, parties: Iterable[Party], by: User, on: datetime) -> list[Invitation]:
    """Draw up the invitations of parties, each in its working language.

    Raises MeetingClosed, MeetingCancelled, NoneChosen, NotAParty, AlreadyInvited.
    """
    meeting = locked(meeting)
    guard_stands(meeting)
    drafts = [_drafted(meeting, party, by, on) for party in parties]
    if not drafts:
        raise NoneChosen
    return drafts


def _drafted(
    meeting: Meeting, party: Party, by: User, on: datetime, *, language: str = "", **contact
) -> Invitation:
    if party.kind != Party.Kind.GUEST and not may_attend(meeting, party):
        raise NotAParty(party=party, day=formats.date_format(meeting.opens_on, "DATE_FORMAT"))
    if meeting.invitations.filter(party=party).exclude(state=State.WITHDRAWN).exists():
        raise AlreadyInvited(party=party)
    language = language or party.working_language
    invitation = Invitation(
        meeting=meeting,
        party=party,
        category=Invitation.CATEGORY_OF.get(party.kind, Invitation.Category.OBSERVER),
        language=language,
        addressee=letters.default_addressee(party, language),
        is_demonstration=meeting.is_demonstration,
        **contact,
    )
    tracking.write(invitation, by=by, on=on)
    acts.record(by=by, did=DRAWN_UP, to=invitation, after={"language": language}, on=on)
    return invitation


@transaction.atomic
def add_guest(
    *,
    meeting: Meeting,
    name: dict[str, str],
    language: str,
    contact_name: str,
    contact_email: str,
    by: User,
    on: datetime,
) -> Invitation:
    """Add a guest of a meeting, who is no party of the network, and draw up the invitation.

    `name` is language -> text; a guest of that name who was invited before is the same. Raises
    MeetingClosed, MeetingCancelled, GuestUnnamed, AlreadyInvited.
    """
    meeting = locked(meeting)
    guard_stands(meeting)
    if not all(name.get(code, "").strip() for code in CODES):
        raise GuestUnnamed
    party = _guest({code: name[code].strip() for code in CODES}, language)
    return _drafted(
        meeting, party, by, on, language=language, contact_name=contact_name, contact_email=contact_email
    )


def _guest(name: dict[str, str], language: str) -> Party:
    """The guest of that name, new unless invited before. The first party is locked for the code."""
    Party.objects.select_for_update().order_by("pk").first()
    guests = Party.with_guests.filter(kind=Party.Kind.GUEST)
    names = {f"name_{code}": text for code, text in name.items()}
    numbers = (int(code.partition("-")[2]) for code in guests.values_list("code", flat=True))
    return guests.filter(**names).first() or Party.with_guests.create(
        code=f"G-{max(numbers, default=0) + 1}",
        kind=Party.Kind.GUEST,
        working_language=language,
        authentic_language=language,
        **names,
        **{f"sort_{code}": fold(text) for code, text in name.items()},
    )


@transaction.atomic
def save(*, invitation: Invitation, by: User, on: datetime) -> None:
    """Save the edited language, addressee and contact of a draft, or the contact of one not sent yet.

    Raises MeetingClosed, MeetingCancelled, GoneMeanwhile, NotADraft, Stale.
    """
    stored = held(invitation)
    if stored.state != State.DRAFT and (stored.language, stored.addressee) != (
        invitation.language,
        invitation.addressee,
    ):
        raise NotADraft(party=stored.party)
    if invitation.version != stored.version:
        raise Stale
    before, after = tracking.write(invitation, by=by, on=on)
    if after:
        acts.record(by=by, did=SAVED, to=invitation, before=before, after=after, on=on)


@transaction.atomic
def remove(*, invitation: Invitation, by: User, on: datetime) -> None:
    """Remove a draft; a guest who is invited nowhere else goes with it.

    Raises MeetingClosed, MeetingCancelled, GoneMeanwhile, NotADraft.
    """
    invitation = held(invitation)
    if invitation.state != State.DRAFT:
        raise NotADraft(party=invitation.party)
    party = invitation.party
    acts.record(by=by, did=REMOVED, to=invitation, on=on)
    invitation.delete()
    if party.kind == Party.Kind.GUEST and not (party.invitations.exists() or party.delegations.exists()):
        party.delete()


def held(invitation: Invitation) -> Invitation:
    """The invitation, fresh and locked, of a meeting that is locked before it and may still change."""
    guard_stands(locked(invitation.meeting))
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("meeting", "party")
    found = rows.filter(pk=invitation.pk).first()
    if found is None:
        raise GoneMeanwhile
    return found


# ---------------------------------------------------------------- issuing


def guard_announced(meeting: Meeting) -> None:
    """Refuse what would tell of a meeting that only the Secretariat knows of, or that is put off.

    Raises NotAnnouncedYet, DatesPutOff.
    """
    if not meeting.is_announced:
        raise NotAnnouncedYet
    guard_dates(meeting)


def ready_letter(meeting: Meeting) -> InvitationTemplate:
    """The letter of a meeting, if it may go out. Raises LetterMissing, NotReady."""
    template = letters.template_of(meeting)
    if template is None:
        raise letters.LetterMissing
    gate.guard(KIND, [("", template)])
    return template


def findings(template: InvitationTemplate | None) -> list[gate.Finding]:
    """What is not ready of the letter, for the page that issues it."""
    return gate.findings([("", template)]) if template else []


def chosen(meeting: Meeting, pks: Iterable[int], state: str) -> list[Invitation]:
    """The invitations of a meeting in a state, those with these ids or all; in protocol order."""
    rows = meeting.invitations.filter(state=state).select_related("party", "meeting")
    wanted = rows.filter(pk__in=pks) if pks else rows
    return in_order(wanted, meeting.authentic_language)


def taken(meeting: Meeting, pks: Iterable[int], state: str) -> list[Invitation]:
    """The same for a step that is taken now: nothing chosen is left out. Raises NoneChosen, SomeGone."""
    pks = set(pks)
    found = chosen(meeting, pks, state)
    if not found:
        raise NoneChosen
    if pks and len(found) < len(pks):
        raise SomeGone
    return found


def in_order(invitations: Iterable[Invitation], language: str) -> list[Invitation]:
    """Invitations in protocol order, alphabetically in a language; sorted here, no collation has a say."""
    return sorted(invitations, key=lambda one: (*place(one.party, language), one.pk))


@transaction.atomic
def issue(*, meeting: Meeting, pks: Iterable[int], by: User, on: datetime) -> list[Release]:
    """Issue the drafts with these ids, or all: each letter takes its number, its words are frozen.

    The PDFs are made after the commit. Raises MeetingClosed, MeetingCancelled, NotAnnouncedYet,
    DatesPutOff, LetterMissing, NotReady, NoneChosen, SomeGone, NothingToFillIn.
    """
    meeting = locked(meeting)
    guard_stands(meeting)
    guard_announced(meeting)
    template = ready_letter(meeting)
    drafts = taken(meeting, pks, State.DRAFT)
    return [_issued(invitation, template, by, on) for invitation in drafts]


def _issued(invitation: Invitation, template: InvitationTemplate, by: User, on: datetime) -> Release:
    symbol = symbols.allocate(meeting=invitation.meeting, type=NUMBERED, by=by).text
    invitation.symbol, invitation.state, invitation.issued_at = symbol, State.ISSUED, on
    tracking.write(invitation, by=by, on=on)
    released = releases.freeze(
        invitation,
        letters.letter(invitation, template, symbol=symbol),
        kind=KIND,
        by=by,
        on=on,
        symbol=symbol,
        is_demonstration=invitation.is_demonstration,
    )
    after = {"symbol": symbol, "sha256": released.sha256}
    acts.record(by=by, did=ISSUED, to=invitation, after=after, on=on)
    issuing.issue_after_commit(released)
    return released


def release_of(invitation: Invitation) -> Release | None:
    """The words of an issued letter, as they were frozen."""
    return releases.latest(invitation, KIND)


def releases_of(invitations: list[Invitation]) -> list[Release]:
    """The frozen letters of invitations that were issued, in the order given; one query."""
    ids = [str(one.pk) for one in invitations]
    of_ours = Release.objects.filter(subject_type=Invitation._meta.label_lower, subject_id__in=ids, kind=KIND)
    found = {release.subject_id: release for release in of_ours}
    return [found[pk] for pk in ids if pk in found]


# ---------------------------------------------------------------- what becomes of it


@transaction.atomic
def open_(*, invitation: Invitation, by: User, on: datetime) -> None:
    """Note that a holder of a post of the party opened the letter; only the first time counts.

    Opening a letter is reading, so it is noted whatever became of the meeting. Raises NotSent.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("party").get(pk=invitation.pk)
    )
    if not invitation.has_gone:
        raise NotSent(party=invitation.party)
    if invitation.opened_at is None:
        # past the version: who reads does not make the answer of another stale
        Invitation.objects.filter(pk=invitation.pk).update(opened_at=on)
        acts.record(by=by, did=OPENED, to=invitation, on=on)


@transaction.atomic
def answer(
    *, invitation: Invitation, answer: str, note: str, by: User, on: datetime, version: int | None = None
) -> None:
    """Answer an invitation; an answer can be changed until the meeting is over.

    `version` is that of the invitation in sight. Raises MeetingClosed, MeetingCancelled, GoneMeanwhile,
    NotSent, InvitationWithdrawn, and Stale when somebody else of the party answered meanwhile.
    """
    invitation = held(invitation)
    if invitation.state == State.WITHDRAWN:
        raise InvitationWithdrawn(party=invitation.party)
    if not invitation.is_under_way:
        raise NotSent(party=invitation.party)
    if version not in (None, invitation.version):
        raise Stale
    before = {"answer": str(invitation.answer), "state": str(invitation.state)}
    invitation.answer, invitation.answer_note = answer, note
    invitation.answered_at, invitation.answered_by = on, by
    invitation.state = State.SENT if answer == Answer.UNDECIDED else State.ANSWERED
    tracking.write(invitation, by=by, on=on)
    after = {"answer": str(answer), "state": str(invitation.state)}
    acts.record(by=by, did=ANSWERED, to=invitation, before=before, after=after, on=on)
    if invitation.state == State.ANSWERED:
        notifications.withdraw_silent(invitation)


@transaction.atomic
def withdraw(*, invitation: Invitation, reason: str, by: User, on: datetime, told: str = "") -> None:
    """Withdraw a letter that was issued; whoever got it is told why. The number is not given again.

    `told` is the fingerprint of the mailing that was in sight. Raises MeetingClosed, MeetingCancelled,
    GoneMeanwhile, NotToWithdraw, ReasonMissing, RecipientsChanged.
    """
    invitation = held(invitation)
    if invitation.state in (State.DRAFT, State.WITHDRAWN):
        raise NotToWithdraw
    if not reason.strip():
        raise ReasonMissing
    telling = withdrawal(invitation, reason.strip())
    telling.check(told)
    before = {"state": str(invitation.state)}
    invitation.state, invitation.withdrawn_at = State.WITHDRAWN, on
    invitation.withdrawn_because = reason.strip()
    tracking.write(invitation, by=by, on=on)
    after = {"state": str(invitation.state)}
    acts.record(by=by, did=WITHDRAWN, to=invitation, before=before, after=after, reason=reason.strip(), on=on)
    notifications.withdraw_silent(invitation)
    telling.send()


def withdrawal(invitation: Invitation, reason: str) -> Mailing:
    """The message that tells of a withdrawal, to whoever was written to with the letter."""
    return notifications.invitation_withdrawn(invitation, reason)
