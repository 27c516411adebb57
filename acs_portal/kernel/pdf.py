"""Official documents as PDF: a `Document` value -> html() -> pdf(). The only importer of weasyprint.

A document's template extends `pdf/base.html`, which gives every official document the same
masthead, running header, footer and seal. The template sees `document` (the value below), the
keys of `document.context`, `date_in_words`, `language_name`, `original_name` and `qr` (the seal).

Blocks of pdf/base.html
    title       the words of the <h1>; default document.title
    cover_class "cover-page" gives the masthead a page of its own; default none
    particulars further <p> lines under the title, on the cover (place and date are there already)
    cover       the whole masthead, to replace it
    contents    a <nav class="contents"> with an <ol> of <a href="#id">; default none
    body        the text
    annexes     <section class="annex"> each on a new page
    seal        hash, address and QR; shown when the document has a verify_url or a digest
Classes of static/css/pdf.css: see the list at its top.

Rules a template keeps: one <h1> (the masthead has it), levels never skipped, every <th> with
`scope`, every <img> with `alt` and every inline <svg> with a <title>, `lang=` on words of another
language, pictures from the project's static files only.

A PDF is PDF/UA-1. WeasyPrint writes the tags; pdf_tags.py adds what it leaves out, on the objects
in memory, before they are written: no second reading of the file.
"""

import atexit
import logging
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateformat import format as in_words
from django.utils.safestring import mark_safe

from . import pdf_tags
from .identity import identifier

if TYPE_CHECKING:
    from .shown import Shown

STYLESHEET = "css/pdf.css"
PICTURES_AND_FONTS = {
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
_press = Lock()  # Pango's font map serves one thread at a time


class PdfUnavailable(RuntimeError):
    """This machine lacks the system libraries that set text."""


class PdfFault(RuntimeError):
    """The document cannot be made as written: a picture, font or link target is missing or refused."""


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF, such as the canonical JSON of a release.

    `name` is a file name, `data` its bytes, `description` one line in the document's language.
    """

    name: str
    data: bytes
    description: str


@dataclass(frozen=True)
class Document:
    """One official document in one language, as a value: the same value gives the same bytes.

    `template` is a path such as "pdf/agenda.html"; `language` is en, es or fr; `dated` is the date
    on its face and in its metadata. `original_language` prints "ORIGINAL: ...". `demonstration`
    and `draft` put a line on every page. `orientation` is portrait or landscape. `verify_url` is
    an absolute address and `digest` a sha256 in hexadecimal: together they make the seal; the digest
    is also the file's permanent identifier (identity.py), with the `edition` of a copy for some readers
    alone. `changes` (a kernel.shown.Shown) become an
    annex under `changes_title`, with the `reason` of a corrigendum; `notice` is a line on the cover.
    """

    template: str
    language: str
    title: str
    dated: date
    symbol: str = ""
    context: Mapping = field(default_factory=dict)
    subject: str = ""
    place: str = ""
    original_language: str = ""
    orientation: str = "portrait"
    demonstration: bool = False
    draft: bool = False
    verify_url: str = ""
    digest: str = ""
    edition: str = ""
    notice: str = ""
    changes: "Shown | None" = None
    changes_title: str = ""
    reason: str = ""
    attachments: tuple[Attachment, ...] = ()


def html(document: Document) -> str:
    """The document as the HTML page it is printed from, wholly in its language.

    Raises Django's TemplateDoesNotExist or TemplateSyntaxError.
    """
    with translation.override(document.language):
        words = {
            "date_in_words": long_date(document.dated, document.language),
            "language_name": _language_name(document.language),
            "original_name": _language_name(document.original_language),
            "qr": _qr(document.verify_url),
        }
        return render_to_string(document.template, {**document.context, **words, "document": document})


def pdf(document: Document) -> bytes:
    """The document as tagged PDF (PDF/UA-1), identical at every run for the same value and templates.

    Takes about 0.07 s a page: make it at release, in the background, and store the bytes.
    Raises PdfFault when something the page asks for is missing or refused, PdfUnavailable when
    the system lacks Pango.
    """
    source = html(document)
    return _printed(source, document.language, _identifier(document), document.dated, document.attachments)


def _printed(
    source: str, language: str, mark: bytes | None, dated: date, attachments: tuple[Attachment, ...]
) -> bytes:
    """An HTML page as PDF, `mark` its identifier; what it says follows from the arguments alone."""
    with _press:
        fonts, stylesheet, fetcher = _workshop()
        with _faults_raised(logging.ERROR):
            page = _weasyprint().HTML(string=source, base_url=settings.SITE_URL, url_fetcher=fetcher)
            rendering = page.render(font_config=fonts, stylesheets=[stylesheet], pdf_variant="pdf/ua-1")
            notes = pdf_tags.remember(rendering)
            return rendering.write_pdf(
                pdf_variant="pdf/ua-1",
                pdf_identifier=mark,
                attachments=_attached(attachments, dated),
                finisher=partial(pdf_tags.complete, notes, language),
            )


def _identifier(document: Document) -> bytes | None:
    return identifier(document.digest, document.language, document.edition) if document.digest else None


def long_date(day: date, language: str) -> str:
    """A date in words as official texts write it: 11 April 2002, 11 de abril de 2002, 1er avril 2002."""
    with translation.override(language):
        if language == "fr" and day.day == 1:
            return in_words(day, r"1\e\r F Y")
        return in_words(day, r"j \d\e F \d\e Y" if language == "es" else "j F Y")


def _language_name(code: str) -> str:
    """The name of a language in the language in force, such as "espagnol"; "" for no code."""
    return str(translation.get_language_info(code)["name_translated"]) if code else ""


def _qr(address: str) -> str:
    """The address as an inline SVG QR code with the address as text alternative; "" for no address."""
    if not address:
        return ""
    import segno

    picture = segno.make(address, error="m", micro=False)
    return mark_safe(picture.svg_inline(border=0, title=address, omitsize=True))  # noqa: S308 (segno escapes it)


def _weasyprint():
    """The weasyprint module, imported when the first PDF is made: a web worker may never need it.

    Raises PdfUnavailable where its system libraries are missing.
    """
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(
            "PDF documents need Pango: install the Debian packages libpango-1.0-0 and libpangoft2-1.0-0."
        ) from error
    return weasyprint


@cache
def _workshop():
    """Fonts, stylesheet and fetcher, built once per process (the caller holds the lock).

    Raises PdfFault when the stylesheet or a font is faulty.
    """
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_workshop.cache_clear)  # the fonts' temporary folder goes before Python does
    fonts, fetcher = FontConfiguration(), _fetcher_class()()
    with _faults_raised(logging.WARNING):
        stylesheet = weasyprint.CSS(
            string=_static_file(STYLESHEET).read_text(encoding="utf-8"),
            base_url=f"{settings.SITE_URL}{settings.STATIC_URL}{STYLESHEET}",
            font_config=fonts,
            url_fetcher=fetcher,
        )
    return fonts, stylesheet, fetcher


def _fetcher_class():
    """A fetcher that reads fonts and pictures from the static files and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFilesOnly(URLFetcher):
        def __init__(self):
            super().__init__(allowed_protocols=(), fail_on_errors=True)

        def fetch(self, url, headers=None):
            prefix = f"{settings.SITE_URL}{settings.STATIC_URL}"
            name = unquote(urlsplit(url).path).removeprefix(settings.STATIC_URL)
            kind = PICTURES_AND_FONTS.get(Path(name).suffix.lower())
            if not (url.startswith(prefix) and kind):
                raise PdfFault(f"Refused: {url} is not a font or picture of the static files.")
            return URLFetcherResponse(url, _static_file(name).read_bytes(), {"Content-Type": kind})

    return StaticFilesOnly


def _static_file(name: str) -> Path:
    """The path of a static file by its name, as written or as collected (with a hash in its name).

    Raises PdfFault when there is none, or when the name leads out of the static folders.
    """
    for folder in (*settings.STATICFILES_DIRS, settings.STATIC_ROOT):
        path = Path(folder, name).resolve()
        if path.is_relative_to(Path(folder).resolve()) and path.is_file():
            return path
    raise PdfFault(f"No static file {name}.")


@contextmanager
def _faults_raised(level: int):
    """Raise PdfFault where WeasyPrint would only log, at this level or above, what it could not do."""
    refusal = _weasyprint().urls.FatalURLFetchingError
    faults = []
    collector = logging.Handler(level)
    collector.emit = lambda record: faults.append(record.getMessage())
    logger = logging.getLogger("weasyprint")
    logger.addHandler(collector)
    try:
        yield
    except refusal as error:  # a BaseException: it must not get past here
        raise PdfFault(f"{error}: {error.__cause__}") from error
    finally:
        logger.removeHandler(collector)
    if faults:
        raise PdfFault("; ".join(faults))


def _attached(attachments: tuple[Attachment, ...], dated: date) -> list:
    """Attachments as WeasyPrint takes them, dated as their document is."""
    dated = datetime(dated.year, dated.month, dated.day)
    return [
        _weasyprint().Attachment(
            string=attachment.data,
            name=attachment.name,
            description=attachment.description,
            created=dated,
            modified=dated,
        )
        for attachment in attachments
    ]
