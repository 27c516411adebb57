"""The press: one Document value makes one PDF, tagged, in one language, the same at every run."""

import builtins
import hashlib
import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings as portal_settings

from acs_portal.kernel import pdf
from tests import pdf_checks
from tests.pdf_checks import assert_official_pdf, check_ua, missing_glyphs, text_of

ROOT = Path(__file__).resolve().parent.parent.parent
WORDS = {
    "en": {
        "heading": "Opening of the meeting",
        "text": "The Meeting takes note of the proposal of the Secretariat and decides to follow it up.",
        "linked": "Working paper",
        "other": ("fr", "Adopté par consensus."),
        "picture": "Bar chart: 120 proposals, 70 answers",
    },
    "es": {
        "heading": "Apertura de la reunión",
        "text": "¿Quién preside? La Reunión toma nota de la propuesta y acuerda examinarla en su 3.ª sesión.",
        "linked": "Documento de trabajo n.º 7",
        "other": ("en", "Adopted by consensus."),
        "picture": "Gráfico de barras: 120 propuestas, 70 respuestas",
    },
    "fr": {
        "heading": "Ouverture de la réunion",
        "text": "La Réunion prend note de la proposition : « le cœur de l’œuvre » — et y donne suite.",
        "linked": "Document de travail",
        "other": ("es", "Aprobado por consenso."),
        "picture": "Graphique en barres : 120 propositions, 70 réponses",
    },
}
TITLES = {
    "en": "Annotated provisional agenda",
    "es": "Agenda provisional anotada",
    "fr": "Ordre du jour provisoire annoté",
}


@pytest.fixture(autouse=True)
def _with_the_press_itself(monkeypatch):
    """Here each page is printed as often as it is asked for."""
    monkeypatch.setattr(pdf, "_printed", pdf._printed.__wrapped__)


@pytest.fixture(autouse=True)
def sample_templates(settings):
    engine = dict(settings.TEMPLATES[0])
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], ROOT / "tests" / "templates"]}]


def sample(language="en", *, rows=60, image=None, **changes) -> pdf.Document:
    lines = [(f"{WORDS[language]['linked']} {number}", f"{number} 500,00") for number in range(1, rows + 1)]
    document = pdf.Document(
        template="pdf_sample.html",
        language=language,
        title=TITLES[language],
        dated=date(2002, 4, 11),
        symbol="ACS/2002/RCI.I/1/Rev.1",
        context={**WORDS[language], "rows": lines, "image": image},
        place="Mexico",
        original_language="es",
        verify_url="https://acs.example/verify/ab12/",
        digest="ab12" * 16,
    )
    return replace(document, **changes)


@cache
def english() -> bytes:
    """The sample in English, made once for the tests that only read it."""
    return pdf.pdf(sample())


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_a_document_is_an_accessible_pdf_wholly_in_its_language(language):
    words = WORDS[language]

    assert_official_pdf(
        pdf.pdf(sample(language)),
        language=language,
        contains=[TITLES[language], words["text"], words["linked"], words["other"][1], "« çüœŒ » ½ º ª ← →"],
        pages=range(4, 7),
        outline=[TITLES[language], words["heading"], f"{words['heading']} 1.1", f"{words['heading']} I"],
    )


def test_the_same_value_gives_the_same_bytes_in_another_process():
    script = f"""
import django; django.setup()
import hashlib, sys
from django.conf import settings
settings.TEMPLATES[0]["DIRS"].append({str(ROOT / "tests" / "templates")!r})
settings.STORAGES = {portal_settings.STORAGES!r}
from acs_portal.kernel import pdf
from tests.kernel.test_pdf import sample
other = pdf.pdf(sample("fr"))
print(hashlib.sha256(pdf.pdf(sample("es"))).hexdigest())
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert pdf_digest(pdf.pdf(sample("es"))) == pdf_digest(pdf.pdf(sample("es"))) == run.stdout.strip()


def pdf_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_threads_that_print_at_once_get_the_same_bytes():
    document = sample(rows=1)
    with ThreadPoolExecutor(3) as threads:
        made = list(threads.map(pdf.pdf, [document] * 6))

    assert made == [pdf.pdf(document)] * 6


def test_a_document_with_nothing_but_a_title_is_official_too():
    bare = pdf.Document(template="pdf/base.html", language="fr", title="Note", dated=date(2002, 5, 1))

    assert_official_pdf(
        pdf.pdf(bare), language="fr", contains=["Note", "1er mai 2002"], pages=range(1, 2), outline=["Note"]
    )


def test_another_date_gives_other_bytes():
    assert english() != pdf.pdf(sample(dated=date(2002, 4, 12)))


def test_the_page_can_be_seen_as_html_first():
    page = pdf.html(sample("fr"))

    assert '<html lang="fr">' in page
    assert "11 avril 2002" in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2002, 4, 11), "en", "11 April 2002"),
        (date(2002, 4, 11), "es", "11 de abril de 2002"),
        (date(2002, 4, 11), "fr", "11 avril 2002"),
        (date(2002, 5, 1), "fr", "1er mai 2002"),
        (date(2002, 5, 1), "es", "1 de mayo de 2002"),
    ],
)
def test_dates_are_written_as_official_texts_write_them(day, language, words):
    assert pdf.long_date(day, language) == words


def test_words_of_another_language_carry_it():
    assert pdf_checks.languages_inside(pdf.pdf(sample("es"))) == {"en"}


def test_header_cells_say_what_they_head_and_a_broken_table_is_one_table():
    data = pdf.pdf(sample(rows=120))

    assert len(pdf_checks.elements_of(data, "/Table")) == 1
    assert len(pdf_checks.elements_of(data, "/THead")) == 1
    scopes = [cell["/Scope"] for cell in pdf_checks.elements_of(data, "/TH")]
    assert (scopes.count("/Column"), scopes.count("/Row")) == (3, 121)
    known = {cell["/ID"] for cell in pdf_checks.elements_of(data, "/TH")}
    cited = [header for cell in pdf_checks.elements_of(data, "/TD") for header in cell["/Headers"]]
    assert (len(cited), set(cited) - known) == (121 * 2 * 2, set())


def test_figures_have_their_text_alternative():
    figures = pdf_checks.elements_of(english(), "/Figure")

    assert [figure["/Alt"] for figure in figures] == [
        "Bar chart: 120 proposals, 70 answers",
        "https://acs.example/verify/ab12/",
    ]


def test_running_headers_are_seen_on_the_page_and_not_read_out():
    data = english()

    assert all("page " in page for page in pdf_checks.pages_of(data))
    with pdf_checks.opened(data) as file:
        artifacts = [page.Contents.read_bytes().count(b"/Pagination") for page in file.pages]
    assert min(artifacts) >= 2


def test_a_draft_and_a_demonstration_say_so_on_every_page():
    pages = pdf_checks.pages_of(pdf.pdf(sample(draft=True, demonstration=True)))

    line = "Draft preview, not issued · Demonstration content, not an official record"
    assert [page for page in pages if line not in page] == []
    assert "Draft preview" not in text_of(english())


def test_a_landscape_document_lies():
    with pdf_checks.opened(pdf.pdf(sample(orientation="landscape"))) as file:
        sizes = {tuple(round(float(side)) for side in page.MediaBox) for page in file.pages}

    assert sizes == {(0, 0, 842, 595)}


def test_an_attachment_is_carried_byte_for_byte():
    data = pdf.pdf(sample(attachments=(pdf.Attachment("plan.json", b'{"a":1}', "Canonical data"),)))

    assert pdf_checks.attachments_of(data) == {"plan.json": b'{"a":1}'}
    with pdf_checks.opened(data) as file:
        assert file.attachments["plan.json"].relationship == "/Source"
    assert check_ua(data) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/flag.png",
        "file:///etc/hostname",
        "/static/../pyproject.toml",
        "/static/%2e%2e/%2e%2e/etc/picture.png",
        "/static/no-such-picture.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_a_picture_from_anywhere_but_the_static_files_is_refused(address):
    with pytest.raises(pdf.PdfFault):
        pdf.pdf(sample(image=address))


def test_a_picture_of_the_static_files_is_printed(settings, tmp_path):
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    (tmp_path / "square.svg").write_text(square, encoding="utf-8")
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, tmp_path]

    assert_official_pdf(pdf.pdf(sample(image="/static/square.svg")), language="en")


def test_a_link_to_nowhere_is_a_fault(tmp_path, settings):
    page = '{% extends "pdf/base.html" %}{% block body %}<a href="#gone">x</a>{% endblock %}'
    (tmp_path / "broken.html").write_text(page, encoding="utf-8")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]

    with pytest.raises(pdf.PdfFault, match="#gone"):
        pdf.pdf(sample(template="broken.html"))


def test_a_machine_without_pango_is_told_which_packages_to_install(monkeypatch):
    really = builtins.__import__

    def without_pango(name, *rest, **more):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return really(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(pdf.PdfUnavailable, match="libpango-1.0-0 and libpangoft2-1.0-0"):
        pdf.pdf(sample())


def test_a_worker_that_makes_no_pdf_does_not_load_the_press():
    script = "import sys; from acs_portal.kernel import pdf; print('weasyprint' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "False"


# The checks themselves can fail


def test_the_checks_see_a_character_no_font_has():
    words = WORDS["en"] | {"rows": [], "image": None, "heading": "Sea \ue123"}
    faults = missing_glyphs(pdf.pdf(sample(context=words)))

    assert faults[0] == f"page 1: our fonts lack {[chr(0xE123)]}"


def test_the_checks_see_what_bare_weasyprint_leaves_out():
    import weasyprint

    page = '<html lang="en"><title>T</title><h1>T</h1><h3>Skipped</h3><a href="https://a.example">a</a>'
    bare = weasyprint.HTML(string=page, base_url="file:///nowhere/").write_pdf()
    skipped = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")

    assert not pdf_checks.is_tagged(bare)
    assert pdf_checks.is_tagged(skipped)
    assert any("HDG-001" in fault for fault in check_ua(skipped))
    assert "is drawn with" in missing_glyphs(bare)[0]
    with pytest.raises(AssertionError):
        assert_official_pdf(skipped, language="es")


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "fr"},
        {"contains": ["No such words"]},
        {"pages": range(1, 2)},
        {"outline": ["No such title"]},
    ],
)
def test_an_official_pdf_must_be_what_was_asked(wrong):
    with pytest.raises(AssertionError):
        assert_official_pdf(english(), **({"language": "en"} | wrong))


def test_prose_in_the_text_area_may_not_be_an_artifact():
    data = pdf.pdf(sample(rows=1))
    with pdf_checks.opened(data) as file:
        contents = file.pages[0].Contents
        contents.write(contents.read_bytes().replace(b"/Span", b"/Artifact"))
        file.save(out := io.BytesIO())

    assert any("TAG-002" in fault for fault in check_ua(out.getvalue()))
