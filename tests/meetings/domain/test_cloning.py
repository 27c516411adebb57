from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps

from acs_portal.kernel.models import Act, User
from meetings.domain import agenda, budget, checklist, cloning, meetings
from meetings.models import BudgetLine, Delegate, Meeting
from tests.meetings.conftest import ON, add_delegate, register
from tests.meetings.domain.test_budget import line
from tests.meetings.domain.test_checklist import add

pytestmark = pytest.mark.django_db
NEW = {"code": "second", "opens_on": date(2003, 5, 6), "closes_on": date(2003, 5, 7)}


def clone(meeting, officer, parts=tuple(cloning.PARTS)) -> Meeting:
    return cloning.clone(meeting=meeting, parts=parts, by=officer, on=ON, **NEW)


@pytest.fixture
def full(three, officer, mexico):
    """A meeting with all there can be, with names in it wherever a name can be."""
    add_delegate(register(three, officer, "MEX"), officer)
    first = add(three, officer, "Draft", owner=mexico, notes="Ask Marisol Medina, mexico@example.org")
    add(three, officer, "Print", waits_for=first, is_public=True)
    add(three, officer, "On a day", offset=None, due_on=date(2002, 4, 1))
    checklist.finish(task=first, by=officer, on=ON)
    checklist.drop(task=add(three, officer, "Gone"), reason="r", by=officer, on=ON)
    line(three, officer, estimated=Decimal("100.00"), actual=Decimal("120.00"))
    three.refresh_from_db()
    three.link, three.series_en, three.ordinal = "https://video.example/marisol", "Meeting", 1
    meetings.save(meeting=three, by=officer, on=ON)
    return three


def test_a_clone_carries_the_parts_that_were_chosen(full, officer):
    made = clone(full, officer)
    assert (made.state, made.title_es, made.ordinal, made.place_fr) == ("planned", full.title_es, 2, "Mexico")
    tasks = {task.title_en: task for task in made.tasks.all()}
    assert {title: (task.due_on, task.state) for title, task in tasks.items()} == {
        "Draft": (date(2003, 4, 29), "open"),
        "Print": (date(2003, 4, 29), "open"),
        "On a day": (date(2003, 4, 26), "open"),
    }
    assert tasks["Print"].waits_for == tasks["Draft"]
    numbers = [(number, item.title_en) for number, item in agenda.texts(made)]
    assert numbers == [(number, item.title_en) for number, item in agenda.texts(full)]
    copied = made.budget_lines.get()
    assert (copied.estimated, copied.actual) == (Decimal("100.00"), None)
    assert Act.objects.get(did="meeting.clone").after == {
        "after": "rci-1-2002",
        "parts": "place, checklist, agenda, budget, registration, practical",
    }


def test_what_was_not_chosen_does_not_go_along(full, officer):
    made = clone(full, officer, parts=())
    assert (made.tasks.count(), made.agenda_items.count(), made.budget_lines.count()) == (0, 0, 0)
    assert (made.place_en, made.symbol_body, made.title_en) == ("", full.symbol_body, full.title_en)


def test_no_name_and_no_address_of_a_person_goes_along(full, officer):
    known = {model: set(model._base_manager.values_list("pk", flat=True)) for model in rows_of_meetings()}
    clone(full, officer)
    new = [
        str(value)
        for model, before in known.items()
        for row in model._base_manager.exclude(pk__in=before).values()
        for name, value in row.items()
        if value is not None and not name.startswith("history_user")
    ]
    assert len(new) > 200
    people = list(User.objects.values_list("name", "email"))
    people += list(Delegate.objects.values_list("family_name", "email"))
    words = {word for names in people for word in names if word} | {"Marisol", "marisol"}
    assert [value for value in new if any(word in value for word in words)] == []
    owners = [row for row in BudgetLine.objects.none()] + list(Meeting.objects.get(code="second").tasks.all())
    assert [task.owner for task in owners if task.owner or task.notes] == []


def rows_of_meetings():
    """All tables of meetings, the histories too."""
    return apps.get_app_config("meetings").get_models()


def test_a_code_that_is_taken_is_refused_and_nothing_is_made(full, officer):
    count = budget.BudgetLine.objects.count()
    with pytest.raises(meetings.CodeTaken):
        cloning.clone(meeting=full, parts=["budget"], by=officer, on=ON, **NEW | {"code": full.code})
    assert budget.BudgetLine.objects.count() == count


def test_the_page_plans_it_and_leads_to_its_texts(full, officer, signed_in):
    browser, address = signed_in(officer), "/en/meetings/rci-1-2002/clone/"
    assert "Checklist" in browser.get(address).text
    data = {"code": "second", "opens_on": "2003-05-06", "closes_on": "2003-05-05", "parts": ["agenda"]}
    assert "closes before it opens" in browser.post(address, data).text
    response = browser.post(address, data | {"closes_on": "2003-05-07"})
    assert response.url == "/en/meetings/second/edit/"
    assert Meeting.objects.get(code="second").agenda_items.count() == 7
