"""free number --allocate--> given (for good)

Document symbols follow the pattern of their meeting, such as ACS/2002/RCI.I/WP.001. A number is
given once, also where the document is never issued: the table refuses UPDATE and DELETE.
"""

from django.db import transaction
from django.db.models import Max

from acs_portal.kernel.models import Release, User
from acs_portal.kernel.releases import releases_of
from meetings.domain.meetings import locked
from meetings.models import Meeting, Symbol

WORKING_PAPER, INFORMATION, DECISION = "WP", "INF", "DEC"


@transaction.atomic
def allocate(*, meeting: Meeting, type: str, by: User | None = None) -> Symbol:
    """Give the next symbol of a type ("WP", "INF", "DEC") of a meeting, whose row is locked meanwhile.

    `by` is who asked for it; the act of what the symbol is for names it.
    """
    meeting = locked(meeting)
    number = _free_number(meeting, type)
    return Symbol.objects.create(
        meeting=meeting, type=type, number=number, text=text_of(meeting, type, number)
    )


def _free_number(meeting: Meeting, type: str) -> int:
    number = (meeting.symbols.filter(type=type).aggregate(Max("number"))["number__max"] or 0) + 1
    while Symbol.objects.filter(text=text_of(meeting, type, number)).exists():  # another meeting's pattern
        number += 1
    return number


def text_of(meeting: Meeting, type: str, number: int) -> str:
    """The symbol that the meeting's pattern makes of a type and a number; for a preview, too."""
    return meeting.symbol_pattern.format(
        prefix=meeting.symbol_prefix,
        year=meeting.opens_on.year,
        body=meeting.symbol_body,
        type=type,
        number=number,
    )


def revision(symbol: str, n: int) -> str:
    """The symbol of the n-th revision of a document: ACS/2002/RCI.I/WP.001/Rev.1."""
    return f"{symbol}/Rev.{n}"


def next_name(*, meeting: Meeting, kind: str, type: str, by: User) -> tuple[str, str]:
    """Label and symbol of a document's next release: "" and a new symbol, later Rev.n of the first."""
    numbers = list(releases_of(meeting, kind).values_list("number", "symbol"))
    if not numbers:
        return "", allocate(meeting=meeting, type=type, by=by).text
    newest, first = numbers[0][0], numbers[-1][1]
    return f"Rev.{newest}", revision(first, newest)


def expected_name(*, meeting: Meeting, past: list[Release], type: str) -> str:
    """The symbol that a document's next release would get by now, after its `past` releases, the newest
    first; nothing is given."""
    return revision(past[-1].symbol, past[0].number) if past else expected(meeting=meeting, type=type)


def expected(*, meeting: Meeting, type: str) -> str:
    """The symbol that the next document of a type would get by now; nothing is given."""
    return text_of(meeting, type, _free_number(meeting, type))
