"""The columns of the tables of the network that are given as CSV and XLSX: the header and what it means.

The same columns make the header of a file and its Table Schema, so that the two can't differ.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from acs_portal.kernel.languages import CODES

from .models import Designation, Modality, Party, Programme, Section, Visibility

PARTIAL = r"\d{4}(-\d{2}(-\d{2})?)?"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, as the Table Schema of Frictionless describes a field."""

    name: str
    description: str
    type: str = "string"
    is_required: bool = False
    is_key: bool = False
    format: str = ""
    pattern: str = ""
    choices: list[str] = field(default_factory=list)


def names(columns: list[Column]) -> list[str]:
    """The header of a file."""
    return [column.name for column in columns]


def _words(choices) -> list[str]:
    return [str(label) for label in choices.labels]


def _kinds() -> list[str]:
    return [str(kind.label) for kind in Party.IN_NETWORK]


def directory_columns(*, contacts: bool, letters: bool) -> list[Column]:
    """The columns of the directory; `contacts` adds those of the persons, `letters` what letters say."""
    partial = _("A year, a year and month, or a date; empty: not known.")
    standings = [*_words(Party.Status), _("Date of association not known")]
    columns = [
        Column(_("Code"), _("Code of the party in the portal."), is_required=True),
        Column(_("Kind"), _("Kind of party."), is_required=True, choices=_kinds()),
        *(
            Column(_("Name (%(language)s)") % {"language": code}, _("Name of the party."), is_required=True)
            for code in CODES
        ),
        Column(_("From"), partial, pattern=PARTIAL),
        Column(_("Until"), partial, pattern=PARTIAL),
        Column(_("Standing"), _("Standing of the party."), is_required=True, choices=standings),
        Column(_("Post"), _("Post in the network; a row for each.")),
        Column(_("Holder"), _("Who holds the post on the day; empty: nobody.")),
        Column(_("Since"), _("Day from which the designation counts."), "date"),
        Column(_("Vacant since"), _("Day from which the post is vacant."), "date"),
        Column(_("Authority"), _("Cooperation authority, as published.")),
        Column(_("Address"), _("Postal address of the office, as published.")),
        Column(_("Telephone of the office"), _("As published; an apostrophe before + keeps it a text.")),
        Column(_("E-mail of the office"), _("As published.")),
        Column(_("Website"), _("As published.")),
    ]
    members = _("For member states, associate members and the Secretariat.")
    house = _("For the Secretariat.")
    if contacts:
        columns += [Column(_("E-mail of the holder"), members), Column(_("Telephone of the holder"), members)]
    if letters:
        columns += [
            Column(_("Instrument"), house, choices=_words(Designation.Instrument)),
            Column(_("Reference"), house),
            Column(_("Dated"), house, "date"),
            Column(_("Signed by"), house),
            Column(_("Received on"), house, "date"),
        ]
    return columns


def programme_columns() -> list[Column]:
    """The columns of the list of programmes, offers and needs."""
    partial = _("A year, a year and month, or a date; empty: not known.")
    kinds = [str(Section(code).label) for code in (Section.PROGRAMMES, Section.OFFERS, Section.NEEDS)]
    return [
        Column(
            _("Identifier"),
            _("Stable identifier of the entry."),
            is_required=True,
            is_key=True,
            format="uuid",
        ),
        Column(_("Kind"), _("Programme, offer or need."), is_required=True, choices=kinds),
        Column(_("Code"), _("Code of the party in the portal."), is_required=True),
        Column(_("Party"), _("Name of the party."), is_required=True),
        *(
            Column(_("Title (%(language)s)") % {"language": code}, _("Title; empty where not translated."))
            for code in CODES
        ),
        Column(_("DAC code"), _("Purpose code of the OECD-DAC."), pattern=r"\d{3,5}"),
        Column(_("Modality"), _("Modality of the cooperation."), choices=_words(Modality)),
        Column(_("Status"), _("Status of a programme."), choices=_words(Programme.Status)),
        Column(_("From"), partial, pattern=PARTIAL),
        Column(_("Until"), partial, pattern=PARTIAL),
        Column(_("Countries"), _("Codes of the countries, with a semicolon between."), is_required=True),
        Column(_("Open to pooling"), _("Whether the programme is open to pooling."), "boolean"),
        Column(_("Who may read it"), _("For whom it is published."), choices=_words(Visibility)),
        Column(_("Demonstration"), _("Whether the entry is demonstration content."), "boolean"),
    ]


def board_columns() -> list[Column]:
    """The columns of the board: one for each section."""
    state = _("State of the section, with the day on which it was confirmed in brackets.")
    return [
        Column(_("Code"), _("Code of the party in the portal."), is_required=True, is_key=True),
        Column(_("Party"), _("Name of the party."), is_required=True),
        Column(_("Kind"), _("Kind of party."), is_required=True, choices=_kinds()),
        *(Column(str(label), state, is_required=True) for label in Section.labels),
        Column(_("Last confirmed"), _("Newest day on which a section was confirmed."), "date"),
    ]
