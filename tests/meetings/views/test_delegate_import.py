"""A list of delegates comes in as a workbook: previewed row by row, then taken whole or not at all."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from acs_portal.kernel.models import Act
from meetings.domain import delegate_import, delegations
from meetings.domain.delegate_sheet import FIRST_ROW, KEYS
from meetings.models import Delegate
from tests.meetings.conftest import ON, add_delegate, plan, register
from tests.meetings.invited import guest

pytestmark = pytest.mark.django_db
NEW = {
    "party": "México (MEX)",  # a label of another language than that of the page
    "role": "Jefe de delegación",
    "given_name": "Inés",
    "family_name": "Núñez",
    "function": "Directora general",
    "email": "ines@example.org",
    "phone": "'+52 55 1234",
}


def address(name: str, meeting) -> str:
    return reverse(f"meetings:{name}", args=[meeting.code])


def downloaded(client, meeting):
    data = client.get(address("delegate_sheet", meeting)).getvalue()
    return openpyxl.load_workbook(io.BytesIO(data))


def put(book, line: int, values: dict) -> None:
    for key, text in values.items():
        book.worksheets[0].cell(line, KEYS.index(key) + 2).value = text


def sent(client, meeting, book, name="list.xlsx"):
    out = io.BytesIO()
    book.save(out)
    return client.post(
        address("delegate_import", meeting), {"file": SimpleUploadedFile(name, out.getvalue())}
    )


def confirmed(client, meeting, page):
    sealed = page.context["form"]["preview"].value()
    return client.post(address("delegate_import_confirm", meeting), {"preview": sealed}, follow=True)


@pytest.fixture
def client(officer, signed_in):
    return signed_in(officer)


@pytest.fixture
def ana(meeting, officer) -> Delegate:
    """A delegate of Mexico who is on record."""
    return add_delegate(register(meeting, officer, "MEX"), officer)


def test_a_list_is_previewed_then_taken_and_the_same_list_changes_nothing_more(meeting, client, ana):
    book = downloaded(client, meeting)
    put(book, FIRST_ROW, {"phone": "+1 868", "family_name": "Pérez Gil"})
    put(book, FIRST_ROW + 1, NEW)
    put(book, FIRST_ROW + 2, NEW | {"party": "htI", "family_name": "1+1", "role": "adviser"})
    page = sent(client, meeting, book)
    shown = page.content.decode()
    assert [(change.what, change.line) for change in page.context["plan"].changes] == [
        ("changed", 3), ("new", 4), ("new", 5),
    ]  # fmt: skip
    assert "Pérez<ins> Gil</ins>" in shown
    assert "These parties have no delegation yet and get one, without a letter: Haiti." in shown
    assert list(Delegate.objects.values_list("family_name", flat=True)) == ["Pérez"]
    assert not Act.objects.filter(did="delegation.import").exists()
    assert "3 delegates are taken." in confirmed(client, meeting, page).content.decode()
    head = Delegate.objects.get(role="head")
    assert (head.full_name, head.function_es, head.phone, head.is_listed) == (
        "Inés NÚÑEZ", "Directora general", "+52 55 1234", False,
    )  # fmt: skip
    ana.refresh_from_db()
    assert (ana.family_name, ana.phone, ana.function_es) == ("Pérez Gil", "+1 868", "Directora")
    assert Delegate.objects.get(delegation__party__code="HTI").function_fr == "Directora general"
    assert Act.objects.get(did="delegation.import").after == {"entries": 3}
    assert "The list changes nothing" in sent(client, meeting, downloaded(client, meeting)).content.decode()


def test_the_delegates_of_a_guest_are_in_the_list_and_keep_nobody_from_being_taken(meeting, client, officer):
    party = guest(meeting, officer).party
    guest(plan(officer, code="other"), officer, "other@example.org", "Elsewhere")
    delegation = delegations.register_delegation(meeting=meeting, party=party, by=officer, on=ON)
    add_delegate(delegation, officer)
    book = downloaded(client, meeting)
    put(book, FIRST_ROW, {"phone": "+1 868"})
    put(book, FIRST_ROW + 1, NEW)
    offered = [cell.value for row in book["lists"].iter_rows() for cell in row if cell.value]
    assert ("Institute" in str(offered), "Elsewhere" in str(offered)) == (True, False)
    assert (
        "2 delegates are taken." in confirmed(client, meeting, sent(client, meeting, book)).content.decode()
    )
    assert Delegate.objects.get(delegation=delegation).phone == "+1 868"


def test_every_wrong_row_is_named_with_its_column_and_reason_and_nothing_is_taken(meeting, client, ana):
    book = downloaded(client, meeting)
    wrong = [
        (NEW | {"party": "Atlantis"}, "Party", "“Atlantis” is not in the list"),
        (NEW | {"party": ""}, "Party", "Say of which party"),
        (NEW | {"role": "King"}, "Role", "“King” is not in the list"),
        (NEW | {"email": "no address"}, "E-mail address", "valid email"),
        (NEW | {"given_name": ""}, "Given name", "required"),
        (NEW, "", ""),
        (NEW | {"given_name": "Other"}, "", "already has a head: Inés NÚÑEZ"),
        (NEW | {"role": "adviser"}, "", "already registered in this delegation"),
        ({"party": "MEX", "given_name": "ANA", "family_name": "perez"}, "", "Row 3 is about the same"),
    ]
    for line, (values, _column, _reason) in enumerate(wrong, start=FIRST_ROW + 1):
        put(book, line, values)
    page = sent(client, meeting, book)
    found = {one.line: (one.column, one.reason) for one in page.context["plan"].problems}
    expected = {line: row[1:] for line, row in enumerate(wrong, start=FIRST_ROW + 1) if row[2]}
    assert found.keys() == expected.keys()
    for line, (column, reason) in expected.items():
        assert found[line][0] == column
        assert reason in found[line][1]
    assert page.context["form"]["preview"].value() is None
    assert Delegate.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name;email", "is not an XLSX workbook"),
        (b"PK\x03\x04 no archive", "is not an XLSX workbook"),
        ("any book", "is no list of delegates of this portal"),
        ("other meeting", "is the list of another meeting, second."),
    ],
)
def test_what_is_no_list_of_this_meeting_is_refused_and_says_why(meeting, officer, client, data, said):
    book = openpyxl.Workbook()
    if data == "other meeting":
        book = downloaded(client, plan(officer, code="second"))
    if isinstance(data, str):
        page = sent(client, meeting, book)
    else:
        file = SimpleUploadedFile("list.xlsx", data)
        page = client.post(address("delegate_import", meeting), {"file": file})
    assert page.status_code == 400
    assert said in page.content.decode()


def test_a_forged_preview_is_refused_and_one_over_changed_registrations_is_shown_again(
    meeting, officer, client, ana, signed_in, approver
):
    book = downloaded(client, meeting)
    put(book, FIRST_ROW + 1, NEW)
    page = sent(client, meeting, book)
    for browser, sealed in (
        (client, "forged"),
        (signed_in(approver), page.context["form"]["preview"].value()),
    ):
        answer = browser.post(address("delegate_import_confirm", meeting), {"preview": sealed}, follow=True)
        assert "too old or was changed" in answer.content.decode()
    add_delegate(ana.delegation, officer, "Meanwhile")
    again = confirmed(client, meeting, page)
    assert "Somebody registered since you saw this preview." in again.content.decode()
    assert Delegate.objects.count() == 2  # Ana and Meanwhile
    confirmed(client, meeting, again)
    assert Delegate.objects.count() == 3


def test_the_list_of_a_closed_meeting_is_refused(closed, client):
    page = sent(client, closed, downloaded(client, closed))
    assert page.status_code == 400
    assert Delegate.objects.count() == 0


def test_a_row_of_a_long_list_costs_the_same_as_one_of_a_short_list(meeting, client):
    taken = []
    for rows in (10, 40):
        book = downloaded(client, meeting)
        for number in range(rows):
            put(book, FIRST_ROW + number, NEW | {"role": "adviser", "family_name": f"N{number}"})
        with CaptureQueriesContext(connection) as queries:
            sent(client, meeting, book)
        taken.append(len(queries))
    assert (taken[1] - taken[0]) / 30 <= 25


def test_the_workbook_speaks_the_language_of_its_reader_and_runs_no_formula(meeting, officer, client, ana):
    delegations.save_delegate(delegate=ana, by=officer, on=ON)
    Delegate.objects.filter(pk=ana.pk).update(given_name="=HYPERLINK(1)")
    with override("es"):
        sheet = downloaded(client, meeting).worksheets[0]
    assert sheet.cell(2, 2).value == "Parte"
    assert sheet.cell(FIRST_ROW, KEYS.index("given_name") + 2).value == "'=HYPERLINK(1)"
    assert sheet.data_validations.dataValidation[0].sqref


def test_a_trial_leaves_nothing_behind(meeting, officer, client, ana):
    before = delegate_import.fingerprint(meeting)
    book = downloaded(client, meeting)
    put(book, FIRST_ROW + 1, NEW | {"party": "CUB"})
    sent(client, meeting, book)
    assert delegate_import.fingerprint(meeting) == before
