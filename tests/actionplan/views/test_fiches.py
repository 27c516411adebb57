"""The pages of the fiches: in the layout of the source, in three languages; the import with its preview."""

import html
import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from acs_portal.kernel.models import Act
from actionplan.domain import fiches, reference
from actionplan.models import Contribution, Fiche, Organisation
from tests.actionplan.conftest import NOW
from tests.actionplan.domain.test_fiche_reader import TEXT, lines_of, place_of
from tests.pdf_checks import assert_official_pdf, text_of

PAGE = "/{}/projects/acs-sf-001/"
IMPORT = "/en/projects/import/"


@pytest.fixture
def fiche(db):
    reference.load(on=NOW)
    return fiches.with_parts().get()


def words_of(response) -> str:
    """The words of a page as a reader sees them, with single spaces."""
    main = response.content.decode().partition("<main")[2].partition("<details")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def upload(client, data, name="fiche.txt"):
    data = data.encode() if isinstance(data, str) else data
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})


def confirm(client, response):
    preview = response.context["form"].initial["preview"]
    return client.post(f"{IMPORT}confirm/", {"preview": preview}, follow=True)


# ---------------------------------------------------------------- reading


def test_every_line_of_the_source_is_on_the_page(fiche, client):
    words = words_of(client.get(PAGE.format("fr")))

    assert [line for line in lines_of(TEXT) if line not in words] == []


def test_every_line_of_the_source_is_in_the_pdf(fiche, client):
    words = text_of(client.get("/fr/projects/acs-sf-001.pdf").content)

    assert [line for line in lines_of(TEXT) if line not in words] == []


IN_OTHERS = {
    "en": [
        "A. PROJECT DESCRIPTION",
        "1.4 Components",
        "Component 1: 3 months",
        "18,500.00 USD",
        "13 November 2002",
    ],
    "es": ["A. DESCRIPCIÓN DEL PROYECTO", "Componente 2: 2 días", "18.500,00 USD", "13 de noviembre de 2002"],
}


@pytest.mark.parametrize("language", IN_OTHERS)
def test_the_courtesy_translation_says_that_it_is_one(language, fiche, client):
    response = client.get(PAGE.format(language))
    words = words_of(response)

    assert [wanted for wanted in IN_OTHERS[language] if wanted not in words] == []
    assert response.context["is_courtesy"]
    assert "?text=original" in response.content.decode()


def test_the_original_can_be_read_on_any_page(fiche, client):
    response = client.get(PAGE.format("en") + "?text=original")

    assert '<article class="official" lang="fr">' in response.content.decode()
    assert [line for line in lines_of(TEXT) if line not in words_of(response)] == []


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_fiche_is_an_official_pdf_in_the_layout_of_the_source(language, fiche, client):
    response = client.get(f"/{language}/projects/acs-sf-001.pdf")

    assert response["Content-Disposition"] == f'inline; filename="ACS-SF-001-{language}.pdf"'
    headings = {
        "fr": [
            "I. RESUME DU PROJET",
            "1.1 Intitulé du projet",
            "B. PARTIES PRENANTES",
            "1.11 Bailleurs de fonds",
        ]
    }
    assert_official_pdf(
        response.content,
        language=language,
        contains=[*IN_OTHERS.get(language, []), "ACS-SF-001"],
        outline=headings.get(language, []),
        pages=range(2, 4),
    )


def test_the_content_date_and_the_day_of_import_are_both_told(fiche, client):
    words = words_of(client.get(PAGE.format("fr")))

    assert "13 novembre 2002" in words
    assert "12 avril 2002" in words


def test_the_day_of_import_is_the_one_at_the_seat_of_the_secretariat(db, client, officer, signed_in):
    """At 3 in the morning UTC it is still the evening before in Port of Spain, whoever reads it where."""
    reference.load(on=datetime(2002, 4, 12, 3, 0, tzinfo=UTC))
    officer.time_zone = "Europe/Paris"
    officer.save()

    assert "11 avril 2002" in text_of(client.get("/fr/projects/acs-sf-001.pdf").content)
    assert "11 avril 2002" in words_of(signed_in(officer).get(PAGE.format("fr")))


def test_a_text_without_translation_is_shown_in_the_original_and_says_so(db, client):
    fiches.import_(text=TEXT, source_name="fiche.txt", by=None, on=NOW)

    response = client.get(PAGE.format("es"))

    assert (response.context["language"], response.context["has_own_language"]) == ("fr", False)


def test_the_code_may_be_written_in_capitals_and_an_unknown_one_is_404(fiche, client):
    assert client.get("/en/projects/ACS-SF-001/").status_code == 200
    assert client.get("/en/projects/acs-sf-999/").status_code == 404
    assert client.get("/en/projects/acs-sf-999.pdf").status_code == 404


def test_the_list_is_searched_by_words_and_code(fiche, client):
    for words, count in (("Cooperación", 1), ("sf-001", 1), ("nothing", 0)):
        assert len(client.get("/es/projects/", {"q": words}).context["fiches"]) == count


def test_queries_of_the_list(db, officer, signed_in, query_budget):
    donor = Organisation.objects.create(name_en="Donor")

    def make(count):
        for _n in range(count):
            code = f"ACS-SF-{100 + Fiche.objects.count()}"
            fiche = Fiche.objects.create(code=code, content_dated=NOW.date(), imported_at=NOW)
            Contribution.objects.create(fiche=fiche, organisation=donor, amount=1, currency="USD")

    client = signed_in(officer)
    query_budget(lambda: client.get("/en/projects/"), make=make)


def test_queries_of_a_fiche(fiche, officer, signed_in, django_assert_max_num_queries):
    client = signed_in(officer)

    with django_assert_max_num_queries(12):
        assert client.get(PAGE.format("en")).status_code == 200


# ---------------------------------------------------------------- importing


@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 302), ("mexico", 403), ("administrator", 403), ("officer", 200), ("approver", 200)],
)
def test_the_secretariat_imports(who, status, db, client, request, signed_in):
    if who != "visitor":
        client = signed_in(request.getfixturevalue(who))

    assert client.get(IMPORT).status_code == status
    assert upload(client, TEXT).status_code == status
    assert client.post(f"{IMPORT}confirm/", {"preview": "x"}).status_code == (
        302 if status == 200 else status
    )
    assert Fiche.objects.count() == 0


def test_what_was_read_is_shown_before_it_is_kept(officer, signed_in):
    client = signed_in(officer)
    preview = upload(client, TEXT)
    assert Fiche.objects.count() == 0
    assert "18,500.00 USD" in words_of(preview)

    kept = confirm(client, preview)

    assert kept.redirect_chain == [("/en/projects/acs-sf-001/", 302)]
    assert Fiche.objects.get().source_text == TEXT


def test_a_changed_source_shows_the_differences_first(fiche, officer, signed_in):
    preview = upload(signed_in(officer), TEXT.replace("3 mois", "4 mois"))

    assert [change.heading for change in preview.context["differences"]] == ["1.5 Coûts et durée estimés"]
    assert "<del>3</del><ins>4</ins>" in preview.content.decode()


def test_the_same_source_has_nothing_to_import(fiche, officer, signed_in):
    assert upload(signed_in(officer), TEXT).context["is_same"]


def test_a_confirmation_after_somebody_elses_import_shows_the_preview_again(officer, signed_in):
    client = signed_in(officer)
    preview = upload(client, TEXT)
    fiches.import_(text=TEXT + "\n", source_name="other.txt", by=officer, on=NOW)

    again = confirm(client, preview)

    assert "after you had opened the preview" in again.content.decode()
    assert Fiche.objects.get().source_name == "other.txt"


def test_a_confirmation_sent_twice_imports_once_and_says_that_it_is_there(officer, signed_in):
    client = signed_in(officer)
    preview = upload(client, TEXT)

    answers = [confirm(client, preview) for _press in range(2)]

    assert ["Fiche ACS-SF-001 is on record." in answer.content.decode() for answer in answers] == [True, True]
    assert (Fiche.objects.count(), Act.objects.filter(did="fiche.import").count()) == (1, 1)


def test_a_changed_source_confirmed_twice_updates_once(fiche, officer, signed_in):
    client = signed_in(officer)
    preview = upload(client, TEXT.replace("3 mois", "4 mois"))

    answers = [confirm(client, preview) for _press in range(2)]

    assert ["Fiche ACS-SF-001 is on record." in answer.content.decode() for answer in answers] == [True, True]
    assert Act.objects.filter(did="fiche.update").count() == 1


def test_a_preview_that_was_tampered_with_is_refused(officer, signed_in):
    response = signed_in(officer).post(f"{IMPORT}confirm/", {"preview": "forged"}, follow=True)

    assert "too old or was changed" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (TEXT.encode("latin-1", "replace"), "fiche.txt", "“fiche.txt” is not in UTF-8"),
        (b"%PDF-1.7 ...", "fiche.txt", "“fiche.txt” is not a text file"),
        (b"PK\x03\x04", "fiche.docx", "“fiche.docx” is not a text file"),
        (b"I. RESUME\0", "fiche.txt", "“fiche.txt” is not a text file"),
        (b"x" * (256 * 1024 + 1), "fiche.txt", "a project fiche has at most"),
        (b"x" * (30 * 1024 * 1024), "fiche.txt", "“fiche.txt” has 30.0"),
        (bytes(range(1, 256)), "fiche.txt", "“fiche.txt” is not in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "fiche.png", "“fiche.png” is not a text file"),
        ("Minutes of something else.", "minutes.txt", "Line 1: a fiche in the text form begins with"),
        (
            TEXT.replace("Composant 1: 3 mois", "Composant 1: 3 lunes"),
            "fiche.txt",
            f"Line {place_of('Composant 1')}: “Composant 1: 3 lunes”",
        ),
        (b"", "fiche.txt", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(data, name, message, officer, signed_in):
    response = upload(signed_in(officer), data, name)

    assert response.status_code == 400
    assert message in html.unescape(response.content.decode())
    assert Fiche.objects.count() == 0


def test_script_in_a_source_is_shown_and_not_run(officer, signed_in, client):
    text = TEXT.replace("Tenue de la Réunion", "<script>alert(1)</script>")
    confirm(officer_client := signed_in(officer), upload(officer_client, text))

    page = client.get(PAGE.format("fr")).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_byte_order_mark_is_no_part_of_the_text(officer, signed_in):
    client = signed_in(officer)

    confirm(client, upload(client, b"\xef\xbb\xbf" + TEXT.encode()))

    assert Fiche.objects.get().source_text == TEXT
