"""The workbook of a profile, written for a focal point with a bad line and read when it comes back.

Row 1 and columns A to C of each sheet are hidden: the key of the sheet and of its columns, the id of the
entry and what was exported. A sheet is found by its key, whatever it was renamed to.
"""

import io
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.folding import fold
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.workbooks import Lists, head

from ..models import ENTRIES, CountryProfile, Section
from . import profile_tree
from .sheet_columns import CHOICE, DATE, NUMBER, OFFICE_SHEET, Catalogue, Column, Row, day_of

FORMAT = "acs-profile-1"
SPARE = 200  # empty rows that get their lists and formats
HIDDEN = 3  # columns
FIRST_ROW, FIRST_COLUMN = 3, HIDDEN + 1  # of what a person sees
FORMATS = {DATE: "@", NUMBER: "#,##0.00"}  # "@": what is typed as 2013-04 stays so
MARKS = {"x", "si", "yes", "oui", "1", "true", "verdadero", "vrai"}


class OtherSheet(RuleBroken):
    message = gettext_lazy(
        "“%(name)s” is no workbook of a profile of this portal. Download the workbook first, then fill it in."
    )


class SheetOfAnother(RuleBroken):
    message = gettext_lazy("“%(name)s” is the workbook of %(other)s. This is the profile of %(party)s.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a workbook, as its reader finds it."""

    sheet: str
    line: int
    column: str = ""


@dataclass(slots=True)
class Content:
    """What was read of a workbook: its language, authority and policy, the entries of each section."""

    language: str
    office: Row | None = None
    entries: dict[str, list[Row]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[Place, str]] = field(default_factory=list)


# ---------------------------------------------------------------- writing


def workbook(profile: CountryProfile, *, on: date) -> bytes:
    """The working copy of a profile as an XLSX workbook in the language in force."""
    from openpyxl import Workbook

    catalogue = Catalogue(profile.party)
    book = Workbook()
    lists = Lists(book.create_sheet("lists"))
    _write_about(book.active, profile, get_language(), on)
    _write_office(book, catalogue, profile, lists)
    for section, found in catalogue.entries.items():
        entries = profile_tree.entries_of(profile, section) if profile.pk else []
        rows = [catalogue.row(entry) for entry in entries]
        _write_entries(book, section, found, rows, lists)
        for name in ENTRIES[section].ROWS:
            _write_parts(book, section, name, catalogue.parts[section, name], rows, lists)
    book.move_sheet("lists", len(book.sheetnames))
    lists.sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_about(sheet, profile: CountryProfile, language: str, on: date) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = _title([], _("Read me"))
    sheet.append([FORMAT, profile.party.code, language])
    sheet.row_dimensions[1].hidden = True
    party, version = profile.party.name, profile.version or 1
    dated = {"version": version, "day": on.isoformat()}
    lines = [
        _("Cooperation profile of %(party)s") % {"party": party},
        _("Working copy, version %(version)s, downloaded on %(day)s.") % dated,
        "",
        _("How to fill in this workbook"),
        _("1. Change what you want to change. An unchanged cell changes nothing."),
        _("2. A new entry goes into the first empty row of its sheet. Give it a number of its own."),
        _("3. To remove an entry, put an x into the column “Remove”. A row that is missing is not removed."),
        _("4. Countries, partners, donors and windows have sheets of their own, by the number of the entry."),
        _("5. Dates: a year (1998), a month (2013-04) or a day (2013-04-05). Amounts: with the currency."),
        _("6. Choose from the list where a cell has one. Copy the cells that you see, not whole rows."),
        _("7. Upload the workbook in the portal. You see every difference before anything is taken."),
        "",
        _("Sheets: %(names)s") % {"names": ", ".join(str(label) for label in Section.labels)},
    ]
    for line in lines:
        sheet.append([line])
    sheet.column_dimensions["A"].width = 100
    for line in range(2, len(lines) + 2):
        sheet.cell(line, 1).alignment = Alignment(wrap_text=True, vertical="top")
    for line in (2, 5):
        sheet.cell(line, 1).font = Font(bold=True, size=14)


def _write_office(book, catalogue: Catalogue, profile: CountryProfile, lists: Lists) -> None:
    """A row for each field: in one cell, or in one for each language."""
    areas = list(profile.priorities.all()) if profile.pk else []
    row = catalogue.office_row(profile, areas)
    name = f"{_first_word(Section.AUTHORITY)}, {_first_word(Section.POLICY)}"
    sheet = book.create_sheet(_title(book.sheetnames, name))
    sheet.append([OFFICE_SHEET, row.digest, "", "", "value", *CODES])
    labels = ["", "", "", _("What"), _("Value"), "English", "Español", "Français"]
    head(sheet, labels, [24, 40, 50, 50, 50], hidden=HIDDEN)
    by_line: dict[str, dict[str, Column]] = {}
    for column in catalogue.office:
        text, _underscore, code = column.key.rpartition("_")
        is_text = code in CODES
        by_line.setdefault(text if is_text else column.key, {})[code if is_text else "value"] = column
    for line, (key, found) in enumerate(by_line.items(), start=FIRST_ROW):
        sheet.cell(line, 1, key)
        label = next(iter(found.values())).label
        _put(
            sheet.cell(line, FIRST_COLUMN),
            Column("", ""),
            label.rpartition(" (")[0] if len(found) > 1 else label,
        )
        for place, code in enumerate(("value", *CODES), start=FIRST_COLUMN + 1):
            if code in found:
                _put(sheet.cell(line, place), found[code], row.cells[found[code].key])
                _offer(sheet, found[code], place, line, line, lists)
            else:
                _grey(sheet.cell(line, place))


def _write_entries(book, section: str, found: list[Column], rows: list[Row], lists: Lists) -> None:
    """A row for each entry, its id and what was exported in hidden columns."""
    sheet = book.create_sheet(_title(book.sheetnames, Section(section).label))
    sheet.append([f"entries:{section}", "digest", "", "number", "remove", *(c.key for c in found)])
    labels = ["", "", "", _("No."), _("Remove"), *(c.label for c in found)]
    head(sheet, labels, [6, 10, *(c.width for c in found)], hidden=HIDDEN)
    for line, row in enumerate(rows, start=FIRST_ROW):
        sheet.cell(line, 1, row.uid)
        sheet.cell(line, 2, row.digest)
        sheet.cell(line, FIRST_COLUMN, line - FIRST_ROW + 1)
        for place, column in enumerate(found, start=FIRST_COLUMN + 2):
            _put(sheet.cell(line, place), column, row.cells[column.key])
    _finish(sheet, [Column("", "", CHOICE, labels={"x": "x"})], FIRST_COLUMN + 1, len(rows), lists)
    _finish(sheet, found, FIRST_COLUMN + 2, len(rows), lists)


def _write_parts(book, section: str, name: str, found: list[Column], rows: list[Row], lists: Lists) -> None:
    """A row for each country, partner, donor or window, by the number of its entry."""
    label = str(ENTRIES[section]._meta.get_field(name).verbose_name)
    sheet = book.create_sheet(_title(book.sheetnames, f"{_first_word(section)} – {label}"))
    sheet.append([f"parts:{section}:{name}", "place", "", "number", "remove", *(c.key for c in found)])
    labels = ["", "", "", _("No. of the entry"), _("Remove"), *(c.label for c in found)]
    head(sheet, labels, [12, 10, *(30 if c.key in ("party", "name") else 16 for c in found)], hidden=HIDDEN)
    line = FIRST_ROW
    for number, row in enumerate(rows, start=1):
        for part in row.parts.get(name, ()):
            sheet.cell(line, 1, row.uid)
            sheet.cell(line, 2, part.place)
            sheet.cell(line, FIRST_COLUMN, number)
            for place, column in enumerate(found, start=FIRST_COLUMN + 2):
                _put(sheet.cell(line, place), column, part.cells[column.key])
            line += 1
    _finish(sheet, [Column("", "", CHOICE, labels={"x": "x"})], FIRST_COLUMN + 1, line - FIRST_ROW, lists)
    _finish(sheet, found, FIRST_COLUMN + 2, line - FIRST_ROW, lists)


def _put(cell, column: Column, text: str) -> None:
    """A text into a cell, as a number or a date where it is one; never as a formula."""
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if column.kind == NUMBER:
        cell.value, cell.number_format = Decimal(text) if text else None, FORMATS[NUMBER]
    elif column.kind == DATE:
        day = day_of(text)
        cell.value, cell.number_format = day or text or None, "yyyy-mm-dd" if day else FORMATS[DATE]
    else:
        cell.value = text or None


def _grey(cell) -> None:
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", fgColor="E9E4DA")


def _finish(sheet, found: list[Column], first: int, filled: int, lists: Lists) -> None:
    """The lists to choose from, and the formats of the rows that are still empty."""
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(found, start=first):
        _offer(sheet, column, place, FIRST_ROW, FIRST_ROW + filled + SPARE, lists)
        whole = sheet.column_dimensions[get_column_letter(place)]
        if column.kind in FORMATS:
            whole.number_format = FORMATS[column.kind]


def _offer(sheet, column: Column, place: int, first: int, last: int, lists: Lists) -> None:
    if column.kind != CHOICE or not column.labels:
        return
    lists.offer(sheet, column.labels.values(), place=place, first=first, last=last)


def _first_word(section: str) -> str:
    """A section in short: the name of a sheet has little room."""
    return str(Section(section).label).split()[0]


def _title(there: list[str], wanted) -> str:
    """A name that a sheet may have: 31 characters, none of []:*?/\\, not taken."""
    name = re.sub(r"[\[\]:*?/\\]", " ", str(wanted))[:31].strip("' ")
    taken = {fold(other) for other in there}
    for number in range(2, 99):
        if fold(name) not in taken:
            break
        name = f"{name[:28]} {number}"
    return name
