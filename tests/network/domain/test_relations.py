"""With whom a party works: from published programmes alone, for each tier, in a picture and in print."""

from xml.etree import ElementTree

import pytest

from network.domain import profiles, relations
from network.models import Party, PublishedEntry, Visibility
from network.reading import readable
from network.relations_picture import Relation, Relations, in_tree, relations_picture
from tests.network.office import added, publish_all, published
from tests.pdf_checks import assert_official_pdf


def of(code: str, tier: str = "public", language: str = "en") -> Relations:
    parties = {party.code: party for party in Party.objects.all()}
    return relations.of(parties[code], parties, tier=tier, language=language)


def names(found: list[Relation]) -> list[str]:
    return [one.name for one in found]


@pytest.fixture
def programmes(mexico, haiti):
    """Mexico with Haiti and Cuba, one of them for members; Haiti with Cuba; a donor that both have."""
    published("MEX", mexico)
    published("HTI", haiti)
    fund = [{"name": "Sea Fund", "amount": "10", "currency": "USD"}]
    added("programmes", mexico, title_en="Early warning", countries=[{"party": "HTI"}], donors=fund)
    added(
        "programmes",
        mexico,
        title_en="Quiet talks",
        partners=[{"party": "CUB", "role": "4"}],
        visibility="members",
    )
    added("programmes", haiti, code="HTI", title_en="Reefs", countries=[{"party": "JAM"}], donors=fund)
    publish_all("MEX", mexico)
    publish_all("HTI", haiti)


def test_partners_are_those_it_names_and_those_that_name_it(programmes):
    assert names(of("MEX").partners) == ["Haiti"]
    assert names(of("HTI").partners) == ["Jamaica", "Mexico"]
    assert names(of("JAM").partners) == ["Haiti"]
    assert of("HTI").partners[1].programmes[0][0] == "Early warning"


def test_a_programme_for_members_tells_a_visitor_nothing(programmes):
    assert names(of("CUB").partners) == []
    assert names(of("CUB", Visibility.MEMBERS).partners) == ["Mexico"]
    assert names(of("MEX", Visibility.MEMBERS).partners) == ["Cuba", "Haiti"]


def test_a_donor_is_shared_when_it_gives_to_another_party_too(programmes, mexico):
    (fund,) = of("MEX").donors
    assert (fund.name, names_of(fund.parties)) == ("Sea Fund", ["Haiti"])
    PublishedEntry.objects.filter(party__code="HTI").delete()
    assert of("MEX").donors == []


def names_of(parties: list[Party]) -> list[str]:
    return [party.name for party in parties]


def test_the_order_is_that_of_protocol_in_the_language(programmes, mexico):
    added("programmes", mexico, title_en="More", countries=[{"party": "ABW"}, {"party": "BLZ"}])
    publish_all("MEX", mexico)
    assert names(of("MEX").partners)[:3] == ["Belize", "Haiti", "Aruba"]


@pytest.mark.parametrize("count", [0, 1, 30, 45])
def test_the_picture_is_well_formed_the_same_each_time_and_as_high_as_its_rows(parties, count):
    partners = [Relation(f"Party <{number}>", f"/{number}/", [("P", "/p/")]) for number in range(count)]
    found = Relations("Mexico & co", partners, [])
    drawn = relations_picture(found, "en")
    assert drawn == relations_picture(found, "en")
    if not count:
        assert drawn == ""
        return
    root = ElementTree.fromstring(drawn)
    texts = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "Party <0> (1)"
    assert len(texts) == min(count, 30)
    assert "style=" not in drawn
    assert root[0].text == "Mexico & co and those with whom it carries out programmes"


def test_the_page_shows_picture_and_table_and_the_pdf_what_the_profile_says_itself(client, programmes):
    text = client.get("/en/network/mex/").content.decode()
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="relations"' in text
    assert "Shared donors" in text
    assert "With whom" not in client.get("/en/network/blz/").content.decode()
    assert_official_pdf(
        client.get("/en/network/mex.pdf").content, language="en", contains=["With whom", "Sea Fund"]
    )


def test_the_printed_relations_come_from_the_frozen_words_alone(programmes, mexico):
    _release, tree = profiles.last_published(mexico_profile())
    PublishedEntry.objects.all().delete()
    found = in_tree(readable(tree, Visibility.PUBLIC), "es")
    assert (found.name, names(found.partners), names(found.donors)) == ("México", ["Haití"], ["Sea Fund"])


def mexico_profile():
    return Party.objects.select_related("profile").get(code="MEX").profile
