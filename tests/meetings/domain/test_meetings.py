from datetime import date

import pytest
from django.db import IntegrityError

from acs_portal.kernel import acts
from acs_portal.kernel.models import Stale
from meetings.domain import meetings
from meetings.models import Meeting
from tests.meetings.conftest import ON, plan


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


STEPS = {"announce": meetings.announce, "open": meetings.open_, "close": meetings.close}
REFUSALS = [
    ("planned", "open", meetings.NotAnnounced),
    ("planned", "close", meetings.NotInSession),
    ("announced", "announce", meetings.AlreadyAnnounced),
    ("announced", "close", meetings.NotInSession),
    ("in_session", "announce", meetings.AlreadyAnnounced),
    ("in_session", "open", meetings.NotAnnounced),
    ("closed", "announce", meetings.AlreadyAnnounced),
    ("closed", "open", meetings.NotAnnounced),
    ("closed", "close", meetings.NotInSession),
]


@pytest.mark.parametrize(("state", "step", "refusal"), REFUSALS)
def test_a_step_is_refused_in_the_wrong_state(planned, officer, state, step, refusal):
    Meeting.objects.update(state=state)
    with pytest.raises(refusal):
        STEPS[step](meeting=planned, by=officer, on=ON)
    assert Meeting.objects.get().state == state


def test_a_meeting_is_announced_in_every_language_or_not_at_all(parties, officer):
    meeting = plan(officer, title_fr="")
    with pytest.raises(meetings.WordsMissing) as refusal:
        meetings.announce(meeting=meeting, by=officer, on=ON)
    assert str(refusal.value) == "A meeting is announced in every language. Still missing: Français"


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


def test_a_meeting_does_not_close_before_it_opens(parties, officer):
    with pytest.raises(IntegrityError):
        plan(officer, closes_on=date(2002, 4, 10))


def test_a_planned_meeting_is_known_to_the_secretariat_alone(planned, officer, mexico, administrator):
    known = {user: Meeting.objects.visible_to(user).count() for user in (officer, mexico, administrator)}
    assert known == {officer: 1, mexico: 0, administrator: 0}
