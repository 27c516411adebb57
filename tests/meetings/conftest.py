"""The meetings of the tests: one planned, one announced, with items and delegates to fill them."""

from datetime import UTC, date, datetime

import pytest

from meetings.domain import agenda, agenda_release, delegations, meetings, postponing
from meetings.models import AgendaItem
from network.models import Party

ON = datetime(2002, 3, 1, 15, 0, tzinfo=UTC)

WORDS = {
    "title_en": "First Meeting of those Responsible for International Cooperation",
    "title_es": "Primera Reunión de Responsables de la Cooperación Internacional",
    "title_fr": "Première réunion des responsables de la coopération internationale",
    "place_en": "Mexico City",
    "place_es": "Ciudad de México",
    "place_fr": "Mexico",
}


def plan(officer, code="rci-1-2002", **fields):
    """A meeting in Mexico City in April 2002, planned."""
    values = {
        "code": code,
        "host": Party.objects.get(code="MEX"),
        "opens_on": date(2002, 4, 11),
        "closes_on": date(2002, 4, 12),
        "time_zone": "America/Mexico_City",
        "authentic_language": "es",
        "symbol_body": "RCI.I",
        **WORDS,
    }
    return meetings.create(by=officer, on=ON, **(values | fields))


def words(text: str) -> dict[str, str]:
    """A text in three languages that can be told apart."""
    return {"en": text, "es": f"{text} (es)", "fr": f"{text} (fr)"}


def add_item(meeting, officer, title="Opening", parent=None, **fields):
    values = {
        "title": words(title) if isinstance(title, str) else title,
        "minutes": 30,
        "kind": "discussion",
        "authentic_language": "es",
    }
    return agenda.add_item(meeting=meeting, parent=parent, by=officer, on=ON, **(values | fields))


def item(title) -> AgendaItem:
    return AgendaItem.objects.get(title_en=title)


def release(meeting, officer, on=ON, **fields):
    """The next agenda, its warnings acknowledged."""
    return agenda_release.release(
        meeting=meeting, by=officer, on=on, **({"note": {}, "acknowledged": True} | fields)
    )


def register(meeting, officer, code):
    """The delegation of a party."""
    return delegations.register_delegation(
        meeting=meeting, party=Party.objects.get(code=code), letter_reference="NV 1", by=officer, on=ON
    )


def add_delegate(delegation, officer, family_name="Pérez", **fields):
    values = {
        "role": "adviser",
        "honorific": "Ms.",
        "given_name": "Ana",
        "function": {"es": "Directora"},
        "email": f"{family_name.lower()}@example.org",
        "is_listed": True,
    }
    return delegations.register_delegate(
        delegation=delegation, family_name=family_name, by=officer, on=ON, **(values | fields)
    )


def put_off(meeting, officer):
    """Postpone a meeting, with a reason in three languages."""
    postponing.postpone(meeting=meeting, reason=words("A hurricane"), by=officer, on=ON)


def resume(meeting, officer, on=ON, **dates):
    """Give a postponed meeting new dates, in June unless told otherwise."""
    june = {"opens_on": date(2002, 6, 11), "closes_on": date(2002, 6, 12)}
    postponing.resume(meeting=meeting, reason="r", by=officer, on=on, **(june | dates))


@pytest.fixture
def planned(parties, officer):
    """A meeting that only the Secretariat knows of."""
    return plan(officer)


@pytest.fixture
def meeting(planned, officer):
    """A meeting that everybody knows of."""
    meetings.announce(meeting=planned, by=officer, on=ON)
    planned.refresh_from_db()
    return planned


@pytest.fixture
def three(meeting, officer):
    """Opening; Network with two items under it, one with two of its own; Plan."""
    add_item(meeting, officer, "Opening")
    network = add_item(meeting, officer, "Network")
    add_item(meeting, officer, "Terms", network)
    directory = add_item(meeting, officer, "Directory", network)
    add_item(meeting, officer, "Dates", directory)
    add_item(meeting, officer, "Persons", directory)
    add_item(meeting, officer, "Plan", annotation=words("See the draft."))
    return meeting


@pytest.fixture
def in_session(meeting, officer):
    """A meeting that has been opened."""
    meetings.open_(meeting=meeting, by=officer, on=ON)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def closed(in_session, officer):
    """A meeting whose record stands."""
    meetings.close(meeting=in_session, by=officer, on=ON)
    in_session.refresh_from_db()
    return in_session
