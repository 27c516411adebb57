"""Two people at the same plan, and one person who presses twice."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from acs_portal.kernel import releases
from acs_portal.kernel.models import Release, Stale
from actionplan.domain import adoption, plans
from actionplan.models import Item
from meetings.models import Meeting
from tests.actionplan.conftest import NOW, in_three

pytestmark = pytest.mark.django_db


def add(axis, by, text: str, **more) -> Item:
    return plans.add_item(
        axis=axis, action=in_three(text), result={}, responsible={}, indicator={}, mandates=[],
        starts_on=None, ends_on=None, amount=None, currency="", by=by, on=NOW, **more,
    )  # fmt: skip


def test_text_that_changed_after_the_approver_opened_the_page_is_not_sealed(
    plan, decision, officer, approver, signed_in
):
    browser, address = signed_in(approver), reverse("actionplan:plan_adopt", args=[plan.code])
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', browser.get(address).text).group(1)
    item = Item.objects.filter(axis__plan=plan).first()
    item.action_en = "Slipped in"
    plans.save_item(item=item, mandates=item.mandates.all(), by=officer, on=NOW)

    response = browser.post(address, {"decision": decision.pk, "seen": seen})
    assert "The text has changed since you opened this page" in response.text
    assert "Slipped in" in response.text
    assert Release.objects.filter(kind="plan").count() == 0

    again = re.search(r'name="seen" value="([0-9a-f]{64})"', response.text).group(1)
    assert again != seen
    assert browser.post(address, {"decision": decision.pk, "seen": again}).status_code == 302


def test_whoever_wrote_any_part_does_not_seal_it(plan, decision, officer, approver):
    add(plan.axes.first(), approver, "Of the approver")
    item = Item.objects.filter(axis__plan=plan).first()
    item.result_en = "The officer was the last"
    plans.save_item(item=item, mandates=[], by=officer, on=NOW)
    with pytest.raises(adoption.SecondPersonNeeded):
        adoption.adopt(plan=plan, decision=decision, by=approver, on=NOW)


def test_a_form_sent_twice_adds_one_item_and_one_axis(plan, officer, signed_in):
    browser, axis = signed_in(officer), plan.axes.first()
    for name, arguments, texts, rows in (
        ("item_add", [plan.code, axis.pk], {"action_en": "Once"}, axis.items),
        ("axis_add", [plan.code], {"title_en": "Once"}, plan.axes),
    ):
        before, once = rows.count(), str(uuid4())
        for _press in range(2):
            response = browser.post(reverse(f"actionplan:{name}", args=arguments), {**texts, "once": once})
            assert response.status_code == 302
        assert rows.count() == before + 1


def test_an_item_without_words_is_not_added(plan, officer, signed_in):
    axis = plan.axes.first()
    before = axis.items.count()
    response = signed_in(officer).post(
        reverse("actionplan:item_add", args=[plan.code, axis.pk]), {"once": uuid4()}
    )
    assert "in at least one language" in response.text
    assert axis.items.count() == before


def test_a_row_read_before_a_move_does_not_undo_it(plan, officer):
    axis = plan.axes.first()
    added = [add(axis, officer, name) for name in ("A", "B")]
    old = Item.objects.get(pk=added[1].pk)
    plans.move_up(part=added[1], by=officer, on=NOW)
    with pytest.raises(Stale):
        plans.save_item(item=old, mandates=[], by=officer, on=NOW)
    assert sorted(axis.items.values_list("position", flat=True)) == list(range(axis.items.count()))


def test_removing_by_a_row_read_before_a_move_closes_the_right_gap(plan, officer):
    axis = plan.axes.first()
    added = [add(axis, officer, name) for name in ("A", "B", "C")]
    old = Item.objects.get(pk=added[2].pk)
    plans.move_up(part=added[2], by=officer, on=NOW)
    plans.remove_item(item=old, by=officer, on=NOW)
    assert sorted(axis.items.values_list("position", flat=True)) == list(range(axis.items.count()))


def test_what_somebody_else_removed_is_told(plan, officer):
    item = add(plan.axes.first(), officer, "A")
    old = Item.objects.get(pk=item.pk)
    plans.remove_item(item=item, by=officer, on=NOW)
    for act in (
        lambda: plans.save_item(item=old, mandates=[], by=officer, on=NOW),
        lambda: plans.remove_item(item=old, by=officer, on=NOW),
        lambda: plans.move_up(part=old, by=officer, on=NOW),
    ):
        with pytest.raises(plans.Gone):
            act()


def test_a_draft_does_not_tell_of_a_meeting_that_is_still_planned(plan, officer, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.PLANNED)
    plan.refresh_from_db()
    with pytest.raises(plans.MeetingNotAnnounced):
        plans.save_plan(plan=plan, by=officer, on=NOW)


def test_the_digest_of_a_draft_is_that_of_its_tree(plan):
    assert adoption.digest_of(plan) == releases.sha256(releases.canonical(plans.tree(plan)))
