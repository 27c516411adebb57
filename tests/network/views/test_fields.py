"""Who reads which field, in which file: three tiers; contact data of former holders for the house alone."""

import io
from datetime import date
from html import unescape

import openpyxl
import pytest
from django.test import Client

from network.domain import tenure
from tests.network.office import NOON, designate, filed, opened, person
from tests.pdf_checks import text_of

PUBLIC, MEMBERS, HOUSE = "public", "members", "house"
READERS = {
    "": {PUBLIC},
    "sela": {PUBLIC},
    "administrator": {PUBLIC},
    "aruba": {PUBLIC, MEMBERS},
    "mexico": {PUBLIC, MEMBERS},
    "officer": {PUBLIC, MEMBERS, HOUSE},
    "approver": {PUBLIC, MEMBERS, HOUSE},
}
# what stands in the record of the present holder: its tier, its words
CURRENT = {
    "name": (PUBLIC, "MORALES"),
    "e-mail": (MEMBERS, "ana@cub.example"),
    "telephone": (MEMBERS, "+53 7 111"),
    "reference": (HOUSE, "NV 114/02"),
    "signer": (HOUSE, "Jorge Castañeda"),
    "post of the signer": (HOUSE, "Secretary of Foreign Affairs"),
    "reason of the earlier day": (HOUSE, "The note says so"),
}
# of the former holder, whom ?on= shows
FORMER = {
    "name": (PUBLIC, "PÉREZ"),
    "e-mail": (HOUSE, "ada@cub.example"),
    "telephone": (HOUSE, "+53 7 222"),
    "reference": (HOUSE, "NV 100/01"),
    "why it ended": (HOUSE, "Posted abroad"),
}
LETTERS = {"reference", "signer", "post of the signer", "reason of the earlier day", "why it ended"}
CONTACTS = {"e-mail", "telephone"}
# which of them a page or file has at all
SHOWN = {
    "cub/": LETTERS | CONTACTS | {"name"},
    "": {"name"},
    "cub.vcf": CONTACTS | {"name"},
    "cub.pdf": {"name"},
    "directory.csv": CONTACTS | {"name", "reference", "signer", "post of the signer"},
    "directory.xlsx": CONTACTS | {"name", "reference", "signer", "post of the signer"},
    "directory.pdf": CONTACTS | {"name"},
    "directory.vcf": CONTACTS | {"name"},
}


@pytest.fixture
def cuba(parties, officer):
    """Ada Pérez held the post until March 2002, Ana Morales holds it since."""
    ada = person("Ada", "Pérez", email="ada@cub.example", telephone="+53 7 222")
    first = designate(
        "CUB",
        officer,
        person_data=ada,
        reference="NV 100/01",
        signed_by="Other Signer",
        signer_post="Minister",
    )
    tenure.end(designation=first, until=date(2002, 3, 1), reason="Posted abroad", by=officer, on=NOON)
    ana = person("Ana", "Morales", email="ana@cub.example", telephone="+53 7 111")
    return designate(
        "CUB",
        officer,
        person_data=ana,
        dated=date(2002, 3, 2),
        received_on=date(2002, 3, 5),
        starts=date(2002, 3, 1),
        late_reason="The note says so",
    )


def words(browser, address: str) -> str:
    """What a page or file says, as one text without line breaks."""
    response = browser.get(f"/en/network/{address}")
    assert response.status_code == 200
    if ".pdf" in address:
        return " ".join(text_of(response.content).split())
    if ".xlsx" in address:
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        return " ".join(str(cell) for row in book.active.values for cell in row)
    return unescape(response.content.decode()).replace("\r\n ", "")


def seen(text: str, fields: dict) -> set[str]:
    return {name for name, (_tier, said) in fields.items() if said.casefold() in text.casefold()}


def may_see(reader: str, fields: dict, shown: set[str]) -> set[str]:
    return {name for name, (tier, _said) in fields.items() if tier in READERS[reader] and name in shown}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("address", SHOWN)
def test_each_reader_finds_in_each_file_the_fields_of_their_tiers(request, cuba, reader, address):
    browser = Client()
    if reader:
        browser.force_login(request.getfixturevalue(reader))
    today = words(browser, address)
    then = words(browser, f"{address}?on=2002-02-01")
    shown = SHOWN[address]
    assert seen(today, CURRENT) == may_see(reader, CURRENT, shown)
    assert seen(then, FORMER) == may_see(
        reader, FORMER, shown - ({"why it ended"} if "." in address else set())
    )
    if address != "cub/":  # where the history of the post stands below
        assert seen(today, FORMER) == set()


@pytest.mark.parametrize("address", [address for address in SHOWN if address])
def test_what_was_on_record_then_has_no_contacts_for_anybody(signed_in, cuba, officer, address):
    text = words(signed_in(officer), f"{address}?on=2002-03-05&known=2002-04-11")
    assert "MORALES" in text.upper()
    assert seen(text, CURRENT) & CONTACTS == set()


def test_nobody_but_the_house_and_the_filer_reads_what_is_not_decided(client, signed_in, mexico, officer):
    filed(opened("MEX", officer), mexico)
    for browser in (client, signed_in(officer)):
        for address in SHOWN:
            found = words(browser, address.replace("cub", "mex"))
            assert "MORALES" not in found.upper()
