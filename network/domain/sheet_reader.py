"""An uploaded workbook of a profile, read into rows of texts; nothing of it is judged here."""

from django.utils.translation import gettext as _

from acs_portal.kernel import workbooks
from acs_portal.kernel.folding import fold

from ..models import ENTRIES, Party
from .sheet_book import (
    CODES,
    FIRST_ROW,
    FORMAT,
    MARKS,
    Content,
    OtherSheet,
    Place,
    SheetOfAnother,
)
from .sheet_columns import OFFICE_SHEET, Part, Row


def read(data: bytes, *, name: str, party: Party) -> Content:
    """The rows of a workbook, by the keys it was written with.

    Raises NotASheet, SheetTooLarge, OtherSheet, SheetOfAnother.
    """
    sheets = workbooks.read(data, name=name)
    about = next((rows for _title, rows in sheets if _key(rows) == FORMAT), None)
    if about is None or len(about[0][1]) < 3 or about[0][1][2] not in CODES:
        raise OtherSheet(name=name)
    _format, code, language = about[0][1][:3]
    if code != party.code:
        other = Party.objects.filter(code=code).first()
        raise SheetOfAnother(name=name, other=other.name if other else code, party=party.name)
    content = Content(language)
    for title, rows in sheets:
        _take(content, title, rows)
    for title, rows in sheets:
        if _key(rows).startswith("parts:"):
            _take_parts(content, title, rows)
    return content


def _key(rows: list[workbooks.Line]) -> str:
    return rows[0][1][0] if rows and rows[0][0] == 1 else ""


def _take(content: Content, title: str, rows: list[workbooks.Line]) -> None:
    key = _key(rows)
    kind, _colon, section = key.partition(":")
    if key == OFFICE_SHEET:
        content.titles[OFFICE_SHEET] = title
        content.office = _office(rows)
    elif kind == "entries" and section in ENTRIES:
        content.titles[section] = title
        found = [_row(rows[0][1], line, texts) for line, texts in rows if line >= FIRST_ROW]
        content.entries[section] = [row for row in found if row.uid or any(row.cells.values())]
        _name_doubles(content, section, title)


def _office(rows: list[workbooks.Line]) -> Row:
    keys = rows[0][1]
    cells = {}
    for line, texts in rows:
        if line < FIRST_ROW or not texts[0]:
            continue
        for key, text in zip(keys, texts, strict=False):
            if key == "value" or key in CODES:
                cells[texts[0] if key == "value" else f"{texts[0]}_{key}"] = text
    return Row("", cells, digest=keys[1])


def _row(keys: list[str], line: int, texts: list[str]) -> Row:
    values = dict(zip(keys, texts, strict=False))
    own = {"", "digest", "place", "number", "remove", keys[0]}
    row = Row(texts[0], {key: text for key, text in values.items() if key not in own}, line=line)
    row.digest = values.get("digest", "")
    row.is_removed = fold(values.get("remove", "")) in MARKS
    row.number = values.get("number", "")
    return row


def _name_doubles(content: Content, section: str, title: str) -> None:
    """Two rows with the same id or number: nobody can say which is which."""
    ids: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for row in content.entries[section]:
        if row.uid and row.uid in ids:
            said = _("This row was copied whole from row %(line)s. Copy only the cells that you see.")
            content.problems.append((Place(title, row.line), said % {"line": ids[row.uid]}))
        if row.number and row.number in numbers:
            said = _("The number %(number)s stands in row %(line)s, too. Give each entry one of its own.")
            said %= {"number": row.number, "line": numbers[row.number]}
            content.problems.append((Place(title, row.line, _("No.")), said))
        ids.setdefault(row.uid, row.line)
        numbers.setdefault(row.number, row.line)


def _take_parts(content: Content, title: str, rows: list[workbooks.Line]) -> None:
    _kind, section, name = _key(rows).split(":")
    if section not in ENTRIES or name not in ENTRIES[section].ROWS:
        return
    content.titles[f"{section}:{name}"] = title
    by_number = {row.number: row for row in content.entries.get(section, ()) if row.number}
    for line, texts in rows:
        if line < FIRST_ROW:
            continue
        found = _row(rows[0][1], line, texts)
        if not any(found.cells.values()) and not found.uid:
            continue
        place = dict(zip(rows[0][1], texts, strict=False)).get("place", "")
        owner = by_number.get(found.number)
        if owner is None or (found.uid and owner.uid != found.uid):
            said = _("There is no entry with the number “%(number)s” that this row belongs to.")
            where = Place(title, line, _("No. of the entry"))
            content.problems.append((where, said % {"number": found.number}))
            continue
        known = int(place) if found.uid and place.isdecimal() else None
        part = Part(known, found.cells, line, found.is_removed)
        _join(content, owner, name, part, title)


def _join(content: Content, owner: Row, name: str, part: Part, title: str) -> None:
    there = owner.parts.setdefault(name, [])
    if part.place is not None and any(other.place == part.place for other in there):
        said = _("This row was copied whole. Copy only the cells that you see.")
        content.problems.append((Place(title, part.line), said))
        return
    there.append(part)
