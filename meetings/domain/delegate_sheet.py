"""The list of delegates of a meeting as a workbook: written with those on record, read when it comes back.

A row stands for one delegate, known by its hidden id or by the name within the delegation;
whatever is new has neither. An empty cell changes nothing. (reads only)
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from acs_portal.kernel import workbooks
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.folding import fold
from acs_portal.kernel.languages import CHOICES, CODES
from acs_portal.kernel.tables import FORMULA
from acs_portal.kernel.workbooks import shown
from meetings.domain.delegations import guests, may_attend
from meetings.models import Delegate, Meeting
from network.models import Party

FORMAT = "acs-delegates-1"
HIDDEN, FIRST_ROW, SPARE = 1, 3, 250
KEYS = (
    "party",
    "role",
    "honorific",
    "given_name",
    "family_name",
    "function",
    "email",
    "phone",
    "language",
    "created_for",
)
WIDTHS = [34, 22, 10, 24, 24, 40, 32, 20, 16, 30]


class OtherSheet(RuleBroken):
    message = gettext_lazy(
        "“%(name)s” is no list of delegates of this portal. Download the workbook first, then fill it in."
    )


class SheetOfAnotherMeeting(RuleBroken):
    message = gettext_lazy("“%(name)s” is the list of another meeting, %(other)s.")


class NotInTheList(RuleBroken):
    message = gettext_lazy("“%(value)s” is not in the list of this column. Choose one of the list.")


@dataclass(slots=True)
class Row:
    """A row as it was read: its line, the hidden id of a delegate on record, its texts by column."""

    line: int
    pk: str = ""
    cells: dict[str, str] = field(default_factory=dict)


def labels() -> dict[str, str]:
    """What the columns are called, by key, in the language in force."""
    own = {"party": _("Party"), "function": _("Function, in the language of the party")}
    found = {key: own.get(key) or str(Delegate._meta.get_field(key).verbose_name) for key in KEYS}
    return {key: label[:1].upper() + label[1:] for key, label in found.items()}


class Choices:
    """What may be chosen in a column: a label in the language in force, and all that is understood."""

    def __init__(self, meeting: Meeting):
        there = set(meeting.delegations.values_list("party_id", flat=True))
        invited = {one.pk for one in guests(meeting)}
        known = Party.with_guests.filter(~Q(kind=Party.Kind.GUEST) | Q(pk__in=there | invited))
        known = known.in_protocol_order()
        there |= invited
        self.parties = [one for one in known if one.pk in there or may_attend(meeting, one)]
        self.labels = self._labels()
        self.accepted: dict[str, dict[str, str]] = {}
        for language in CODES:
            with override(language):
                for key, found in self._labels().items():
                    known = self.accepted.setdefault(key, {})
                    known |= {fold(label): code for code, label in found.items()}
        for known in self.accepted.values():
            known |= {fold(code): code for code in known.values()}
        self.accepted["party"] |= {
            fold(party.label_in(language)): party.code for party in self.parties for language in CODES
        }

    def _labels(self) -> dict[str, dict[str, str]]:
        language = get_language()
        return {
            "party": {one.code: f"{one.label_in(language)} ({one.code})" for one in self.parties},
            "role": {code: str(name) for code, name in Delegate.Role.choices},
            "language": dict(CHOICES),
        }

    def code(self, key: str, text: str) -> str:
        """The code of a label in any language, or of itself. Raises NotInTheList."""
        if not text:
            return ""
        try:
            return self.accepted[key][fold(text)]
        except KeyError:
            raise NotInTheList(value=text) from None


def cells_of(delegate: Delegate, choices: Choices) -> dict[str, str]:
    """A delegate as the texts of its cells."""
    party = delegate.delegation.party
    own = {
        "party": choices.labels["party"].get(party.code, party.code),
        "role": choices.labels["role"][delegate.role],
        "function": getattr(delegate, function_column(party)) or delegate.function,
        "language": choices.labels["language"].get(delegate.language, ""),
    }
    return {key: own.get(key, getattr(delegate, key, "")) for key in KEYS}


def function_column(party: Party) -> str:
    """The column of the function in the language of a party."""
    return f"function_{party.working_language}"


def registered(meeting: Meeting) -> Iterable[Delegate]:
    """The delegates of a meeting who have not been withdrawn, delegation by delegation."""
    found = Delegate.objects.filter(delegation__meeting=meeting, withdrawn_at=None)
    found = found.select_related("delegation__party", "delegation__meeting")
    return found.order_by("delegation__party__code", "position", "pk")


def workbook(meeting: Meeting) -> bytes:
    """The list of delegates of a meeting in the language in force, with room for more."""
    from openpyxl import Workbook

    choices, book = Choices(meeting), Workbook()
    sheet, lists = book.active, workbooks.Lists(book.create_sheet("lists"))
    sheet.title = _("Delegates")[:31]
    sheet.append([f"{FORMAT} {meeting.code}", *KEYS])
    workbooks.head(sheet, ["", *labels().values()], WIDTHS, hidden=HIDDEN)
    line = FIRST_ROW
    for line, delegate in enumerate(registered(meeting), start=FIRST_ROW):
        sheet.cell(line, 1, delegate.pk)
        for place, text in enumerate(cells_of(delegate, choices).values(), start=HIDDEN + 1):
            sheet.cell(line, place, shown(text) or None)
    for key, found in choices.labels.items():
        place = KEYS.index(key) + HIDDEN + 1
        lists.offer(sheet, found.values(), place=place, first=FIRST_ROW, last=line + SPARE)
    lists.sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, *, name: str, meeting: Meeting) -> list[Row]:
    """The rows of a workbook of this meeting.

    Raises NotASheet, SheetTooLarge, OtherSheet, SheetOfAnotherMeeting.
    """
    for _title, lines in workbooks.read(data, name=name):
        number, texts = lines[0] if lines else (0, [""])
        kind, _space, code = texts[0].partition(" ")
        if number != 1 or kind != FORMAT:
            continue
        if code != meeting.code:
            raise SheetOfAnotherMeeting(name=name, other=code)
        return [row for row in (_row(texts, *line) for line in lines if line[0] >= FIRST_ROW) if row]
    raise OtherSheet(name=name)


def _row(keys: list[str], line: int, texts: list[str]) -> Row | None:
    """A row of the sheet; None for one in which nobody wrote."""
    cells = {key: _plain(text) for key, text in zip(keys, texts, strict=False) if key in KEYS}
    return Row(line, texts[0], cells) if any(cells.values()) else None


def _plain(text: str) -> str:
    """A text without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
