"""What WeasyPrint 70 leaves out of a tagged PDF, put in before the file is written.

Header cells get their scope, words of another language their language, links their words and the
print flag, figures their true place, attachments their relationship. Running headers, footers and
the table heads repeated on each page become artifacts, which a screen reader does not read out; a
table broken over pages becomes one table again.

It works on the objects in memory (pydyf), because only there is it known which HTML element a tag
came from. `painted` maps a box of the layout to its marked-content id; `owners` has, per page, the
references of the structure elements that own contents 0, 1, 2...
"""

from functools import partial
from typing import NamedTuple

PRINT_FLAG = 4  # annotation flag "print", ISO 32000-1, table 165
POINTS_PER_PIXEL = 0.75
NOTHING = "null"


class Painted(NamedTuple):
    """What a page drew: the marked-content id of each box that has one, and the streams they are in."""

    ids: dict
    streams: list


class Table(NamedTuple):
    """The first part of a table: its structure element, its reference and its head's cell ids."""

    element: dict
    reference: bytes
    head: list


def remember(rendering) -> list[Painted]:
    """Make each page of a rendering note what it draws; one Painted a page, filled by write_pdf.

    WeasyPrint forgets which box has which marked-content id before it calls the finisher.
    """

    def paint(page, painted, stream, scale=1):
        type(page).paint(page, stream, scale)
        painted.ids.update({box: mark["mcid"] for box, mark in stream._tags.items()})
        painted.streams.append(stream)

    notes = [Painted({}, []) for _page in rendering.pages]
    for page, painted in zip(rendering.pages, notes, strict=True):
        page.paint = partial(paint, page, painted)
    return notes


def complete(notes: list[Painted], language: str, rendering, file) -> None:
    """Complete the tags of a file about to be written (a WeasyPrint finisher).

    `notes` is what each page drew, `rendering` the laid out document, `file` the pydyf.PDF.
    """
    tables = {}
    for page, painted, owners in zip(rendering.pages, notes, _owners_by_page(file), strict=True):
        for box, mcid in painted.ids.items():
            _describe_content(page, box, _object(file, owners[mcid]), language)
        silent = [box for box in page._page_box.children if hasattr(box, "at_keyword")]
        for box in page._page_box.descendants():
            _describe_header_cell(box)
            _describe_link(box)
            if getattr(box, "is_table_wrapper", False):
                silent += _join_table(box, tables, file)
        _silence(silent, painted, owners, file)
    for item in file.objects:
        if isinstance(item, dict) and item.get("Type") == "/Filespec":
            item["AFRelationship"] = "/Source"
    _drop_empty_elements(file)


def _object(file, reference: bytes):
    """The object of a pydyf file that a reference such as b"12 0 R" names."""
    return file.objects[int(reference.split()[0])]


def _owners_by_page(file) -> list[list]:
    """Per page, the references of the structure elements that own marked contents 0, 1, 2..."""
    root = _object(file, file.catalog["StructTreeRoot"])
    numbers = _object(file, root["ParentTree"])["Nums"]
    return [owners for owners in numbers[1::2] if isinstance(owners, list)]


def _describe_content(page, box, element, language: str) -> None:
    """Give a painted text or figure its language and, to a figure, its place on the page in points."""
    import pydyf

    if (own := box.style["lang"]) and own != language:
        element["Lang"] = pydyf.String(own)
    if element["S"] == "/Figure":
        left, top = box.content_box_x(), page.height - box.content_box_y()
        corners = (left, top - box.height, left + box.width, top)
        element["A"]["BBox"] = pydyf.Array(round(corner * POINTS_PER_PIXEL, 2) for corner in corners)


def _describe_header_cell(box) -> None:
    """Say of a header cell whether it heads its row or its column, as `scope` does in the HTML."""
    if box.element_tag == "th" and hasattr(box, "mark"):
        of_row = box.element.get("scope") in ("row", "rowgroup")
        box.mark["A"]["Scope"] = "/Row" if of_row else "/Column"


def _describe_link(box) -> None:
    """Let a link be printed, and be described by its words instead of its address."""
    import pydyf

    if box.link_annotation:
        box.link_annotation["F"] = PRINT_FLAG
        words = " ".join("".join(box.element.itertext()).split())
        box.link_annotation["Contents"] = pydyf.String(words)


def _join_table(wrapper, tables: dict, file) -> list:
    """Add a part of a table to the part on an earlier page; the answer is the repeated heads to silence.

    `tables` remembers first parts by their HTML element.
    """
    import pydyf

    cells = [box for box in wrapper.descendants() if hasattr(box, "mark")]
    if not cells:
        return []
    heads = [box for box in wrapper.descendants() if box.element_tag == "thead"]
    head = [cell.mark["ID"] for box in heads for cell in box.descendants() if "ID" in _mark(cell)]
    reference = _table_of(cells[0].mark, file)
    part = _object(file, reference)
    if wrapper.element not in tables:
        tables[wrapper.element] = Table(part, reference, head)
        return []
    first = tables[wrapper.element]
    same = dict(zip(head, first.head, strict=False))  # a head that found no room is absent
    for cell in cells:
        if headers := cell.mark["A"].get("Headers"):
            cell.mark["A"]["Headers"] = pydyf.Array(same.get(header, header) for header in headers)
    for kid in part["K"]:
        if (element := _object(file, kid))["S"] != "/THead":
            element["P"] = first.reference
            first.element["K"].append(kid)
    part["K"] = pydyf.Array()
    return heads


def _mark(box) -> dict:
    """The structure element of a table cell; nothing for any other box."""
    return getattr(box, "mark", {})


def _table_of(element, file) -> bytes:
    """The reference of the Table a cell's structure element is in."""
    while _object(file, element["P"])["S"] != "/Table":
        element = _object(file, element["P"])
    return element["P"]


def _silence(boxes: list, painted: Painted, owners: list, file) -> None:
    """Turn what the boxes draw into artifacts and take their branches out of the structure tree."""
    import pydyf

    parts = [part for box in boxes for part in box.descendants()]
    mcids = {painted.ids[part] for part in parts if part in painted.ids}
    for mcid in mcids:
        element, owners[mcid] = _object(file, owners[mcid]), NOTHING
        while element.get("S", "/Table") not in ("/Table", "/Document"):
            parent = _object(file, element["P"])
            element.clear()
            element = parent
    for stream in painted.streams:
        for place, operand in enumerate(stream.stream):
            if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in mcids:
                stream.stream[place - 1] = "/Artifact"
                stream.stream[place] = pydyf.Dictionary({"Type": "/Pagination"})


def _drop_empty_elements(file) -> None:
    """Remove tables, lists and items that hold nothing (left by page breaks) from their parents."""
    for element in reversed(file.objects):
        if isinstance(element, dict) and element.get("S") in ("/Table", "/L", "/LI") and not element["K"]:
            _object(file, element["P"])["K"].remove(element.reference)
            element.clear()
