from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from meetings.domain import delegations as registrations
from meetings.domain import meetings, sittings
from meetings.models import Sitting
from network.models import Party
from tests.meetings.conftest import ON, add_delegate, plan, register


def at(day, hour, minute=0):
    return datetime(2002, 4, day, hour, minute, tzinfo=UTC)


def sit(meeting, officer, present=(), **fields):
    values = {"number": 1, "starts_at": at(11, 15), "ends_at": at(11, 18)}
    return sittings.open_sitting(meeting=meeting, present=present, by=officer, on=ON, **(values | fields))


def delegations(meeting, officer, *codes):
    """Delegations of one delegate each."""
    found = [register(meeting, officer, code) for code in codes]
    for delegation in found:
        add_delegate(delegation, officer)
    return found


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


@pytest.mark.parametrize(
    ("base", "numerator", "denominator", "needed"),
    [(24, 1, 2, 13), (25, 1, 2, 13), (25, 2, 3, 17), (24, 2, 3, 17), (24, 3, 4, 19)],
)
def test_more_than_the_part_can_be_asked_for(parties, officer, base, numerator, denominator, needed):
    meeting = plan(
        officer, quorum_numerator=numerator, quorum_denominator=denominator, quorum_is_exceeded=True
    )
    assert sittings.needed_of(base, meeting) == needed


def test_a_quorum_of_more_than_half_of_24_is_13(parties, officer):
    Party.objects.filter(code="HTI").update(valid_from="2003-01-01")
    half, more = (
        plan(officer, code=f"more-{asked}", quorum_is_exceeded=asked, state="in_session")
        for asked in (False, True)
    )
    counted = [sittings.quorum(sit(meeting, officer)) for meeting in (half, more)]
    assert [(quorum.base, quorum.needed) for quorum in counted] == [(24, 12), (24, 13)]
    assert [sittings.part_in_words(meeting) for meeting in (half, more)] == [
        "1 of 2 parts",
        "more than 1 of 2 parts",
    ]


def test_a_delegation_whose_delegates_were_withdrawn_is_not_present(in_session, officer):
    mexicans, cubans = delegations(in_session, officer, "MEX", "CUB")
    registrations.withdraw(delegate=mexicans.delegates.get(), reason="Ill", by=officer, on=ON)
    with pytest.raises(sittings.NobodyThere) as caught:
        sit(in_session, officer, [mexicans, cubans])
    assert str(caught.value) == (
        "Mexico has no delegate who could be present: none is registered, or all were withdrawn."
    )
    assert not Sitting.objects.exists()
    add_delegate(mexicans, officer, "Reyes")
    assert sittings.quorum(sit(in_session, officer, [mexicans, cubans])).present == 2


def test_what_was_recorded_is_kept_by_the_database(in_session, officer):
    (mexicans,) = delegations(in_session, officer, "MEX")
    sitting = sit(in_session, officer, [mexicans])
    for change in (
        lambda: Sitting.objects.update(number=2),
        lambda: Sitting.objects.all().delete(),
        lambda: sitting.present.clear(),
        lambda: sitting.present.through.objects.update(delegation_id=0),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


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
    type(in_session)._base_manager.update(state=state)
    with pytest.raises(meetings.NotInSession):
        sit(in_session, officer)
