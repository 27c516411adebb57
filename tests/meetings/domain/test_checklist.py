from datetime import UTC, date, datetime, timedelta

import pytest

from acs_portal.kernel import outbox, reminders
from acs_portal.kernel.models import Act, Message
from meetings import notifications
from meetings.domain import checklist, checklist_template, meetings, postponing
from meetings.domain.waiting import waiting_for
from meetings.models import Meeting, MeetingTask, TemplateTask
from tests.cast import change
from tests.meetings.conftest import ON, plan

pytestmark = pytest.mark.django_db
D = timedelta


def add(meeting, officer, title="Print badges", **fields) -> MeetingTask:
    values = {"title_en": title, "title_es": title, "title_fr": title, "offset": -7} | fields
    return checklist.add(task=MeetingTask(meeting=meeting, **values), by=officer, on=ON)


def move_opening(meeting, officer, opens_on) -> None:
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.closes_on += opens_on - meeting.opens_on
    meeting.opens_on = opens_on
    meetings.save(meeting=meeting, by=officer, on=ON)


def days(meeting) -> dict[str, date]:
    return {task.title_en: task.due_on for task in meeting.tasks.all()}


class TestDays:
    def test_the_open_tasks_move_with_the_opening_and_all_others_stay(self, meeting, officer):
        for title in ("open", "doing", "done", "dropped"):
            task = add(meeting, officer, title)
            if title == "doing":
                checklist.start(task=task, by=officer, on=ON)
            if title == "done":
                checklist.finish(task=task, by=officer, on=ON)
            if title == "dropped":
                checklist.drop(task=task, reason="r", by=officer, on=ON)
        add(meeting, officer, "fixed", offset=None, due_on=date(2002, 4, 2))
        move_opening(meeting, officer, date(2002, 5, 11))
        stays = dict.fromkeys(("done", "dropped"), date(2002, 4, 4)) | {"fixed": date(2002, 4, 2)}
        assert days(meeting) == stays | dict.fromkeys(("open", "doing"), date(2002, 5, 4))
        assert Act.objects.get(did="checklist.follow").after == {"tasks": 2}

    def test_no_clock_that_changes_moves_a_day(self, parties, officer):
        meeting = plan(
            officer,
            time_zone="America/Havana",  # its clocks change on 8 March and 1 November 2026
            opens_on=date(2026, 3, 10),
            closes_on=date(2026, 3, 11),
        )
        for offset in (-3, -2, -1, 0):
            add(meeting, officer, str(offset), offset=offset)
        for opens_on in (date(2026, 3, 10), date(2026, 11, 2), date(2026, 3, 8), date(2028, 3, 1)):
            move_opening(meeting, officer, opens_on)
            assert days(meeting) == {str(n): opens_on + D(days=n) for n in (-3, -2, -1, 0)}

    def test_new_dates_of_a_postponed_meeting_move_them_too(self, meeting, officer):
        add(meeting, officer)
        why = dict.fromkeys(("en", "es", "fr"), "Hurricane")
        postponing.postpone(meeting=meeting, reason=why, by=officer, on=ON)
        dates = {"opens_on": date(2002, 6, 11), "closes_on": date(2002, 6, 12)}
        postponing.resume(meeting=meeting, reason="r", by=officer, on=ON, **dates)
        assert days(meeting) == {"Print badges": date(2002, 6, 4)}

    def test_a_task_opened_again_is_due_by_the_opening_of_now(self, meeting, officer):
        task = add(meeting, officer)
        checklist.finish(task=task, by=officer, on=ON)
        move_opening(meeting, officer, date(2002, 5, 11))
        checklist.reopen(task=task, reason="badges are wrong", by=officer, on=ON)
        assert days(meeting) == {"Print badges": date(2002, 5, 4)}

    def test_when_is_said_in_one_way(self, meeting, officer):
        for fields, refusal in (
            ({"offset": None}, checklist.NeitherOffsetNorDay),
            ({"due_on": date(2002, 4, 1)}, checklist.BothOffsetAndDay),
        ):
            with pytest.raises(refusal):
                add(meeting, officer, **fields)


STEPS = {
    "start": checklist.start,
    "finish": checklist.finish,
    "drop": lambda **who: checklist.drop(reason="r", **who),
    "reopen": lambda **who: checklist.reopen(reason="r", **who),
}
LEADS = {
    ("open", "start"): "doing",
    ("open", "finish"): "done",
    ("open", "drop"): "dropped",
    ("doing", "finish"): "done",
    ("doing", "drop"): "dropped",
    ("done", "reopen"): "open",
    ("dropped", "reopen"): "open",
}
REFUSED = {
    "start": checklist.NotToStart,
    "finish": checklist.NotOpen,
    "drop": checklist.NotOpen,
    "reopen": checklist.NotEnded,
}


def test_each_step_leads_from_its_states_and_is_refused_in_all_others(meeting, officer):
    task, wrong = add(meeting, officer), []
    for state in MeetingTask.State.values:
        for name, step in STEPS.items():
            values = {"done_on": ON.date() if state == "done" else None, "state": state}
            change(meeting.tasks, dropped_because="r" if state == "dropped" else "", **values)
            try:
                step(task=task, by=officer, on=ON)
                got = meeting.tasks.get().state
            except Exception as broken:
                got = type(broken)
            if got != LEADS.get((state, name), REFUSED[name]):
                wrong.append((state, name, got))
    assert wrong == []


class TestWaiting:
    def test_what_waits_is_finished_after_the_other_or_when_that_is_dropped(self, meeting, officer):
        first = add(meeting, officer, "Draft")
        second = add(meeting, officer, "Print", waits_for=first)
        with pytest.raises(checklist.StillWaits) as caught:
            checklist.finish(task=second, by=officer, on=ON)
        assert str(caught.value).startswith("“Draft” comes first.")
        checklist.drop(task=first, reason="not needed", by=officer, on=ON)
        checklist.finish(task=second, by=officer, on=ON)
        assert MeetingTask.objects.get(pk=second.pk).done_on == ON.date()

    def test_no_circle_is_made_however_long(self, meeting, officer):
        one = add(meeting, officer, "1")
        two = add(meeting, officer, "2", waits_for=one)
        three = add(meeting, officer, "3", waits_for=two)
        one.waits_for = three
        with pytest.raises(checklist.WaitsForItself):
            checklist.save(task=one, by=officer, on=ON)

    def test_a_task_of_another_meeting_is_not_waited_for(self, meeting, officer):
        other = add(plan(officer, code="other"), officer)
        with pytest.raises(checklist.OfAnotherMeeting):
            add(meeting, officer, waits_for=other)


def test_a_public_date_of_an_announced_meeting_is_dropped_and_not_hidden(meeting, officer):
    task = add(meeting, officer, is_public=True)
    task.is_public = False
    with pytest.raises(checklist.PublicDateStays):
        checklist.save(task=task, by=officer, on=ON)


def test_the_checklist_goes_on_after_the_close_and_ends_with_the_archive(closed, officer):
    task = add(closed, officer)
    change(Meeting.objects.all(), state="archived")
    for step in (
        lambda: checklist.finish(task=task, by=officer, on=ON),
        lambda: add(closed, officer, "Late"),
    ):
        with pytest.raises(checklist.MeetingArchived):
            step()


def test_owner_and_notes_are_withheld_from_the_register(meeting, officer, mexico):
    task = add(meeting, officer)
    task.owner, task.notes = mexico, "Ask Ana Pérez"
    checklist.save(task=task, by=officer, on=ON)
    act = Act.objects.get(did="task.save")
    assert act.after == {"owner": "***", "notes": "***"}


class TestTemplate:
    def test_the_list_is_whole_in_three_languages_from_t_minus_91_to_t_plus_90(self, db):
        assert checklist_template.load() == TemplateTask.objects.count() == 28
        rows = list(TemplateTask.objects.all())
        assert (rows[0].offset, rows[-1].offset) == (-91, 90)
        assert all(row.title_en and row.title_es and row.title_fr for row in rows)
        for row in rows:
            row.full_clean()
            assert row.waits_for is None or row.waits_for.offset <= row.offset, row.code
        assert {row.fills for row in rows if row.fills} == set(TemplateTask.Fills.values)
        assert all(row.is_public for row in rows if row.fills)

    def test_loaded_again_it_leaves_what_the_secretariat_made_of_it(self, officer):
        checklist_template.load()
        thanks, badges = (TemplateTask.objects.get(code=code) for code in ("thanks", "badges"))
        thanks.offset = 21
        checklist_template.save(task=thanks, by=officer, on=ON)
        checklist_template.remove(task=badges, by=officer, on=ON)
        assert checklist_template.load() == 0
        assert TemplateTask.objects.get(code="thanks").offset == 21
        assert not TemplateTask.objects.filter(code="badges").exists()
        with pytest.raises(checklist_template.Awaited):
            checklist_template.remove(task=TemplateTask.objects.get(code="concept"), by=officer, on=ON)

    def test_a_checklist_begins_with_it_once_and_what_waits_waits_for_its_own(self, meeting, officer):
        with pytest.raises(checklist.TemplateEmpty):
            checklist.begin(meeting=meeting, by=officer, on=ON)
        checklist_template.load()
        checklist.begin(meeting=meeting, by=officer, on=ON)
        release = meeting.tasks.get(fills="agenda")
        assert (release.due_on, release.waits_for.meeting) == (date(2002, 2, 28), meeting)
        with pytest.raises(checklist.ChecklistThere):
            checklist.begin(meeting=meeting, by=officer, on=ON)


class TestReminders:
    @pytest.fixture(autouse=True)
    def only_tasks(self, monkeypatch):
        monkeypatch.setattr(reminders, "RULES", {"task_due": reminders.RULES["task_due"]})

    def told(self, first: date, count: int) -> list[str]:
        found = []
        for number in range(count):
            moment = datetime(first.year, first.month, first.day, 16, tzinfo=UTC) + D(days=number)
            found += [moment.date().isoformat()] * reminders.tell(moment)
        return found

    def test_the_owner_hears_a_week_before_on_the_day_and_when_it_is_overdue(self, meeting, officer, mexico):
        add(meeting, officer, owner=mexico)
        add(meeting, officer, "Nobody's")
        assert self.told(date(2002, 3, 15), 60) == ["2002-03-28", "2002-04-04", "2002-04-07"]
        assert {message.to for message in Message.objects.all()} == {mexico}

    def test_who_is_done_hears_no_more_and_a_held_reminder_is_withdrawn(self, meeting, officer, mexico):
        task = add(meeting, officer, owner=mexico)
        mexico.news = "weekly"
        mexico.save()
        due = notifications.task_due(task, offset=-7)
        assert outbox.post(mexico, due.template, cause=due.cause, context=due.context).is_held
        checklist.finish(task=task, by=officer, on=ON)
        assert not Message.objects.exists()
        assert self.told(date(2002, 3, 15), 60) == []

    def test_of_a_planned_meeting_only_the_secretariat_hears(self, planned, officer, mexico):
        add(planned, officer, owner=mexico)
        add(planned, officer, "Ours", owner=officer)
        self.told(date(2002, 3, 27), 3)
        assert [message.to for message in Message.objects.all()] == [officer]


class TestMyTasks:
    DAY = datetime(2002, 4, 6, 12, tzinfo=UTC)

    def titles(self, user) -> list[tuple[str, bool]]:
        found = waiting_for(user, on=self.DAY)
        return [(task.title, task.urgent) for task in found if "checklist" in task.url]

    def test_the_owner_sees_what_is_near_and_the_secretariat_how_many_others_are_late(
        self, meeting, officer, mexico
    ):
        add(meeting, officer, "Late", owner=mexico)
        add(meeting, officer, "Next", owner=mexico, offset=0)
        add(meeting, officer, "Far", owner=mexico, offset=60)
        add(meeting, officer, "Ours", owner=officer, offset=2)
        add(meeting, officer, "Nobody's")
        assert self.titles(mexico) == [("Late", True), ("Next", False)]
        assert self.titles(officer) == [("Ours", False), ("2 tasks of the checklist are overdue", True)]
