"""Numbers and dates as a person types them into a cell, in any of the three languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.domain import sheet_values
from network.domain.sheet_columns import CHOICE, Column


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("18500", "18500"),
        ("18.500,00", "18500.00"),
        ("18,500.00", "18500.00"),
        ("18 500,5", "18500.5"),
        ("18\u202f500", "18500"),
        ("1.234.567,89", "1234567.89"),
        ("18.500", "18500"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("40 %", "40"),
        ("0.125", "0.125"),
        ("-3", "-3"),
    ],
)
def test_a_number_is_read_as_three_languages_write_it(typed, number):
    assert sheet_values.number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["forty", "1.2.3", "1,23,456", "12a", "", "1.500,00.00", "١٢x"])
def test_what_is_no_number_is_said_so(typed):
    with pytest.raises(sheet_values.NotANumber):
        sheet_values.number(typed)


@given(st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2))
def test_every_amount_is_read_in_both_writings(amount):
    english = f"{amount:,.2f}"
    spanish = english.replace(",", "_").replace(".", ",").replace("_", ".")
    assert sheet_values.number(english) == sheet_values.number(spanish) == amount


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("1998", "1998"),
        ("2013-04", "2013-04"),
        ("2013-4-5", "2013-04-05"),
        ("05/04/2013", "2013-04-05"),
        ("5.4.2013", "2013-04-05"),
        ("04/2013", "2013-04"),
        ("5 April 2013", "2013-04-05"),
        ("April 5, 2013", "2013-04-05"),
        ("5 de abril de 2013", "2013-04-05"),
        ("abril de 2013", "2013-04"),
        ("1er août 2013", "2013-08-01"),
        ("Février 2013", "2013-02"),
        ("31/02/2013", "31/02/2013"),
        ("some day", "some day"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_was_typed(typed, iso):
    assert sheet_values.iso_date(typed) == iso


def test_a_choice_is_read_whatever_its_accents_and_case():
    column = Column("k", "K", CHOICE, labels={"a": "Formación"}, accepted={"formacion": "a", "training": "a"})
    assert [sheet_values.understood(column, text) for text in ("FORMACION", "Training", "")] == ["a", "a", ""]
    with pytest.raises(sheet_values.NotAChoice, match="Otra cosa"):
        sheet_values.understood(column, "Otra cosa")
