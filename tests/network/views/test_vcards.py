"""The cards of a post, a party and the network, read as RFC 6350 wants them."""

import time_machine
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from network import vcard
from network.models import Post
from tests.network.office import NOON, designate, person, published
from tests.network.vcards import cards_in

NASTY = 'Ministerio; de "Asuntos", Exteriores\\ y\nCooperación Internacional – ' + "ñ" * 90


def post_of(code: str, kind: str = "primary") -> Post:
    return Post.objects.get(party__code=code, kind=kind)


def test_the_card_of_a_post_is_of_its_holder(client, mexico):
    response = client.get(f"/es/network/mex/posts/{post_of('MEX').pk}.vcf")
    (card,) = cards_in(response.content)
    assert (card["KIND"], card["FN"], card["ORG"]) == (["individual"], ["Marisol Medina"], ["México"])
    assert (card["N"], card["LANG"]) == (["Medina;Marisol;;;"], ["es"])
    assert card["SOURCE"] == [f"{settings.SITE_URL}/es/network/mex/posts/{post_of('MEX').pk}.vcf"]
    assert "attachment" in response["Content-Disposition"]


def test_nothing_that_is_typed_breaks_a_card(client, mexico):
    published("MEX", mexico, authority_en=NASTY[:240], address="Calle 1, piso 2;\r\n06000 México\x07")
    office, holder = cards_in(client.get("/en/network/mex.vcf").content)
    assert office["ORG"] == ["Mexico;" + NASTY[:240]]
    assert (office["KIND"], holder["KIND"]) == (["org"], ["individual"])
    assert holder["ADR"] == [";;Calle 1, piso 2;\n06000 México;;;;"]


def test_a_card_keeps_its_id_and_says_when_it_was_made(client, mexico):
    address = f"/en/network/mex/posts/{post_of('MEX').pk}.vcf"
    with time_machine.travel("2026-11-24T10:00:00+00:00", tick=False):
        (first,) = cards_in(client.get(address).content)
    with time_machine.travel("2026-11-25T10:00:00+00:00", tick=False):
        (second,) = cards_in(client.get(address).content)
    assert first["UID"] == second["UID"]
    assert (first["REV"], second["REV"]) == (["20261124T100000Z"], ["20261125T100000Z"])


def test_the_contacts_of_a_holder_are_for_members(client, signed_in, mexico, aruba, sela, officer):
    address = f"/en/network/mex/posts/{post_of('MEX').pk}.vcf"
    readers = [client, signed_in(sela), signed_in(aruba), signed_in(officer)]
    cards = [cards_in(reader.get(address).content)[0] for reader in readers]
    assert ["EMAIL" in card for card in cards] == [False, False, True, True]


def test_a_post_that_nobody_holds_or_of_another_party_has_no_card(client, mexico, haiti):
    post = post_of("MEX").pk
    assert client.get(f"/en/network/mex/posts/{post}.vcf?on=1999-01-01").status_code == 404
    assert client.get(f"/en/network/hti/posts/{post}.vcf").status_code == 404
    assert client.get("/en/network/mex/posts/99999.vcf").status_code == 404


def test_the_cards_of_the_network_are_those_of_its_holders(client, mexico, haiti, officer):
    designate("CUB", officer, person_data=person("José", "Núñez; y Pérez, hijo"), on=NOON)
    cards = cards_in(client.get("/fr/network/directory.vcf").content)
    assert {card["FN"][0] for card in cards if card["KIND"] == ["individual"]} == {
        "Marisol Medina",
        "Hector Honoré",
        "José Núñez; y Pérez, hijo",
    }
    assert len({card["UID"][0] for card in cards}) == len(cards)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_survives_escaping_and_folding(text):
    line = vcard.fold(f"NOTE:{vcard.escape(text)}")
    data = (
        f"BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:x\r\nREV:20261124T100000Z\r\n{line}\r\nEND:VCARD\r\n"
    )
    (card,) = cards_in(data.encode())
    assert card["NOTE"] == ["\n".join(vcard.CONTROL.sub("", text).splitlines())]
