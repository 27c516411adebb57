"""The gate of a release: what is not ready of a document in three languages, and whether that holds it.

The rule is a setting per kind of document (RELEASE_GATES):

    pending     it goes out; what is missing is shown before, and marked for the readers after
    hold        nothing goes out until every text is there in all languages and follows its original
    concordant  the same, and the figures, dates and references of the languages agree
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from . import concordance, translations
from .acts import reference_of
from .concordance import Discordance
from .errors import RuleBroken
from .languages import CODES, OWN_NAMES
from .texts import TrilingualModel, versions_of
from .translations import text_name

PENDING, HOLD, CONCORDANT = "pending", "hold", "concordant"
MISSING, MACHINE, STALE, DISCORDANT = "missing", "machine", "stale", "discordant"
PROBLEMS = {
    MISSING: pgettext_lazy("state of a translation", "missing"),
    MACHINE: pgettext_lazy("state of a translation", "machine draft"),
    STALE: pgettext_lazy("state of a translation", "follows an earlier original"),
    DISCORDANT: pgettext_lazy("state of a translation", "figures or references differ"),
}


class NotReady(RuleBroken):
    message = _("Not every text is ready in English, Spanish and French: %(blocks)s")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not ready: the number and row of the text, the language ("" for all), the problem."""

    number: str
    row: TrilingualModel
    language: str
    problem: str
    names: tuple[str, ...] = ()
    differ: list[tuple[str, Discordance]] = field(default_factory=list)

    @property
    def said(self):
        """The problem in words."""
        return PROBLEMS[self.problem]

    @property
    def texts(self) -> str:
        """The names of the texts concerned."""
        return ", ".join(text_name(self.row, name) for name in self.names)

    def __str__(self) -> str:
        language = f" ({OWN_NAMES[self.language]})" if self.language else ""
        return f"{self.number or self.row} {self.texts}{language}: {self.said}"


def findings(rows: Iterable[tuple[str, TrilingualModel]]) -> list[Finding]:
    """What is not ready of the (numbered) rows of a document, in their order; one query."""
    rows = list(rows)
    pending = translations.pending([row for _number, row in rows])
    found = []
    for number, row in rows:
        found += _of_languages(number, row, pending.get(reference_of(row), {}))
        if differ := differences(row):
            found.append(
                Finding(number, row, "", DISCORDANT, tuple(name for name, _differ in differ), differ)
            )
    return found


def _of_languages(number: str, row: TrilingualModel, pending: dict[str, str]) -> list[Finding]:
    found = []
    for code in CODES:
        if names := translations.missing_of(row, code):
            found.append(Finding(number, row, code, MISSING, tuple(names)))
        if code in pending:
            found.append(Finding(number, row, code, pending[code]))
    return found


def differences(row: TrilingualModel) -> list[tuple[str, Discordance]]:
    """Where the versions of the texts of a row don't agree, by name of the text."""
    return [(name, one) for name in row.TRILINGUAL for one in concordance.compare(versions_of(row, name))]


def blocking(kind: str, found: Sequence[Finding]) -> list[Finding]:
    """Those of the findings that hold the release of a kind of document."""
    rule = settings.RELEASE_GATES[kind]
    if rule == PENDING:
        return []
    return [one for one in found if rule == CONCORDANT or one.problem != DISCORDANT]


def guard(kind: str, rows: Iterable[tuple[str, TrilingualModel]]) -> list[Finding]:
    """The findings, if the release may go out with them. Raises NotReady, which lists what blocks it."""
    found = findings(rows)
    if blocks := blocking(kind, found):
        raise NotReady(blocks=listed(blocks))
    return found


def listed(found: Sequence[Finding], most: int = 10) -> str:
    """Findings as one line; of many, the first and how many more."""
    more = len(found) - most
    rest = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more} if more > 0 else ""
    return "; ".join([*(str(one) for one in found[:most]), *([rest] if rest else [])])
