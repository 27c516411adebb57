from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from acs_portal.kernel import issuing, releases
from acs_portal.kernel.models import IssuedDocument
from meetings.domain import delegations, participants
from meetings.pdf import in_order, participants_of_release
from tests.meetings.conftest import ON, add_delegate, register
from tests.pdf_checks import assert_official_pdf, text_of


@pytest.fixture
def gathered(meeting, officer):
    """Spain, SELA, Aruba, Venezuela, the two Dominican names, Trinidad: registered in no order at all."""
    for code in ("ESP", "SELA", "ABW", "VEN", "DOM", "DMA", "TTO", "ECU"):
        add_delegate(register(meeting, officer, code), officer, f"Of {code}", is_listed=code != "VEN")
    return meeting


def order(meeting, language) -> list[tuple[str, list[str]]]:
    tree = in_order(participants.tree(meeting), language)
    return [(category.id, [party.id for party in category.children]) for category in tree.children]


def test_the_order_is_that_of_the_protocol_in_each_language(gathered):
    rest = [("associate_member", ["ABW"]), ("founding_observer", ["SELA"])]
    assert order(gathered, "en") == [
        ("member_state", ["DMA", "DOM", "TTO", "VEN"]),
        *rest,
        ("observer_country", ["ECU", "ESP"]),
    ]
    assert order(gathered, "es") == [
        ("member_state", ["DMA", "DOM", "TTO", "VEN"]),
        *rest,
        ("observer_country", ["ECU", "ESP"]),
    ]
    assert order(gathered, "fr") == [
        ("member_state", ["DMA", "DOM", "TTO", "VEN"]),
        *rest,
        ("observer_country", ["ECU", "ESP"]),
    ]


def test_spain_and_finland_change_places_with_the_language(meeting, officer):
    for code in ("ESP", "GBR", "FIN"):
        register(meeting, officer, code)
    assert order(meeting, "en") == [("observer_country", ["FIN", "ESP", "GBR"])]
    assert order(meeting, "es") == [("observer_country", ["ESP", "FIN", "GBR"])]
    assert order(meeting, "fr") == [("observer_country", ["ESP", "FIN", "GBR"])]


def test_the_head_comes_first_and_the_rest_by_precedence(meeting, officer):
    mexicans = register(meeting, officer, "MEX")
    add_delegate(mexicans, officer, "Paz")
    add_delegate(mexicans, officer, "Reyes", role="alternate")
    add_delegate(mexicans, officer, "Rulfo", role="head")
    names = [
        row.delegate.facts["family_name"]
        for row in participants.rows(participants.tree(meeting), listed_only=False)
    ]
    assert names == ["Rulfo", "Paz", "Reyes"]


def test_the_counts_are_of_everybody(gathered):
    in_list, alone = (
        [(c.category.id, c.parties, c.delegates) for c in counts]
        for counts in (participants.counts(participants.tree(gathered)), participants.counts_of(gathered))
    )
    assert in_list == alone
    assert alone == [
        ("member_state", 4, 4),
        ("associate_member", 1, 1),
        ("founding_observer", 1, 1),
        ("observer_country", 2, 2),
    ]


def test_who_did_not_agree_is_left_out_of_the_public_rows(gathered):
    rows = participants.rows(participants.tree(gathered), listed_only=True)
    assert "Of VEN" not in [row.delegate.facts["family_name"] for row in rows]


def test_who_withdrew_is_not_on_the_list(meeting, officer):
    delegate = add_delegate(register(meeting, officer, "MEX"), officer)
    delegations.withdraw(delegate=delegate, reason="Ill", by=officer, on=ON)
    assert list(participants.rows(participants.tree(meeting), listed_only=False)) == []


def test_no_address_is_frozen(gathered):
    assert "@" not in releases.canonical(participants.tree(gathered))


def test_the_list_is_issued_under_a_symbol_of_type_inf(gathered, officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = participants.release(meeting=gathered, by=officer, on=ON)
    add_delegate(register(gathered, officer, "CUB"), officer)
    second = participants.release(meeting=gathered, by=officer, on=ON)
    assert [first.symbol, second.symbol] == ["ACS/2002/RCI.I/INF.001", "ACS/2002/RCI.I/INF.001/Rev.1"]
    assert IssuedDocument.objects.filter(release=first).count() == 3


def test_the_same_list_twice_is_refused(gathered, officer):
    participants.release(meeting=gathered, by=officer, on=ON)
    with pytest.raises(releases.NothingChanged):
        participants.release(meeting=gathered, by=officer, on=ON)


def test_a_list_that_nobody_has_seen_is_refused(gathered, officer):
    seen = releases.sha256(releases.canonical(participants.tree(gathered)))
    add_delegate(register(gathered, officer, "CUB"), officer)
    with pytest.raises(releases.SeenIsOld):
        participants.release(meeting=gathered, by=officer, on=ON, seen=seen)
    assert not gathered.symbols.exists()


def test_the_list_is_dated_by_the_day_at_the_place_of_the_meeting(gathered, officer):
    evening = datetime(2002, 3, 2, 3, tzinfo=UTC)  # of 1 March there
    made = participants.release(meeting=gathered, by=officer, on=evening)
    with timezone.override("Pacific/Auckland"):
        document = participants_of_release(made, releases.tree_of(made), "en")
    assert document.dated == date(2002, 3, 1)


def test_an_empty_list_is_refused(meeting, officer):
    register(meeting, officer, "MEX")
    with pytest.raises(participants.NobodyRegistered):
        participants.release(meeting=meeting, by=officer, on=ON)


def test_the_list_of_a_planned_meeting_is_refused(planned, officer):
    add_delegate(register(planned, officer, "MEX"), officer)
    with pytest.raises(participants.NotAnnouncedYet):
        participants.release(meeting=planned, by=officer, on=ON)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Finland", "Spain", "United Kingdom"]),
        ("es", ["España", "Finlandia", "Reino Unido"]),
        ("fr", ["Espagne", "Finlande", "Royaume-Uni"]),
    ],
)
def test_the_pdf_is_official_and_in_the_order_of_each_language(meeting, officer, language, names):
    for code in ("GBR", "ESP", "FIN"):
        add_delegate(register(meeting, officer, code), officer, f"Of {code}")
    made = participants.release(meeting=meeting, by=officer, on=ON)
    data = bytes(issuing.issued_in(made, language).data)
    assert_official_pdf(
        data, language=language, contains=["ACS/2002/RCI.I/INF.001", "Ms. Ana OF ESP", *names]
    )
    text = text_of(data)
    assert sorted(names, key=text.index) == names
