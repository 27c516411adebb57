"""The list of participants as a table, for CSV and XLSX."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from acs_portal.kernel.releases import Node
from meetings.models import Delegate

ROLES = dict(Delegate.Role.choices)


def participants(
    rows: Iterable[tuple[Node, Node, Node]], emails: dict[str, str] | None
) -> tuple[list[str], list[list]]:
    """Header and rows in the language in force, of (category, party, delegate); e-mail where it is given."""
    header = [
        _("Category"), _("Party"), _("Role"), _("Name"), _("Family name"), _("Given name"), _("Function"),
    ]  # fmt: skip
    lines = []
    for category, party, delegate in rows:
        facts = delegate.facts
        line = [category.text("title").value, party.text("title").value, str(ROLES[facts["role"]])]
        line += [facts["name"], facts["family_name"], facts["given_name"], delegate.text("function").value]
        lines.append(line if emails is None else [*line, emails.get(delegate.id, "")])
    return (header if emails is None else [*header, _("E-mail address")]), lines
