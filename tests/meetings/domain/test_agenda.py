from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from acs_portal.kernel import acts, releases
from acs_portal.kernel.models import Stale
from meetings.domain import agenda, decisions, meetings, sittings
from meetings.models import AgendaItem
from tests.meetings.conftest import ON, add_item, item, plan, release, words
from tests.meetings.domain.test_sittings import delegations


def numbers(meeting) -> list[tuple[str, str]]:
    return [(node.number, node.text("title").value) for node in list(agenda.tree(meeting).walk())[1:]]


class TestNumbers:
    def test_follow_from_the_places_in_the_tree(self, three):
        assert numbers(three) == [
            ("1", "Opening"),
            ("2", "Network"),
            ("2.1", "Terms"),
            ("2.2", "Directory"),
            ("2.2 a)", "Dates"),
            ("2.2 b)", "Persons"),
            ("3", "Plan"),
        ]

    def test_letters_go_on_after_z(self):
        places = (1, 26, 27, 52, 53)
        assert [agenda.number_of("1.1", place, 3) for place in places] == [
            "1.1 a)",
            "1.1 z)",
            "1.1 aa)",
            "1.1 az)",
            "1.1 ba)",
        ]

    def test_a_fourth_level_is_refused(self, three, officer):
        with pytest.raises(agenda.TooDeep):
            add_item(three, officer, "Deeper", item("Dates"))

    def test_the_identity_of_an_item_outlives_its_number(self, three, officer):
        before = {node.text("title").value: node.id for node in agenda.tree(three).walk()}
        agenda.move_up(item=item("Plan"), by=officer, on=ON)
        assert {node.text("title").value: node.id for node in agenda.tree(three).walk()} == before


class TestMoving:
    def test_up_takes_the_items_under_it_along(self, three, officer):
        agenda.move_up(item=item("Network"), by=officer, on=ON)
        assert numbers(three)[:4] == [
            ("1", "Network"),
            ("1.1", "Terms"),
            ("1.2", "Directory"),
            ("1.2 a)", "Dates"),
        ]

    def test_down_and_up_again_is_the_same_agenda(self, three, officer):
        before = releases.canonical(agenda.tree(three))
        agenda.move_down(item=item("Terms"), by=officer, on=ON)
        assert releases.canonical(agenda.tree(three)) != before
        agenda.move_up(item=item("Terms"), by=officer, on=ON)
        assert releases.canonical(agenda.tree(three)) == before

    def test_stops_at_both_ends_of_a_level(self, three, officer):
        with pytest.raises(agenda.AlreadyFirst):
            agenda.move_up(item=item("Terms"), by=officer, on=ON)
        with pytest.raises(agenda.AlreadyLast):
            agenda.move_down(item=item("Directory"), by=officer, on=ON)

    def test_works_after_a_removal_left_a_gap(self, three, officer):
        agenda.remove_item(item=item("Opening"), reason="Done", by=officer, on=ON)
        agenda.move_up(item=item("Plan"), by=officer, on=ON)
        assert numbers(three)[0] == ("1", "Plan")

    def test_holds_against_a_save_of_what_was_read_before(self, three, officer):
        read_before = item("Plan")
        agenda.move_up(item=item("Plan"), by=officer, on=ON)
        read_before.title_en = "Action plan"
        with pytest.raises(Stale):
            agenda.save_item(item=read_before, by=officer, on=ON)
        assert [title for _number, title in numbers(three)][:3] == ["Opening", "Plan", "Network"]

    def test_is_the_only_way_to_another_place(self, three, officer):
        here, places = item("Plan"), list(AgendaItem.objects.values_list("pk", "parent", "position"))
        here.position, here.parent = 0, item("Opening")
        here.title_en = "Action plan"
        agenda.save_item(item=here, by=officer, on=ON)
        assert list(AgendaItem.objects.values_list("pk", "parent", "position")) == places
        assert acts.history(here)[0].after == {"title_en": "Action plan"}

    def test_leaves_no_two_items_on_one_place(self, three, officer):
        for title in ("Plan", "Plan", "Opening"):
            agenda.move_up(item=item(title), by=officer, on=ON)
        first_level = AgendaItem.objects.filter(parent=None)
        assert sorted(first_level.values_list("position", flat=True)) == [1, 2, 3]

    def test_is_recorded(self, three, officer):
        agenda.move_up(item=item("Plan"), by=officer, on=ON)
        act = acts.history(item("Plan"))[0]
        assert (act.did, act.before, act.after) == ("agenda.move", {"place": 3}, {"place": 2})


class TestEditing:
    def test_a_saved_item_carries_its_words_into_the_register(self, three, officer):
        plan = item("Plan")
        plan.title_en = "Action plan"
        agenda.save_item(item=plan, by=officer, on=ON)
        act = acts.history(plan)[0]
        assert (act.before, act.after) == ({"title_en": "Plan"}, {"title_en": "Action plan"})

    def test_a_stale_item_is_not_saved(self, three, officer):
        mine, theirs = item("Plan"), item("Plan")
        theirs.title_fr = "Le plan"
        agenda.save_item(item=theirs, by=officer, on=ON)
        mine.title_fr = "Mon plan"
        with pytest.raises(Stale):
            agenda.save_item(item=mine, by=officer, on=ON)

    def test_what_somebody_removed_meanwhile_is_said_to_be_gone(self, three, officer):
        gone, by = item("Plan"), {"by": officer, "on": ON}
        agenda.remove_item(item=item("Plan"), reason="Postponed", **by)
        gone.title_en = "Action plan"
        for step in (
            lambda: agenda.save_item(item=gone, **by),
            lambda: agenda.move_up(item=gone, **by),
            lambda: agenda.move_down(item=gone, **by),
            lambda: agenda.remove_item(item=gone, reason="Again", **by),
        ):
            with pytest.raises(agenda.ItemGone):
                step()
        assert [act.did for act in acts.history(gone)] == ["agenda.remove", "agenda.add"]

    def test_added_twice_by_one_form_it_is_one_item(self, meeting, officer):
        uid = uuid4()
        first, second = (add_item(meeting, officer, "Opening", uid=uid) for _press in range(2))
        assert (first.pk, first.uid) == (second.pk, uid)
        assert [act.did for act in acts.history(first)] == ["agenda.add"]

    def test_another_text_under_the_id_of_the_form_is_another_item(self, meeting, officer):
        uid = uuid4()
        add_item(meeting, officer, "Opening", uid=uid)
        add_item(meeting, officer, "Plan", uid=uid)
        add_item(plan(officer, code="other"), officer, "Opening", uid=uid)
        assert AgendaItem.objects.count() == AgendaItem.objects.values("uid").distinct().count() == 3

    def test_removing_asks_for_a_reason(self, three, officer):
        with pytest.raises(agenda.ReasonMissing):
            agenda.remove_item(item=item("Plan"), reason="  ", by=officer, on=ON)

    def test_an_item_with_items_under_it_is_not_removed(self, three, officer):
        with pytest.raises(agenda.HasChildren):
            agenda.remove_item(item=item("Network"), reason="No", by=officer, on=ON)

    def test_a_removed_item_leaves_its_words_in_the_register(self, three, officer):
        plan = item("Plan")
        agenda.remove_item(item=plan, reason="Postponed", by=officer, on=ON)
        act = acts.Act.objects.first()
        assert (act.did, act.reason, act.before["title_es"]) == ("agenda.remove", "Postponed", "Plan (es)")

    def test_an_item_that_was_decided_upon_stays(self, three, officer):
        three.quorum_numerator, three.quorum_denominator = 1, 1000
        meetings.save(meeting=three, by=officer, on=ON)
        meetings.open_(meeting=three, by=officer, on=ON)
        sitting = sittings.open_sitting(
            meeting=three,
            number=1,
            starts_at=datetime(2002, 4, 11, 15, tzinfo=UTC),
            ends_at=datetime(2002, 4, 11, 18, tzinfo=UTC),
            present=delegations(three, officer, "MEX"),
            by=officer,
            on=ON,
        )
        decisions.record(
            sitting=sitting,
            agenda_item=item("Plan"),
            title=words("Adopted"),
            text=words("Adopted."),
            mode="consensus",
            authentic_language="es",
            decided_on=date(2002, 4, 11),
            by=officer,
            on=ON,
        )
        with pytest.raises(agenda.HasDecision):
            agenda.remove_item(item=item("Plan"), reason="No", by=officer, on=ON)

    def test_nothing_changes_once_the_meeting_is_closed(self, closed, officer):
        with pytest.raises(meetings.MeetingClosed):
            add_item(closed, officer)
        with pytest.raises(meetings.MeetingClosed):
            release(closed, officer)


class TestMinutes:
    @pytest.mark.parametrize(
        ("own", "below", "total"),
        [
            (60, (20, 30), 50),
            (None, (20, 30), 50),
            (60, (None, None), 60),
            (60, (20, None), 20),
            (0, (0, 0), 0),
        ],
    )
    def test_of_an_item_count_where_those_under_it_have_none(self, meeting, officer, own, below, total):
        above = add_item(meeting, officer, "Network", minutes=own)
        for minutes in below:
            add_item(meeting, officer, "Terms", above, minutes=minutes)
        tree = agenda.tree(meeting)
        assert agenda.total_minutes(tree) == total
        assert tree.children[0].facts["minutes"] == own

    def test_of_the_third_level_count_in_the_place_of_those_of_the_first(self, three, officer):
        assert agenda.total_minutes(agenda.tree(three)) == 30 + (30 + (30 + 30)) + 30
