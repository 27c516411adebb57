"""The practical information note: written, released in three languages, revised, translated at the desk."""

import pytest

from acs_portal.kernel import issuing, releases, translations
from acs_portal.kernel.gate import NotReady
from acs_portal.kernel.models import Stale
from meetings.domain import meetings, practical
from tests.meetings.conftest import ON, plan
from tests.pdf_checks import assert_official_pdf


def write(meeting, officer, **texts):
    """The working copy with these texts."""
    note = practical.note_of(meeting)
    for column, text in texts.items():
        setattr(note, column, text)
    practical.save(note=note, by=officer, on=ON)
    return note


def test_the_note_is_released_under_a_symbol_and_revised(meeting, officer):
    with pytest.raises(practical.NoteIsEmpty):
        practical.release(meeting=meeting, by=officer, on=ON)
    write(meeting, officer, venue_es="Puerta 3", venue_fr="Porte 3", money_es="Pesos")
    first = practical.release(meeting=meeting, by=officer, on=ON)
    with pytest.raises(releases.NothingChanged):
        practical.release(meeting=meeting, by=officer, on=ON)
    write(meeting, officer, money_es="Pesos y dólares")
    second = practical.release(meeting=meeting, by=officer, on=ON)
    assert [first.symbol, second.symbol] == ["ACS/2002/RCI.I/INF.001", "ACS/2002/RCI.I/INF.001/Rev.1"]
    assert [node.id for node in releases.tree_of(second).children] == ["venue", "money"]
    assert [(change.id, change.name) for change in releases.changes_of(second)] == [("money", "text")]
    data = bytes(issuing.issued_in(second, "fr").data)
    assert_official_pdf(data, language="fr", contains=["Porte 3", "Pesos y dólares"])


def test_the_gate_can_hold_it(meeting, officer, settings):
    settings.RELEASE_GATES = settings.RELEASE_GATES | {"practical": "hold"}
    write(meeting, officer, venue_es="Puerta 3")
    with pytest.raises(NotReady):
        practical.release(meeting=meeting, by=officer, on=ON)


def test_only_what_was_in_sight_goes_out(meeting, officer):
    write(meeting, officer, venue_es="Puerta 3")
    seen = releases.sha256(releases.canonical(practical.tree(practical.note_of(meeting))))
    write(meeting, officer, venue_es="Puerta 4")
    with pytest.raises(releases.SeenIsOld):
        practical.release(meeting=meeting, by=officer, on=ON, seen=seen)


def test_two_editors_do_not_overwrite_each_other(meeting, officer):
    begun = practical.note_of(meeting)
    write(meeting, officer, venue_es="Puerta 3")
    with pytest.raises(practical.BegunMeanwhile):
        practical.save(note=begun, by=officer, on=ON)
    mine, theirs = practical.note_of(meeting), practical.note_of(meeting)
    theirs.money_es = "Pesos"
    practical.save(note=theirs, by=officer, on=ON)
    mine.money_es = "Dólares"
    with pytest.raises(Stale):
        practical.save(note=mine, by=officer, on=ON)


def test_a_planned_and_a_closed_meeting_release_none(meeting, officer):
    hidden = plan(officer, code="later")
    write(hidden, officer, venue_es="Puerta 3")
    with pytest.raises(practical.NotAnnouncedYet):
        practical.release(meeting=hidden, by=officer, on=ON)
    write(meeting, officer, venue_es="Puerta 3")
    meetings.open_(meeting=meeting, by=officer, on=ON)
    meetings.close(meeting=meeting, by=officer, on=ON)
    with pytest.raises(meetings.MeetingClosed):
        practical.release(meeting=meeting, by=officer, on=ON)


def test_its_texts_are_on_the_translation_desk(meeting, officer):
    kind = translations.KINDS["practical"]
    assert list(kind.rows(meeting)) == []
    note = write(meeting, officer, venue_es="Puerta 3")
    assert list(kind.rows(meeting)) == [("", note)]
    assert set(translations.standings(note)) == {"en", "fr"}
