"""The invitations of a meeting to be looked at: a row for each party, counts, what waits. Reads only."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from acs_portal.kernel.access import can
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.folding import fold
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import User
from acs_portal.kernel.waiting import Task
from meetings.domain.delegations import may_attend
from meetings.domain.invitation_mail import Reach, reached
from meetings.domain.invitations import in_order
from meetings.models import Invitation, Meeting
from network.domain.directory import place
from network.models import Party, held_posts

State, Answer, Category = Invitation.State, Invitation.Answer, Invitation.Category
NONE, SILENT, OPENED, NOBODY = "none", "silent", "opened", "nobody"
FILTERS = {
    NONE: pgettext_lazy("state of an invitation", "Not drawn up"),
    **{state.value: state.label for state in State},
    SILENT: pgettext_lazy("state of an invitation", "Sent, no answer yet"),
    OPENED: pgettext_lazy("state of an invitation", "Opened, no answer yet"),
    NOBODY: pgettext_lazy("state of an invitation", "Nobody to write to"),
    **{answer.value: answer.label for answer in Answer},
}
TERMS = ("yes", "no", "open", "silent", "unsent")  # the parts of a bar, in their order


@dataclass(frozen=True, slots=True)
class Row:
    """A party that may be invited, with its invitation if there is one, and whom a letter would reach."""

    party: Party
    invitation: Invitation | None = None
    reach: Reach = field(default_factory=lambda: Reach([], is_attached=True))

    @property
    def category(self) -> str:
        if self.invitation:
            return self.invitation.category
        return Invitation.CATEGORY_OF.get(self.party.kind, Category.OBSERVER)

    @property
    def category_label(self) -> str:
        return Category(self.category).label

    @property
    def language(self) -> str:
        return self.invitation.language if self.invitation else self.party.working_language

    @property
    def can_be_chosen(self) -> bool:
        """Whether the next step of this one can be taken together with others."""
        return self.invitation is not None and self.invitation.state in (State.DRAFT, State.ISSUED)

    def is_in(self, state: str) -> bool:
        """Whether the row is one of those asked for by FILTERS; "" asks for all with an invitation."""
        one = self.invitation
        if state == NONE or one is None:
            return state == NONE and one is None
        if state == "":
            return True
        if state == SILENT:
            return one.is_silent
        if state == OPENED:
            return one.is_silent and one.opened_at is not None
        if state == NOBODY:
            return not self.reach.people and one.state in (State.DRAFT, State.ISSUED)
        return state in (one.state, one.answer if one.is_under_way else "")

    def says(self, words: str) -> bool:
        """Whether each of these (folded) words is in a name of the party, its code or its number."""
        names = [getattr(self.party, f"name_{code}") for code in CODES]
        symbol = self.invitation.symbol if self.invitation else ""
        text = fold(" ".join([*names, self.party.code, symbol]))
        return all(word in text for word in words.split())

    @property
    def term(self) -> str:
        """How it counts in the picture."""
        if not self.invitation.is_under_way:
            return "unsent"
        if self.invitation.state == State.ANSWERED:
            return "yes" if self.invitation.answer == Answer.ACCEPTED else "no"
        return "open" if self.invitation.opened_at or self.invitation.answer else "silent"


SORTS = {
    "party": lambda rows: rows,
    "-party": lambda rows: rows[::-1],
    "name": lambda rows: sorted(rows, key=lambda row: fold(row.party.name)),
    "sent": lambda rows: sorted(rows, key=lambda row: _moment(row, "sent_at"), reverse=True),
    "answered": lambda rows: sorted(rows, key=lambda row: _moment(row, "answered_at"), reverse=True),
}


def _moment(row: Row, name: str) -> float:
    moment = getattr(row.invitation, name, None)
    return moment.timestamp() if moment else 0.0


def rows(meeting: Meeting, *, language: str, on: datetime) -> list[Row]:
    """Each party that may attend, with its invitation, in protocol order of a language; four queries."""
    there = list(meeting.invitations.select_related("party", "meeting"))
    standing = {one.party_id for one in there if one.state != State.WITHDRAWN}
    free = [party for party in Party.objects.all() if party.pk not in standing and may_attend(meeting, party)]
    reach = reached(there, on=on)
    found = [Row(one.party, one, reach[one.pk]) for one in in_order(there, language)]
    blank = [Row(party) for party in free]
    return sorted([*found, *blank], key=lambda row: place(row.party, language))


def narrowed(
    found: list[Row], *, category: str = "", state: str = "", language: str = "", q: str = "", sort: str = ""
) -> list[Row]:
    """Those of the rows that are asked for, in the order asked for."""
    words = fold(q)
    kept = [
        row
        for row in found
        if category in ("", row.category)
        and language in ("", row.language)
        and row.is_in(state)
        and row.says(words)
    ]
    return SORTS[sort or "party"](kept)


def bars(found: list[Row]) -> list[tuple[str, dict[str, int]]]:
    """For each category with invitations that stand: its name, and how many are how far (see TERMS)."""
    counted: dict[str, Counter] = {}
    for row in found:
        if row.invitation and row.invitation.state != State.WITHDRAWN:
            counted.setdefault(row.category, Counter())[row.term] += 1
    return [
        (str(category.label), {term: counted[category][term] for term in TERMS})
        for category in Category
        if category in counted
    ]


# ---------------------------------------------------------------- of a party, and what waits


def mine(user: User, meeting: Meeting) -> list[Invitation]:
    """The invitations sent to the parties for which a person holds a post, as far as they may read them."""
    parties = {party for party, _post, _kind in held_posts(user)}
    if not parties:
        return []
    sent = meeting.invitations.filter(party__in=parties, sent_at__isnull=False)
    found = in_order(sent.select_related("party", "meeting", "answered_by"), meeting.authentic_language)
    return [one for one in found if can(user, "invitation.read_own", one)]


def to_answer(user: User, *, on: datetime) -> list[Task]:
    """For a primary focal point: invitations without a yes or a no."""
    parties = {party for party, _post, _kind in held_posts(user)}
    if not parties:
        return []
    silent = Invitation.objects.filter(party__in=parties, state=State.SENT).order_by("meeting__opens_on")
    return [
        _to_answer(one, on)
        for one in silent.select_related("party", "meeting__invitation_template")
        if one.meeting.is_announced and not one.meeting.is_over and can(user, "invitation.answer", one)
    ]


def _to_answer(invitation: Invitation, on: datetime) -> Task:
    meeting, until = invitation.meeting, invitation.meeting.invitation_template.answer_by
    address = reverse("meetings:my_invitation", args=[meeting.code])
    today = official_day(on, meeting.time_zone)
    return Task(_("Answer the invitation"), meeting.title, address, until, urgent=until <= today)


# counted with the meetings that are read anyway, under the name that `to_send` knows
ISSUED = {"letters_issued": Count("invitations", filter=Q(invitations__state=State.ISSUED))}


def to_send(meetings: list[Meeting]) -> list[Task]:
    """For the Secretariat: letters that have not gone out yet, of meetings annotated with ISSUED."""
    return [
        Task(
            ngettext("Send %(count)s invitation", "Send %(count)s invitations", meeting.letters_issued)
            % {"count": meeting.letters_issued},
            meeting.title,
            reverse("meetings:invitations", args=[meeting.code]) + f"?state={State.ISSUED}",
        )
        for meeting in meetings
        if meeting.letters_issued and not meeting.is_postponed
    ]
