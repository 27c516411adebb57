"""The list of programmes, offers and needs of the whole network: filters, pages, speed."""

from html import unescape

import pytest

from network import reading
from network.models import Party, PublishedEntry
from tests.network.office import added, publish_all, published

LIST = "/en/network/programmes/"


def make(count: int) -> None:
    """That many published programmes more."""
    mexico, start = Party.objects.get(code="MEX"), PublishedEntry.objects.count()
    PublishedEntry.objects.bulk_create(
        PublishedEntry(
            party=mexico,
            section="programmes",
            uid=f"00000000-0000-4000-8000-{start + place:012}",
            place=start + place,
            visibility="public",
            title_en=f"Programme {start + place}",
            sector="33210",
            modality="regional",
            status="2",
            countries=";MEX;CUB;",
            starts="2025",
            search=f"programme {start + place} reefs",
        )
        for place in range(count)
    )


@pytest.fixture
def three(mexico, haiti):
    """A programme of Mexico with Cuba, an offer of Mexico, a need of Haiti."""
    published("MEX", mexico)
    published("HTI", haiti)
    added(
        "programmes",
        mexico,
        title_en="Seismic network",
        title_es="Red sísmica",
        sector="74010",
        status="2",
        modality="regional",
        is_pooled=True,
        starts="2001",
        countries=[{"party": "CUB", "share": "50"}],
    )
    added("offers", mexico, title_en="Port training", sector="21040", modality="triangular", starts="2000-05")
    added("needs", haiti, code="HTI", title_en="Tourism expert", sector="33210", modality="bilateral")
    publish_all("MEX", mexico)
    publish_all("HTI", haiti)


def found(client, query: str) -> list[str]:
    return [row[0].title for row in client.get(LIST + query).context["rows"]]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Tourism expert", "Seismic network", "Port training"]),
        ("?section=needs", ["Tourism expert"]),
        ("?sector=210", ["Port training"]),
        ("?sector=33210", ["Tourism expert"]),
        ("?country=CUB", ["Seismic network"]),
        ("?country=HTI", ["Tourism expert"]),
        ("?modality=triangular", ["Port training"]),
        ("?status=2", ["Seismic network"]),
        ("?is_pooled=on", ["Seismic network"]),
        ("?words=SISMICA+red", ["Seismic network"]),
        ("?words=cuba", ["Seismic network"]),
        ("?sort=title", ["Port training", "Seismic network", "Tourism expert"]),
        ("?sort=-starts", ["Seismic network", "Port training", "Tourism expert"]),
        ("?section=agreements", ["Tourism expert", "Seismic network", "Port training"]),
        ("?page=99", ["Tourism expert", "Seismic network", "Port training"]),
    ],
)
def test_the_list_finds_by_each_criterion(client, three, query, titles):
    assert found(client, query) == titles


def test_the_criteria_stay_in_the_address_of_the_next_page(client, parties):
    make(51)
    text = unescape(client.get(f"{LIST}?country=CUB&sort=title").content.decode())
    assert "?country=CUB&sort=title&page=2" in text
    assert found(client, "?country=CUB&page=2") == ["Programme 50"]


def test_a_search_without_an_answer_and_an_empty_network_say_what_to_do(client, parties):
    assert "Nothing is published yet" in client.get(LIST).content.decode()
    assert "Leave one out." in client.get(f"{LIST}?words=nothing").content.decode()


def test_the_page_takes_the_same_few_queries_for_many_rows(client, parties, query_budget):
    assert query_budget(lambda: client.get(LIST), make=make, sizes=(10, 100, 5000)) <= 6


def test_an_entry_has_a_page_and_a_party_lists_its_own(client, three):
    entry = PublishedEntry.objects.get(section="programmes")
    text = unescape(client.get(f"/es/network/mex/programmes/{entry.uid}/").content.decode())
    assert "Red sísmica" in text
    assert "Cuba: 50 %" in text
    assert f"/en/network/mex/programmes/{entry.uid}/" in client.get("/en/network/mex/").content.decode()
    assert client.get(f"/en/network/hti/programmes/{entry.uid}/").status_code == 404
    assert client.get(f"/en/network/mex/offers/{entry.uid}/").status_code == 404


def test_a_party_with_many_entries_shows_the_first_and_leads_to_all(client, mexico):
    published("MEX", mexico)
    for number in range(22):
        added("programmes", mexico, title_en=f"Programme {number}")
    publish_all("MEX", mexico)
    text = client.get("/en/network/mex/").content.decode()
    assert ("Programme 19<" in text, "Programme 20<" in text) == (True, False)
    assert 'href="/en/network/programmes/?section=programmes&amp;country=MEX"' in text


def test_the_kind_of_support_and_the_modality_are_found_as_words_in_each_language(client, three):
    """An offer of `added()` is training; a visitor looks for that, or for it in French."""
    assert "Port training" in found(client, "?words=formation")
    assert found(client, "?words=triangulaire") == ["Port training"]


def test_less_used_criteria_are_folded_until_one_is_given(client, three):
    assert '<details class="more-filters"><summary>' in client.get(LIST).text
    assert '<details class="more-filters" open><summary>' in client.get(f"{LIST}?modality=regional").text


def test_a_period_that_begins_is_told_as_precisely_as_it_is_known():
    cases = [
        ("2027", "", "from 2027"),
        ("2026-06-04", "", "from 4 June 2026"),
        ("", "2030-05", "until May 2030"),
    ]
    assert [reading.period(starts, ends) for starts, ends, _said in cases] == [said for *_days, said in cases]
