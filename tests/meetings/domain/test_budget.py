from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from acs_portal.kernel import tracking
from acs_portal.kernel.models import Act
from meetings.domain import budget, meetings
from meetings.models import BudgetLine, Meeting
from tests.cast import change
from tests.meetings.conftest import ON

pytestmark = pytest.mark.django_db
BASE = "/en/meetings/rci-1-2002/"


def line(meeting, officer, label="Rooms", **fields) -> BudgetLine:
    values = {"label_en": label, "label_es": label, "label_fr": label, "estimated": Decimal(100)} | fields
    return budget.add(line=BudgetLine(meeting=meeting, **values), by=officer, on=ON)


def test_sums_are_exact_and_never_across_currencies(meeting, officer):
    line(meeting, officer, estimated=Decimal("0.10"), borne_by="host", bearer_name="IMEXCI")
    line(meeting, officer, estimated=Decimal("0.20"), actual=Decimal("0.30"), borne_by="host",
         bearer_name="IMEXCI")  # fmt: skip
    line(meeting, officer, estimated=Decimal(7), currency="EUR", borne_by="donor")
    found = budget.sums(meeting.budget_lines.all(), lambda row: row.bearer)
    assert [(one.name, one.currency, one.estimated, one.actual, one.settled, one.lines) for one in found] == [
        ("Host: IMEXCI", "USD", Decimal("0.30"), Decimal("0.30"), 1, 2),
        ("Donor", "EUR", Decimal(7), Decimal(0), 0, 1),
    ]


def test_a_line_has_an_amount_in_the_database_too(meeting, officer):
    with pytest.raises(budget.NoAmount):
        line(meeting, officer, estimated=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        tracking.write(BudgetLine(meeting=meeting, label_en="x"), by=officer, on=ON)


def test_it_is_published_once_with_a_line_and_for_an_announced_meeting(planned, officer):
    step = {"meeting": planned, "by": officer, "on": ON}
    with pytest.raises(budget.NotAnnouncedYet):
        budget.publish(**step)
    meetings.announce(**step)
    with pytest.raises(budget.BudgetEmpty):
        budget.publish(**step)
    line(planned, officer)
    budget.publish(**step)
    with pytest.raises(budget.AlreadyPublished):
        budget.publish(**step)
    with pytest.raises(meetings.ReasonMissing):
        budget.withdraw(reason=" ", **step)
    budget.withdraw(reason="wrong", **step)
    with pytest.raises(budget.NotPublished):
        budget.withdraw(reason="wrong", **step)
    done = [act.did for act in Act.objects.filter(did__startswith="budget.").order_by("pk")]
    assert done == ["budget.add", "budget.publish", "budget.withdraw"]


def test_actual_costs_are_entered_after_the_close_and_not_in_the_archive(closed, officer):
    row = line(closed, officer)
    row.actual = Decimal("98.50")
    budget.save(line=row, by=officer, on=ON)
    assert Act.objects.get(did="budget.save").after == {"actual": "98.50"}
    change(Meeting.objects.all(), state="archived")
    for step in (
        lambda: budget.save(line=row, by=officer, on=ON),
        lambda: budget.remove(line=row, reason="r", by=officer, on=ON),
    ):
        with pytest.raises(budget.MeetingArchived):
            step()


def test_only_the_secretariat_finds_it_until_it_is_published(meeting, officer, mexico, signed_in, client):
    line(meeting, officer, "Interpretation")
    for browser in (client, signed_in(mexico)):
        assert browser.get(f"{BASE}budget/").status_code == 404
        assert "What the meeting costs" not in browser.get(BASE).text
    browser = signed_in(officer)
    assert "Interpretation" in browser.get(f"{BASE}budget/").text
    assert browser.post(f"{BASE}budget/publish/").url == f"{BASE}budget/"
    page = client.get(f"{BASE}budget/").text
    assert "Interpretation" in page
    assert "Edit" not in page
    assert "What the meeting costs" in client.get(BASE).text


def test_a_line_is_added_changed_and_removed_on_the_page(meeting, officer, signed_in):
    browser = signed_in(officer)
    data = {
        "authentic_language": "en",
        "component": "meeting",
        "currency": "usd",
        "estimated": "18500.00",
        "borne_by": "donor",
        "bearer_name": "IMEXCI",
        "label_en": "Rooms",
    }
    assert browser.post(f"{BASE}budget/new/", data | {"estimated": ""}).context["form"].errors == {
        "__all__": ["Give the estimated or the actual cost."]
    }
    assert "currency" in browser.post(f"{BASE}budget/new/", data | {"currency": "US$"}).context["form"].errors
    assert browser.post(f"{BASE}budget/new/", data).url == f"{BASE}budget/"
    row = BudgetLine.objects.get()
    assert (row.currency, row.estimated) == ("USD", Decimal("18500.00"))
    assert "18,500.00 USD" in browser.get(f"{BASE}budget/").text
    edit = f"{BASE}budget/{row.pk}/edit/"
    browser.post(edit, data | {"opened_version": row.version, "actual": "18000"})
    assert BudgetLine.objects.get().actual == Decimal(18000)
    stale = browser.post(edit, data | {"opened_version": row.version, "actual": "1"})
    assert ("Actual cost", "18000.00", "1") in stale.context["form"].conflicts
    browser.post(f"{BASE}budget/{row.pk}/remove/", {"reason": "twice"})
    assert not BudgetLine.objects.exists()


def test_the_page_takes_as_many_queries_for_many_lines(meeting, officer, signed_in, query_budget):
    def make(count):
        for number in range(count):
            line(meeting, officer, f"L{number}", borne_by=("acs", "host", "donor")[number % 3])

    browser = signed_in(officer)
    query_budget(lambda: browser.get(f"{BASE}budget/"), make=make, sizes=(3, 30))
