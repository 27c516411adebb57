"""Each CSV file keeps to the schema that it names: columns, order, types, what is required."""

import csv
import io
import re
from datetime import date
from uuid import UUID

import pytest

from tests.network.office import added, publish_all, published
from tests.network.views.test_programmes import make

FILES = {
    "directory": "/{}/network/directory.csv?on=2026-01-01",
    "programmes": "/{}/network/programmes.csv",
    "board": "/{}/network/board.csv",
}


@pytest.fixture
def network(mexico, haiti):
    """Two published profiles with entries of every kind."""
    published("MEX", mexico, telephone="+52 55 1234", address="=1+1")
    published("HTI", haiti)
    added("programmes", mexico, title_en="-Seismic", sector="33210", is_pooled=True, starts="2001-04")
    added("offers", mexico, title_es="Puertos", visibility="members")
    added("needs", haiti, code="HTI", title_en="An expert", ends="2027-05-31")
    publish_all("MEX", mexico)
    publish_all("HTI", haiti)


def as_typed(field: dict, text: str) -> None:
    """AssertionError where a cell is not what its field says."""
    constraints = field.get("constraints", {})
    assert text or not constraints.get("required"), field["name"]
    if not text:
        return
    if field["type"] == "date":
        date.fromisoformat(text)
    elif field["type"] == "boolean":
        assert text in {"true", "false"}
    else:
        assert field["type"] == "string"
    if field.get("format") == "uuid":
        UUID(text)
    assert text in constraints.get("enum", [text]), (field["name"], text)
    assert re.fullmatch(constraints.get("pattern", ".*"), text, re.DOTALL), (field["name"], text)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("reader", ["", "aruba", "officer"])
@pytest.mark.parametrize("name", FILES)
def test_a_csv_keeps_to_its_schema(request, client, signed_in, network, name, reader, language):
    if name == "board" and not reader:
        assert client.get(f"/{language}/network/board.schema.json").status_code == 302
        return
    browser = signed_in(request.getfixturevalue(reader)) if reader else client
    response = browser.get(FILES[name].format(language))
    header, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    address = re.fullmatch(r'<([^>]+)>; rel="describedby"; type="application/json"', response["Link"])[1]
    assert address == f"/{language}/network/{name}.schema.json"
    schema = browser.get(address).json()
    assert [field["name"] for field in schema["fields"]] == header
    assert all(field["description"] for field in schema["fields"])
    assert len(rows) > 1
    for row in rows:
        for field, text in zip(schema["fields"], row, strict=True):
            as_typed(field, text)
    keys = [header.index(key) for key in schema.get("primaryKey", [])]
    found = [tuple(row[place] for place in keys) for row in rows]
    assert not keys or len(set(found)) == len(found)


def test_the_file_of_programmes_holds_what_the_reader_may_read(client, signed_in, network, aruba):
    public, members = (
        browser.get("/en/network/programmes.csv").content.decode() for browser in (client, signed_in(aruba))
    )
    assert ("Puertos" in public, "Puertos" in members) == (False, True)
    assert "'-Seismic" in public
    narrowed = client.get("/en/network/programmes.csv?section=needs").content.decode()
    assert ("An expert" in narrowed, "Seismic" in narrowed) == (True, False)


def test_the_file_of_programmes_takes_the_same_few_queries(client, mexico, query_budget):
    query_budget(lambda: client.get("/en/network/programmes.csv"), make=make, sizes=(10, 100))


def test_each_page_links_the_schema_of_its_file(signed_in, network, officer):
    browser = signed_in(officer)
    for page, name in (("", "directory"), ("programmes/", "programmes"), ("board/", "board")):
        assert f"/en/network/{name}.schema.json" in browser.get(f"/en/network/{page}").content.decode()
