"""registrations --release--> List of participants (later Rev.1, Rev.2...) --register--> registrations

The issued list holds everybody who is registered and is for members, observers and the
Secretariat (participant.read, Convention Article XV.1(d)). The public page shows only those who
agreed to be listed; whoever asks for the issued list without that permission is refused.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from acs_portal.kernel import acts, gate, issuing, releases
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import Release, User
from acs_portal.kernel.releases import Node
from meetings.domain import symbols
from meetings.domain.meetings import MeetingCancelled, locked
from meetings.models import Delegate, Delegation, Meeting
from network.models import Party

KIND = "participants"

RELEASED = acts.verb("participants.release", pgettext_lazy("act", "released the list of participants"))


class NobodyRegistered(RuleBroken):
    message = _("No delegate is registered yet, so there is no list to release.")


class NotAnnouncedYet(RuleBroken):
    message = _("Announce the meeting first: the list could not be opened yet.")


def tree(meeting: Meeting) -> Node:
    """The registrations as a tree: category, party, delegate; two queries.

    A party carries its sort keys, because the order is that of each language: see `meetings.pdf.in_order`.
    """
    registered = Delegate.objects.attending().order_by("position", "pk")
    approved = meeting.delegations.filter(state=Delegation.State.APPROVED)
    delegations = approved.select_related("party").prefetch_related(Prefetch("delegates", registered))
    by_kind = defaultdict(list)
    for delegation in delegations:
        by_kind[delegation.party.kind].append(delegation)
    kinds = [kind for kind in Party.Kind.values if by_kind[kind]]
    facts = {
        "code": meeting.code,
        "opens_on": meeting.opens_on.isoformat(),
        "closes_on": meeting.closes_on.isoformat(),
        "time_zone": meeting.time_zone,
    }
    return Node(
        "participants",
        meeting.all_words(),
        authentic=meeting.authentic_language,
        facts=facts,
        children=[_category(kind, by_kind[kind]) for kind in kinds],
    )


def texts(meeting: Meeting) -> list[tuple[str, Delegate]]:
    """The delegates with functions in three languages, by delegation; one query."""
    there = Delegate.objects.attending().filter(delegation__meeting=meeting)
    rows = there.select_related("delegation__party", "delegation__meeting").order_by("delegation", "position")
    return [("", delegate) for delegate in rows]


def texts_to_translate(meeting: Meeting) -> list[tuple[str, Delegate]]:
    """The same with those who are not approved or not seated yet: their functions are translated ahead."""
    there = Delegate.objects.filter(delegation__meeting=meeting, withdrawn_at=None)
    rows = there.select_related("delegation__party", "delegation__meeting").order_by("delegation", "position")
    return [("", delegate) for delegate in rows]


def heading_of(kind: str) -> str:
    """What a category of participants is called at the head of its list, in the language in force."""
    return {
        Party.Kind.MEMBER_STATE: pgettext("heading of participants", "Member States"),
        Party.Kind.ASSOCIATE_MEMBER: pgettext("heading of participants", "Associate Members"),
        Party.Kind.FOUNDING_OBSERVER: pgettext("heading of participants", "Founding Observers"),
        Party.Kind.OBSERVER_COUNTRY: pgettext("heading of participants", "Observer Countries"),
        Party.Kind.OBSERVER_ORGANISATION: pgettext("heading of participants", "Observer Organisations"),
        Party.Kind.SOCIAL_ACTOR: pgettext("heading of participants", "Social Actors"),
    }[kind]


def _category(kind: str, delegations: list[Delegation]) -> Node:
    headings = {}
    for code in CODES:
        with translation.override(code):
            headings[code] = heading_of(kind)
    parties = sorted(map(_party, delegations), key=lambda node: (node.facts["sort"]["en"], node.id))
    return Node(kind, {"title": headings}, children=parties)


def _party(delegation: Delegation) -> Node:
    party = delegation.party
    sort = {code: getattr(party, f"sort_{code}") for code in CODES}
    heads_first = sorted(delegation.delegates.all(), key=lambda delegate: delegate.role != Delegate.Role.HEAD)
    return Node(
        party.code,
        {"title": party.all_words()["name"]},
        authentic=party.authentic_language,
        facts={"sort": sort},
        children=[_delegate(delegate) for delegate in heads_first],
    )


def _delegate(delegate: Delegate) -> Node:
    facts = {
        "name": delegate.full_name,
        "family_name": delegate.family_name,
        "given_name": delegate.given_name,
        "role": str(delegate.role),
        "is_listed": delegate.is_listed,
        "is_demonstration": delegate.is_demonstration,
    }
    words = {"function": delegate.all_words()["function"]}
    return Node(f"delegate-{delegate.pk}", words, authentic=delegate.authentic_language, facts=facts)


@dataclass(frozen=True, slots=True)
class Count:
    """How many parties and delegates there are in a category."""

    category: Node
    parties: int
    delegates: int


def counts(participants: Node) -> list[Count]:
    """The figures of each category, in protocol order."""
    return [
        Count(category, len(category.children), sum(len(party.children) for party in category.children))
        for category in participants.children
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A delegate in the list of a page, with the party and category."""

    category: Node
    party: Node
    delegate: Node


def rows(participants: Node, *, listed_only: bool) -> Iterable[Row]:
    """The delegates in the order of the tree; `listed_only` leaves out who did not agree to be listed."""
    for category in participants.children:
        for party in category.children:
            for delegate in party.children:
                if delegate.facts["is_listed"] or not listed_only:
                    yield Row(category, party, delegate)


@transaction.atomic
def release(*, meeting: Meeting, by: User, on: datetime, seen: str = "") -> Release:
    """Freeze the list under a symbol of type INF (later its Rev.n) and have its PDFs made.

    `seen` is the sha256 of the tree that was in sight. Raises MeetingCancelled, NotAnnouncedYet,
    NobodyRegistered, NotReady, SeenIsOld, NothingChanged.
    """
    meeting = locked(meeting)
    if meeting.is_cancelled:
        raise MeetingCancelled
    if not meeting.is_announced:
        raise NotAnnouncedYet
    participants = tree(meeting)
    if not any(True for _row in rows(participants, listed_only=False)):
        raise NobodyRegistered
    gate.guard(KIND, [("", meeting), *texts(meeting)])
    label, symbol = symbols.next_name(meeting=meeting, kind=KIND, type=symbols.INFORMATION, by=by)
    released = releases.freeze(
        meeting,
        participants,
        kind=KIND,
        by=by,
        on=on,
        symbol=symbol,
        label=label,
        is_demonstration=meeting.is_demonstration,
        seen=seen,
    )
    acts.record(by=by, did=RELEASED, to=meeting, after={"symbol": symbol, "sha256": released.sha256}, on=on)
    issuing.issue_after_commit(released)
    return released
