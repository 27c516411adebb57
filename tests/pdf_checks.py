"""What every official PDF must be, as functions that read its bytes.

`assert_official_pdf` does all of it; each function alone takes the bytes of a PDF and answers.
"""

import io
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import outloud
import pikepdf
import pymupdf
from django.conf import settings
from fontTools.ttLib import TTFont

FONTS = ("Portal-Serif", "Portal-Sans")
MARGIN = 74  # points: the running header's and footer's room (26 mm)


def text_of(data: bytes) -> str:
    """All words of the document, in the order of the pages, one space between words."""
    with pymupdf.open(stream=data) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def pages_of(data: bytes) -> list[str]:
    """The words of each page."""
    with pymupdf.open(stream=data) as document:
        return [" ".join(page.get_text().split()) for page in document]


def outline_of(data: bytes) -> list[str]:
    """The titles of the bookmarks, in order, all levels."""
    with pymupdf.open(stream=data) as document:
        return [title for _level, title, _page in document.get_toc()]


def language_of(data: bytes) -> str:
    """The language the document says it is in ("" for none)."""
    with opened(data) as file:
        return str(file.Root.get("/Lang", ""))


def languages_inside(data: bytes) -> set[str]:
    """The languages of parts that are not in the document's own."""
    return {str(element["/Lang"]) for element in elements_of(data) if "/Lang" in element}


def is_tagged(data: bytes) -> bool:
    """Whether the document is marked as tagged and has a structure tree with something in it."""
    with opened(data) as file:
        marked = bool(file.Root.get("/MarkInfo", {}).get("/Marked", False))
    return marked and len(elements_of(data)) > 1


def elements_of(data: bytes, kind: str = "") -> list[dict]:
    """The structure elements reachable from the root, in reading order, as plain dictionaries."""
    with opened(data) as file:
        root = file.Root.get("/StructTreeRoot", {})
        return [element for element in _walk(root) if kind in ("", element["/S"])]


def attachments_of(data: bytes) -> dict[str, bytes]:
    """The files carried inside, by name."""
    with opened(data) as file:
        return {name: spec.get_file().read_bytes() for name, spec in file.attachments.items()}


def missing_glyphs(data: bytes) -> list[str]:
    """One line for each page and character that our fonts could not draw.

    Either a font of the machine stood in for ours, or an empty box (.notdef) was drawn.
    """
    faults = []
    with pymupdf.open(stream=data) as document:
        for page in document:
            for span in _spans(page):
                if not span["font"].startswith(FONTS):
                    faults.append(f"page {page.number + 1}: {span['text']!r} is drawn with {span['font']}")
                elif lacking := set(span["text"]) - _characters():
                    faults.append(f"page {page.number + 1}: our fonts lack {sorted(lacking)}")
    return faults


def check_ua(data: bytes) -> list[str]:
    """The errors that the PDF/UA-1 checker finds; an empty list for a good document.

    Two suspicions of the checker that no norm asks for are left out: that a running header in the
    margin is prose (TAG-002; the same about the text area is not left out), and that a small table
    whose rows have headings has too many header cells (TBL-010).
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document.pdf")
        path.write_bytes(data)
        result = outloud.check(str(path))
        with pymupdf.open(path) as document:
            heights = [page.rect.height for page in document]
    if result.error:
        return [result.error]
    return [
        f"{finding.rule} page {finding.page}: {finding.message} ({finding.evidence})"
        for finding in result.findings
        if finding.severity == "error"
        and not _is_running_header(finding, heights)
        and not _is_small_table(finding)
    ]


def assert_official_pdf(
    data: bytes,
    *,
    language: str,
    contains: Iterable[str] = (),
    pages: range | None = None,
    outline: Iterable[str] = (),
) -> None:
    """Fail with the reason unless the bytes are a tagged, accessible PDF in `language`.

    `contains` are texts that must be read in it, `pages` a range its number of pages must be in,
    `outline` bookmarks that must be there in this order.
    """
    assert data[:5] == b"%PDF-", "not a PDF"
    assert language_of(data) == language, f"the language is {language_of(data)!r}"
    assert is_tagged(data), "not tagged"
    _none(missing_glyphs(data), "missing characters")
    _none(check_ua(data), "not PDF/UA-1")
    text = text_of(data)
    _none([wanted for wanted in contains if wanted not in text], f"not among the words {text!r}")
    count = len(pages_of(data))
    assert pages is None or count in pages, f"{count} pages, wanted {pages}"
    wanted, titles = list(outline), outline_of(data)
    assert [title for title in titles if title in wanted] == wanted, f"the outline is {titles}"


def _none(faults: list, complaint: str) -> None:
    assert not faults, f"{complaint}: {faults}"


def opened(data: bytes) -> pikepdf.Pdf:
    """The document for whoever has a further question to it."""
    return pikepdf.open(io.BytesIO(data))


def _walk(element) -> Iterable[dict]:
    if "/S" in element:
        attributes = element.get("/A", {})
        plain = {key: str(value) for key, value in element.items() if key in ("/S", "/Lang", "/Alt", "/ID")}
        yield plain | {key: _plain(value) for key, value in attributes.items()}
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from _walk(kid)


def _plain(value):
    return [_plain(part) for part in value] if isinstance(value, pikepdf.Array) else str(value)


def _spans(page) -> Iterable[dict]:
    """Stretches of text in one font, as {"text": ..., "font": ...}."""
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", []):
            yield from line["spans"]


@cache
def _characters() -> frozenset[str]:
    """The characters that our fonts can draw."""
    files = settings.BASE_DIR.glob("static/fonts/*.ttf")
    return frozenset(chr(code) for file in files for code in TTFont(file).getBestCmap())


def _is_running_header(finding, heights: list[float]) -> bool:
    """Whether a TAG-002 finding is about lines that lie wholly in the top or bottom margin."""
    return (
        finding.rule == "TAG-002"
        and bool(finding.boxes)
        and all(box["y0"] > heights[box["page"] - 1] - MARGIN or box["y1"] < MARGIN for box in finding.boxes)
    )


def _is_small_table(finding) -> bool:
    """Whether a TBL-010 finding only counts header cells and saw no header broken into rows."""
    return finding.rule == "TBL-010" and "header rows" not in finding.message
