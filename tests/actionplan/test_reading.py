"""A plan as it is read: the budget by axis adds up, in each currency."""

from decimal import Decimal

from actionplan.domain import plan_tree
from actionplan.reading import _percents, read_plan
from tests.actionplan.conftest import add_item


def test_percents_add_up_to_a_hundred():
    assert _percents([Decimal(1)] * 3, Decimal(3)) == [34, 33, 33]
    assert _percents([Decimal(0)], Decimal(0)) == [0]


def test_the_budget_by_axis_has_a_row_for_every_axis_and_the_total(plan, officer):
    add_item(plan.axes.last(), "Fourth", officer, amount="500.25")
    add_item(plan.axes.last(), "Fifth", officer, amount="7", currency="EUR")

    euro, dollar = read_plan(plan_tree.tree(plan)).budgets

    assert (dollar.currency, dollar.total, dollar.items) == ("USD", Decimal("2001.00"), 3)
    assert [(row.items, row.amount, row.percent, row.width) for row in dollar.rows] == [
        (2, Decimal("1500.75"), 75, 1000),
        (1, Decimal("500.25"), 25, 333),
    ]
    assert (euro.currency, [row.amount for row in euro.rows]) == ("EUR", [Decimal("0.00"), Decimal("7.00")])


def test_mandates_know_their_items_and_items_their_mandates(plan):
    read = read_plan(plan_tree.tree(plan))

    assert [[item.number for item in mandate.items] for mandate in read.mandates] == [
        ["2.1"],
        ["1.1"],
        ["2.1"],
    ]
    assert [len(item.mandates) for item in read.items] == [1, 0, 2]
