from datetime import UTC, date, datetime, timedelta

from meetings.domain import agenda_release, invitation_mail, invitations
from meetings.domain.waiting import waiting_for
from meetings.models import DelegateChange, Delegation
from tests.meetings.conftest import ON, add_delegate, add_item, register
from tests.meetings.invited import got, issue


def titles(user, on=ON) -> list[str]:
    return [task.title for task in waiting_for(user, on=on)]


def release(meeting, officer, on=ON):
    return agenda_release.release(meeting=meeting, note={}, acknowledged=True, by=officer, on=on)


def test_the_secretariat_writes_releases_and_releases_again(meeting, officer):
    assert titles(officer) == ["Write the agenda"]
    add_item(meeting, officer)
    assert titles(officer) == ["Release the provisional agenda"]
    release(meeting, officer)
    assert titles(officer) == ["The meeting opens"]
    add_item(meeting, officer, "Late")
    assert titles(officer) == ["Release the changes of the agenda"]


def test_two_weeks_before_the_opening_it_presses(meeting, officer):
    urgent = [waiting_for(officer, on=datetime(2002, 3, day, 12, tzinfo=UTC))[0].urgent for day in (27, 28)]
    assert urgent == [False, True]


def test_delegations_to_file_to_complete_and_to_approve(meeting, officer, mexico, haiti):
    delegation = register(meeting, officer, "MEX")
    delegate = add_delegate(delegation, officer)
    assert titles(mexico) == ["Prepare for the meeting"]
    DelegateChange.objects.create(delegate=delegate, field="role", old="adviser", new="observer", at=ON)
    assert titles(officer)[0] == "Answer the changes of the delegation of Mexico"

    def move(**fields):
        values = {"approved_by": None, "approved_at": None, "returned_because": "", **fields}
        Delegation.objects.filter(pk=delegation.pk).update(**values)

    move(state="submitted", submitted_by=mexico, submitted_at=ON)
    assert titles(officer)[0] == "Approve or return the delegation of Mexico"
    other = register(meeting, officer, "HTI")
    Delegation.objects.filter(pk=other.pk).update(state="submitted")
    assert titles(officer)[0] == "Approve or return 2 delegations"
    move(state="returned", returned_because="Who leads?")
    assert titles(mexico)[0] == "Complete the delegation of Mexico"
    (task,) = [task for task in waiting_for(mexico, on=ON) if task.urgent]
    assert task.url == "/en/meetings/rci-1-2002/my-delegation/mex/"


def test_a_task_leads_to_where_it_is_done(meeting, officer):
    (task,) = waiting_for(officer, on=ON)
    assert (task.url, task.due) == ("/en/meetings/rci-1-2002/agenda/draft/", date(2002, 4, 11))


def test_a_closed_meeting_leaves_nothing_to_do(closed, officer, mexico):
    assert titles(officer) == titles(mexico) == []


def test_a_focal_point_prepares_and_reads_a_fresh_agenda(meeting, officer, mexico, sela, aruba):
    assert titles(mexico) == ["File the delegation of Mexico", "Prepare for the meeting"]
    add_item(meeting, officer)
    release(meeting, officer)
    expected = ["Prepare for the meeting", "Read the agenda ACS/2002/RCI.I/WP.001"]
    assert titles(mexico)[1:] == titles(aruba)[1:] == titles(sela)[1:] == expected


def test_after_thirty_days_an_agenda_is_no_news(meeting, officer, mexico):
    add_item(meeting, officer)
    release(meeting, officer)
    assert titles(mexico, ON + timedelta(days=29))[1:] == [
        "Prepare for the meeting",
        "Read the agenda ACS/2002/RCI.I/WP.001",
    ]
    assert titles(mexico, ON + timedelta(days=30))[1:] == ["Prepare for the meeting"]


def test_a_planned_meeting_waits_for_the_secretariat_alone(planned, officer, mexico, administrator):
    assert titles(officer) == ["Write the agenda"]
    assert titles(mexico) == titles(administrator) == []


def test_a_letter_waits_to_be_sent_then_to_be_answered_by_the_focal_point(
    meeting, officer, mexico, jamaica_deputy
):
    pks = issue(meeting, officer, "MEX", "JAM")
    assert titles(officer)[0] == "Send 2 invitations"
    assert titles(mexico) == ["File the delegation of Mexico", "Prepare for the meeting"]
    invitation_mail.send(meeting=meeting, pks=pks, by=officer, on=ON)
    task = waiting_for(mexico, on=ON)[0]
    assert (task.title, task.url, task.due, task.urgent) == (
        "Answer the invitation",
        "/en/meetings/rci-1-2002/invitation/",
        date(2002, 3, 12),
        False,
    )
    assert waiting_for(mexico, on=datetime(2002, 3, 12, 18, tzinfo=UTC))[0].urgent is True
    assert titles(jamaica_deputy) == ["File the delegation of Jamaica", "Prepare for the meeting"]
    invitations.answer(invitation=got(pks[0]), answer="accepted", note="", by=mexico, on=ON)
    assert titles(mexico) == ["File the delegation of Mexico", "Prepare for the meeting"]


def test_the_queries_do_not_grow_with_the_meetings(meeting, officer, django_assert_num_queries):
    from tests.meetings.conftest import plan

    for number in range(5):
        add_item(plan(officer, code=f"m{number}"), officer)
    with django_assert_num_queries(3):
        waiting_for(officer, on=ON)
