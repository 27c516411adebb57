import json

import pytest

from acs_portal.kernel import acts
from acs_portal.kernel.models import Stale
from meetings.domain import delegations, meetings
from meetings.models import Delegate
from network.models import Party
from tests.meetings.conftest import ON, add_delegate, plan, register


@pytest.fixture
def mexicans(meeting, officer):
    return register(meeting, officer, "MEX")


class TestDelegation:
    @pytest.mark.parametrize("code", ["MEX", "ABW", "ANT", "FRA-2002", "SELA", "ARG"])
    def test_of_a_party_in_standing_or_not_known_on_the_opening_day(self, meeting, officer, code):
        assert register(meeting, officer, code).party.code == code

    @pytest.mark.parametrize(
        ("code", "refusal"),
        [
            ("CUW", "Curaçao was not a party on 11 April 2002, the opening day of the meeting."),
            (
                "VGB",
                "British Virgin Islands was not a party on 11 April 2002, the opening day of the meeting.",
            ),
        ],
    )
    def test_of_a_party_that_was_none_is_refused(self, meeting, officer, code, refusal):
        with pytest.raises(delegations.NotAParty) as caught:
            register(meeting, officer, code)
        assert str(caught.value) == refusal

    def test_of_the_netherlands_antilles_is_refused_after_2010(self, parties, officer):
        from datetime import date

        later = plan(officer, code="later", opens_on=date(2011, 5, 1), closes_on=date(2011, 5, 2))
        with pytest.raises(delegations.NotAParty):
            register(later, officer, "ANT")
        assert register(later, officer, "CUW").party.code == "CUW"

    def test_twice_is_refused(self, mexicans, meeting, officer):
        with pytest.raises(delegations.AlreadyRegistered) as caught:
            register(meeting, officer, "MEX")
        assert str(caught.value) == "Mexico already has a delegation to this meeting."

    def test_to_a_closed_meeting_is_refused(self, closed, officer):
        with pytest.raises(meetings.MeetingClosed):
            register(closed, officer, "MEX")

    def test_is_recorded(self, mexicans):
        assert [act.did for act in acts.history(mexicans)] == ["delegation.register"]


class TestDelegate:
    def test_comes_last_in_the_order_of_precedence(self, mexicans, officer):
        positions = [add_delegate(mexicans, officer, name).position for name in ("Paz", "Reyes", "Rulfo")]
        assert positions == [1, 2, 3]

    def test_keeps_the_language_of_the_function_that_was_given(self, mexicans, officer):
        assert add_delegate(mexicans, officer).authentic_language == "es"
        assert add_delegate(mexicans, officer, "Paz", function={"fr": "Conseil"}).authentic_language == "fr"

    def test_a_second_head_is_refused(self, mexicans, officer):
        add_delegate(mexicans, officer, "Paz", role="head")
        with pytest.raises(delegations.SecondHead) as caught:
            add_delegate(mexicans, officer, "Reyes", role="head")
        assert str(caught.value) == (
            "This delegation already has a head: Ms. Ana PAZ. Give that person another role first."
        )

    def test_the_same_person_twice_is_refused(self, mexicans, officer):
        add_delegate(mexicans, officer)
        with pytest.raises(delegations.DelegateAlreadyRegistered):
            add_delegate(mexicans, officer)

    def test_a_change_is_recorded(self, mexicans, officer):
        delegate = add_delegate(mexicans, officer)
        delegate.is_listed = False
        delegations.save_delegate(delegate=delegate, by=officer, on=ON)
        act = acts.history(delegate)[0]
        assert (act.before, act.after) == ({"is_listed": True}, {"is_listed": False})

    def test_becoming_a_second_head_by_a_change_is_refused(self, mexicans, officer):
        add_delegate(mexicans, officer, "Paz", role="head")
        other = add_delegate(mexicans, officer, "Reyes")
        other.role = "head"
        with pytest.raises(delegations.SecondHead):
            delegations.save_delegate(delegate=other, by=officer, on=ON)

    def test_the_register_keeps_that_personal_data_changed_and_not_what_it_was(self, mexicans, officer):
        delegate = add_delegate(mexicans, officer)
        delegate.email, delegate.family_name, delegate.role = "new@example.org", "Reyes", "alternate"
        delegate.given_name, delegate.honorific = "Rosa", "Dr."
        delegations.save_delegate(delegate=delegate, by=officer, on=ON)
        act = acts.history(delegate)[0]
        personal = ("honorific", "given_name", "family_name", "email")
        assert act.before == {"role": "adviser", **dict.fromkeys(personal, acts.WITHHELD[0])}
        assert act.after == {"role": "alternate", **dict.fromkeys(personal, acts.WITHHELD[1])}

    def test_that_is_gone_is_said_to_be_gone(self, mexicans, officer):
        delegate = add_delegate(mexicans, officer)
        Delegate.objects.all().delete()
        delegate.role, by = "alternate", {"by": officer, "on": ON}
        for step in (
            lambda: delegations.save_delegate(delegate=delegate, **by),
            lambda: delegations.withdraw(delegate=delegate, reason="Ill", **by),
            lambda: delegations.reinstate(delegate=delegate, **by),
        ):
            with pytest.raises(delegations.DelegateGone):
                step()

    def test_a_stale_change_is_refused(self, mexicans, officer):
        delegate = add_delegate(mexicans, officer)
        mine = Delegate.objects.get(pk=delegate.pk)
        delegate.honorific = "Dr."
        delegations.save_delegate(delegate=delegate, by=officer, on=ON)
        mine.honorific = "Mrs."
        with pytest.raises(Stale):
            delegations.save_delegate(delegate=mine, by=officer, on=ON)


class TestWithdrawal:
    def test_asks_for_a_reason(self, mexicans, officer):
        with pytest.raises(delegations.ReasonMissing):
            delegations.withdraw(delegate=add_delegate(mexicans, officer), reason=" ", by=officer, on=ON)

    def test_can_be_undone(self, mexicans, officer):
        delegate = add_delegate(mexicans, officer)
        delegations.withdraw(delegate=delegate, reason="Ill", by=officer, on=ON)
        delegate.refresh_from_db()
        assert delegate.withdrawn_at == ON
        delegations.reinstate(delegate=delegate, by=officer, on=ON)
        delegate.refresh_from_db()
        assert delegate.withdrawn_at is None
        done = [(act.did, act.reason) for act in acts.history(delegate)]
        assert done == [("delegate.reinstate", ""), ("delegate.withdraw", "Ill"), ("delegate.register", "")]

    def test_twice_is_refused(self, mexicans, officer):
        delegate = add_delegate(mexicans, officer)
        delegations.withdraw(delegate=delegate, reason="Ill", by=officer, on=ON)
        with pytest.raises(delegations.AlreadyWithdrawn):
            delegations.withdraw(delegate=delegate, reason="Ill", by=officer, on=ON)

    def test_makes_room_for_another_head_whom_the_first_cannot_push_out(self, mexicans, officer):
        first = add_delegate(mexicans, officer, "Paz", role="head")
        delegations.withdraw(delegate=first, reason="Ill", by=officer, on=ON)
        add_delegate(mexicans, officer, "Reyes", role="head")
        with pytest.raises(delegations.SecondHead):
            delegations.reinstate(delegate=first, by=officer, on=ON)

    def test_reinstating_who_is_registered_is_refused(self, mexicans, officer):
        with pytest.raises(delegations.NotWithdrawn):
            delegations.reinstate(delegate=add_delegate(mexicans, officer), by=officer, on=ON)

    def test_is_over_once_the_meeting_is_closed(self, in_session, officer):
        delegate = add_delegate(register(in_session, officer, "MEX"), officer)
        meetings.close(meeting=in_session, by=officer, on=ON)
        with pytest.raises(meetings.MeetingClosed):
            delegations.withdraw(delegate=delegate, reason="Ill", by=officer, on=ON)


def test_the_parties_that_may_attend_in_2002_are_the_25_member_states_and_three_associates(meeting):
    members = [party for party in Party.objects.filter(kind__in=Party.MEMBERS)]
    known = [party.code for party in members if party.valid_from and delegations.may_attend(meeting, party)]
    assert len(known) == 28
    assert {"ABW", "ANT", "FRA-2002"} < set(known)


def test_the_register_does_not_keep_the_name_of_a_delegate(meeting, officer):
    delegate = add_delegate(register(meeting, officer, "MEX"), officer, "Erasable")
    labels = json.dumps([act.to_label for act in acts.history(delegate)], ensure_ascii=False)
    assert "Erasable" not in labels
    assert "México" in labels
