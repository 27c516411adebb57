"""The tools of the tests do what they promise."""

import pytest
from django.http import HttpResponse
from django.template import Context, Engine, Origin, Template

from network.models import PriorityArea
from tests.run_report import RunReport
from tests.strict_templates import OURS, UnknownTemplateVariable


def ours(source: str) -> Template:
    engine = Engine.get_default()
    return Template(source, origin=Origin(name=str(OURS / "invented.html")), engine=engine)


@pytest.mark.parametrize(
    "source",
    [
        "{{ nobody }}",
        "{{ party.nmae }}",
        "{{ nobody|upper }}",
        "{% for one in nobody %}{% endfor %}",
        "{% with a=nobody %}{% endwith %}",
    ],
)
def test_an_unknown_variable_names_the_template_and_itself(source):
    with pytest.raises(UnknownTemplateVariable, match=r"templates/invented.html: .*(nobody|nmae)"):
        ours(source).render(Context({"party": object()}))


def test_if_and_default_may_ask_for_what_is_not_there():
    source = "{% if nobody %}yes{% else %}no{% endif %} {{ nobody|default:'none' }}"

    assert ours(source).render(Context()) == "no none"


def test_a_template_of_others_may_be_careless():
    theirs = Template("[{{ nobody }}]", origin=Origin(name="/elsewhere/theirs.html"))

    assert theirs.render(Context()) == "[]"


def make_areas(count: int) -> None:
    there = PriorityArea.objects.count()
    PriorityArea.objects.bulk_create(
        PriorityArea(code=f"area-{there + number}", dac_code="210", position=number)
        for number in range(count)
    )


def test_a_page_whose_queries_grow_with_its_rows_is_over_budget(query_budget):
    def page():
        return HttpResponse(
            [PriorityArea.objects.get(pk=area.pk).code for area in PriorityArea.objects.all()]
        )

    with pytest.raises(AssertionError, match="queries grow with the rows"):
        query_budget(page, make=make_areas, sizes=(1, 3))


def test_a_page_with_the_same_queries_for_more_rows_is_within_budget(query_budget):
    def page():
        return HttpResponse([area.code for area in PriorityArea.objects.all()])

    assert query_budget(page, make=make_areas) == 1


@pytest.mark.parametrize(
    ("reason", "complaints"),
    [("Skipped: no PostgreSQL here", 0), ("Skipped: unconditional skip", 1), ("Skipped: ", 1)],
)
def test_a_skip_without_a_reason_is_noted(reason, complaints):
    class Skip:
        skipped, longrepr, nodeid = True, ("file.py", 1, reason), "file.py::test"

    report = RunReport()
    report.pytest_runtest_logreport(Skip)

    assert len(report.silent_skips) == complaints
