"""The page of a party: who may read what of it, its files, its history."""

from datetime import date
from html import unescape

import pytest
from django.utils.formats import date_format

from network.domain import tenure
from network.models import Designation
from tests.cast import stored
from tests.network.office import LATER, NOON, designate, drafted, person, published
from tests.pdf_checks import assert_official_pdf

MEXICO = "/en/network/mex/"


def page(client, address=MEXICO) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("rest", ["/", ".pdf", ".vcf"])
def test_a_code_in_capitals_leads_to_the_one_address(client, parties, rest):
    response = client.get(f"/es/network/FRA-Guf{rest}?x=1")
    assert (response.status_code, response.url) == (301, f"/es/network/fra-guf{rest}?x=1")


@pytest.mark.parametrize("path", ["zzz/", "zzz.pdf", "zzz.vcf", "zzz/profile/1/", "a.b/", "mex/profile/9/"])
def test_what_is_not_there_is_404(client, parties, path):
    assert client.get(f"/en/network/{path}").status_code == 404


def test_the_pattern_of_a_party_leaves_the_files_of_the_directory_alone(client, parties):
    assert client.get("/en/network/directory.vcf")["Content-Type"] == "text/vcard; charset=utf-8"


def test_the_standing_says_its_dates_no_more_precisely_than_known(client, parties):
    assert "<dd>April 2013</dd>" in page(client, "/en/network/mtq/")
    assert '<span class="quiet">not known</span>' in page(client, "/en/network/sxm/")
    text = page(client, "/es/network/ant/")
    assert "<dd>10 de octubre de 2010</dd>" in text
    assert '<p class="m-0" lang="en">Dissolved 10 October 2010;' in text


def test_an_inactive_party_says_that_it_is_not_counted(client, parties):
    assert "listed, not counted among the members" in page(client, "/en/network/tca/")


def test_a_party_without_a_post_says_what_comes_next(client, signed_in, officer, parties):
    assert "No post yet" in page(client)
    assert 'href="/en/network/mex/designations/new/"' not in page(client)
    assert 'href="/en/network/mex/designations/new/"' in page(signed_in(officer))


@pytest.fixture
def ana(parties, officer):
    """Ana Morales followed José Núñez after a gap."""
    first = designate("MEX", officer, person_data=person("José", "Núñez"))
    tenure.end(designation=first, until=date(2002, 2, 1), reason="Posted abroad", by=officer, on=NOON)
    return designate(
        "MEX",
        officer,
        person_data=person("Ana", "Morales", email="ana@mex.example", telephone="+52 55 1234"),
        reference="NV 200/02",
        dated=date(2002, 4, 1),
        received_on=date(2002, 4, 2),
        starts=date(2002, 4, 2),
    )


def test_everybody_reads_the_holders_over_time(client, ana):
    text = page(client)
    assert text.index("Ana MORALES") < text.index("José NÚÑEZ")
    assert f"until {date_format(date(2002, 2, 1))}" in text


@pytest.mark.parametrize(
    ("reader", "contacts", "letters"),
    [
        ("", False, False),
        ("sela", False, False),
        ("administrator", False, False),
        ("aruba", True, False),
        ("haiti", True, False),
        ("officer", True, True),
        ("approver", True, True),
    ],
)
def test_contacts_are_for_members_and_letters_for_the_secretariat(
    request, client, signed_in, ana, reader, contacts, letters
):
    text = page(signed_in(request.getfixturevalue(reader)) if reader else client)
    assert ("ana@mex.example" in text, "+52 55 1234" in text) == (contacts, contacts)
    assert ("NV 200/02" in text, "Jorge Castañeda" in text, "Posted abroad" in text) == (letters,) * 3


def test_a_vacant_post_says_since_when(client, ana, officer):
    tenure.end(designation=ana, until=date(2002, 5, 1), reason="Retired", by=officer, on=LATER)
    assert f"Vacant since {date_format(date(2002, 5, 1))}" in page(client)


def test_who_reads_no_contacts_is_told_who_does(client, signed_in, ana, sela, aruba):
    line = "E-mail addresses and telephones are shown to member states and associate members after login."
    found = [line in page(browser) for browser in (client, signed_in(sela), signed_in(aruba))]
    assert found == [True, True, False]
    assert line not in page(client, "/en/network/cub/")


def test_readers_see_the_published_profile_and_not_the_draft(client, mexico):
    published("MEX", mexico, policy_en="We cooperate.")
    drafted("MEX", mexico, on=LATER, policy_en="Not out yet.")
    text = page(client)
    assert "We cooperate." in text
    assert "Not out yet." not in text


def test_a_text_in_another_language_is_marked(client, mexico):
    published("MEX", mexico, policy_es="Cooperamos.")
    assert '<div lang="es"><p>Cooperamos.</p></div> <span class="other-lang">Español</span>' in page(client)


def test_a_script_in_a_text_is_shown_as_text(client, mexico):
    published("MEX", mexico, policy_en="<script>alert(1)</script>", address="<img src=x onerror=alert(1)>")
    text = client.get(MEXICO).content.decode()
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text


def test_a_website_that_is_a_script_is_not_taken(client, mexico, signed_in):
    data = {"authentic_language": "es", "website": "javascript:alert(1)", "opened_version": 1}
    response = signed_in(mexico).post("/en/network/mex/profile/edit/", data)
    assert response.context["form"].errors["website"] == ["Enter a valid URL."]


def test_the_history_says_who_published_what_when_and_in_which_capacity(client, mexico):
    published("MEX", mexico)
    published("MEX", mexico, on=LATER, authority_en="Ministry of Foreign Relations")
    text = page(client)
    assert (
        "<b>Marisol Medina</b>, Primary focal point of the party (<span>Mexico</span>): published the profile"
        in text
    )
    assert "Ministry of Foreign <del>Affairs</del><ins>Relations</ins>" in text
    assert "saved a draft" not in text


def test_who_reads_drafts_sees_them_in_the_history(signed_in, mexico, officer, haiti):
    published("MEX", mexico)
    drafted("MEX", mexico, on=LATER, policy_en="Not out yet.")
    found = ["Not out yet." in page(signed_in(user)) for user in (mexico, officer, haiti)]
    assert found == [True, True, False]


def test_demonstration_records_say_that_they_are(client, officer, parties):
    designate("CUB", officer, person_data=person("Ada", "Pérez"), is_demonstration=True)
    text = page(client, "/en/network/cub/")
    assert 'Ada PÉREZ <span class="demo-mark">' in text


def test_the_vcards_of_a_party_follow_rfc_6350(client, signed_in, mexico):
    published(
        "MEX",
        mexico,
        authority_es="Secretaría de Relaciones Exteriores; Unidad de Cooperación, Dirección – México",
        address="Plaza Juárez 20, Centro\nCiudad de México",
        email="office@mex.example",
    )
    response = client.get("/es/network/mex.vcf")
    data = response.content
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:org"]
    assert (
        "ORG:México;Secretaría de Relaciones Exteriores\\; Unidad de Cooperación\\, Dirección – México"
        in lines
    )
    assert "ADR;TYPE=work:;;Plaza Juárez 20\\, Centro\\nCiudad de México;;;;" in lines
    assert "N:Medina;Marisol;;;" in lines
    assert "mexico@example.org" not in data.decode()
    assert b"mexico@example.org" in signed_in(mexico).get("/es/network/mex.vcf").content


def test_a_party_without_anything_still_has_a_card(client, parties):
    assert client.get("/fr/network/dma.vcf").content.decode().count("FN:Dominique\r\n") == 1


def test_the_pdf_of_a_published_profile_is_the_issued_one(client, mexico):
    published("MEX", mexico)
    first = client.get("/es/network/mex.pdf")
    assert first["Content-Disposition"] == 'inline; filename="mex-profile-1-es.pdf"'
    drafted("MEX", mexico, on=LATER, authority_en="Another")
    assert client.get("/es/network/mex.pdf").content == first.content


@pytest.mark.parametrize(("language", "name"), [("en", "Dominica"), ("es", "Dominica"), ("fr", "Dominique")])
def test_a_party_without_a_profile_has_a_sheet(client, officer, parties, language, name):
    designate("DMA", officer, person_data=person("Ada", "Royer"))
    data = client.get(f"/{language}/network/dma.pdf").content
    assert_official_pdf(data, language=language, contains=[name, "Ada ROYER"])


def test_the_page_shows_a_party_as_of_a_day_and_its_files_too(client, ana):
    address = f"{MEXICO}?on=2002-01-20"
    text = page(client, address)
    assert "As of 20 January 2002" in text
    assert '<h3 class="card-title">José NÚÑEZ</h3>' in text
    assert 'href="/en/network/mex.vcf?on=2002-01-20"' in text
    card = client.get("/en/network/mex.vcf?on=2002-01-20").content.decode()
    assert ("FN:José Núñez" in card, "FN:Ana Morales" in card) == (True, False)
    sheet = client.get("/en/network/mex.pdf?on=2002-01-20").content
    assert_official_pdf(sheet, language="en", contains=["As of 20 January 2002", "José NÚÑEZ"])


@pytest.mark.parametrize("rest", [".pdf", ".vcf"])
def test_a_file_of_a_day_that_is_none_leads_to_the_page_that_says_so(client, parties, rest):
    response = client.get(f"/en/network/mex{rest}?on=2002-02-31")
    assert (response.status_code, response.url) == (302, f"{MEXICO}?on=2002-02-31")
    assert "“2002-02-31” is not a date." in page(client, response.url)


def test_the_profile_of_a_day_is_the_one_published_by_then(client, mexico):
    published("MEX", mexico, policy_en="The first policy.")
    published("MEX", mexico, on=LATER, policy_en="The second policy.")
    text = page(client, f"{MEXICO}?on=2002-04-11")
    assert ("The first policy." in text, "The second policy." in text) == (True, False)
    assert "No profile yet" in page(client, f"{MEXICO}?on=2002-04-10")


def test_the_time_of_a_post_is_a_bar_with_its_gap_in_words(client, ana):
    text = page(client)
    label = text.partition('class="bar post-bar"')[2].partition('aria-label="')[2].partition('"')[0]
    days = [date_format(day) for day in (date(2002, 1, 12), date(2002, 2, 1), date(2002, 4, 2))]
    assert label.startswith(f"José NÚÑEZ {days[0]} – {days[1]}; vacant {days[1]} – {days[2]}; Ana MORALES")
    bar = text.partition('class="bar post-bar"')[2].partition("</svg>")[0]
    assert (bar.count("<rect"), bar.count("fill-line")) == (3, 1)


def history(count: int) -> None:
    """That many past designations of the post of Mexico."""
    last = Designation.objects.select_related("post", "person").filter(until=None).get()
    for number in range(count):
        year = 1999 - Designation.objects.count()
        stored(
            Designation(
                post=last.post,
                person=last.person,
                family_name="Medina",
                state=Designation.State.IN_FORCE,
                instrument="letter",
                signed_by="S",
                signer_post=f"P{number}",
                received_on=date(year, 1, 1),
                starts=date(year, 1, 1),
                until=date(year, 6, 1),
                end_reason="Retired",
            )
        )


def test_the_page_takes_the_same_few_queries_for_a_long_history(signed_in, mexico, officer, query_budget):
    published("MEX", mexico)
    browser = signed_in(officer)
    query_budget(lambda: browser.get(MEXICO), make=history, most=12)
