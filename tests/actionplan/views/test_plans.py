"""The pages of the plans: adopted for everybody, drafts for members, editing for the Secretariat."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from acs_portal.kernel.models import IssuedDocument
from actionplan.domain import adoption, plans
from actionplan.models import Axis, Item, Plan
from tests.actionplan.conftest import NOW, add_axis, add_item, in_three, make_meeting
from tests.pdf_checks import language_of, text_of

PLAN = "/en/action-plan/special-fund-2002/"
HUB = f"{PLAN}draft/"


def page(response) -> str:
    return response.content.decode()


# ---------------------------------------------------------------- who sees what


WHO = {
    "visitor": {"adopted": 200, "draft": 404, "draft_pdf": 404, "hub": 302, "new": 302, "adopt": 302},
    "sela": {"adopted": 200, "draft": 404, "draft_pdf": 404, "hub": 403, "new": 403, "adopt": 403},
    "administrator": {"adopted": 200, "draft": 404, "draft_pdf": 404, "hub": 403, "new": 403, "adopt": 403},
    "mexico": {"adopted": 200, "draft": 200, "draft_pdf": 200, "hub": 403, "new": 403, "adopt": 403},
    "officer": {"adopted": 200, "draft": 200, "draft_pdf": 200, "hub": 200, "new": 200, "adopt": 403},
    "approver": {"adopted": 200, "draft": 200, "draft_pdf": 200, "hub": 200, "new": 200, "adopt": 200},
}
ADDRESS = {
    "draft": PLAN,
    "draft_pdf": f"{PLAN[:-1]}.pdf",
    "hub": HUB,
    "new": "/en/action-plan/new/",
    "adopt": f"{PLAN}adopt/",
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("what", ADDRESS)
def test_who_sees_what_of_a_draft(who, what, plan, request, client, signed_in):
    if who != "visitor":
        client = signed_in(request.getfixturevalue(who))

    assert client.get(ADDRESS[what]).status_code == WHO[who][what]


@pytest.mark.parametrize("who", WHO)
def test_everybody_reads_the_adopted_plan(who, release, request, client, signed_in):
    if who != "visitor":
        client = signed_in(request.getfixturevalue(who))

    assert client.get(PLAN).status_code == WHO[who]["adopted"]


POSTS = ["edit/", "axes/add/", "axes/{axis}/", "axes/{axis}/up/", "axes/{axis}/down/", "axes/{axis}/remove/"]
POSTS += [
    "axes/{axis}/items/add/",
    "items/{item}/",
    "items/{item}/up/",
    "items/{item}/down/",
    "items/{item}/remove/",
]


@pytest.mark.parametrize("path", POSTS)
def test_a_member_edits_nothing(path, plan, mexico, signed_in):
    address = HUB + path.format(axis=Axis.objects.first().pk, item=Item.objects.first().pk)
    before = list(Item.objects.values()), list(Axis.objects.values())

    assert signed_in(mexico).post(address).status_code == 403
    assert (list(Item.objects.values()), list(Axis.objects.values())) == before


def test_the_list_shows_drafts_to_members_only(plan, client, mexico, signed_in):
    assert "Plan (in English)" not in page(client.get("/en/action-plan/"))
    assert "Plan (in English)" in page(signed_in(mexico).get("/en/action-plan/"))


def test_without_any_plan_the_list_says_what_comes(db, client):
    assert "No plan has been adopted yet" in page(client.get("/en/action-plan/"))


def test_an_unknown_plan_is_404_in_three_languages(db, client):
    for language in ("en", "es", "fr"):
        assert client.get(f"/{language}/action-plan/nothing/").status_code == 404
        assert client.get(f"/{language}/action-plan/nothing.pdf").status_code == 404


# ---------------------------------------------------------------- the adopted plan


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_adopted_plan_is_wholly_in_the_language_of_the_address(language, release, client):
    shown = page(client.get(f"/{language}/action-plan/special-fund-2002/"))

    for text in ("First action", "Third result", "Decision text", "Preamble"):
        assert in_three(text)[language] in shown
    assert "other-lang" not in shown
    assert release.sha256 in shown
    assert f"/verify/{release.sha256}/" in shown


def test_the_adopted_page_reads_the_snapshot_alone(release, client):
    with CaptureQueriesContext(connection) as queries:
        shown = page(client.get(PLAN))

    tables = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    assert {table for table in tables if table.startswith(("actionplan_", "meetings_"))} == {
        "actionplan_plan",
        "meetings_meeting",
    }
    assert "First action (in English)" in shown


def test_the_quorum_and_the_budget_are_shown_as_arithmetic(release, client):
    shown = page(client.get(PLAN))

    assert "Of 25 members entitled, 13 had to be present and 17 were: the meeting could decide." in shown
    assert 'aria-label="Axis 1: 1,500.75 USD, 100%"' in shown


def test_script_in_a_text_is_shown_and_not_run(plan, decision, approver, client):
    script = "<script>alert('plan')</script>"
    Item._base_manager.filter(action_en__startswith="First").update(action_en=script, result_en=script)
    Plan._base_manager.update(preamble_en=script)
    adoption.adopt(plan=plan, decision=decision, by=approver, on=NOW)

    shown = page(client.get(PLAN))

    assert script not in shown
    assert escape(script) in shown


# ---------------------------------------------------------------- PDF


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_pdf_of_the_adopted_plan_is_the_issued_one(language, release, client):
    response = client.get(f"/{language}/action-plan/special-fund-2002.pdf")

    assert response.content == bytes(IssuedDocument.objects.get(language=language).data)
    assert response["Content-Disposition"] == f'inline; filename="ACS-2002-RCI.I-PLAN.001-{language}.pdf"'
    assert language_of(response.content) == language
    assert client.get(f"/{language}/action-plan/special-fund-2002.pdf").content == response.content
    assert IssuedDocument.objects.count() == 1


def test_the_preview_of_a_draft_says_so_and_is_not_kept(plan, mexico, signed_in):
    response = signed_in(mexico).get("/es/action-plan/special-fund-2002.pdf")

    assert "First action (en español)" in text_of(response.content)
    assert IssuedDocument.objects.count() == 0


def test_a_preview_carries_the_day_at_the_seat_of_the_secretariat(plan, mexico, signed_in, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2002, 4, 2, 3, 0, tzinfo=UTC))

    response = signed_in(mexico).get("/en/action-plan/special-fund-2002.pdf")

    assert "1 April 2002" in text_of(response.content)


# ---------------------------------------------------------------- adoption


def seen_form(client, decision) -> dict:
    """The form of the page as it is sent after a look at the page."""
    form = client.get(f"{PLAN}adopt/").context["form"]
    return {"decision": decision.pk} | {name: form[name].value() for name in ("seen", "told")}


def test_the_approver_adopts_by_the_chosen_decision(plan, decision, approver, signed_in):
    client = signed_in(approver)
    assert "What keeps the plan" not in page(client.get(f"{PLAN}adopt/"))

    response = client.post(f"{PLAN}adopt/", seen_form(client, decision), follow=True)

    assert response.redirect_chain == [(PLAN, 302)]
    assert Plan.objects.get().symbol in page(response)


def test_an_officer_is_refused_the_press_with_403(plan, decision, officer, signed_in):
    assert signed_in(officer).post(f"{PLAN}adopt/", {"decision": decision.pk}).status_code == 403
    assert not Plan.objects.get().is_adopted


def test_what_blocks_is_listed_before_the_press_and_refused_at_it(plan, decision, approver, signed_in):
    Item._base_manager.filter(action_en__startswith="Second").update(result_fr="")
    client = signed_in(approver)

    asked = client.get(f"{PLAN}adopt/")
    pressed = client.post(f"{PLAN}adopt/", seen_form(client, decision))

    assert "1.2 expected result (Français)" in page(asked)
    assert (pressed.status_code, Plan.objects.get().is_adopted) == (400, False)


def test_a_second_press_leads_to_the_plan_with_a_message(release, decision, approver, signed_in):
    response = signed_in(approver).post(f"{PLAN}adopt/", {"decision": decision.pk}, follow=True)

    assert "The plan is adopted already, as ACS/2002/RCI.I/PLAN.001." in page(response)


def test_a_decision_of_another_meeting_cannot_be_chosen(plan, other_decision, decision, approver, signed_in):
    response = signed_in(approver).post(f"{PLAN}adopt/", {"decision": other_decision.pk})

    assert (response.status_code, Plan.objects.get().is_adopted) == (400, False)


# ---------------------------------------------------------------- the draft


def form_of(item, **changes):
    data = {"opened_version": item.version, "starts_on": "2002-05-01", "ends_on": "2003-12-31"}
    data |= {"amount": "18.500,00", "currency": "usd", "mandates": []}
    for name in item.TRILINGUAL:
        data |= {f"{name}_{c}": getattr(item, f"{name}_{c}") for c in ("en", "es", "fr")}
    return data | changes


def test_a_plan_is_opened_with_axis_and_item(meeting, officer, signed_in):
    client = signed_in(officer)
    client.post(
        "/en/action-plan/new/",
        {"code": "plan-2", "meeting": meeting.pk, "authentic_language": "es", "title_es": "Plan"},
    )
    client.post("/en/action-plan/plan-2/draft/axes/add/", {"title_es": "Eje"})
    axis = Axis.objects.get()
    client.post(
        f"/en/action-plan/plan-2/draft/axes/{axis.pk}/items/add/",
        {"action_es": "Acción", "amount": "18.500,00", "currency": "usd"},
    )

    item = Item.objects.get()
    assert (item.action_es, str(item.amount), item.currency) == ("Acción", "18500.00", "USD")
    assert item.authentic_language == "es"


@pytest.mark.parametrize("code", ["new", "mandates", "special-fund-2002", "no good"])
def test_a_code_that_cannot_be_an_address_is_refused(code, plan, officer, signed_in):
    data = {"code": code, "meeting": plan.meeting_id, "authentic_language": "es", "title_es": "Plan"}

    response = signed_in(officer).post("/en/action-plan/new/", data)

    assert response.context["form"].has_error("code")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": "2003-02-31"}, "ends_on"),
        ({"ends_on": "2001-01-01"}, "__all__"),
        ({"amount": "much"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"currency": ""}, "__all__"),
        ({"currency": "12"}, "currency"),
    ],
)
def test_bad_values_are_refused_and_kept_in_the_form(changes, field, plan, officer, signed_in):
    item = Item.objects.first()

    response = signed_in(officer).post(f"{HUB}items/{item.pk}/", form_of(item, **changes))

    assert response.context["form"].has_error(field)
    assert Item.objects.get(pk=item.pk).version == item.version
    assert all(value in page(response) for value in changes.values())


def test_a_stale_form_is_refused_with_both_texts_and_nothing_lost(plan, officer, signed_in):
    item = Item.objects.first()
    theirs, mine = form_of(item, action_en="Their action"), form_of(item, action_en="My action")
    client = signed_in(officer)
    client.post(f"{HUB}items/{item.pk}/", theirs)

    response = client.post(f"{HUB}items/{item.pk}/", mine)

    assert [(one, two) for _name, one, two in response.context["form"].conflicts] == [
        ("Their action", "My action")
    ]
    assert Item.objects.get(pk=item.pk).action_en == "Their action"


def test_the_buttons_of_the_hub_move_and_remove(plan, officer, signed_in):
    client, (first, second, _third) = signed_in(officer), Item.objects.order_by("pk")

    client.post(f"{HUB}items/{second.pk}/up/")
    client.post(f"{HUB}axes/{first.axis_id}/down/")
    first.refresh_from_db()
    assert (first.position, Axis.objects.get(pk=first.axis_id).position) == (1, 1)
    assert "Remove item" in page(client.get(f"{HUB}items/{first.pk}/remove/"))
    client.post(f"{HUB}items/{first.pk}/remove/")
    assert not Item.objects.filter(pk=first.pk).exists()


def test_a_broken_rule_is_told_on_the_hub(plan, officer, signed_in):
    response = signed_in(officer).post(f"{HUB}axes/{plan.axes.first().pk}/up/", follow=True)

    assert "1 is already at the end of its list." in page(response)


def test_after_adoption_the_hub_leads_to_the_plan_and_changes_nothing(release, officer, signed_in):
    item, client = Item.objects.first(), signed_in(officer)

    assert client.get(HUB)["Location"] == PLAN
    response = client.post(f"{HUB}items/{item.pk}/", form_of(item, action_en="Changed"))
    assert "The plan is adopted and sealed" in page(response)
    assert Item.objects.get(pk=item.pk).action_en == item.action_en


# ---------------------------------------------------------------- query budgets


def grow(plan, officer):
    def make(count):
        axis = plan.axes.first() or add_axis(plan, "Axis", officer)
        for _n in range(count):
            add_item(axis, "More", officer, mandates=[])

    return make


def test_queries_of_the_hub(plan, officer, signed_in, query_budget):
    client = signed_in(officer)
    query_budget(lambda: client.get(HUB), make=grow(plan, officer), sizes=(3, 40))


def test_queries_of_the_draft(plan, officer, signed_in, query_budget):
    client = signed_in(officer)
    query_budget(lambda: client.get(PLAN), make=grow(plan, officer), sizes=(3, 40))


def test_queries_of_adopted_plans_of_10_and_100_items(
    plan, meeting, decision, approver, officer, client, query_budget
):
    codes = iter(["ten", "hundred"])
    address = []

    def make(count):
        code = next(codes)
        other = plans.create(
            code=code,
            title=in_three(code),
            preamble={},
            meeting=meeting,
            authentic_language="en",
            by=officer,
            on=NOW,
        )
        axis = add_axis(other, "Axis", officer)
        for _n in range(count):
            add_item(axis, "Item", officer)
        adoption.adopt(plan=other, decision=decision, by=approver, on=NOW)
        address.append(f"/en/action-plan/{code}/")

    assert query_budget(lambda: client.get(address[-1]), make=make, most=3) <= 3


def test_queries_of_the_list(parties, officer, signed_in, query_budget):
    meeting = make_meeting("m", "M")
    names = iter(range(1000))

    def make(count):
        for _n in range(count):
            plans.create(
                code=f"p-{next(names)}", title=in_three("P"), preamble={}, meeting=meeting,
                authentic_language="en", by=officer, on=NOW,
            )  # fmt: skip

    client = signed_in(officer)
    query_budget(lambda: client.get("/en/action-plan/"), make=make)
