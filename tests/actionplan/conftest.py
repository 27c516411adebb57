"""The meeting, its decision, and a draft plan for the tests of the action plan; all of it is invented."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from acs_portal.kernel import tracking
from actionplan.domain import adoption, plans, reference
from actionplan.models import MandateParagraph
from meetings.models import Decision, Meeting, Sitting
from network.models import Party

NOW = datetime(2002, 4, 12, 18, 0, tzinfo=UTC)
SOURCE = Path(settings.BASE_DIR) / "actionplan" / "reference" / "acs-sf-001.fr.txt"


def in_three(text: str) -> dict[str, str]:
    """A text that says in which language it is."""
    return {"en": f"{text} (in English)", "es": f"{text} (en español)", "fr": f"{text} (en français)"}


def make_meeting(code: str, body: str) -> Meeting:
    texts = {f"{name}_{c}": v for name in ("title", "place") for c, v in in_three(f"{name} {code}").items()}
    meeting = Meeting(
        code=code,
        host=Party.objects.get(code="MEX"),
        opens_on=date(2002, 4, 11),
        closes_on=date(2002, 4, 12),
        time_zone="America/Mexico_City",
        state=Meeting.State.IN_SESSION,
        symbol_body=body,
        **texts,
    )
    tracking.write(meeting, by=None, on=NOW)
    return meeting


def make_decision(meeting: Meeting, symbol: str) -> Decision:
    sitting = Sitting.objects.create(
        meeting=meeting,
        number=3,
        starts_at=datetime(2002, 4, 12, 15, 0, tzinfo=UTC),
        ends_at=datetime(2002, 4, 12, 18, 0, tzinfo=UTC),
    )
    texts = {f"{name}_{c}": v for name in ("title", "text") for c, v in in_three(f"Decision {name}").items()}
    return Decision.objects.create(
        sitting=sitting,
        number=1,
        symbol=symbol,
        decided_on=date(2002, 4, 12),
        quorum_base=25,
        quorum_needed=13,
        quorum_present=17,
        **texts,
    )


@pytest.fixture
def meeting(parties) -> Meeting:
    """The meeting that draws up the plan."""
    return make_meeting("rci-1-2002", "RCI.I")


@pytest.fixture
def decision(meeting) -> Decision:
    """The decision of the meeting by which the plan is adopted."""
    return make_decision(meeting, "ACS/2002/RCI.I/DEC.001")


@pytest.fixture
def other_decision(parties) -> Decision:
    """A decision that another meeting took."""
    return make_decision(make_meeting("other-2002", "OTH"), "ACS/2002/OTH/DEC.001")


@pytest.fixture
def mandates(db):
    """The mandate paragraphs and the fiche of the reference data."""
    reference.load(on=NOW)
    return MandateParagraph.objects


def add_item(axis, text, by, *, mandates=(), amount="1000.50", currency="USD"):
    return plans.add_item(
        axis=axis,
        action=in_three(f"{text} action"),
        result=in_three(f"{text} result"),
        responsible=in_three(f"{text} responsible"),
        indicator=in_three(f"{text} indicator"),
        mandates=mandates,
        starts_on=date(2002, 5, 1),
        ends_on=date(2003, 12, 31),
        amount=Decimal(amount) if amount else None,
        currency=currency if amount else "",
        by=by,
        on=NOW,
    )


def add_axis(plan, text, by):
    return plans.add_axis(
        plan=plan, title=in_three(text), objective=in_three(f"{text} objective"), by=by, on=NOW
    )


@pytest.fixture
def plan(meeting, mandates, officer):
    """A draft plan of two axes and three items, complete in three languages, last edited by the officer."""
    plan = plans.create(
        code="special-fund-2002",
        title=in_three("Plan"),
        preamble=in_three("Preamble"),
        meeting=meeting,
        authentic_language="es",
        by=officer,
        on=NOW,
    )
    one, two = (add_axis(plan, name, officer) for name in ("Recognition", "Funding"))
    add_item(one, "First", officer, mandates=[mandates.get(code="framework-2001-1")])
    add_item(one, "Second", officer, amount="500.25")
    carried = mandates.filter(code__in=["framework-2001-2", "margarita-plan-resources"])
    add_item(two, "Third", officer, mandates=carried, amount="")
    plan.refresh_from_db()
    return plan


@pytest.fixture
def release(plan, decision, approver):
    """The release of the plan, adopted by the approver."""
    return adoption.adopt(plan=plan, decision=decision, by=approver, on=NOW)
