import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction

from meetings.domain import agenda_release, symbols
from meetings.models import Symbol, validate_symbol_pattern
from tests.meetings.conftest import ON, add_item, plan


def test_a_symbol_follows_the_pattern_of_the_meeting(meeting):
    assert symbols.allocate(meeting=meeting, type="WP").text == "ACS/2002/RCI.I/WP.001"
    assert symbols.allocate(meeting=meeting, type="WP").text == "ACS/2002/RCI.I/WP.002"
    assert symbols.allocate(meeting=meeting, type="INF").text == "ACS/2002/RCI.I/INF.001"


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("Agreement No. {number}/{year}", "Agreement No. 1/2002"),
        ("SM/{year}/{body}/{type}.{number:03}", "SM/2002/RCI.I/WP.001"),
        ("{prefix}/{body}/{type}{number:2}", "ACS/RCI.I/WP 1"),
    ],
)
def test_other_patterns_are_a_setting(parties, officer, pattern, text):
    meeting = plan(officer, symbol_pattern=pattern)
    validate_symbol_pattern(pattern)
    assert symbols.allocate(meeting=meeting, type="WP").text == text


def test_two_meetings_with_the_same_pattern_never_share_a_symbol(meeting, officer):
    other = plan(officer, code="rci-bis")
    taken = [symbols.allocate(meeting=one, type="WP").text for one in (meeting, other, meeting, other)]
    assert len(set(taken)) == 4


def test_a_symbol_once_given_cannot_be_taken_back(meeting):
    symbol = symbols.allocate(meeting=meeting, type="WP")
    with pytest.raises(Error), transaction.atomic():
        symbol.delete()
    with pytest.raises(Error), transaction.atomic():
        Symbol.objects.update(text="other")


def test_a_number_is_not_given_again_after_its_document_failed(meeting, officer):
    symbols.allocate(meeting=meeting, type="WP")  # the document was never issued
    add_item(meeting, officer)
    release = agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=ON)
    assert release.symbol == "ACS/2002/RCI.I/WP.002"


def test_a_revision_keeps_the_symbol(meeting):
    assert symbols.revision("ACS/2002/RCI.I/WP.001", 2) == "ACS/2002/RCI.I/WP.001/Rev.2"


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        (
            "{prefix}/{lang}/{number}",
            "“{lang}” is not known here. Use {prefix}, {year}, {body}, {type} and {number:03}.",
        ),
        (
            "{prefix.__class__}{number}",
            "“{prefix.__class__}” is not known here. Use {prefix}, {year}, {body}, {type} and {number:03}.",
        ),
        (
            "{number:999999999}",
            "“{number:999999999}” is not known here. Use {prefix}, {year}, {body}, {type} and {number:03}.",
        ),
        (
            "{prefix!r}{number}",
            "“{prefix}” is not known here. Use {prefix}, {year}, {body}, {type} and {number:03}.",
        ),
        ("{prefix}/{type}", "Without {number} two documents would have the same symbol."),
        ("{prefix/{number}", "A brace { or } has no partner."),
    ],
)
def test_a_faulty_pattern_is_refused_in_words(pattern, complaint):
    with pytest.raises(ValidationError) as refusal:
        validate_symbol_pattern(pattern)
    assert refusal.value.messages == [complaint]
