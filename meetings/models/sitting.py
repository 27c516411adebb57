"""Sittings of a meeting and the decisions taken there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.models import Demonstrable
from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import TrilingualModel, text_of, trilingual

from .agenda import AgendaItem
from .delegation import Delegation
from .meeting import Meeting


class Sitting(models.Model):
    """One stretch of a meeting with its own attendance and quorum."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="sittings", verbose_name=_("meeting"))
    number = models.PositiveSmallIntegerField(_("number"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    present = models.ManyToManyField(
        Delegation, blank=True, related_name="sittings", verbose_name=_("delegations present")
    )

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="sitting_numbered_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="sitting_ends_after_it_starts",
                violation_error_message=_("The sitting ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} – {self.number}"

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()

    def label_in(self, language: str) -> str:
        return f"{self.meeting.label_in(language)} – {self.number}"

    @property
    def day(self):
        """The day on which the sitting starts, at the place of the meeting."""
        return self.starts_at.astimezone(self.meeting.zone).date()


class Decision(TrilingualModel, Demonstrable):
    """A decision of a meeting: its exact text, the sitting, the mode, and the quorum as arithmetic.

    `item` is the agenda item as readers knew it when the decision was recorded (a Node as dict);
    the working copy of the agenda goes on.
    """

    class Mode(models.TextChoices):
        CONSENSUS = "consensus", pgettext_lazy("mode of decision", "By consensus")
        VOTE = "vote", pgettext_lazy("mode of decision", "By vote")

    TRILINGUAL = ("title", "text")

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="decisions", verbose_name=_("sitting"))
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, related_name="decisions", verbose_name=_("agenda item")
    )
    item = models.JSONField(_("agenda item as it stood"), default=dict, blank=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number"))
    symbol = models.CharField(_("symbol"), max_length=80, unique=True)
    title = trilingual(models.CharField(_("title"), max_length=240, blank=True))
    text = trilingual(models.TextField(_("text"), blank=True))
    mode = models.CharField(_("mode"), max_length=12, choices=Mode, default=Mode.CONSENSUS)
    decided_on = models.DateField(_("decided on"))
    quorum_base = models.PositiveSmallIntegerField(_("members entitled"))
    quorum_needed = models.PositiveSmallIntegerField(_("needed for the quorum"))
    quorum_present = models.PositiveSmallIntegerField(_("members present"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["sitting__meeting", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_present__gte=models.F("quorum_needed")), name="decided_with_quorum"
            )
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:decisions", args=[self.sitting.meeting.code]) + f"#decision-{self.number}"

    def label_in(self, language: str) -> str:
        return f"{self.symbol} {text_of(self, 'title', language)}"

    @property
    def item_as_decided(self) -> Node | None:
        """Number and title of the agenda item as they stood; None for a decision under no item."""
        return Node.from_dict(self.item) if self.item else None

    @property
    def item_number(self) -> str:
        return self.item.get("number", "")

    @property
    def item_title(self) -> str:
        return self.item_as_decided.label if self.item else ""
