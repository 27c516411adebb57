"""Adoption: two persons, three languages, one decision, and then sealed for good, in the database too."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from acs_portal.kernel import issuing, releases
from acs_portal.kernel.errors import NotAllowed
from acs_portal.kernel.models import Act, IssuedDocument, Message, Release
from acs_portal.kernel.pdf import pdf as render
from actionplan import pdf
from actionplan.domain import adoption, plan_tree, plans
from actionplan.domain.waiting import waiting_for
from actionplan.models import Item, Plan
from meetings.models import Symbol
from tests.actionplan.conftest import NOW, in_three
from tests.pdf_checks import assert_official_pdf, attachments_of, pages_of


def adopt(plan, decision, by):
    return adoption.adopt(plan=plan, decision=decision, by=by, on=NOW)


def test_adoption_seals_the_plan_under_a_symbol_of_the_meeting(plan, decision, approver):
    release = adopt(plan, decision, approver)

    plan.refresh_from_db()
    assert plan.symbol == release.symbol == "ACS/2002/RCI.I/PLAN.001"
    assert (plan.decision, plan.adopted_at, release.released_by) == (decision, NOW, approver)
    act = Act.objects.first()
    assert (act.did, act.by, act.capacity, act.after["sha256"]) == (
        "plan.adopt",
        approver,
        "approver",
        release.sha256,
    )


def test_the_decision_is_frozen_with_its_quorum(release):
    node = releases.tree_of(release).children[-1]

    assert node.words["title"] == in_three("Decision title")
    assert {
        name: node.facts[name]
        for name in ("symbol", "mode", "quorum_base", "quorum_needed", "quorum_present")
    } == {
        "symbol": "ACS/2002/RCI.I/DEC.001",
        "mode": "consensus",
        "quorum_base": 25,
        "quorum_needed": 13,
        "quorum_present": 17,
    }


def test_an_officer_does_not_adopt(plan, decision, officer):
    with pytest.raises(NotAllowed):
        adopt(plan, decision, officer)


def test_who_edited_last_does_not_adopt(plan, decision, approver):
    plans.move_up(part=plan.axes.last(), by=approver, on=NOW)

    with pytest.raises(adoption.SecondPersonNeeded):
        adopt(plan, decision, approver)


def test_a_decision_of_another_meeting_does_not_adopt(plan, other_decision, approver):
    with pytest.raises(adoption.DecisionOfAnotherMeeting):
        adopt(plan, other_decision, approver)


def test_a_plan_without_items_is_not_adopted(plan, decision, approver, officer):
    for item in Item.objects.all():
        item.refresh_from_db()
        plans.remove_item(item=item, by=officer, on=NOW)

    with pytest.raises(adoption.PlanIsEmpty):
        adopt(plan, decision, approver)


def test_a_missing_text_blocks_and_is_named_exactly(plan, decision, approver):
    Item._base_manager.filter(action_en__startswith="Second").update(result_fr="")

    with pytest.raises(adoption.TextsMissing) as refused:
        adopt(plan, decision, approver)

    assert str(refused.value) == (
        "Not every text is there in English, Spanish and French. Missing: 1.2 expected result (Français)"
    )
    assert (Release.objects.count(), Symbol.objects.count(), Plan.objects.get().is_adopted) == (0, 0, False)


def test_a_second_press_says_so_and_does_nothing(plan, decision, approver, release):
    with pytest.raises(adoption.AlreadyAdopted) as refused:
        adopt(plan, decision, approver)

    assert (
        str(refused.value)
        == "The plan is adopted already, as ACS/2002/RCI.I/PLAN.001. Nothing was done a second time."
    )
    assert (Release.objects.count(), Symbol.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE actionplan_plan SET title_fr = 'x'",
        "DELETE FROM actionplan_plan",
        "UPDATE actionplan_axis SET position = 7",
        "DELETE FROM actionplan_axis",
        "UPDATE actionplan_item SET amount = 1, currency = 'USD'",
        "DELETE FROM actionplan_item",
        "DELETE FROM actionplan_item_mandates",
        "UPDATE kernel_release SET canonical = '{}'",
        "DELETE FROM kernel_release",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_adopted(statement, release):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_draft_beside_it_can_still_change(plan, release, meeting, officer):
    other = plans.create(
        code="next",
        title=in_three("Next"),
        preamble={},
        meeting=meeting,
        authentic_language="en",
        by=officer,
        on=NOW,
    )
    axis = plans.add_axis(plan=other, title=in_three("A"), objective={}, by=officer, on=NOW)
    plans.remove_axis(axis=axis, by=officer, on=NOW)

    assert other.axes.count() == 0


def test_the_documents_are_issued_after_the_commit_in_three_languages(
    plan, decision, approver, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        release = adopt(plan, decision, approver)
        assert IssuedDocument.objects.count() == 0

    assert sorted(release.documents.values_list("language", flat=True)) == ["en", "es", "fr"]
    issuing.issue_documents.func(release.pk)
    assert release.documents.count() == 3


def test_the_primary_focal_points_are_told_in_their_language(
    plan, decision, approver, mexico, haiti, jamaica_deputy, sela
):
    adopt(plan, decision, approver)

    told = dict(Message.objects.values_list("to__email", "text"))
    assert sorted(told) == [haiti.email, mexico.email]
    assert "/es/action-plan/special-fund-2002/" in told[mexico.email]
    assert "/fr/action-plan/special-fund-2002/" in told[haiti.email]


WORDS = {
    "en": [
        "First action (in English)",
        "Recognition objective (in English)",
        "12 April 2002",
        "1,000.50 USD",
    ],
    "es": ["First action (en español)", "Recognition objective (en español)", "12 de abril de 2002"],
    "fr": ["First action (en français)", "Recognition objective (en français)", "12 avril 2002"],
}


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_adopted_plan_is_an_official_pdf_in_each_language(release, language):
    data = bytes(issuing.issued_in(release, language).data)

    assert_official_pdf(
        data,
        language=language,
        contains=[release.symbol, release.sha256, "ACS/2002/RCI.I/DEC.001", *WORDS[language]],
        pages=range(5, 9),
    )
    assert attachments_of(data) == {"special-fund-2002.json": release.canonical.encode()}


@pytest.mark.parametrize("paragraphs", [8, 9, 10])
def test_the_heading_of_an_axis_stands_on_the_page_of_its_first_item(paragraphs, plan):
    """However far down the page the preamble ends."""
    Plan._base_manager.update(preamble_en="\n\n".join(["Words of the preamble. " * 9] * paragraphs))
    plan.refresh_from_db()
    document = pdf.draft_document(plan_tree.tree(plan), "en", dated=NOW.date(), demonstration=False)

    [page] = [page for page in pages_of(render(document)) if "Recognition objective" in page]
    assert "First action" in page
    assert "First indicator" in page


def test_a_draft_preview_says_that_it_is_one(plan):
    document = pdf.draft_document(plan_tree.tree(plan), "en", dated=NOW.date(), demonstration=True)

    assert (document.draft, document.demonstration, document.verify_url, document.symbol) == (
        True,
        True,
        "",
        "",
    )


def test_the_approver_is_told_of_a_plan_that_is_ready_and_the_officer_of_what_is_missing(
    plan, approver, officer
):
    assert [task.url for task in waiting_for(approver, on=NOW)] == [
        "/en/action-plan/special-fund-2002/adopt/"
    ]
    assert waiting_for(officer, on=NOW) == []

    Item._base_manager.filter(action_en__startswith="Second").update(result_fr="")
    [task] = waiting_for(officer, on=NOW)
    assert (task.url, task.detail) == (
        "/en/action-plan/special-fund-2002/draft/",
        "Plan (in English): 1 text is missing",
    )


def test_a_member_is_told_of_a_new_plan_for_thirty_days(release, mexico, sela):
    assert [task.url for task in waiting_for(mexico, on=NOW)] == ["/en/action-plan/special-fund-2002/"]
    assert waiting_for(mexico, on=NOW + timedelta(days=30)) == []
    assert waiting_for(sela, on=NOW) == []


def test_documents_that_a_dead_worker_left_unmade_are_made_by_what_is_due(plan, decision, approver):
    release = adopt(plan, decision, approver)  # the commit, after which they would be made, never comes
    issuing.issued_in(release, "fr")

    assert issuing.issue_missing(before=release.released_at) == 0
    assert issuing.issue_missing(before=release.released_at + timedelta(minutes=1)) == 2
    assert issuing.issue_missing(before=release.released_at + timedelta(minutes=1)) == 0
    assert release.documents.count() == 3
