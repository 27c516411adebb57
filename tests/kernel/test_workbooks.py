"""A workbook is read without trust: neither far rows nor many sheets hold up who reads it."""

import io
import re
import zipfile
from time import process_time

import openpyxl
import pytest

from acs_portal.kernel import workbooks


def workbook(*titles: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["text"])
    for title in titles:
        book.create_sheet(title)
    book.save(out)
    return out.getvalue()


def far_down(data: bytes, line: int) -> bytes:
    """A workbook with one more row, empty, on a line far down."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            row = f'<row r="{line}"/></sheetData>'.encode()
            new.writestr(name, re.sub(b"</sheetData>", row, old.read(name)))
    return out.getvalue()


def test_an_empty_row_far_down_is_refused_at_once():
    begun = process_time()
    with pytest.raises(workbooks.SheetTooLarge):
        workbooks.read(far_down(workbook(), 1_000_000), name="far.xlsx")
    assert process_time() - begun < 2
    there = workbooks.read(far_down(workbook(), workbooks.ROWS_MOST), name="near.xlsx")
    assert [line[0] for _title, lines in there for line in lines] == [1]


def test_a_workbook_of_too_many_sheets_is_refused():
    with pytest.raises(workbooks.SheetTooLarge):
        workbooks.read(workbook(*(f"n{number}" for number in range(workbooks.SHEETS_MOST))), name="many.xlsx")
