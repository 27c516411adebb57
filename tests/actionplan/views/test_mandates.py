"""The mandates page: what is carried out by which item, and what waits for one."""

import pytest

from actionplan.models import MandateParagraph
from tests.actionplan.conftest import add_item

ADDRESS = "/en/action-plan/mandates/"


def test_orphans_are_in_sight(release, client):
    response = client.get(ADDRESS)

    assert (response.context["covered"], response.context["total"], response.context["orphan_count"]) == (
        3,
        12,
        9,
    )
    assert response.content.decode().count("No item") == 9
    assert len(client.get(f"{ADDRESS}?show=orphans").context["mandates"]) == 9


def test_items_link_to_the_plan_and_those_without_mandate_are_listed(release, client):
    page = client.get(ADDRESS).content.decode()

    assert "/en/action-plan/special-fund-2002/#item-2.1" in page
    assert "Items without a mandate" in page
    assert "Second action (in English)" in page


@pytest.mark.parametrize(("who", "covered"), [("visitor", 0), ("sela", 0), ("mexico", 3), ("officer", 3)])
def test_items_of_a_draft_count_for_those_who_may_read_it(who, covered, plan, client, request, signed_in):
    if who != "visitor":
        client = signed_in(request.getfixturevalue(who))

    response = client.get(ADDRESS)

    assert response.context["covered"] == covered
    assert ("Second action" in response.content.decode()) == bool(covered)


def test_without_mandates_the_page_says_where_they_come_from(db, client):
    assert "No mandate is on record" in client.get(ADDRESS).content.decode()


def test_queries_of_the_mandates(plan, officer, signed_in, query_budget):
    def make(count):
        for _n in range(count):
            number = MandateParagraph.objects.count()
            mandate = MandateParagraph.objects.create(
                code=f"more-{number}", source_en="More", position=number
            )
            if count < 20:
                add_item(plan.axes.first(), "More", officer, mandates=[mandate])

    client = signed_in(officer)
    query_budget(lambda: client.get(ADDRESS), make=make)
