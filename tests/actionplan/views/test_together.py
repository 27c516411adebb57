"""Two people at the same plan, and one person who presses twice."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from acs_portal.kernel import releases
from acs_portal.kernel.models import Act, Message, Release, Stale
from actionplan.domain import adoption, plan_tree, plans
from actionplan.domain.waiting import waiting_for
from actionplan.models import Axis, Item, Plan
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
    changes = response.text.partition("The latest changes")[2].partition("What will be sealed")[0]
    assert "<ins>Slipped</ins>" in changes
    assert "Slipped in" in response.text.partition("What will be sealed")[2]
    assert Release.objects.filter(kind="plan").count() == 0

    again = re.search(r'name="seen" value="([0-9a-f]{64})"', response.text).group(1)
    assert again != seen
    told = response.context["mailing"].fingerprint
    data = {"decision": decision.pk, "seen": again, "told": told}
    assert browser.post(address, data).status_code == 302


def test_a_press_that_does_not_say_what_was_in_sight_seals_nothing(plan, decision, approver, signed_in):
    response = signed_in(approver).post(
        reverse("actionplan:plan_adopt", args=[plan.code]), {"decision": decision.pk}
    )

    assert "The text has changed since you opened this page" in response.text
    assert Release.objects.filter(kind="plan").count() == 0


def test_the_frozen_text_is_the_one_that_was_in_sight(plan, decision, approver):
    seen = plan_tree.tree(plan)

    release = adoption.adopt(plan=plan, decision=decision, by=approver, on=NOW, seen=adoption.digest_of(seen))

    frozen = releases.tree_of(release)
    assert [node.as_dict() for node in frozen.children[:-1]] == [n.as_dict() for n in seen.children]
    assert (frozen.words, seen.facts["symbol"]) == (seen.words, "")


def test_the_approver_who_took_part_is_not_asked_to_seal(plan, officer, approver):
    assert [task.url for task in waiting_for(approver, on=NOW)] == [f"/en/action-plan/{plan.code}/adopt/"]
    plans.move_up(part=plan.axes.last(), by=approver, on=NOW)
    plans.move_up(part=plan.axes.last(), by=officer, on=NOW)

    assert waiting_for(approver, on=NOW) == []


def test_whoever_wrote_any_part_does_not_seal_it(plan, decision, officer, approver):
    add(plan.axes.first(), approver, "Of the approver")
    item = Item.objects.filter(axis__plan=plan).first()
    item.result_en = "The officer was the last"
    plans.save_item(item=item, mandates=[], by=officer, on=NOW)
    with pytest.raises(adoption.SecondPersonNeeded, match="You took part in writing this plan"):
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


def test_an_item_that_is_there_already_is_answered_and_nothing_is_written(plan, officer, approver):
    axis, once = plan.axes.first(), uuid4()
    first = add(axis, officer, "Once", uid=once)
    acts = Act.objects.count()

    assert add(axis, approver, "Again", uid=once) == first
    assert (Act.objects.count(), Plan.objects.get().edited_by) == (acts, officer)


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


def test_an_axis_read_before_a_move_does_not_undo_it(plan, officer):
    first, second = plan.axes.all()
    old = Axis.objects.get(pk=first.pk)
    plans.move_up(part=second, by=officer, on=NOW)

    with pytest.raises(Stale):
        plans.save_axis(axis=old, by=officer, on=NOW)
    plans.save_axis(axis=Axis.objects.get(pk=first.pk), by=officer, on=NOW)
    assert list(plan.axes.values_list("pk", "position")) == [(second.pk, 0), (first.pk, 1)]


def test_a_form_opened_before_a_move_saves_its_text_in_the_new_place(plan, officer, signed_in):
    """Only the place changed in between: there is nothing to compare, and the move stays."""
    axis = plan.axes.first()
    item = axis.items.last()
    data = {"opened_version": item.version, "action_en": "Rewritten"}
    plans.move_up(part=item, by=officer, on=NOW)
    address, browser = reverse("actionplan:item_edit", args=[plan.code, item.pk]), signed_in(officer)

    response = browser.post(address, data)
    if response.status_code == 200:  # what else differs is shown first
        data["opened_version"] = response.context["form"]["opened_version"].value()
        browser.post(address, data)

    item.refresh_from_db()
    assert (item.action_en, item.position) == ("Rewritten", 0)
    assert sorted(axis.items.values_list("position", flat=True)) == [0, 1]


def test_removing_an_axis_by_a_row_read_before_a_move_closes_the_right_gap(plan, officer):
    empty, last = (
        plans.add_axis(plan=plan, title=in_three(name), objective={}, by=officer, on=NOW)
        for name in ("Empty", "Last")
    )
    old = Axis.objects.get(pk=empty.pk)
    plans.move_down(part=empty, by=officer, on=NOW)

    plans.remove_axis(axis=old, by=officer, on=NOW)

    assert list(plan.axes.values_list("position", flat=True)) == [0, 1, 2]
    assert plan.axes.last() == last


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


GONE = "This part of the plan was removed by somebody else in the meantime."


@pytest.mark.parametrize("what", ["item", "axis", "item_of_axis"])
def test_what_was_typed_for_a_removed_part_stays_in_sight(what, plan, officer, signed_in):
    axis = plans.add_axis(plan=plan, title=in_three("Empty"), objective={}, by=officer, on=NOW)
    item = add(axis, officer, "A")
    name, pk = {
        "item": ("item_edit", item.pk),
        "axis": ("axis_edit", axis.pk),
        "item_of_axis": ("item_add", axis.pk),
    }[what]
    plans.remove_item(item=item, by=officer, on=NOW)
    plans.remove_axis(axis=axis, by=officer, on=NOW)
    browser, address = signed_in(officer), reverse(f"actionplan:{name}", args=[plan.code, pk])

    response = browser.post(
        address, {"opened_version": 3, "action_en": "Typed words", "title_en": "Typed words"}
    )

    assert response.context["form"].non_field_errors() == [GONE]
    assert "Typed words" in response.text
    assert GONE in browser.get(address, follow=True).text


@pytest.mark.parametrize("name", ["item_up", "item_down", "item_remove"])
def test_a_button_for_a_removed_item_says_so_on_the_hub(name, plan, officer, signed_in):
    item = add(plan.axes.first(), officer, "A")
    plans.remove_item(item=Item.objects.get(pk=item.pk), by=officer, on=NOW)

    response = signed_in(officer).post(reverse(f"actionplan:{name}", args=[plan.code, item.pk]), follow=True)

    assert response.redirect_chain == [(reverse("actionplan:plan_draft", args=[plan.code]), 302)]
    assert GONE in response.text


def test_a_plan_is_opened_for_an_announced_meeting_only(meeting, officer, signed_in):
    Meeting._base_manager.filter(pk=meeting.pk).update(state=Meeting.State.PLANNED)
    meeting.refresh_from_db()
    with pytest.raises(plans.MeetingNotAnnounced):
        plans.create(
            code="secret", title=in_three("Plan"), preamble={}, meeting=meeting, authentic_language="en",
            by=officer, on=NOW,
        )  # fmt: skip

    browser, address = signed_in(officer), reverse("actionplan:plan_new")
    data = {"code": "secret", "meeting": meeting.pk, "authentic_language": "en", "title_en": "Plan"}
    assert str(meeting.title_en) not in browser.get(address).text
    assert browser.post(address, data).context["form"].has_error("meeting")
    assert Plan.objects.count() == 0


def test_a_draft_does_not_tell_of_a_meeting_that_is_still_planned(plan, officer, meeting):
    Meeting._base_manager.filter(pk=meeting.pk).update(state=Meeting.State.PLANNED)
    plan.refresh_from_db()
    with pytest.raises(plans.MeetingNotAnnounced):
        plans.save_plan(plan=plan, by=officer, on=NOW)


def test_the_digest_of_a_draft_is_that_of_its_tree(plan):
    assert adoption.digest_of(plan_tree.tree(plan)) == releases.sha256(
        releases.canonical(plan_tree.tree(plan))
    )


def test_the_members_are_told_only_as_the_approver_saw_it(
    plan, decision, approver, mexico, signed_in, request
):
    browser, address = signed_in(approver), reverse("actionplan:plan_adopt", args=[plan.code])
    page = browser.get(address)
    assert "1 person gets a message" in page.text
    [(_code, _people, sample)] = page.context["mailing"].parts
    data = {"decision": decision.pk, **sent_by(page)}
    request.getfixturevalue("haiti")

    refused = browser.post(address, data)
    assert "who would get the message, or how it reads" in refused.text
    assert (Message.objects.count(), Release.objects.filter(kind="plan").count()) == (0, 0)
    assert "haiti@example.org" in refused.text

    assert browser.post(address, data | sent_by(refused)).status_code == 302
    assert Message.objects.get(to=mexico).subject == sample.subject
    assert Message.objects.count() == 2


def sent_by(page) -> dict:
    """What the hidden fields of the page say was in sight."""
    return {name: page.context["form"][name].value() for name in ("seen", "told")}
