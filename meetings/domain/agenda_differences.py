"""What differs between two states of an agenda, in the reader's words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import releases
from acs_portal.kernel.releases import Node
from meetings.models import AgendaItem


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two states of an agenda, in the reader's words; `id` is that of the item."""

    id: str
    kind: str  # added, removed, moved, words, facts
    number: str
    title: str
    what: str
    language: str
    before: str
    after: str


NAMES = {
    "title": _("title"),
    "annotation": _("annotation"),
    "place": _("place"),
    "venue": _("venue"),
    "kind": _("kind"),
    "minutes": _("estimated time (minutes)"),
    "opens_on": _("opens on"),
    "closes_on": _("closes on"),
    "time_zone": _("time zone"),
    "code": _("code"),
}


def differences(old: Node | None, new: Node) -> list[Difference]:
    """What changed from one state of the agenda to another, for a reader; all of it when there was none."""
    nodes = {node.id: node for node in new.walk()}
    return [
        Difference(
            change.id,
            change.kind,
            change.number,
            nodes[change.id].text("title").value if change.id in nodes else change.before,
            str(NAMES.get(change.name, change.name)),
            change.language,
            _worded(change.name, change.before),
            _worded(change.name, change.after),
        )
        for change in releases.diff(old, new)
    ]


def _worded(name: str, value: str) -> str:
    return str(AgendaItem.Kind(value).label) if name == "kind" and value else value
