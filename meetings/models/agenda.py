"""The agenda of a meeting."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.models import Versioned
from acs_portal.kernel.texts import TrilingualModel, text_of, trilingual
from acs_portal.kernel.tracking import Tracked

from .meeting import Meeting


class AgendaItem(TrilingualModel, Versioned, Tracked):
    """An item of the working copy of a meeting's agenda; its number follows from its place in the tree."""

    class Kind(models.TextChoices):
        INFORMATION = "information", pgettext_lazy("kind of agenda item", "Information")
        DISCUSSION = "discussion", pgettext_lazy("kind of agenda item", "Discussion")
        DECISION = "decision", pgettext_lazy("kind of agenda item", "Decision")

    TRILINGUAL = ("title", "annotation")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="agenda_items", verbose_name=_("meeting")
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under item")
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    title = trilingual(models.CharField(_("title"), max_length=300, blank=True))
    annotation = trilingual(models.TextField(_("annotation"), blank=True))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DISCUSSION)
    minutes = models.PositiveSmallIntegerField(_("estimated time (minutes)"), null=True, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:item_edit", args=[self.meeting.code, self.uid])

    def label_in(self, language: str) -> str:
        return text_of(self, "title", language).value

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return "agenda", self.meeting.code
