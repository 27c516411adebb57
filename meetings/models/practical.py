"""What participants need to know of the place of a meeting."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.models import Versioned
from acs_portal.kernel.texts import TrilingualModel, text_of, trilingual
from acs_portal.kernel.tracking import Tracked

from .meeting import Meeting


class PracticalNote(TrilingualModel, Versioned, Tracked):
    """The working copy of the practical information note of a meeting, section by section."""

    TRILINGUAL = ("venue", "transport", "hotels", "visas", "money", "health", "contacts")

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, related_name="practical_note", verbose_name=_("meeting")
    )
    venue = trilingual(models.TextField(_("venue and registration"), blank=True))
    transport = trilingual(models.TextField(_("arrival and transport"), blank=True))
    hotels = trilingual(models.TextField(_("hotels"), blank=True))
    visas = trilingual(models.TextField(_("visas and entry"), blank=True))
    money = trilingual(models.TextField(_("money"), blank=True))
    health = trilingual(models.TextField(_("health and safety"), blank=True))
    contacts = trilingual(models.TextField(_("contacts"), blank=True))

    class Meta:
        verbose_name = _("practical information note")
        verbose_name_plural = _("practical information notes")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} – {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:practical_edit", args=[self.meeting.code])

    def label_in(self, language: str) -> str:
        return text_of(self.meeting, "title", language).value

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return "practical", self.meeting.code
