"""Programmes under way: countries with shares, partners with roles, donors with amounts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.texts import trilingual

from .entry import Entry, Modality, Section


class Programme(Entry):
    """A cooperation programme under way, perhaps open to pooling with others, and on what terms."""

    class Status(models.TextChoices):
        """The states of an activity in IATI 2.03."""

        PIPELINE = "1", pgettext_lazy("status of a programme", "Pipeline")
        IMPLEMENTATION = "2", pgettext_lazy("status of a programme", "Implementation")
        COMPLETION = "3", pgettext_lazy("status of a programme", "Completion")
        POST_COMPLETION = "4", pgettext_lazy("status of a programme", "Post-completion")
        CANCELLED = "5", pgettext_lazy("status of a programme", "Cancelled")
        SUSPENDED = "6", pgettext_lazy("status of a programme", "Suspended")

    SECTION = Section.PROGRAMMES
    TRILINGUAL = ("title", "summary", "terms")
    SHOWN = (
        "summary",
        "status",
        "sector",
        "modality",
        "starts",
        "countries",
        "partners",
        "donors",
        "is_pooled",
        "terms",
        "contact",
        "note",
    )
    ROWS = ("countries", "partners", "donors")

    status = models.CharField(_("status"), max_length=1, choices=Status, default=Status.IMPLEMENTATION)
    modality = models.CharField(_("modality"), max_length=12, choices=Modality, default=Modality.REGIONAL)
    countries = models.JSONField(_("countries"), default=list, blank=True)
    partners = models.JSONField(_("partners"), default=list, blank=True)
    donors = models.JSONField(_("donors"), default=list, blank=True)
    is_pooled = models.BooleanField(_("open to pooling"), default=False)
    terms = trilingual(
        models.TextField(_("terms of pooling"), blank=True, help_text=_("Read by members only."))
    )

    class Meta(Entry.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
