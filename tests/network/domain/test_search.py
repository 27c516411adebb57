"""The contract of the search, the same on SQLite and on PostgreSQL."""

from datetime import date, timedelta

import pytest
from django.db import connection

from network.domain import entries, search, snippets
from network.domain.search import Asked, terms
from network.domain.search_texts import spaced
from network.models import Offer, Party, SearchText, Visibility
from tests.network.office import LATER, added, publish_all, published

DAY = date(2002, 4, 12)
PUBLIC, MEMBERS, SECRETARIAT = Visibility.values


@pytest.fixture
def network(mexico, haiti):
    """Mexico with a programme, an offer and a need in all tiers; Haiti with a need; in three languages."""
    published("MEX", mexico, policy_en="Cooperation among islands", policy_es="Cooperación entre islas")
    published("HTI", haiti, authority_fr="Ministère de la planification")
    added(
        "programmes",
        mexico,
        title_en="Seismic network",
        title_es="Red sísmica",
        summary_en="Stations that measure earthquakes on the coast",
        summary_es="Estaciones que miden terremotos en la costa",
        terms_en="Shared costs for partnerships",
        note="Confidential quarrel",
        sector="74010",
    )
    added("offers", mexico, title_en="Port training", summary_en="For harbour masters", sector="21040")
    added("needs", mexico, title_en="Hidden wish", visibility=MEMBERS)
    added("needs", mexico, title_en="Clandestine wish", visibility=SECRETARIAT)
    added("needs", haiti, code="HTI", title_fr="Experte en tourisme à Jacmel", authentic_language="fr")
    publish_all("MEX", mexico)
    publish_all("HTI", haiti)


def found(words: str, *, tier=PUBLIC, language="en", day=DAY, **asked) -> list[str]:
    asked = Asked(words=words, **asked)
    return [hit.title for hit in search.find(asked, tier=tier, language=language, day=day).hits]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("seismic", ["Seismic network"]),
        ("SÍSMICA", ["Red sísmica"]),
        ("sismica", ["Red sísmica"]),
        ("seism", ["Seismic network"]),
        ("earthquake", ["Seismic network"]),
        ("earthquakes", ["Seismic network"]),
        ("ports", ["Port training"]),
        ("terremoto", ["Red sísmica"]),
        ("stations coast", ["Seismic network"]),
        ("stations reefs", []),
        ('"earthquakes on the coast"', ["Seismic network"]),
        ('"coast on the earthquakes"', []),
        ("jacmel", ["Experte en tourisme à Jacmel"]),
        ("planification", ["Autorité et base juridique"]),
        ("haïti", ["Haiti"]),
        ("méxico", ["Mexico"]),
        ("eismic", []),
        ("%", []),
        ("_", []),
        ("", []),
        ("'; DROP TABLE network_party; --", []),
        ("seismic & | ! ( ) :* <->", ["Seismic network"]),
    ],
)
def test_words_are_found_in_any_language_without_accents_and_case(network, words, titles):
    assert [title for title in found(words) if not title.startswith(("Ms", "Mr"))][: len(titles) or None] == (
        titles
    )


def test_a_party_comes_before_the_texts_that_name_it_and_titles_before_the_rest(network, mexico):
    added("offers", mexico, title_en="Another", summary_en="Also seismic")
    publish_all("MEX", mexico, on=LATER)
    assert found("seismic") == ["Seismic network", "Another"]
    assert found("mexico")[0] == "Mexico"


@pytest.mark.parametrize(
    ("words", "tiers"),
    [
        ("seismic", [PUBLIC, MEMBERS, SECRETARIAT]),
        ("hidden", [MEMBERS, SECRETARIAT]),
        ("partnerships", [MEMBERS, SECRETARIAT]),
        ("clandestine", [SECRETARIAT]),
        ("quarrel", [SECRETARIAT]),
        ("seismic partnerships", [MEMBERS, SECRETARIAT]),
    ],
)
def test_neither_hits_nor_counts_nor_snippets_tell_a_tier_what_it_may_not_read(network, words, tiers):
    for tier in Visibility.values:
        result = search.find(Asked(words=words), tier=tier, language="en", day=DAY)
        assert len(result.hits) == (tier in tiers)
        assert sum(sum(counted.values()) for counted in result.counts.values()) > 0 or tier not in tiers
        assert bool(result.counts["what"]) == (tier in tiers)
    texts = " ".join(
        hit.text
        for hit in search.with_texts(
            search.find(Asked(words="seismic"), tier=PUBLIC, language="en", day=DAY).hits
        )
    )
    assert ("partnerships" in texts, "quarrel" in texts, "earthquakes" in texts) == (False, False, True)


def test_a_draft_and_what_is_no_longer_published_are_not_found(network, mexico):
    added("offers", mexico, title_en="Unpublished idea")
    assert found("unpublished") == []
    offer = Offer.objects.get(title_en="Port training")
    entries.remove(entry=offer, by=mexico, on=LATER)
    assert found("port") == ["Port training"]
    publish_all("MEX", mexico, on=LATER)
    assert found("port") == []


def test_the_language_of_the_reader_is_preferred(network):
    assert found("networ", language="en") == ["Seismic network"]
    assert found("74010", language="es") == ["Red sísmica"]
    assert found("74010", language="fr")[0] in ("Seismic network", "Red sísmica")


def test_filters_narrow_and_count_what_each_would_leave(network):
    result = search.find(Asked(words="tourisme"), tier=PUBLIC, language="en", day=DAY)
    assert result.counts["what"]["needs"] == 1
    result = search.find(Asked(words="wish", what="offers"), tier=SECRETARIAT, language="en", day=DAY)
    assert result.hits == []
    assert result.counts["what"] == {"needs": 2}
    assert result.counts["group"] == {}
    assert found("port", area="transport") == ["Port training"]
    assert found("port", area="trade") == []
    assert found("port", group="G3", kind="member_state", freshness="current") == ["Port training"]
    assert found("port", freshness="not_confirmed") == []
    assert found("port", freshness="not_confirmed", day=DAY + timedelta(days=600)) == ["Port training"]


def test_holders_are_found_by_name_while_they_hold_their_post(mexico):
    name = mexico.person.full_name
    assert found(mexico.person.family_name) == [name]
    assert found(mexico.person.family_name, day=date(1990, 1, 1)) == []


def test_the_order_is_that_of_protocol_in_the_language_of_the_reader(parties):
    names = found("saint", sort="protocol")
    assert names.index("Saint Kitts and Nevis") < names.index("Saint Lucia")
    spanish = found("san", language="es", sort="protocol")
    kinds = [Party.objects.get(name_es=name).kind for name in spanish]
    assert kinds == sorted(kinds, key=list(Party.Kind.values).index)


def test_rebuilding_gives_the_same_texts(network):
    columns = ("party", "what", "key", "language", "first", "last", "title", "folded", "sectors")
    before = sorted(SearchText.objects.values_list(*columns))
    SearchText.objects.filter(what="offers").delete()
    assert search.rebuild() == len(before)
    assert sorted(SearchText.objects.values_list(*columns)) == before


def test_what_is_typed_becomes_terms():
    assert [term.words for term in terms("“Mar Caribe” Puertos, ports puertos")] == [
        ("mar", "caribe"),
        ("puertos",),
        ("ports",),
    ]
    assert len(terms("a b c d e f g h i j k")) == search.MOST_TERMS


def test_a_snippet_marks_the_words_around_the_first_one_found():
    text = "Nothing here. " * 20 + "Then the Sísmica stations of the network. " + "More. " * 60
    parts = snippets.snippet(text, terms("sismicas"))
    assert [part for part, is_hit in parts if is_hit] == ["Sísmica"]
    whole = "".join(part for part, _is_hit in parts)
    assert (whole[0], whole[-1], len(whole) < 260) == ("…", "…", True)
    assert snippets.snippet("Short text", terms("nothing")) == [("Short text", False)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="stems are PostgreSQL's")
def test_postgres_finds_other_forms_of_a_word_by_its_language(network):
    assert found("measuring") == ["Seismic network"]
    assert found("cooperaciones")[0] == "Política y prioridades"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plan")
def test_postgres_looks_words_up_in_its_index(network):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = search.matching(SearchText.objects.all().order_by(), terms("seismic")).explain()
    assert "network_searchtext_words" in plan


def test_many_texts_are_all_searched(parties):
    mexico = Party.objects.get(code="MEX")
    filler = "Cooperation in the Greater Caribbean among ports and islands with partners. " * 8
    SearchText.objects.bulk_create(
        SearchText(
            party=mexico,
            what="programmes",
            key=f"{place}",
            language=("en", "es", "fr")[place % 3],
            first=0,
            last=2,
            title=f"Programme {place}",
            text=filler,
            folded=spaced(f"Programme {place} {filler} {'reefs' if place % 100 == 0 else ''}"),
        )
        for place in range(600)
    )
    for words, count in (("reefs", 6), ("programme 77", 1), ("ports islands", 600)):
        hits = search.find(Asked(words=words), tier=PUBLIC, language="en", day=DAY).hits
        assert len(hits) == count
