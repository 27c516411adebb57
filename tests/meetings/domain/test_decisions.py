from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from acs_portal.kernel import acts
from meetings.domain import agenda, agenda_release, decisions, meetings
from meetings.models import AgendaItem, Decision
from tests.meetings.conftest import ON, add_item, plan, words
from tests.meetings.domain.test_sittings import MEMBERS, delegations, sit


def record(sitting, officer, **fields):
    values = {
        "agenda_item": None,
        "title": words("Action plan"),
        "text": words("The meeting adopts the plan."),
        "mode": "consensus",
        "authentic_language": "es",
        "decided_on": date(2002, 4, 11),
    }
    return decisions.record(sitting=sitting, by=officer, on=ON, **(values | fields))


@pytest.fixture
def full(in_session, officer):
    """A sitting with 13 member states of 25."""
    return sit(in_session, officer, delegations(in_session, officer, *MEMBERS))


def test_a_decision_takes_the_next_symbol_and_keeps_the_arithmetic(full, officer):
    made = record(full, officer)
    assert (made.symbol, made.number) == ("ACS/2002/RCI.I/DEC.001", 1)
    assert (made.quorum_base, made.quorum_needed, made.quorum_present) == (25, 13, 13)
    assert record(full, officer, title=words("Another")).number == 2


def test_without_quorum_it_is_refused_with_the_arithmetic(in_session, officer):
    sitting = sit(in_session, officer, delegations(in_session, officer, *MEMBERS[:12], "ABW", "SELA"))
    with pytest.raises(decisions.NoQuorum) as caught:
        record(sitting, officer)
    assert str(caught.value) == (
        "There is no quorum in this sitting: 12 of 25 member states are present, "
        "13 are needed (1 of 2 parts)."
    )
    assert not Decision.objects.exists()
    assert not in_session.symbols.exists()


def test_sent_twice_it_is_recorded_once(full, officer):
    record(full, officer)
    with pytest.raises(decisions.AlreadyRecorded) as caught:
        record(full, officer)
    assert str(caught.value) == "This decision has already been recorded as ACS/2002/RCI.I/DEC.001."
    assert Decision.objects.count() == 1


def test_more_than_the_part_is_said_in_the_refusal(parties, officer):
    meeting = plan(officer, quorum_numerator=13, quorum_denominator=25, quorum_is_exceeded=True,
                   state="in_session")  # fmt: skip
    sitting = sit(meeting, officer, delegations(meeting, officer, *MEMBERS))
    with pytest.raises(decisions.NoQuorum) as caught:
        record(sitting, officer)
    assert str(caught.value) == (
        "There is no quorum in this sitting: 13 of 25 member states are present, "
        "14 are needed (more than 13 of 25 parts)."
    )


class TestItem:
    @pytest.fixture
    def released(self, full, in_session, officer):
        """The second item of an agenda that was released, then renamed and moved."""
        add_item(in_session, officer, "Opening")
        item = add_item(in_session, officer, "Plan")
        agenda_release.release(meeting=in_session, note={}, acknowledged=True, by=officer, on=ON)
        item.title_en = "Not released"
        agenda.save_item(item=item, by=officer, on=ON)
        agenda.move_up(item=item, by=officer, on=ON)
        return AgendaItem.objects.get(pk=item.pk)

    def test_is_kept_as_it_was_released(self, full, released, officer):
        made = record(full, officer, agenda_item=released)
        assert (made.item_number, made.item_as_decided.words["title"]) == ("2", words("Plan"))

    def test_does_not_drift_with_later_releases(self, full, in_session, released, officer):
        record(full, officer, agenda_item=released)
        agenda_release.release(meeting=in_session, note={}, acknowledged=True, by=officer, on=ON)
        made = Decision.objects.get()
        assert (made.item_number, made.item_title) == ("2", "Plan")

    def test_of_an_agenda_that_was_never_released_is_that_of_the_working_copy(
        self, full, in_session, officer
    ):
        made = record(full, officer, agenda_item=add_item(in_session, officer, "Other"))
        assert (made.item_number, made.item_title) == ("1", "Other")

    def test_that_no_reader_knows_yet_has_no_number(self, full, in_session, released, officer):
        made = record(full, officer, agenda_item=add_item(in_session, officer, "Late"))
        assert (made.item_number, made.item_title) == ("", "Late")

    def test_may_be_none(self, full, officer):
        made = record(full, officer)
        assert (made.item_as_decided, made.item_number, made.item_title) == (None, "", "")


def test_it_is_kept_by_the_database(full, officer):
    record(full, officer)
    for change in (lambda: Decision.objects.update(text_en="Other"), lambda: Decision.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert Decision.objects.get().text_en == "The meeting adopts the plan."


def test_an_item_of_another_meeting_is_refused(full, officer):
    with pytest.raises(decisions.ItemOfAnotherMeeting):
        record(full, officer, agenda_item=add_item(plan(officer, code="other"), officer))


def test_it_is_dated_on_the_day_of_its_sitting(full, officer):
    with pytest.raises(decisions.DecidedOutsideSitting):
        record(full, officer, decided_on=date(2002, 4, 12))


def test_a_sitting_past_midnight_may_decide_on_the_next_day(in_session, officer):
    late = sit(
        in_session,
        officer,
        delegations(in_session, officer, *MEMBERS),
        starts_at=datetime(2002, 4, 12, 1, tzinfo=UTC),
        ends_at=datetime(2002, 4, 12, 7, tzinfo=UTC),
    )
    assert record(late, officer, decided_on=date(2002, 4, 12)).decided_on == date(2002, 4, 12)


def test_a_closed_meeting_decides_nothing(full, in_session, officer):
    meetings.close(meeting=in_session, by=officer, on=ON)
    with pytest.raises(meetings.NotInSession):
        record(full, officer)


def test_it_is_in_the_register_of_acts(full, officer):
    made = record(full, officer)
    act = acts.history(made)[0]
    assert (act.did, act.after) == ("decision.record", {"symbol": made.symbol, "mode": "consensus"})
