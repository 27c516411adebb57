from datetime import date

import pytest
from django.db import IntegrityError

from acs_portal.kernel import acts, gate
from acs_portal.kernel.models import Stale
from meetings.domain import meetings, symbols
from meetings.models import Meeting
from tests.meetings.conftest import ON, plan
from tests.meetings.domain.test_sittings import sit


def test_a_meeting_goes_from_planned_to_closed(planned, officer):
    for step, state in (
        (meetings.announce, "announced"),
        (meetings.open_, "in_session"),
        (meetings.close, "closed"),
    ):
        step(meeting=planned, by=officer, on=ON)
        planned.refresh_from_db()
        assert planned.state == state
    done = [act.did for act in acts.history(planned)]
    assert done == ["meeting.close", "meeting.open", "meeting.announce", "meeting.create"]


def test_a_meeting_is_announced_in_every_language_or_not_at_all(parties, officer):
    meeting = plan(officer, title_fr="")
    with pytest.raises(gate.NotReady, match=r"title \(Français\): missing"):
        meetings.announce(meeting=meeting, by=officer, on=ON)


def test_a_code_is_taken_once(planned, officer):
    with pytest.raises(meetings.CodeTaken):
        plan(officer)


def test_a_change_is_recorded_with_before_and_after(planned, officer):
    planned.title_en = "Another title"
    planned.opens_on = date(2002, 4, 10)
    meetings.save(meeting=planned, by=officer, on=ON)
    act = acts.history(planned)[0]
    assert act.before == {
        "title_en": "First Meeting of those Responsible for International Cooperation",
        "opens_on": "2002-04-11",
    }
    assert act.after == {"title_en": "Another title", "opens_on": "2002-04-10"}


def test_saving_without_a_change_leaves_no_trace(planned, officer):
    meetings.save(meeting=planned, by=officer, on=ON)
    assert [act.did for act in acts.history(planned)] == ["meeting.create"]


def test_a_stale_meeting_is_not_saved(planned, officer):
    mine = Meeting.objects.get(pk=planned.pk)
    planned.title_en = "Theirs"
    meetings.save(meeting=planned, by=officer, on=ON)
    mine.title_en = "Mine"
    with pytest.raises(Stale):
        meetings.save(meeting=mine, by=officer, on=ON)
    assert Meeting.objects.get().title_en == "Theirs"


def test_a_closed_meeting_stays_as_it_was(closed, officer):
    closed.title_en, closed.quorum_numerator = "Another title", 2
    with pytest.raises(meetings.MeetingClosed):
        meetings.save(meeting=closed, by=officer, on=ON)
    assert Meeting.objects.get().title_en != "Another title"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"time_zone": "America/Havana"}, "time zone"),
        ({"quorum_numerator": 2, "quorum_denominator": 3}, "quorum: parts, quorum: of how many parts"),
        ({"quorum_is_exceeded": True}, "quorum: more than this part is needed"),
    ],
)
def test_what_a_sitting_was_counted_by_stays(in_session, officer, fields, named):
    sit(in_session, officer)
    vars(in_session).update(fields)
    with pytest.raises(meetings.SittingsHeld) as caught:
        meetings.save(meeting=in_session, by=officer, on=ON)
    assert str(caught.value) == f"Sittings have been recorded, so this stays as it was: {named}"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"symbol_prefix": "AEC"}, "prefix of symbols"),
        ({"symbol_body": "X", "symbol_pattern": "{number}"}, "pattern of document symbols, body in symbols"),
    ],
)
def test_what_symbols_are_made_of_stays_once_one_was_given(meeting, officer, fields, named):
    symbols.allocate(meeting=meeting, type="WP")
    vars(meeting).update(fields)
    with pytest.raises(meetings.SymbolsGiven) as caught:
        meetings.save(meeting=meeting, by=officer, on=ON)
    assert str(caught.value) == (f"Symbols have been given to documents, so this stays as it was: {named}")


def test_the_day_of_a_sitting_stays_a_day_of_the_meeting(in_session, officer):
    sit(in_session, officer)  # on 11 April
    in_session.opens_on = date(2002, 4, 12)
    with pytest.raises(meetings.SittingLeftOutside) as caught:
        meetings.save(meeting=in_session, by=officer, on=ON)
    assert str(caught.value) == (
        "Sitting 1 was held on 11 April 2002, so that day stays a day of the meeting."
    )


def test_the_rest_may_still_be_changed_in_session(in_session, officer):
    sit(in_session, officer)
    symbols.allocate(meeting=in_session, type="WP")
    in_session.closes_on, in_session.title_en = date(2002, 4, 13), "Another title"
    meetings.save(meeting=in_session, by=officer, on=ON)
    assert Meeting.objects.get().closes_on == date(2002, 4, 13)


def test_more_than_the_whole_is_no_quorum(parties, officer):
    with pytest.raises(IntegrityError):
        plan(officer, quorum_numerator=2, quorum_denominator=2, quorum_is_exceeded=True)


def test_a_code_that_is_the_address_of_a_page_is_refused(parties, officer):
    with pytest.raises(meetings.CodeReserved):
        plan(officer, code="new")


def test_a_meeting_does_not_close_before_it_opens(parties, officer):
    with pytest.raises(IntegrityError):
        plan(officer, closes_on=date(2002, 4, 10))


def test_a_planned_meeting_is_known_to_the_secretariat_alone(planned, officer, mexico, administrator):
    known = {user: Meeting.objects.visible_to(user).count() for user in (officer, mexico, administrator)}
    assert known == {officer: 1, mexico: 0, administrator: 0}
