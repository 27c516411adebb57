from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.domain import meetings, sittings
from meetings.models import Sitting
from network.models import Party
from tests.meetings.conftest import ON, plan, register


def at(day, hour, minute=0):
    return datetime(2002, 4, day, hour, minute, tzinfo=UTC)


def sit(meeting, officer, present=(), **fields):
    values = {"number": 1, "starts_at": at(11, 15), "ends_at": at(11, 18)}
    return sittings.open_sitting(meeting=meeting, present=present, by=officer, on=ON, **(values | fields))


def delegations(meeting, officer, *codes):
    return [register(meeting, officer, code) for code in codes]


MEMBERS = ["MEX", "CUB", "JAM", "HTI", "TTO", "COL", "VEN", "PAN", "CRI", "NIC", "HND", "GTM", "SLV"]


def test_the_quorum_is_of_the_member_states_in_standing_on_the_day(in_session, officer):
    sitting = sit(in_session, officer, delegations(in_session, officer, *MEMBERS))
    assert sittings.quorum(sitting) == sittings.Quorum(base=25, needed=13, present=13)


def test_associates_and_observers_are_present_and_do_not_count(in_session, officer):
    present = delegations(in_session, officer, *MEMBERS[:12], "ABW", "ANT", "FRA-2002", "SELA", "ESP", "NLD")
    counted = sittings.quorum(sit(in_session, officer, present))
    assert counted == sittings.Quorum(base=25, needed=13, present=12)
    assert not counted.is_reached


@pytest.mark.parametrize(
    ("numerator", "denominator", "needed"), [(1, 2, 13), (2, 3, 17), (3, 4, 19), (1, 1, 25), (1, 25, 1)]
)
def test_how_large_a_part_is_needed_is_a_setting_of_the_meeting(
    parties, officer, numerator, denominator, needed
):
    meeting = plan(officer, quorum_numerator=numerator, quorum_denominator=denominator, state="in_session")
    assert sittings.quorum(sit(meeting, officer)).needed == needed


def test_a_party_that_was_no_member_on_the_day_is_not_in_the_base(in_session, officer):
    Party.objects.filter(code="HTI").update(valid_from="2003-01-01")
    assert sittings.quorum(sit(in_session, officer)).base == 24


@given(base=st.integers(0, 200), numerator=st.integers(1, 20), more=st.integers(0, 20))
def test_the_part_is_rounded_up(base, numerator, more):
    needed = -(-base * numerator // (numerator + more))
    assert needed * (numerator + more) >= base * numerator > (needed - 1) * (numerator + more)


def test_a_sitting_may_run_past_midnight_utc_and_past_midnight_at_its_place(in_session, officer):
    late = sit(in_session, officer, starts_at=at(12, 1), ends_at=at(12, 7))  # 20:00 to 2:00 in Mexico City
    assert late.day.isoformat() == "2002-04-11"


def test_a_sitting_on_a_day_without_meeting_is_refused(in_session, officer):
    with pytest.raises(sittings.OutsideMeeting):
        sit(in_session, officer, starts_at=at(11, 3), ends_at=at(11, 5))  # the evening of 10 April there


def test_a_sitting_ends_after_it_starts(in_session, officer):
    with pytest.raises(sittings.EndsBeforeItStarts):
        sit(in_session, officer, ends_at=at(11, 15))


def test_a_number_is_taken_once(in_session, officer):
    sit(in_session, officer)
    with pytest.raises(sittings.NumberTaken):
        sit(in_session, officer, starts_at=at(11, 20), ends_at=at(11, 22))
    assert Sitting.objects.count() == 1


def test_a_delegation_to_another_meeting_is_not_present(in_session, officer):
    other = plan(officer, code="other")
    with pytest.raises(sittings.NotOfThisMeeting):
        sit(in_session, officer, delegations(other, officer, "MEX"))


@pytest.mark.parametrize("state", ["planned", "announced", "closed"])
def test_only_a_meeting_in_session_sits(in_session, officer, state):
    type(in_session).objects.update(state=state)
    with pytest.raises(meetings.NotInSession):
        sit(in_session, officer)
