"""The criteria of the directory that the published profiles answer, in the page and in the files."""

import csv
import io

import pytest

from tests.network.office import added, publish_all, published

DIRECTORY = "/en/network/"


@pytest.fixture
def profiles_there(mexico, haiti):
    published("MEX", mexico, priorities=("trade",))
    published("HTI", haiti, priorities=())
    added("offers", mexico, title_en="Port training", sector="21040")
    added("needs", haiti, code="HTI", title_en="Quiet need", sector="33210", visibility="members")
    publish_all("MEX", mexico)
    publish_all("HTI", haiti)


def codes(response) -> list[str]:
    return [entry.party.code for entry in response.context["directory"].entries]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("area=trade", ["MEX"]),
        ("area=transport", ["MEX"]),
        ("area=transport&exchange=needs", []),
        ("exchange=offers", ["MEX"]),
        ("exchange=needs", []),
        ("group=G3&exchange=offers", ["MEX"]),
        ("group=CARICOM&exchange=offers", []),
        ("freshness=current", []),
        ("freshness=not_confirmed", ["HTI", "MEX"]),
        ("freshness=not_confirmed&q=haiti", ["HTI"]),
    ],
)
def test_the_directory_is_narrowed_by_what_profiles_say(client, profiles_there, query, found):
    response = client.get(f"{DIRECTORY}?{query}")
    assert codes(response) == found
    text = response.content.decode()
    assert f"directory.xlsx?{query.split('&')[0]}" in text.replace("&amp;", "&") or "q=" in query


def test_what_is_for_members_narrows_for_members_alone(client, signed_in, haiti, profiles_there):
    assert codes(client.get(f"{DIRECTORY}?exchange=needs")) == []
    assert codes(signed_in(haiti).get(f"{DIRECTORY}?exchange=needs")) == ["HTI"]


def test_never_published_means_members_without_a_profile(client, profiles_there):
    found = codes(client.get(f"{DIRECTORY}?freshness=never"))
    assert {"CUB", "ABW"} <= set(found)
    assert not {"MEX", "HTI", "SELA"} & set(found)


def test_files_are_narrowed_as_the_page(client, profiles_there):
    data = client.get("/en/network/directory.csv?exchange=offers").content.decode("utf-8-sig")
    assert {row[0] for row in list(csv.reader(io.StringIO(data)))[1:]} == {"MEX"}
    for kind in ("pdf", "xlsx", "vcf"):
        assert client.get(f"/en/network/directory.{kind}?exchange=offers").status_code == 200


def test_the_criteria_chosen_are_open_in_the_form(client, parties):
    assert '<details class="more-filters" open>' in client.get(f"{DIRECTORY}?group=G3").content.decode()
    assert '<details class="more-filters">' in client.get(DIRECTORY).content.decode()
