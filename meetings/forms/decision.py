"""The form of a decision."""

from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.forms import PortalForm
from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import columns
from meetings.models import Decision, Meeting

from .bases import OriginalNeeded, day


class DecisionForm(OriginalNeeded, PortalForm):
    """A decision with its exact text in three languages."""

    TRILINGUAL = ("title", "text")
    NEEDED = ("title", "text")

    class Meta:
        model = Decision
        fields = (
            "sitting",
            "agenda_item",
            "mode",
            "decided_on",
            "authentic_language",
            *columns("title", "text"),
        )
        widgets = {"decided_on": day()}

    def __init__(self, *args, meeting: Meeting, tree: Node, **kwargs):
        super().__init__(*args, **kwargs)
        known = {node.id: f"{node.number} {node.text('title')}" for node in tree.walk()}
        self.fields["sitting"].queryset = meeting.sittings.select_related("meeting")
        self.fields["sitting"].label_from_instance = lambda sitting: (
            _("Sitting %(number)s, %(day)s")
            % {
                "number": sitting.number,
                "day": sitting.day.isoformat(),
            }
        )
        self.fields["agenda_item"].queryset = meeting.agenda_items.all()
        self.fields["agenda_item"].required = False
        self.fields["agenda_item"].label_from_instance = lambda item: (
            known.get(str(item.uid)) or _("%(title)s (not released yet)") % {"title": item.title}
        )
