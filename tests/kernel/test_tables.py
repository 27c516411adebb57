import io

import pytest
from openpyxl import load_workbook

from acs_portal.kernel import tables


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_cell_that_starts_like_a_formula_is_quoted(formula):
    assert tables.safe(formula) == f"'{formula}"


def test_csv_begins_with_a_byte_order_mark_and_keeps_accents():
    response = tables.csv_response("list", ["Name"], [["Curaçao"]])
    assert response.content.decode() == "\ufeffName\r\nCuraçao\r\n"
    assert response.headers["Content-Disposition"] == 'attachment; filename="list.csv"'


def test_xlsx_has_the_header_and_the_rows():
    response = tables.xlsx_response("list", ["Name", "Since"], [["Haïti", None], ["=x", "2001"]])
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows == [("Name", "Since"), ("Haïti", ""), ("'=x", "2001")] or rows == [
        ("Name", "Since"),
        ("Haïti", None),
        ("'=x", "2001"),
    ]
