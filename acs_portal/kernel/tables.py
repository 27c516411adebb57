"""One way to CSV and XLSX: a header and rows of plain values, downloaded as a file."""

import csv
import io
from collections.abc import Iterable
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from .files import named

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(value):
    """A cell that a spreadsheet won't run: text that starts like a formula gets a leading apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def csv_response(name: str, header: list[str], rows: Iterable[list]) -> HttpResponse:
    """A CSV file in UTF-8 with a byte order mark, which Excel needs to read accents."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(cell) for cell in header])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return named("\ufeff" + out.getvalue(), name + ".csv", "text/csv; charset=utf-8")


class _Line:
    """Where csv.writer writes: it answers the line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_stream(name: str, header: list[str], rows: Iterable[list]) -> StreamingHttpResponse:
    """The same as csv_response, sent row by row while the rows are read: for tables without an end.

    The rows are read after the view: what they need of language and time zone they bring along.
    """
    writer = csv.writer(_Line())
    cells = ([safe(cell) for cell in row] for row in rows)
    lines = (writer.writerow(row) for row in chain([[str(cell) for cell in header]], cells))
    response = StreamingHttpResponse(chain(["\ufeff"], lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, name + ".csv")
    return response


def xlsx_response(name: str, header: list[str], rows: Iterable[list]) -> HttpResponse:
    """An XLSX workbook of one sheet with a bold, frozen header."""
    # imported when asked for: a third of a second that most starts of a worker don't need
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    for index in range(len(header)):
        sheet.column_dimensions[chr(ord("A") + index)].width = 24
    cells = [WriteOnlyCell(sheet, value=str(cell)) for cell in header]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    for row in rows:
        sheet.append([safe(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return named(out.getvalue(), name + ".xlsx", media_type)
