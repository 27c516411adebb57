"""XLSX workbooks that people fill in and send back: written with lists to choose from, read without trust.

Row 1 and the first columns of each sheet are hidden: keys by which it is read again, whatever it was
renamed to. Size, number of parts, rows and columns of an upload are limited before anything is read; a
formula counts as the value it had, and what is written is never one.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .errors import RuleBroken
from .tables import safe

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOAD_MOST = 5 * 1024 * 1024
UNPACKED_MOST = 60 * 1024 * 1024
PARTS_MOST, SHEETS_MOST = 200, 60
ROWS_MOST, COLUMNS_MOST = 5000, 80
CELL_MOST = 32_767  # characters that a cell of a spreadsheet holds
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2
YES, NO = "yes", "no"

Line = tuple[int, list[str]]  # number of the line, its texts


class NotASheet(RuleBroken):
    message = gettext_lazy("“%(name)s” is not an XLSX workbook, whatever its name says. Its content decides.")


class SheetTooLarge(RuleBroken):
    message = gettext_lazy("“%(name)s” is too large to be read: at most 5 MB, and 5,000 rows on a sheet.")


# ---------------------------------------------------------------- cells


def as_text(value) -> str:
    """The value of a cell as a text, the same before it was written and after it was read."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        return format(number.normalize(), "f") if number.is_finite() else str(value)
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return UNWRITABLE.sub("", lines).strip()


def shown(value) -> str:
    """The text that is written into a cell: no formula, no longer than a cell can hold."""
    return str(safe(as_text(value)))[:CELL_MOST].strip()


# ---------------------------------------------------------------- writing


class Lists:
    """The hidden sheet of the lists from which a person chooses; each list is written once."""

    def __init__(self, sheet):
        self.sheet, self.ranges = sheet, {}

    def of(self, labels: Iterable[str]) -> str:
        """The range that holds some labels."""
        from openpyxl.utils import get_column_letter

        labels = tuple(labels)
        if labels not in self.ranges:
            letter = get_column_letter(len(self.ranges) + 1)
            for line, label in enumerate(labels, start=1):
                self.sheet[f"{letter}{line}"] = label
            self.ranges[labels] = f"lists!${letter}$1:${letter}${max(len(labels), 1)}"
        return self.ranges[labels]

    def offer(self, sheet, labels: Iterable[str], *, place: int, first: int, last: int) -> None:
        """Let a person choose from labels in a column of a sheet, from one row to another."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        rule = DataValidation(type="list", formula1=self.of(labels), allow_blank=True)
        rule.error = _("Choose one of the list.")
        letter = get_column_letter(place)
        rule.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(rule)


def head(sheet, labels: list[str], widths: list[int], *, hidden: int) -> None:
    """The labels of row 2, frozen, over columns so wide; row 1 and the first `hidden` columns are hidden."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for place, label in enumerate(labels, start=1):
        cell = sheet.cell(2, place, label or None)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B3C5D")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, width in enumerate(widths, start=hidden + 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for place in range(1, hidden + 1):
        sheet.column_dimensions[get_column_letter(place)].hidden = True
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = sheet.cell(3, hidden + 2)


# ---------------------------------------------------------------- reading


def read(data: bytes, *, name: str) -> list[tuple[str, list[Line]]]:
    """(title, lines with something in them) of each sheet of an upload. Raises NotASheet, SheetTooLarge."""
    _guard(data, name)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if len(book.worksheets) > SHEETS_MOST:
            raise SheetTooLarge(name=name)
        return [(sheet.title, _lines(sheet, name)) for sheet in book.worksheets]
    except SheetTooLarge:
        raise
    except Exception:  # openpyxl names no errors of its own: what it can't read is no workbook
        raise NotASheet(name=name) from None


def _guard(data: bytes, name: str) -> None:
    """Refuse what is no workbook, and what would unpack to far more than it seems."""
    if len(data) > UPLOAD_MOST:
        raise SheetTooLarge(name=name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= {member.filename for member in members}:
            raise NotASheet(name=name)
        if len(members) > PARTS_MOST or sum(member.file_size for member in members) > UNPACKED_MOST:
            raise SheetTooLarge(name=name)
        for member in members:
            if b"<!DOCTYPE" in archive.open(member).read(2048):  # entities that unfold
                raise NotASheet(name=name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise NotASheet(name=name) from None


def _lines(sheet, name: str) -> list[Line]:
    sheet.reset_dimensions()  # what a workbook says of its size is not believed
    found = []
    # openpyxl makes up each row that is missing before one that is there, however far down that is
    rows = sheet.iter_rows(max_row=ROWS_MOST + 1, max_col=COLUMNS_MOST)
    for line, row in enumerate(rows, start=1):
        if line > ROWS_MOST:
            raise SheetTooLarge(name=name)
        if all(cell.value is None for cell in row):
            continue
        texts = [_text(cell) for cell in row]
        if any(texts):
            found.append((line, texts))
    return found


def _text(cell) -> str:
    """The text of a cell; a month that a spreadsheet made the first day of it stays a month."""
    text = as_text(cell.value)
    if getattr(cell, "is_date", False) and "d" not in str(cell.number_format).lower():
        return text[:7]
    return text
