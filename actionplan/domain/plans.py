"""none --create--> draft --adopt (adoption.py)--> adopted, for good

A draft is edited by the Secretariat: its axes and, under them, its items, each in three languages.
Everything here is refused once the plan is adopted; the database refuses it too.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import User
from actionplan.models import Axis, Item, Plan
from meetings.models import Meeting

CREATED = acts.verb("plan.create", pgettext_lazy("act", "opened the draft plan"))
SAVED = acts.verb("plan.save", pgettext_lazy("act", "changed the plan"))
AXIS_ADDED = acts.verb("axis.add", pgettext_lazy("act", "added an axis"))
AXIS_SAVED = acts.verb("axis.save", pgettext_lazy("act", "changed an axis"))
AXIS_REMOVED = acts.verb("axis.remove", pgettext_lazy("act", "removed an axis"))
ITEM_ADDED = acts.verb("item.add", pgettext_lazy("act", "added an item"))
ITEM_SAVED = acts.verb("item.save", pgettext_lazy("act", "changed an item"))
ITEM_REMOVED = acts.verb("item.remove", pgettext_lazy("act", "removed an item"))
MOVED = acts.verb("plan.move", pgettext_lazy("act", "moved a part of the plan"))
EDITS = (CREATED, SAVED, AXIS_ADDED, AXIS_SAVED, AXIS_REMOVED, ITEM_ADDED, ITEM_SAVED, ITEM_REMOVED, MOVED)


class PlanIsAdopted(RuleBroken):
    message = _("The plan is adopted and sealed: its text does not change any more.")


class AxisHasItems(RuleBroken):
    message = _("Axis %(number)s still has items. Remove or move them first.")


class MeetingNotAnnounced(RuleBroken):
    message = _("A plan belongs to a meeting that is announced; this one is still being planned.")


class Gone(RuleBroken):
    message = _("This part of the plan was removed by somebody else in the meantime.")


class NowhereToMove(RuleBroken):
    message = _("%(number)s is already at the end of its list.")


@transaction.atomic
def create(
    *,
    code: str,
    title: dict,
    preamble: dict,
    meeting: Meeting,
    authentic_language: str,
    by: User,
    on: datetime,
    is_demonstration: bool = False,
) -> Plan:
    """Open a draft plan for a meeting; texts are given by language: {"en": ..., "es": ..., "fr": ...}.

    Raises MeetingNotAnnounced: members read drafts, and must not learn of a meeting from one.
    """
    _guard_meeting(meeting)
    plan = Plan(
        code=code,
        meeting=meeting,
        authentic_language=authentic_language,
        is_demonstration=is_demonstration,
        edited_by=by,
        edited_at=on,
        **_columns(title=title, preamble=preamble),
    )
    tracking.write(plan, by=by, on=on)
    acts.record(by=by, did=CREATED, to=plan, after={"code": code}, on=on)
    return plan


@transaction.atomic
def save_plan(*, plan: Plan, by: User, on: datetime) -> Plan:
    """Save the title, preamble, meeting or language of a draft.

    Raises PlanIsAdopted, MeetingNotAnnounced, Stale.
    """
    _guard_meeting(plan.meeting)
    open_for_editing(plan, by=by, on=on)
    plan.edited_by, plan.edited_at = by, on
    before, after = tracking.write(plan, by=by, on=on)
    if after:
        acts.record(by=by, did=SAVED, to=plan, before=before, after=after, on=on)
    return plan


@transaction.atomic
def add_axis(
    *, plan: Plan, title: dict, objective: dict, by: User, on: datetime, uid: UUID | None = None
) -> Axis:
    """Add an axis at the end of a draft; the same `uid` twice makes one. Raises PlanIsAdopted."""
    _lock(plan)
    if there := Axis.objects.filter(uid=uid).first():
        return there
    open_for_editing(plan, by=by, on=on)
    axis = Axis(
        plan=plan,
        uid=uid or uuid4(),
        position=plan.axes.count(),
        authentic_language=plan.authentic_language,
        **_columns(title=title, objective=objective),
    )
    tracking.write(axis, by=by, on=on)
    acts.record(by=by, did=AXIS_ADDED, to=plan, after={"axis": str(axis)}, on=on)
    return axis


@transaction.atomic
def save_axis(*, axis: Axis, by: User, on: datetime) -> Axis:
    """Save an axis of a draft. Raises PlanIsAdopted, Gone, Stale."""
    open_for_editing(axis.plan, by=by, on=on)
    _stored(axis)
    _record_change(AXIS_SAVED, axis.plan, axis.number, tracking.write(axis, by=by, on=on), by, on)
    return axis


@transaction.atomic
def remove_axis(*, axis: Axis, by: User, on: datetime) -> None:
    """Take an empty axis out of a draft; the numbers close up. Raises PlanIsAdopted, AxisHasItems, Gone."""
    plan = open_for_editing(axis.plan, by=by, on=on)
    axis = _stored(axis)
    if axis.items.exists():
        raise AxisHasItems(number=axis.number)
    acts.record(by=by, did=AXIS_REMOVED, to=plan, before={"axis": str(axis)}, on=on)
    tracking.erase(axis, by=by, on=on)
    _close_up(plan.axes, axis.position, by, on)


@transaction.atomic
def add_item(
    *,
    axis: Axis,
    action: dict,
    result: dict,
    responsible: dict,
    indicator: dict,
    mandates,
    starts_on: date | None,
    ends_on: date | None,
    amount: Decimal | None,
    currency: str,
    by: User,
    on: datetime,
    uid: UUID | None = None,
) -> Item:
    """Add an item at the end of an axis of a draft; the same `uid` twice makes one.

    Raises PlanIsAdopted, Gone.
    """
    _lock(axis.plan)
    if there := Item.objects.filter(uid=uid).first():
        return there
    open_for_editing(axis.plan, by=by, on=on)
    axis = _stored(axis)
    item = Item(
        axis=axis,
        uid=uid or uuid4(),
        position=axis.items.count(),
        authentic_language=axis.authentic_language,
        starts_on=starts_on,
        ends_on=ends_on,
        amount=amount,
        currency=currency,
        **_columns(action=action, result=result, responsible=responsible, indicator=indicator),
    )
    tracking.write(item, by=by, on=on)
    item.mandates.set(mandates)
    acts.record(by=by, did=ITEM_ADDED, to=axis.plan, after={"item": str(item)}, on=on)
    return item


@transaction.atomic
def save_item(*, item: Item, by: User, on: datetime, mandates=None) -> Item:
    """Save an item of a draft; `mandates`, where given, are those that it carries out from now on.

    Raises PlanIsAdopted, Gone, Stale.
    """
    open_for_editing(item.axis.plan, by=by, on=on)
    had = _codes(_stored(item).mandates.all())
    has = had if mandates is None else _codes(mandates)
    before, after = tracking.write(item, by=by, on=on, touch=has != had)
    if has != had:
        item.mandates.set(mandates)
        before["mandates"], after["mandates"] = had, has
    _record_change(ITEM_SAVED, item.axis.plan, item.number, (before, after), by, on)
    return item


@transaction.atomic
def remove_item(*, item: Item, by: User, on: datetime) -> None:
    """Take an item out of a draft; the numbers after it close up. Raises PlanIsAdopted, Gone."""
    plan = open_for_editing(item.axis.plan, by=by, on=on)
    item = _stored(item)
    acts.record(by=by, did=ITEM_REMOVED, to=plan, before={"item": str(item)}, on=on)
    item.mandates.clear()
    tracking.erase(item, by=by, on=on)
    _close_up(item.axis.items, item.position, by, on)


def move_up(*, part: Axis | Item, by: User, on: datetime) -> None:
    """Exchange an axis or item with the one before it. Raises PlanIsAdopted, Gone, NowhereToMove."""
    _move(part, -1, by, on)


def move_down(*, part: Axis | Item, by: User, on: datetime) -> None:
    """Exchange an axis or item with the one after it. Raises PlanIsAdopted, Gone, NowhereToMove."""
    _move(part, 1, by, on)


@transaction.atomic
def _move(part: Axis | Item, step: int, by: User, on: datetime) -> None:
    plan, beside = (
        (part.plan, part.plan.axes) if isinstance(part, Axis) else (part.axis.plan, part.axis.items)
    )
    open_for_editing(plan, by=by, on=on)
    part = _stored(part)
    other = beside.filter(position=part.position + step).first()
    if other is None:
        raise NowhereToMove(number=part.number)
    before = part.number
    part.position, other.position = other.position, part.position
    tracking.write(other, by=by, on=on)
    tracking.write(part, by=by, on=on)
    acts.record(by=by, did=MOVED, to=plan, before={"number": before}, after={"number": part.number}, on=on)


def open_for_editing(plan: Plan, *, by: User, on: datetime) -> Plan:
    """The plan's row as stored, locked, with `by` as its last editor. Raises PlanIsAdopted."""
    stored = _lock(plan)
    # past the history, which would keep the whole plan once more for each press: the act says who
    Plan._base_manager.filter(pk=plan.pk).update(edited_by=by, edited_at=on)
    return stored


def _lock(plan: Plan) -> Plan:
    stored = Plan.objects.select_for_update().get(pk=plan.pk)
    if stored.is_adopted:
        raise PlanIsAdopted
    return stored


def _guard_meeting(meeting: Meeting) -> None:
    if not meeting.is_announced:
        raise MeetingNotAnnounced


def _stored(part: Axis | Item) -> Axis | Item:
    """A part as it is now, read while its plan is locked. Raises Gone."""
    stored = type(part).objects.filter(pk=part.pk).first()
    if stored is None:
        raise Gone
    return stored


def _close_up(parts, position: int, by: User, on: datetime) -> None:
    """Number the parts after a removed one anew; whoever has one of them open learns of it on saving."""
    for part in parts.filter(position__gt=position):
        part.position -= 1
        tracking.write(part, by=by, on=on)


def _columns(**texts: dict) -> dict:
    return {f"{name}_{code}": found.get(code, "") for name, found in texts.items() for code in CODES}


def _codes(mandates) -> str:
    return ", ".join(sorted(mandate.code for mandate in mandates))


def _record_change(did: str, plan: Plan, number: str, change: tuple[dict, dict], by, on) -> None:
    if not change[1]:
        return
    before, after = ({f"{number} {name}": value for name, value in side.items()} for side in change)
    acts.record(by=by, did=did, to=plan, before=before, after=after, on=on)
