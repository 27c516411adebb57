"""A plan as a tree of official text, which page, PDF and release share, and what is missing in it."""

from dataclasses import dataclass, replace
from itertools import groupby

from acs_portal.kernel import translations
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.releases import Node
from actionplan.models import Axis, Item, MandateParagraph, Plan
from meetings.models import Decision, Meeting


def tree(plan: Plan) -> Node:
    """The plan as official text: axes 1, 2 with items 1.1, 1.2, then its meeting and mandates.

    Page, PDF and release all read it. Every node says in `facts["kind"]` what it is; amounts are
    text with two decimals, dates are ISO 8601.
    """
    axes = list(plan.axes.order_by("position").prefetch_related("items__mandates"))
    for axis in axes:
        for item in axis.items.all():
            item.axis = axis  # its number follows from it
    items = [item for axis in axes for item in axis.items.all()]
    translations.note_pending([plan, *axes, *items])
    mandates = {mandate.pk: mandate for item in items for mandate in item.mandates.all()}
    return Node(
        id=f"plan-{plan.code}",
        words=plan.all_words(),
        authentic=plan.authentic_language,
        facts={"kind": "plan", "code": plan.code, "symbol": "", "totals": totals(items)},
        children=[
            *map(_axis_node, axes),
            _meeting_node(plan.meeting),
            *(_mandate_node(mandates[pk]) for pk in sorted(mandates, key=lambda pk: mandates[pk].position)),
        ],
        pending=plan.pending,
    )


def adopted_tree(draft: Node, decision: Decision, symbol: str = "") -> Node:
    """The tree of the adoption: the draft that was seen, word for word, with the decision and the symbol."""
    return replace(
        draft,
        facts=draft.facts | {"symbol": symbol, "adopted_on": decision.decided_on.isoformat()},
        children=[*draft.children, _decision_node(decision)],
    )


def totals(items) -> dict[str, str]:
    """The sum of the budgets by currency, as text with two decimals, the currencies in order."""
    priced = sorted((item for item in items if item.amount is not None), key=lambda item: item.currency)
    return {
        currency: f"{sum(item.amount for item in same):.2f}"
        for currency, same in groupby(priced, key=lambda item: item.currency)
    }


def _axis_node(axis: Axis) -> Node:
    items = axis.items.all()
    return Node(
        id=f"axis-{axis.uid}",
        number=axis.number,
        words=axis.all_words(),
        authentic=axis.authentic_language,
        facts={"kind": "axis", "totals": totals(items)},
        children=[_item_node(item) for item in items],
        pending=axis.pending,
    )


def _item_node(item: Item) -> Node:
    return Node(
        id=f"item-{item.uid}",
        number=item.number,
        words=item.all_words(),
        authentic=item.authentic_language,
        facts={
            "kind": "item",
            "starts_on": item.starts_on.isoformat() if item.starts_on else "",
            "ends_on": item.ends_on.isoformat() if item.ends_on else "",
            "amount": "" if item.amount is None else f"{item.amount:.2f}",
            "currency": item.currency,
            "mandates": [mandate.code for mandate in sorted(item.mandates.all(), key=lambda m: m.position)],
        },
        pending=item.pending,
    )


def _meeting_node(meeting: Meeting) -> Node:
    return Node(
        id=f"meeting-{meeting.code}",
        words={name: found for name, found in meeting.all_words().items() if name in ("title", "place")},
        authentic=meeting.authentic_language,
        facts={"kind": "meeting", "code": meeting.code},
    )


def _mandate_node(mandate: MandateParagraph) -> Node:
    return Node(
        id=f"mandate-{mandate.code}",
        words=mandate.all_words(),
        authentic=mandate.authentic_language,
        facts={"kind": "mandate", "code": mandate.code, "adopted_on": mandate.adopted_on},
    )


def _decision_node(decision: Decision) -> Node:
    return Node(
        id=f"decision-{decision.pk}",
        words=decision.all_words(),
        authentic=decision.authentic_language,
        facts={
            "kind": "decision",
            "symbol": decision.symbol,
            "mode": decision.mode,
            "decided_on": decision.decided_on.isoformat(),
            "sitting": decision.sitting.number,
            "quorum_base": decision.quorum_base,
            "quorum_needed": decision.quorum_needed,
            "quorum_present": decision.quorum_present,
        },
    )


# ---------------------------------------------------------------- what is still missing


def texts(plan: Plan) -> list[tuple[str, Plan | Axis | Item]]:
    """The plan, its axes and items with their numbers, in the order of the plan; two queries."""
    rows: list = [("", plan)]
    for axis in plan.axes.order_by("position").prefetch_related("items"):
        axis.plan = plan
        rows.append((axis.number, axis))
        for item in axis.items.all():
            item.axis = axis  # its number follows from it
            rows.append((item.number, item))
    return rows


@dataclass(frozen=True, slots=True)
class Gap:
    """A text that is missing in one language: where it stands, which text, which language."""

    node: Node
    name: str
    language: str


REQUIRED = {"plan": ("title",), "axis": ("title",), "item": ("action",), "mandate": ("source",)}


def gaps(plan_tree: Node) -> list[Gap]:
    """Every text that a language lacks: one that exists in another, or one that may not be empty at all."""
    return [
        Gap(node, name, code)
        for node in plan_tree.walk()
        for name, found in node.words.items()
        if found or name in REQUIRED.get(node.facts["kind"], ())
        for code in CODES
        if not found.get(code)
    ]
