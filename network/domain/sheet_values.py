"""What a person typed into a cell, understood: numbers and dates as three languages write them.

"18.500,00", "18,500.00", "18 500" -> 18500.00        "5 de abril de 2013", "05/04/2013" -> 2013-04-05
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.folding import fold
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.tables import FORMULA

from .sheet_columns import CHOICE, DATE, NUMBER, Column

GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d{1,2})?")
PLAIN = re.compile(r"\d+(?:[.,]\d*)?")
NUMERIC = re.compile(r"(\d{1,2})([/. -])(\d{1,2})\2(\d{4})")
MONTHLY = re.compile(r"(\d{1,2})[/.-](\d{4})")
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
SPOKEN = re.compile(
    r"(?:(\d{1,2})(?:er|ero|º|°|st|nd|rd|th)?\.?\s+)?(?:de\s+)?"
    r"([^\d\W]+)\.?,?\s+(?:(?:de|del)\s+)?(\d{4})"
)
ENGLISH = re.compile(r"([^\d\W]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


class NotANumber(RuleBroken):
    message = _("“%(value)s” is not a number. Write it with digits, such as 18500 or 18.500,00.")


class NotAChoice(RuleBroken):
    message = _("“%(value)s” is not in the list of this column. Choose one of the list.")


def understood(column: Column, text: str) -> str:
    """The text of a cell as a form takes it: the code of a choice, a plain number, an ISO date.

    A date that is none stays as it is, for the form to name. Raises NotANumber, NotAChoice.
    """
    if text.startswith("'") and text[1:].startswith(FORMULA):
        text = text[1:]
    if not text:
        return ""
    if column.kind == CHOICE:
        return _choice(column, text)
    if column.kind == NUMBER:
        return str(number(text))
    return iso_date(text) if column.kind == DATE else text


def _choice(column: Column, text: str) -> str:
    by_label = {label: code for code, label in column.labels.items()}
    found = by_label.get(text) or column.accepted.get(fold(text))
    if found is None:
        raise NotAChoice(value=text)
    return found


def number(text: str) -> Decimal:
    """A number in the writing of any of the three languages; amounts have two decimals at most.

    A separator before exactly three digits groups them; one before one or two is the decimal one.
    """
    plain = re.sub(r"[\u00a0\u202f\u2009\s]", " ", text.strip()).removesuffix("%").strip()
    sign, plain = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    if found := GROUPED.fullmatch(plain):
        plain = plain.replace(found[1], "")
    elif not PLAIN.fullmatch(plain):
        raise NotANumber(value=text)
    try:
        return Decimal(sign + plain.replace(",", "."))
    except InvalidOperation:
        raise NotANumber(value=text) from None


def iso_date(text: str) -> str:
    """A date in figures or words as ISO, as exact as it was written; what is none stays as it is."""
    if found := ISO.fullmatch(text):
        return _joined(found[1], found[2], found[3]) or text
    if found := NUMERIC.fullmatch(text):  # day first, as all three languages of the portal write it
        return _joined(found[4], found[3], found[1]) or text
    if found := MONTHLY.fullmatch(text):
        return _joined(found[2], found[1], None) or text
    return _spoken(text) or text


def _spoken(text: str) -> str:
    plain = fold(text)
    if found := SPOKEN.fullmatch(plain):
        day, month, year = found.groups()
    elif found := ENGLISH.fullmatch(plain):
        month, day, year = found.groups()
    else:
        return ""
    known = _months().get(month)
    return _joined(year, str(known), day) if known else ""


def _months() -> dict[str, int]:
    """The number of each name of a month, whole and short, in the three languages."""
    names = {}
    for code in CODES:
        with override(code):
            for table in (MONTHS_3, MONTHS):
                names |= {fold(str(name)).rstrip("."): place for place, name in table.items()}
    return names


def _joined(year: str, month: str, day: str | None) -> str:
    """An ISO date of its parts; "" where there is no such day."""
    try:
        date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return f"{int(year):04}-{int(month):02}" + (f"-{int(day):02}" if day else "")
