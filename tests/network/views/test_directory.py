"""The directory as a page and as files: dates, words, tiers of visibility, budgets."""

import csv
import gzip
import io
import re
from datetime import UTC, date, datetime
from html import unescape

import openpyxl
import pytest
from django.utils import timezone, translation

from acs_portal.kernel.models import StoredFile
from acs_portal.kernel.pdf import pdf as as_pdf
from network.domain.directory import Contacts, as_of
from network.models import Designation, Party, Person, Post
from network.pdf import directory_document
from tests.cast import change, stored
from tests.network.office import added, designate, drafted, person, publish_all, published
from tests.pdf_checks import assert_official_pdf, text_of

PAGE = "/en/network/"
ANA = person("Ana", "Morales", email="ana@mex.example", telephone="+52 55 1234", honorific="Amb.")


@pytest.fixture
def ana(parties, officer):
    return designate("MEX", officer, person_data=ANA)


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_visitor_reads_who_holds_which_post_since_when(client, ana):
    text = page(client, PAGE)
    assert "Amb. Ana MORALES" in text
    assert '<time datetime="2002-01-12">' in text


@pytest.mark.parametrize(("language", "title"), [("en", "Mexico"), ("es", "México"), ("fr", "Mexique")])
def test_the_page_is_in_the_language_of_the_address(client, parties, language, title):
    assert f'<a href="/{language}/network/mex/">{title}</a>' in page(client, f"/{language}/network/")


def test_the_page_shows_the_day_of_the_meeting(client, parties):
    text = page(client, f"{PAGE}?on=2002-04-11")
    assert 'href="/en/network/ant/">Netherlands Antilles</a>' in text.partition("No focal point on record")[2]
    assert ">Curaçao</a>" not in text
    assert "<b>34</b> parties on" in text


def test_a_date_that_is_none_is_said_so_and_stays_as_typed(client, parties):
    response = client.get(f"{PAGE}?on=2002-02-31&q=mexico")
    text = unescape(response.content.decode())
    assert "“2002-02-31” is not a date. Write it as year-month-day, such as 2002-04-11." in text
    assert 'value="2002-02-31"' in text
    assert 'value="mexico"' in text
    assert ">Mexico</a>" in text


@pytest.mark.parametrize("kind", ["pdf", "csv", "xlsx", "vcf"])
def test_a_file_of_a_day_that_is_none_leads_back_to_the_page_that_says_so(client, parties, kind):
    response = client.get(f"{PAGE}directory.{kind}?on=2002-02-31")
    assert (response.status_code, response.url) == (302, f"{PAGE}?on=2002-02-31")


def test_an_unknown_kind_is_said_so(client, parties):
    assert "Select a valid choice." in page(client, f"{PAGE}?kind=empire")


def test_the_words_looked_for_are_escaped(client, parties):
    text = client.get(f"{PAGE}?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in text
    assert "Nobody is found" in text


def test_the_search_finds_a_party_by_its_name_in_another_language(client, parties):
    text = page(client, f"{PAGE}?q=ALEMANIA")
    assert "Nobody is found" in text
    assert ">Curaçao</a>" in page(client, f"{PAGE}?q=CURAZAO")


def test_the_map_links_each_member_and_dims_the_inactive_one(client, parties):
    text = page(client, PAGE)
    assert text.count('<a class="map-place ') == 35
    assert '<a class="map-place map-associate map-off" href="/en/network/tca/">' in text
    assert 'href="/en/network/mex/"><title>Mexico – Without a focal point</title>' in text


def test_the_map_tells_who_is_in_office_and_what_the_reader_may_find(client, signed_in, mexico, aruba):
    published("MEX", mexico)
    added("offers", mexico, title_en="For all")
    added("needs", mexico, title_en="For members", visibility="members")
    publish_all("MEX", mexico, on=timezone.now())
    titles = [
        re.search(r'href="/en/network/mex/"><title>(.*?)</title>', page(browser, address))[1]
        for browser, address in ((client, PAGE), (client, "/en/"), (signed_in(aruba), PAGE))
    ]
    assert titles == ["Mexico – Offers 1", "Mexico – Offers 1", "Mexico – Offers 1 · Needs 1"]
    assert ">2</text></g></a>" in page(signed_in(aruba), PAGE)
    assert "map-open" in page(client, PAGE).partition('href="/en/network/hti/"')[0].rpartition("<a ")[2]
    then = page(client, f"{PAGE}?on=2002-04-11")
    assert "map-count" not in then


def test_the_netherlands_antilles_are_drawn_as_the_islands_they_were(client, parties):
    then, now = page(client, f"{PAGE}?on=2002-04-11"), page(client, PAGE)
    assert then.count('<a class="map-place ') == 28
    link = then.partition('href="/en/network/ant/">')[2].partition("</a>")[0]
    assert link.count("<use") == 3
    assert 'href="/en/network/ant/">' not in now


@pytest.mark.parametrize("kind", ["csv", "vcf"])
@pytest.mark.parametrize(
    ("reader", "reads"),
    [
        ("", False),
        ("sela", False),
        ("administrator", False),
        ("aruba", True),
        ("haiti", True),
        ("officer", True),
    ],
)
def test_contacts_of_persons_are_for_members(request, client, signed_in, ana, kind, reader, reads):
    browser = signed_in(request.getfixturevalue(reader)) if reader else client
    text = browser.get(f"{PAGE}directory.{kind}").content.decode()
    assert "MORALES" in text.upper()
    assert ("ana@mex.example" in text, "+52 55 1234" in text) == (reads, reads)


def test_the_page_of_the_directory_shows_no_contacts_to_anybody(client, signed_in, ana, aruba):
    assert "ana@mex.example" not in page(client, PAGE) + page(signed_in(aruba), PAGE)


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_csv_has_a_row_for_each_post_and_the_published_office(client, mexico):
    published("MEX", mexico, email="office@mex.example")
    drafted("MEX", mexico, email="secret-draft@mex.example")
    response = client.get(f"{PAGE}directory.csv?on=2026-01-01&q=mexico")
    header, *found = rows(response)
    row = dict(zip(header, found[0], strict=True))
    assert len(found) == 1
    assert (row["Code"], row["Name (fr)"], row["Holder"], row["E-mail of the office"]) == (
        "MEX",
        "Mexique",
        "Marisol MEDINA",
        "office@mex.example",
    )
    assert response["Content-Disposition"] == 'attachment; filename="acs-directory-2026-01-01-en.csv"'


def test_a_cell_that_looks_like_a_formula_does_not_run(client, mexico):
    published("MEX", mexico, address="=HYPERLINK(1)", telephone="+52 55")
    header, row = rows(client.get(f"{PAGE}directory.csv?q=mexico"))
    assert row[header.index("Address")] == "'=HYPERLINK(1)"
    assert row[header.index("Telephone of the office")] == "'+52 55"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}directory.xlsx?q=mexico").content))
    cells = [cell.value for cell in book.active[2]]
    assert cells[header.index("Address")] == "'=HYPERLINK(1)"


def test_the_workbook_has_the_same_rows(client, parties):
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}directory.xlsx?on=2002-04-11").content))
    assert book.active.max_row == 1 + 34 + 39


def test_the_vcards_are_of_the_day(client, officer, ana):
    assert client.get(f"{PAGE}directory.vcf?on=2002-01-11").content == b""
    assert client.get(f"{PAGE}directory.vcf?on=2002-01-12").content.count(b"BEGIN:VCARD") == 1


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ["Netherlands Antilles", "Amb. Ana MORALES", "11 April 2002"]),
        ("es", ["Antillas Neerlandesas", "México", "11 de abril de 2002"]),
        ("fr", ["Antilles néerlandaises", "Mexique", "11 avril 2002"]),
    ],
)
def test_the_directory_is_an_official_document_in_each_language(client, ana, language, wanted):
    response = client.get(f"/{language}/network/directory.pdf?on=2002-04-11")
    assert_official_pdf(response.content, language=language, contains=wanted, pages=range(2, 6))
    assert response["Content-Disposition"] == f'inline; filename="acs-directory-2002-04-11-{language}.pdf"'


def test_the_document_has_contacts_for_members_alone(ana):
    def shown_to(contacts):
        day, today = date(2002, 4, 11), date(2026, 1, 1)
        return as_of(day, today=today, language="es", contacts=contacts)

    with translation.override("es"):
        for_members = as_pdf(directory_document(shown_to(Contacts.CURRENT)))
        for_all = as_pdf(directory_document(shown_to(Contacts.NONE)))
    assert_official_pdf(for_members, language="es", contains=["ana@mex.example"])
    assert_official_pdf(for_all, language="es")
    assert "ana@mex.example" not in text_of(for_all)


def posts(count: int) -> None:
    """That many reviewers, each with a holder, over the parties."""
    parties = list(Party.objects.all())
    for number in range(count):
        holder = Person.objects.create(given_name="R.", family_name=f"Reviewer {number}")
        post = stored(Post(party=parties[number % len(parties)], kind=Post.Kind.REVIEWER))
        stored(
            Designation(
                post=post,
                person=holder,
                family_name=holder.family_name,
                state=Designation.State.IN_FORCE,
                instrument="letter",
                signed_by="S",
                signer_post="P",
                received_on=date(2001, 1, 1),
                starts=date(2001, 1, 1),
            )
        )


@pytest.mark.parametrize("rest", ["", "?on=2002-04-11", "directory.csv", "directory.vcf"])
def test_the_directory_takes_the_same_few_queries_for_10_and_100_designations(
    signed_in, aruba, query_budget, rest
):
    browser = signed_in(aruba)
    query_budget(lambda: browser.get(PAGE + rest), make=posts, most=11)


def designations_at_once(count: int) -> None:
    """That many reviewers written past their history, which a thousand would take too long for."""
    parties, start = list(Party.objects.all()), Post.objects.count()
    for number in range(start, start + count):
        party = parties[number % len(parties)]
        post = Post._base_manager.bulk_create([Post(party=party, kind=Post.Kind.REVIEWER)])[0]
        holder = Person.objects.create(given_name="R.", family_name=f"Reviewer {number}")
        made = {"post": post, "person": holder, "family_name": holder.family_name, "state": "in_force"}
        letter = {"instrument": "letter", "signed_by": "S", "signer_post": "P"}
        days = {"received_on": date(2001, 1, 1), "starts": date(2001, 1, 1)}
        Designation._base_manager.bulk_create([Designation(**made, **letter, **days)])


def test_the_directory_takes_the_same_few_queries_for_1000_designations(signed_in, aruba, query_budget):
    browser = signed_in(aruba)
    get = browser.get
    query_budget(lambda: get(PAGE), make=designations_at_once, sizes=(10, 1000), most=11)


@pytest.mark.parametrize("rest", ["", "directory.csv", "directory.vcf"])
def test_the_record_takes_the_same_few_queries_for_10_and_100_designations(
    signed_in, officer, parties, query_budget, rest
):
    browser = signed_in(officer)
    address = f"{PAGE}{rest}?on=2002-04-11&known=2002-04-11"
    query_budget(lambda: browser.get(address), make=posts, most=10)


def test_the_page_of_the_record_says_so_and_its_files_have_it_in_their_names(client, ana):
    text = page(client, f"{PAGE}?on=2002-04-11&known=2002-04-11")
    assert "as they were on record at the end of 11 April 2002" in text
    assert 'href="/en/network/directory.csv?on=2002-04-11&known=2002-04-11"' in text
    response = client.get(f"{PAGE}directory.csv?on=2002-04-11&known=2002-04-11")
    name = "acs-directory-2002-04-11-known-2002-04-11-en.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    early = page(client, f"{PAGE}?known=2002-04-10")
    assert "The record of the portal begins on 11 April 2002" in early
    assert "MORALES" not in early
    assert "“soon” is not a date." in page(client, f"{PAGE}?known=soon")


def test_the_document_of_the_record_says_at_which_day(client, ana):
    data = client.get(f"{PAGE}directory.pdf?on=2002-04-11&known=2002-04-12").content
    assert_official_pdf(data, language="en", contains=["as on record at 12 April 2002", "Ana MORALES"])


def test_parties_without_a_post_are_one_list_and_the_others_rows(client, ana):
    text = page(client, PAGE)
    states = text.partition('<h2 id="member_state">')[2].partition("</section>")[0]
    table, _none, folded = states.partition("No focal point on record yet:")
    assert table.count("<tr>") == 1 + 1
    assert '<a href="/en/network/mex/">Mexico</a></th>' in table
    assert folded.count("<a href=") == 24
    assert '<a href="/en/network/atg/">Antigua and Barbuda</a> · ' in folded
    assert "Mexico" not in folded


def test_the_page_links_to_its_sections(client, parties):
    text = page(client, PAGE)
    links = text.partition('aria-label="On this page">')[2].partition("</nav>")[0]
    assert '<a href="#member_state">Member States <span class="count">25</span></a>' in links
    assert links.count("<a href=") == text.count('<section class="section"')
    assert "On this page" not in page(client, f"{PAGE}?kind=member_state")


def test_members_without_a_focal_point_are_found_and_in_the_files_too(client, officer, ana):
    designate("CUB", officer, kind="deputy", person_data=person("Ada", "Pérez"))
    text = page(client, f"{PAGE}?post=missing")
    assert "<b>33</b> parties on" in text
    assert ">Mexico</a>" not in text
    assert "Ada PÉREZ" in text
    assert ">Turks and Caicos Islands</a>" not in text
    assert 'href="/en/network/directory.csv?post=missing"' in text
    codes = {row[0] for row in rows(client.get(f"{PAGE}directory.csv?post=missing"))[1:]}
    assert ({"CUB", "ATG", "ABW"} - codes, {"MEX", "SELA", "TCA"} & codes) == (set(), set())


def test_holders_without_a_letter_are_found_by_the_secretariat_alone(client, signed_in, officer, ana, aruba):
    letter = StoredFile.objects.create(size=1, uploaded_by=officer)
    change(Designation.objects.exclude(pk=ana.pk), letter=letter)
    text = page(signed_in(officer), f"{PAGE}?post=letter")
    assert ("Ana MORALES" in text, "Anouk ARENDS" in text) == (True, False)
    assert "Select a valid choice." in page(client, f"{PAGE}?post=letter")
    assert "Letter missing" not in page(signed_in(aruba), PAGE)


def test_today_is_the_day_at_the_seat_of_the_secretariat(client, ana, monkeypatch):
    """At 2 o'clock UTC it is still the day before in Port of Spain."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2002, 1, 12, 2, tzinfo=UTC))
    assert "Ana MORALES" not in page(client, PAGE)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2002, 1, 12, 5, tzinfo=UTC))
    assert "Ana MORALES" in page(client, PAGE)


def test_the_page_is_light(client, ana):
    assert len(gzip.compress(client.get(PAGE).content)) < 16_000
