"""A plan as it is read: from its tree alone to what page and PDF show, whether draft or release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from acs_portal.kernel.releases import Node


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item with its facts typed, and the nodes of the mandates it carries out."""

    node: Node
    starts_on: date | None
    ends_on: date | None
    amount: Decimal | None
    currency: str
    mandates: list[Node]

    @property
    def number(self) -> str:
        return self.node.number


@dataclass(frozen=True, slots=True)
class ReadAxis:
    """An axis with its items."""

    node: Node
    items: list[ReadItem]

    @property
    def number(self) -> str:
        return self.node.number


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """The part of an axis in the budget of one currency; `percent` of the total, `width` of the longest."""

    axis: Node
    items: int
    amount: Decimal
    percent: int
    width: int


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget of a plan in one currency, by axis."""

    currency: str
    total: Decimal
    rows: list[BudgetRow]

    @property
    def items(self) -> int:
        return sum(row.items for row in self.rows)


@dataclass(frozen=True, slots=True)
class ReadMandate:
    """A mandate with the items of the plan that carry it out."""

    node: Node
    items: list[ReadItem]


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan with everything that a reader is shown."""

    node: Node
    axes: list[ReadAxis]
    meeting: Node
    decision: Node | None
    mandates: list[ReadMandate]
    budgets: list[Budget]
    adopted_on: date | None

    @property
    def symbol(self) -> str:
        return self.node.facts["symbol"]

    @property
    def items(self) -> list[ReadItem]:
        return [item for axis in self.axes for item in axis.items]

    @property
    def starts_on(self) -> date | None:
        return min((item.starts_on for item in self.items if item.starts_on), default=None)

    @property
    def ends_on(self) -> date | None:
        return max((item.ends_on for item in self.items if item.ends_on), default=None)


def read_plan(tree: Node) -> ReadPlan:
    """Everything a reader is shown, from the tree alone."""
    by_kind: dict[str, list[Node]] = {}
    for child in tree.children:
        by_kind.setdefault(child.facts["kind"], []).append(child)
    mandates = {node.facts["code"]: node for node in by_kind.get("mandate", [])}
    axes = [
        ReadAxis(axis, [_item(node, mandates) for node in axis.children]) for axis in by_kind.get("axis", [])
    ]
    items = [item for axis in axes for item in axis.items]
    return ReadPlan(
        node=tree,
        axes=axes,
        meeting=by_kind["meeting"][0],
        decision=by_kind.get("decision", [None])[0],
        mandates=[
            ReadMandate(node, [item for item in items if node in item.mandates]) for node in mandates.values()
        ],
        budgets=[_budget(axes, currency, total) for currency, total in tree.facts["totals"].items()],
        adopted_on=_day(tree.facts.get("adopted_on", "")),
    )


def _item(node: Node, mandates: dict[str, Node]) -> ReadItem:
    facts = node.facts
    return ReadItem(
        node=node,
        starts_on=_day(facts["starts_on"]),
        ends_on=_day(facts["ends_on"]),
        amount=Decimal(facts["amount"]) if facts["amount"] else None,
        currency=facts["currency"],
        mandates=[mandates[code] for code in facts["mandates"]],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _budget(axes: list[ReadAxis], currency: str, total: str) -> Budget:
    amounts = {axis.number: Decimal(axis.node.facts["totals"].get(currency, "0.00")) for axis in axes}
    whole, longest = Decimal(total), max(amounts.values())
    percents = _percents(list(amounts.values()), whole)
    rows = [
        BudgetRow(
            axis=axis.node,
            items=sum(item.currency == currency for item in axis.items),
            amount=amounts[axis.number],
            percent=percent,
            width=int(amounts[axis.number] * 1000 / longest) if longest else 0,
        )
        for axis, percent in zip(axes, percents, strict=True)
    ]
    return Budget(currency, whole, rows)


def _percents(amounts: list[Decimal], whole: Decimal) -> list[int]:
    """The parts of a whole in percent, which add up to 100: the largest remainders are rounded up."""
    if not whole:
        return [0] * len(amounts)
    exact = [amount * 100 / whole for amount in amounts]
    percents = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: percents[place] - exact[place])
    for place in by_remainder[: 100 - sum(percents)]:
        percents[place] += 1
    return percents
