"""The rows of the benchmarks, built through the models: the same sizes on every machine and in every run.

`build()` needs a migrated database with the reference data. Releases and adoptions go through the domain,
so what is measured is what a user gets.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import cycle, islice

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from acs_portal.kernel import roles, tracking
from acs_portal.kernel.models import User
from actionplan.domain import adoption
from actionplan.models import Axis, Item, Plan
from meetings.domain import agenda_release
from meetings.models import AgendaItem, Decision, Delegate, Delegation, Meeting, Sitting
from network.models import Designation, Party, Person, Post

NOW = datetime(2002, 4, 11, 15, 0, tzinfo=UTC)
SENTENCES = {
    "en": "The meeting considers the state of cooperation; each party is invited to report on programmes.",
    "es": "La reunión examina el estado de la cooperación e invita a cada parte a informar de sus programas.",
    "fr": "La réunion examine l’état de la coopération et invite chaque partie à présenter ses programmes.",
}


@dataclass(frozen=True)
class Sizes:
    """How many of what; the figures of the goals by default."""

    agenda_items: int = 60
    persons: int = 200
    axes: int = 6
    plan_items: int = 60
    long_plan_items: int = 115
    delegations: int = 35
    delegates_of_each: int = 6


MEETING, DRAFT_PLAN, PLAN, LONG_PLAN = "bench", "bench-draft", "bench-plan", "bench-long-plan"


def words(name: str, subject: str, sentences: int = 1) -> dict:
    """Keyword arguments for a trilingual text."""
    return {
        f"{name}_{code}": f"{subject}. " + " ".join([text] * sentences) for code, text in SENTENCES.items()
    }


def build(sizes: Sizes = Sizes()) -> str:
    """Build everything; returns the session key of a Secretariat officer, who sees the working copies."""
    officer = User.objects.create_user("bench@acs.example", None, name="Bench Officer", role=roles.OFFICER)
    approver = User.objects.create_user("two@acs.example", None, name="Bench Approver", role=roles.APPROVER)
    with transaction.atomic():
        fill_directory(sizes.persons)
        meeting = make_meeting(sizes.agenda_items)
        fill_meeting(meeting, sizes.delegations, sizes.delegates_of_each)
    agenda_release.release(meeting=meeting, note=SENTENCES, acknowledged=True, by=officer, on=NOW)
    with transaction.atomic():
        decision = make_decision(meeting)
        make_plan(DRAFT_PLAN, meeting, sizes.axes, sizes.plan_items, officer)
        plans = [
            make_plan(code, meeting, sizes.axes, items, officer)
            for code, items in ((PLAN, sizes.plan_items), (LONG_PLAN, sizes.long_plan_items))
        ]
    for plan in plans:
        adoption.adopt(plan=plan, decision=decision, by=approver, on=NOW)
    return session_of(officer)


def session_of(user: User) -> str:
    """A session in which the user is logged in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def make_decision(meeting: Meeting) -> Decision:
    """The decision by which the plans are adopted."""
    sitting = Sitting.objects.create(
        meeting=meeting, number=1, starts_at=NOW, ends_at=NOW + timedelta(hours=3)
    )
    return Decision.objects.create(
        sitting=sitting, number=1, symbol="BENCH/DEC.1", decided_on=NOW.date(),
        quorum_base=25, quorum_needed=13, quorum_present=20,
        **words("title", "Adoption"), **words("text", "The plan is adopted"),
    )  # fmt: skip


def fill_directory(persons: int) -> None:
    """So many persons, each with a designation in force; the posts go round the parties."""
    parties = Party.objects.exclude(status=Party.Status.FORMER).order_by("code")
    for number, party in enumerate(islice(cycle(list(parties)), persons)):
        kind = Post.Kind.PRIMARY if number < len(parties) else Post.Kind.DEPUTY
        person = Person.objects.create(
            honorific="Ms", given_name=f"Given {number}", family_name=f"Family {number}",
            email=f"person{number}@acs.example", telephone="+1 868 000 0000",
        )  # fmt: skip
        post = Post(party=party, kind=kind)
        tracking.write(post, by=None, on=NOW)
        designation = Designation(
            post=post, person=person, state=Designation.State.IN_FORCE,
            honorific=person.honorific, given_name=person.given_name, family_name=person.family_name,
            instrument=Designation.Instrument.NOTE_VERBALE, reference=f"NV {number}/01",
            signed_by="The Minister", signer_post="Minister of Foreign Affairs",
            received_on=date(2001, 1, 10), starts=date(2001, 1, 10),
        )  # fmt: skip
        tracking.write(designation, by=None, on=NOW)


def make_meeting(agenda_items: int) -> Meeting:
    """An announced meeting; every sixth item of its agenda is a main item, the others stand below it."""
    meeting = Meeting(
        code=MEETING, host=Party.objects.get(code="MEX"),
        opens_on=date(2002, 4, 11), closes_on=date(2002, 4, 12),
        time_zone="America/Cancun", state=Meeting.State.ANNOUNCED, symbol_body="RCI",
        **words("title", "Meeting for measuring"), **words("place", "Cancún"), **words("venue", "Hall"),
    )  # fmt: skip
    tracking.write(meeting, by=None, on=NOW)
    parent = None
    for number in range(agenda_items):
        item = AgendaItem(
            meeting=meeting, parent=None if number % 6 == 0 else parent, minutes=20,
            position=number // 6 if number % 6 == 0 else number % 6 - 1,
            **words("title", f"Item {number}"), **words("annotation", f"On item {number}", 2),
        )  # fmt: skip
        tracking.write(item, by=None, on=NOW)
        parent = item if item.parent is None else parent
    return meeting


def fill_meeting(meeting: Meeting, delegations: int, delegates_of_each: int) -> None:
    """Delegations with as many delegates each."""
    for party in Party.objects.order_by("code")[:delegations]:
        delegation = Delegation.objects.create(meeting=meeting, party=party)
        for number in range(delegates_of_each):
            Delegate.objects.create(
                delegation=delegation, position=number + 1, role="adviser" if number else "head",
                honorific="Ms", given_name=f"Given {number}", family_name=f"Family {party.code}",
                **words("function", "Director of Cooperation", 0),
            )  # fmt: skip


def make_plan(code: str, meeting: Meeting, axes: int, items: int, by: User) -> Plan:
    """A plan whose items are spread evenly over its axes."""
    plan = Plan(
        code=code, meeting=meeting, edited_by=by, edited_at=NOW,
        **words("title", "Plan for measuring"), **words("preamble", "The parties", 6),
    )  # fmt: skip
    tracking.write(plan, by=by, on=NOW)
    made = [
        Axis(
            plan=plan,
            position=number,
            **words("title", f"Axis {number}"),
            **words("objective", "Objective", 2),
        )
        for number in range(axes)
    ]
    for axis in made:
        tracking.write(axis, by=by, on=NOW)
    for number in range(items):
        item = Item(
            axis=made[number % axes], position=number // axes,
            starts_on=date(2002, 5, 1), ends_on=date(2003, 4, 30),
            amount=Decimal("125000.00"), currency="USD",
            **words("action", f"Action {number}", 2), **words("result", f"Result {number}"),
            **words("responsible", "ACS Secretariat"), **words("indicator", "Programmes reported"),
        )  # fmt: skip
        tracking.write(item, by=by, on=NOW)
    return plan
