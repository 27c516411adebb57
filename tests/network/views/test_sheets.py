"""The profile as a workbook: out, in again, what it changes, what is wrong with it, who may."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from acs_portal.kernel import workbooks
from acs_portal.kernel.models import Act
from network.domain import entries
from network.models import CountryProfile, FundingSource, Offer, Programme
from tests.network.office import LATER, added, drafted

MEXICO = "/en/network/mex/profile"


def mexico_with_everything(by) -> CountryProfile:
    profile = drafted("MEX", by, policy_en="We cooperate.", telephone="+52 55 1234")
    added("offers", by, title_en="Coast guards", languages=["fr", "es"], starts="1998", sector="33210")
    added("offers", by, title_en="=SUM(1)", title_es="Línea uno\r\nLínea dos", ends="2027-05-31")
    donors = [{"name": "A fund", "amount": "18500.00", "currency": "USD"}, {"party": "CUB"}]
    countries = [{"party": "CUB", "share": "40"}, {"party": "MEX", "share": "12.50"}]
    added("programmes", by, title_en="Early warning", donors=donors, countries=countries, is_pooled=True)
    windows = [{"name": "Yearly", "opens": "2027-03", "deadline": "2027-05-31"}]
    added("funding", by, title_en="Regional fund", windows=windows)
    return profile


def book_of(client, language: str = "en"):
    response = client.get(f"/{language}/network/mex/profile.xlsx")
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.content))


def sheet_of(book, key: str):
    return next(sheet for sheet in book if sheet["A1"].value == key)


def cell(sheet, key: str, line: int):
    place = next(place for place, head in enumerate(sheet[1], start=1) if head.value == key)
    return sheet.cell(line, place)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client, data: bytes, *, name: str = "mex.xlsx", language: str = "en"):
    return client.post(f"/{language}/network/mex/profile/import/", {"file": SimpleUploadedFile(name, data)})


def problems(response) -> list[tuple]:
    return [(one.place.sheet, one.place.line, one.place.column) for one in response.context["plan"].problems]


def confirm(client, response):
    sealed = response.context["form"]["preview"].value()
    return client.post(f"{MEXICO}/import/confirm/", {"preview": sealed})


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_a_workbook_that_comes_back_as_it_went_changes_nothing(signed_in, mexico, language):
    mexico_with_everything(mexico)
    client = signed_in(mexico)
    response = upload(client, saved(book_of(client, language)))
    plan = response.context["plan"]
    assert (plan.changes, plan.problems, plan.stays) == ([], [], 5)
    assert "The workbook changes nothing" in response.content.decode()


def test_the_workbook_is_in_the_language_of_the_address_and_easy_to_fill_in(signed_in, mexico):
    mexico_with_everything(mexico)
    book = book_of(signed_in(mexico))
    offers = sheet_of(book, "entries:offers")
    assert (offers.row_dimensions[1].hidden, offers.column_dimensions["A"].hidden) == (True, True)
    assert offers.freeze_panes == "E3"
    assert cell(offers, "title_en", 2).value == "Title (English)"
    assert cell(offers, "title_en", 4).value == "'=SUM(1)"
    assert cell(offers, "ends", 4).is_date
    assert cell(offers, "starts", 3).value == "1998"
    lists = {str(rule.sqref).rstrip("0123456789") for rule in offers.data_validations.dataValidation}
    assert len(lists) >= 8
    donors = sheet_of(book, "parts:programmes:donors")
    assert (cell(donors, "amount", 3).value, cell(donors, "number", 3).value) == (18500, 1)
    assert "Mexico" in book.worksheets[0]["A2"].value


def test_what_is_new_changed_or_marked_is_taken_after_the_preview_and_recorded(signed_in, mexico):
    mexico_with_everything(mexico)
    client = signed_in(mexico)
    book = book_of(client)
    offers, donors = sheet_of(book, "entries:offers"), sheet_of(book, "parts:programmes:donors")
    cell(offers, "title_en", 3).value = "Coast guards and pilots"
    cell(offers, "remove", 4).value = "x"
    cell(offers, "number", 5).value, cell(offers, "title_es", 5).value = 3, "Peritos en estadística"
    cell(offers, "support", 5).value = "Experts, seconded staff"
    cell(donors, "number", 5).value, cell(donors, "party", 5).value = 1, "Haïti"
    cell(donors, "amount", 5).value, cell(donors, "currency", 5).value = "18.500,50", "EUR"
    response = upload(client, saved(book))
    plan = response.context["plan"]
    assert plan.problems == []
    assert [(change.what, change.title) for change in plan.changes] == [
        ("changed", "Coast guards"),
        ("removed", "=SUM(1)"),
        ("new", "Peritos en estadística"),
        ("changed", "Early warning"),
    ]
    assert "<ins>and pilots</ins>" in response.content.decode().replace("<ins> ", "<ins>")
    assert Offer.objects.filter(title_en="Coast guards").exists()
    assert confirm(client, response).status_code == 302
    assert [offer.title for offer in Offer.objects.all()] == [
        "Coast guards and pilots",
        "Peritos en estadística",
    ]
    assert Offer.objects.first().languages == ["fr", "es"]
    programme = Programme.objects.get()
    assert programme.donors[-1] == {"party": "HTI", "amount": "18500.50", "currency": "EUR"}
    assert len(programme.donors) == 3
    done = set(Act.objects.values_list("did", flat=True))
    assert {"entry.add", "entry.save", "entry.remove", "profile.import"} <= done
    assert Act.objects.get(did="profile.import").reason == "mex.xlsx"


def test_a_row_that_is_missing_is_not_removed(signed_in, mexico):
    mexico_with_everything(mexico)
    client = signed_in(mexico)
    book = book_of(client)
    sheet_of(book, "entries:offers").delete_rows(3, 2)
    sheet_of(book, "parts:programmes:donors").delete_rows(3, 1)
    book.remove(sheet_of(book, "entries:funding"))
    book.remove(sheet_of(book, "parts:funding:windows"))
    plan = upload(client, saved(book)).context["plan"]
    assert (plan.changes, plan.problems) == ([], [])


def test_each_mistake_is_named_by_sheet_row_and_column_and_nothing_is_taken(signed_in, mexico):
    mexico_with_everything(mexico)
    client = signed_in(mexico)
    book = book_of(client)
    offers, countries = sheet_of(book, "entries:offers"), sheet_of(book, "parts:programmes:countries")
    cell(offers, "starts", 3).value = "31/02/2020"
    cell(offers, "modality", 4).value = "sideways"
    cell(countries, "share", 3).value = "forty"
    cell(countries, "number", 6).value, cell(countries, "party", 6).value = 9, "Haiti"
    response = upload(client, saved(book))
    assert sorted(problems(response)) == sorted(
        [
            (offers.title, 3, "From"),
            (offers.title, 4, "Modality"),
            (countries.title, 3, "Share in %"),
            (countries.title, 6, "No. of the entry"),
        ]
    )
    text = response.content.decode()
    assert "“forty” is not a number" in text
    assert "Take into the draft" not in text


def test_the_rules_between_cells_are_named_too(signed_in, mexico):
    mexico_with_everything(mexico)
    client = signed_in(mexico)
    book = book_of(client)
    cell(sheet_of(book, "parts:programmes:countries"), "share", 3).value = 90
    text = upload(client, saved(book)).content.decode()
    assert "together they can be at most 100 %" in text


def test_a_row_changed_in_the_portal_meanwhile_is_refused_with_both_texts(signed_in, mexico):
    mexico_with_everything(mexico)
    client = signed_in(mexico)
    book = book_of(client)
    offer = Offer.objects.select_related("profile__party").first()
    offer.title_en = "Their words"
    entries.save(entry=offer, by=mexico, on=LATER)
    cell(sheet_of(book, "entries:offers"), "title_en", 3).value = "My words"
    response = upload(client, saved(book))
    (problem,) = response.context["plan"].problems
    assert problem.texts == [("Title (English)", "Their words", "My words")]
    text = response.content.decode()
    assert "Their words" in text
    assert "My words" in text


def test_a_row_changed_in_the_portal_alone_keeps_what_the_portal_says(signed_in, mexico):
    mexico_with_everything(mexico)
    client = signed_in(mexico)
    book = book_of(client)
    offer = Offer.objects.select_related("profile__party").first()
    offer.title_en = "Their words"
    entries.save(entry=offer, by=mexico, on=LATER)
    plan = upload(client, saved(book)).context["plan"]
    assert (plan.changes, plan.problems) == ([], [])


def test_over_a_draft_that_changed_after_the_preview_the_preview_is_shown_again(signed_in, mexico):
    mexico_with_everything(mexico)
    client = signed_in(mexico)
    book = book_of(client)
    cell(sheet_of(book, "entries:offers"), "title_en", 3).value = "My words"
    first = upload(client, saved(book))
    added("needs", mexico, title_en="A need of a colleague", on=LATER)
    again = confirm(client, first)
    assert again.status_code == 200
    assert "The draft was changed after you had seen this preview." in again.content.decode()
    assert Offer.objects.first().title_en == "Coast guards"
    assert confirm(client, again).status_code == 302
    assert Offer.objects.first().title_en == "My words"


def test_a_preview_is_taken_once_and_by_the_person_who_saw_it(signed_in, mexico, haiti):
    mexico_with_everything(mexico)
    client = signed_in(mexico)
    book = book_of(client)
    offers = sheet_of(book, "entries:offers")
    cell(offers, "title_en", 5).value, cell(offers, "support", 5).value = "New one", "Training"
    response = upload(client, saved(book))
    confirm(client, response)
    confirm(client, response)
    assert Offer.objects.filter(title_en="New one").count() == 1
    sealed = response.context["form"]["preview"].value()
    forged = client.post(f"{MEXICO}/import/confirm/", {"preview": sealed[:-4] + "AAAA"}, follow=True)
    assert "This preview is too old or was changed." in forged.content.decode()
    assert signed_in(haiti).post(f"{MEXICO}/import/confirm/", {"preview": sealed}).status_code == 403


def test_the_first_workbook_opens_the_profile(signed_in, jamaica_deputy):
    client = signed_in(jamaica_deputy)
    response = client.get("/en/network/jam/profile.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    office = sheet_of(book, "office")
    line = next(row[0].row for row in office.iter_rows(min_row=3) if row[0].value == "authority")
    office.cell(line, 6).value = "Planning Institute"
    funding = sheet_of(book, "entries:funding")
    cell(funding, "title_en", 3).value = "A fund"
    data = {"file": SimpleUploadedFile("jam.xlsx", saved(book))}
    seen = client.post("/en/network/jam/profile/import/", data)
    assert seen.context["plan"].problems == []
    sealed = seen.context["form"]["preview"].value()
    assert client.post("/en/network/jam/profile/import/confirm/", {"preview": sealed}).status_code == 302
    assert CountryProfile.objects.get(party__code="JAM").authority_en == "Planning Institute"
    assert FundingSource.objects.get().title_en == "A fund"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 nothing", "is not an XLSX workbook"),
        (b"PK\x03\x04 broken", "is not an XLSX workbook"),
        (b"", "The submitted file is empty"),
    ],
)
def test_what_is_no_workbook_is_refused_by_its_content(signed_in, mexico, data, said):
    response = upload(signed_in(mexico), data)
    assert response.status_code == 400
    assert said in response.content.decode()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"} | members).items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(signed_in, mexico):
    bomb = zipped(**{"xl/sharedStrings.xml": b" " * (workbooks.UNPACKED_MOST + 1)})
    assert len(bomb) < 200_000
    assert "is too large to be read" in upload(signed_in(mexico), bomb).content.decode()


def test_a_workbook_with_entities_of_its_own_is_refused(signed_in, mexico):
    text = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert (
        "is not an XLSX workbook" in upload(signed_in(mexico), zipped(**{"xl/a.xml": text})).content.decode()
    )


def test_more_rows_than_a_profile_can_have_are_refused(signed_in, mexico):
    book = book_of(signed_in(mexico))
    sheet_of(book, "entries:offers").cell(workbooks.ROWS_MOST + 5, 6).value = "far down"
    assert "is too large to be read" in upload(signed_in(mexico), saved(book)).content.decode()


def test_a_workbook_of_another_kind_or_party_is_refused(signed_in, mexico, haiti):
    other = signed_in(haiti).get("/en/network/hti/profile.xlsx").content
    client = signed_in(mexico)
    assert "is the workbook of Haiti" in upload(client, other).content.decode()
    assert "is no workbook of a profile" in upload(client, saved(openpyxl.Workbook())).content.decode()


def test_a_row_that_was_copied_whole_is_named(signed_in, mexico):
    mexico_with_everything(mexico)
    client = signed_in(mexico)
    book = book_of(client)
    offers = sheet_of(book, "entries:offers")
    for place in range(1, offers.max_column + 1):
        offers.cell(5, place).value = offers.cell(3, place).value
    text = upload(client, saved(book)).content.decode()
    assert "This row was copied whole from row 3." in text


@pytest.mark.parametrize(
    ("reader", "answer"),
    [("mexico", 200), ("haiti", 403), ("jamaica_deputy", 403), ("officer", 403), ("sela", 403), ("", 302)],
)
def test_the_workbook_is_for_who_drafts_the_profile(request, signed_in, mexico, reader, answer):
    browser = signed_in(request.getfixturevalue(reader)) if reader else Client()
    for address in (f"{MEXICO}.xlsx", f"{MEXICO}/import/"):
        assert browser.get(address).status_code == answer
