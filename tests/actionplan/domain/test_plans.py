"""The draft of a plan: numbered without gaps, totalled, edited until it is adopted."""

import pytest

from acs_portal.kernel.models import Act, Stale
from actionplan.domain import plan_tree, plans
from actionplan.models import Axis, Item, Plan
from tests.actionplan.conftest import NOW, add_axis, add_item, in_three


def numbers(plan) -> list[tuple[str, str]]:
    tree = plan_tree.tree(plan)
    return [(n.number, n.text("action").value or n.text("title").value) for n in tree.walk() if n.number]


def test_axes_and_items_are_numbered_in_order(plan):
    assert numbers(plan) == [
        ("1", "Recognition (in English)"),
        ("1.1", "First action (in English)"),
        ("1.2", "Second action (in English)"),
        ("2", "Funding (in English)"),
        ("2.1", "Third action (in English)"),
    ]


def test_the_tree_holds_facts_and_totals(plan):
    tree = plan_tree.tree(plan)
    item = tree.children[0].children[0]

    assert tree.facts["totals"] == {"USD": "1500.75"}
    assert [axis.facts["totals"] for axis in tree.children[:2]] == [{"USD": "1500.75"}, {}]
    assert item.facts == {
        "kind": "item",
        "starts_on": "2002-05-01",
        "ends_on": "2003-12-31",
        "amount": "1000.50",
        "currency": "USD",
        "mandates": ["framework-2001-1"],
    }
    assert [n.facts["code"] for n in tree.children if n.facts["kind"] == "mandate"] == [
        "margarita-plan-resources",
        "framework-2001-1",
        "framework-2001-2",
    ]


def test_totals_are_kept_apart_by_currency(plan, officer):
    add_item(plan.axes.first(), "Fourth", officer, amount="7", currency="EUR")

    assert plan_tree.tree(plan).facts["totals"] == {"EUR": "7.00", "USD": "1500.75"}


def test_moving_an_axis_takes_its_items_along(plan, officer):
    plans.move_up(part=plan.axes.last(), by=officer, on=NOW)

    assert [number for number, _text in numbers(plan)] == ["1", "1.1", "2", "2.1", "2.2"]
    assert numbers(plan)[1] == ("1.1", "Third action (in English)")


def test_an_item_moves_down_and_not_beyond_the_end(plan, officer):
    item = Item.objects.get(action_en__startswith="First")

    plans.move_down(part=item, by=officer, on=NOW)

    assert numbers(plan)[2] == ("1.2", "First action (in English)")
    with pytest.raises(plans.NowhereToMove):
        plans.move_down(part=item, by=officer, on=NOW)


def test_removing_an_item_closes_the_gap(plan, officer):
    plans.remove_item(item=Item.objects.get(action_en__startswith="First"), by=officer, on=NOW)

    assert numbers(plan)[1] == ("1.1", "Second action (in English)")


def test_an_axis_with_items_is_not_removed_and_an_empty_one_is(plan, officer):
    with pytest.raises(plans.AxisHasItems):
        plans.remove_axis(axis=plan.axes.first(), by=officer, on=NOW)

    empty = add_axis(plan, "Empty", officer)
    plans.remove_axis(axis=empty, by=officer, on=NOW)
    assert plan.axes.count() == 2


def test_saving_records_what_changed_and_who_edited_last(plan, approver):
    item = Item.objects.select_related("axis__plan").get(action_en__startswith="First")
    item.responsible_es = "La Secretaría"

    plans.save_item(item=item, mandates=[], by=approver, on=NOW)

    act = Act.objects.first()
    assert (act.did, act.before["1.1 mandates"], act.after["1.1 mandates"]) == (
        "item.save",
        "framework-2001-1",
        "",
    )
    assert act.after["1.1 responsible_es"] == "La Secretaría"
    assert Plan.objects.get().edited_by == approver


def test_of_two_who_save_at_once_the_second_is_refused(plan, officer):
    one, two = Axis.objects.get(position=0), Axis.objects.get(position=0)
    one.title_en, two.title_en = "One", "Two"
    plans.save_axis(axis=one, by=officer, on=NOW)

    with pytest.raises(Stale):
        plans.save_axis(axis=two, by=officer, on=NOW)


def test_gaps_name_the_node_the_text_and_the_language(plan):
    Item._base_manager.filter(action_en__startswith="Second").update(result_fr="")
    Axis._base_manager.filter(position=1).update(title_en="", title_es="", title_fr="")

    found = [(gap.node.number, gap.name, gap.language) for gap in plan_tree.gaps(plan_tree.tree(plan))]

    assert found == [
        ("1.2", "result", "fr"),
        ("2", "title", "en"),
        ("2", "title", "es"),
        ("2", "title", "fr"),
    ]


def test_a_text_that_is_empty_in_every_language_is_no_gap(plan):
    Item._base_manager.update(indicator_en="", indicator_es="", indicator_fr="")

    assert plan_tree.gaps(plan_tree.tree(plan)) == []


CHANGES = {
    "save_plan": lambda plan, by: plans.save_plan(plan=plan, by=by, on=NOW),
    "add_axis": lambda plan, by: add_axis(plan, "New", by),
    "save_axis": lambda plan, by: plans.save_axis(axis=plan.axes.first(), by=by, on=NOW),
    "remove_axis": lambda plan, by: plans.remove_axis(axis=plan.axes.first(), by=by, on=NOW),
    "add_item": lambda plan, by: add_item(plan.axes.first(), "New", by),
    "save_item": lambda plan, by: plans.save_item(item=Item.objects.first(), mandates=[], by=by, on=NOW),
    "remove_item": lambda plan, by: plans.remove_item(item=Item.objects.first(), by=by, on=NOW),
    "move_up": lambda plan, by: plans.move_up(part=plan.axes.last(), by=by, on=NOW),
    "move_down": lambda plan, by: plans.move_down(part=plan.axes.first(), by=by, on=NOW),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_of_an_adopted_plan_is_refused(change, plan, release, officer):
    with pytest.raises(plans.PlanIsAdopted):
        change(plan, officer)


def test_a_draft_opens_in_one_language(meeting, officer):
    plan = plans.create(
        code="draft",
        title={"es": "Plan"},
        preamble={},
        meeting=meeting,
        authentic_language="es",
        by=officer,
        on=NOW,
    )

    assert (str(plan), plan.title_en, in_three("x")["es"]) == ("Plan", "", "x (en español)")
