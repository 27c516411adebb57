"""The page of the search: what it shows, its filters in the address, its size."""

from html import unescape

import pytest

from network.models import Party, SearchText
from tests.network.office import added, publish_all, published

SEARCH = "/en/network/search/"


def make(count: int) -> None:
    """That many texts more."""
    mexico, start = Party.objects.get(code="MEX"), SearchText.objects.count()
    SearchText.objects.bulk_create(
        SearchText(
            party=mexico,
            what="programmes",
            key=f"00000000-0000-4000-8000-{start + place:012}",
            language="en",
            first=0,
            last=2,
            title=f"Reef programme {start + place}",
            text="Corals",
            folded=f" reef programme {start + place} corals ",
        )
        for place in range(count)
    )


@pytest.fixture
def offers(mexico):
    published("MEX", mexico)
    added("offers", mexico, title_en="Port <training>", title_es="Formación", summary_en="For <b>masters</b>")
    added("needs", mexico, title_en="Port survey", summary_en="For members", visibility="members")
    publish_all("MEX", mexico)


def test_what_is_found_is_marked_and_nothing_in_it_is_markup(client, offers):
    text = client.get(f"{SEARCH}?q=port+master").content.decode()
    assert "<mark>Port</mark> &lt;training&gt;" in text
    assert "&lt;b&gt;<mark>masters</mark>" in text or "&lt;<mark>" in text
    assert "<b>masters" not in text


def test_a_visitor_and_a_member_find_what_is_for_them(client, signed_in, haiti, offers):
    assert "<b>1</b> result" in client.get(f"{SEARCH}?q=port").content.decode()
    assert "Offers (1)" in client.get(f"{SEARCH}?q=port").content.decode()
    assert "Needs (" not in client.get(f"{SEARCH}?q=port").content.decode()
    assert "<b>2</b> results" in signed_in(haiti).get(f"{SEARCH}?q=port").content.decode()


def test_a_text_in_another_language_says_in_which(client, offers):
    text = client.get(f"{SEARCH}?q=formacion").content.decode()
    assert '<a href="/en/network/mex/offers/' in text
    assert 'lang="es"><mark>Formación</mark></a> <span class="other-lang">Español</span>' in text


def test_the_filters_stay_in_the_address_of_the_next_page(client, parties):
    make(21)
    text = unescape(client.get(f"{SEARCH}?q=reef&what=programmes&group=G3&sort=protocol").content.decode())
    assert "?q=reef&what=programmes&group=G3&sort=protocol&page=2" in text
    page = client.get(f"{SEARCH}?q=reef&page=2")
    assert len(page.context["rows"]) == 1
    assert 'start="21"' in page.content.decode()


def test_each_empty_answer_says_what_to_do(client, offers):
    assert "What can be found" in client.get(SEARCH).content.decode()
    assert "Use fewer words" in client.get(f"{SEARCH}?q=nothing").content.decode()
    narrowed = client.get(f"{SEARCH}?q=port&what=agreements").content.decode()
    assert 'href="/en/network/search/?q=port"' in narrowed


@pytest.mark.parametrize("query", ["what=moon", "area=moon&group=moon", "page=moon", "sort=moon"])
def test_a_criterion_that_is_none_is_left_out(client, offers, query):
    assert "<b>1</b> result" in client.get(f"{SEARCH}?q=port&{query}").content.decode()


def test_the_page_takes_the_same_few_queries_for_many_hits(signed_in, haiti, query_budget):
    browser = signed_in(haiti)
    assert query_budget(lambda: browser.get(f"{SEARCH}?q=reef"), make=make) <= 10


@pytest.mark.parametrize("address", ["/en/network/", "/en/network/mex/", "/en/network/programmes/"])
def test_the_pages_of_the_network_have_the_search_box(client, parties, address):
    text = client.get(address).content.decode()
    assert 'action="/en/network/search/"' in text
    assert text.count("<h1") == 1
