"""Who is at the door: checked in once, undone with a reason, reconciled after a time without a connection."""

from datetime import timedelta
from uuid import uuid4

import pytest

from acs_portal.kernel.models import Act
from meetings.domain import arrivals, badges, delegations, meetings, states
from meetings.domain.arrivals import KNOWN, REFUSED, TAKEN, Press
from meetings.models import Arrival, Badge
from tests.meetings.conftest import ON, add_delegate, plan, put_off, register

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ana(in_session, officer):
    """A delegate of Mexico to a meeting in session."""
    return add_delegate(register(in_session, officer, "MEX"), officer)


def press(delegate, at, device="", client_id=None) -> Press:
    return Press(delegate if isinstance(delegate, int) else delegate.pk, client_id or uuid4(), at, device)


def reconcile(meeting, by, *presses):
    """(outcome, why) of each press, as its device is told."""
    answers = arrivals.reconcile(meeting=meeting, presses=presses, by=by, on=ON + 60 * MINUTE)
    return [(answer.outcome, answer.why) for answer in answers]


def test_a_second_press_is_told_since_when_and_by_whom(ana, officer, approver):
    first, is_new = arrivals.check_in(delegate=ana, by=officer, on=ON)
    again, is_new_again = arrivals.check_in(delegate=ana, by=approver, on=ON + MINUTE)
    assert (is_new, is_new_again) == (True, False)
    assert (again, again.at, again.by) == (first, ON, officer)
    assert Arrival.objects.count() == Act.objects.filter(did=arrivals.RECORDED).count() == 1


def test_the_register_names_nobody(ana, officer):
    arrivals.check_in(delegate=ana, by=officer, on=ON)
    arrivals.undo(delegate=ana, reason="Wrong badge", by=officer, on=ON)
    for act in Act.objects.filter(did__in=[arrivals.RECORDED, arrivals.UNDONE]):
        assert "Pérez".casefold() not in str([act.to_label, act.after, act.before]).casefold()


def test_the_register_keeps_no_time_and_no_device_of_an_arrival(ana, in_session, officer):
    reconcile(in_session, officer, press(ana, ON, "Door A"))
    act = Act.objects.get(did=arrivals.RECORDED)
    assert (act.before, act.after) == ({}, {})


def test_a_check_in_is_undone_with_a_reason_and_can_be_taken_again(ana, officer):
    with pytest.raises(arrivals.NotArrived):
        arrivals.undo(delegate=ana, reason="x", by=officer, on=ON)
    arrivals.check_in(delegate=ana, by=officer, on=ON)
    with pytest.raises(delegations.ReasonMissing):
        arrivals.undo(delegate=ana, reason="  ", by=officer, on=ON)
    arrivals.undo(delegate=ana, reason="Wrong badge", by=officer, on=ON + MINUTE)
    assert arrivals.counted(ana.arrivals.all()) is None
    arrival, is_new = arrivals.check_in(delegate=ana, by=officer, on=ON + 2 * MINUTE)
    assert (is_new, arrival.at) == (True, ON + 2 * MINUTE)


def test_nobody_is_checked_in_before_the_announcement_after_the_close_or_when_withdrawn(
    ana, in_session, officer
):
    unannounced = plan(officer, code="later")
    early = add_delegate(register(unannounced, officer, "MEX"), officer)
    with pytest.raises(arrivals.NotOpenYet):
        arrivals.check_in(delegate=early, by=officer, on=ON)
    gone = add_delegate(ana.delegation, officer, "Gómez")
    delegations.withdraw(delegate=gone, reason="Ill", by=officer, on=ON)
    with pytest.raises(arrivals.NotExpected):
        arrivals.check_in(delegate=gone, by=officer, on=ON)
    meetings.close(meeting=in_session, by=officer, on=ON)
    with pytest.raises(meetings.MeetingClosed):
        arrivals.check_in(delegate=ana, by=officer, on=ON + MINUTE)


def test_the_same_press_sent_twice_is_one(ana, in_session, officer):
    one = press(ana, ON)
    assert reconcile(in_session, officer, one, one) == [(TAKEN, ""), (KNOWN, "")]
    assert reconcile(in_session, officer, one) == [(KNOWN, "")]
    assert Arrival.objects.count() == 1


def test_of_two_devices_the_first_time_wins_and_both_are_kept(ana, in_session, officer, approver):
    arrivals.check_in(delegate=ana, by=approver, on=ON + 10 * MINUTE)
    assert reconcile(in_session, officer, press(ana, ON, "Door A")) == [(KNOWN, "")]
    kept = list(ana.arrivals.values_list("at", "device"))
    assert kept == [(ON, "Door A"), (ON + 10 * MINUTE, "")]
    assert arrivals.counted(ana.arrivals.all()).device == "Door A"


def test_what_a_device_sends_late_is_refused_with_the_reason(ana, in_session, officer):
    other = plan(officer, code="other")
    stranger = add_delegate(register(other, officer, "CUB"), officer)
    gone = add_delegate(ana.delegation, officer, "Gómez")
    delegations.withdraw(delegate=gone, reason="Ill", by=officer, on=ON)
    arrivals.check_in(delegate=ana, by=officer, on=ON)
    arrivals.undo(delegate=ana, reason="Wrong badge", by=officer, on=ON + 5 * MINUTE)
    meetings.close(meeting=in_session, by=officer, on=ON + 30 * MINUTE)
    late = add_delegate_past(ana)
    found = reconcile(
        in_session,
        officer,
        press(stranger, ON),
        press(10**9, ON + MINUTE),
        press(gone, ON + 2 * MINUTE),
        press(ana, ON + 3 * MINUTE),
        press(late, ON + 29 * MINUTE),  # before the close: it counts
        press(ana, ON + 31 * MINUTE),
    )
    assert [outcome for outcome, _why in found] == [REFUSED] * 4 + [TAKEN, REFUSED]
    assert [why.partition(" ")[0] for _outcome, why in found] == ["This", "This", "Ms.", "This", "", "The"]


def add_delegate_past(ana):
    """Another delegate of the same delegation, past the rules: the meeting is closed."""
    row = type(ana)(delegation=ana.delegation, given_name="Eva", family_name="Late", position=9)
    row.save()
    return row


def test_heads_count_by_delegation_in_the_order_of_the_language(
    ana, in_session, officer, django_assert_num_queries
):
    add_delegate(ana.delegation, officer, "Gómez")
    add_delegate(register(in_session, officer, "CUB"), officer)
    register(in_session, officer, "HTI")
    arrivals.check_in(delegate=ana, by=officer, on=ON)
    with django_assert_num_queries(3):
        found = [(one.delegation.party.code, one.expected, one.arrived) for one in arrivals.heads(in_session)]
    assert found == [("CUB", 1, 0), ("MEX", 2, 1)]


def test_a_badge_that_was_replaced_finds_nobody(ana, officer):
    first = badges.give([ana])[ana.pk]
    assert badges.give([ana])[ana.pk].token == first.token
    badges.replace(delegate=ana, by=officer, on=ON)
    assert not Badge.objects.filter(token=first.token).exists()
    assert len(Badge.objects.get().token) == 22


def test_nobody_is_checked_in_while_the_meeting_is_postponed(meeting, officer):
    ana = add_delegate(register(meeting, officer, "MEX"), officer)
    put_off(meeting, officer)
    with pytest.raises(meetings.DatesPutOff):
        arrivals.check_in(delegate=ana, by=officer, on=ON)
    ((outcome, why),) = reconcile(meeting, officer, press(ana, ON))
    assert (outcome, why) == (REFUSED, str(meetings.DatesPutOff()))


def test_a_press_after_the_close_is_refused_also_once_the_meeting_is_archived(ana, in_session, officer):
    meetings.close(meeting=in_session, by=officer, on=ON + 10 * MINUTE)
    states.archive(meeting=in_session, by=officer, on=ON + 30 * MINUTE)
    found = reconcile(in_session, officer, press(ana, ON + 20 * MINUTE), press(ana, ON + 5 * MINUTE))
    assert [outcome for outcome, _why in found] == [TAKEN, REFUSED]  # the earlier press first


def test_a_press_with_the_id_of_another_is_refused_and_the_rest_of_the_batch_is_taken(
    ana, in_session, officer
):
    eva, known, new = add_delegate(ana.delegation, officer, "Gómez"), uuid4(), uuid4()
    other = add_delegate(ana.delegation, officer, "Díaz")
    assert reconcile(in_session, officer, press(ana, ON, client_id=known)) == [(TAKEN, "")]
    found = reconcile(
        in_session,
        officer,
        press(eva, ON, client_id=known),
        press(other, ON + MINUTE, client_id=new),
        press(eva, ON + 2 * MINUTE, client_id=new),
        press(eva, ON + 3 * MINUTE),
    )
    assert [outcome for outcome, _why in found] == [REFUSED, TAKEN, REFUSED, TAKEN]
    assert found[0][1] == found[2][1] == str(arrivals.PressOfAnother())
