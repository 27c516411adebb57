"""Releases of official text, and the documents issued for them."""

from __future__ import annotations

import json

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .. import roles
from ..languages import CHOICES, CODES
from .account import User


class Release(models.Model):
    """A numbered release of a subject: every word in every language, frozen. Append-only.

    A corrigendum `corrects` a release in one language: it has the number of that release, a number of
    its own (1, 2...) and the whole text with the words of that language corrected.
    """

    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    kind = models.CharField(_("kind"), max_length=40)
    number = models.PositiveIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=40, blank=True, help_text=_("Such as Rev.1"))
    symbol = models.CharField(_("symbol"), max_length=80, blank=True)
    canonical = models.TextField(_("canonical JSON (RFC 8785)"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    changes = models.JSONField(_("changes since the release before"), null=True, blank=True)
    note = models.JSONField(_("note"), default=dict, blank=True)
    released_at = models.DateTimeField(_("released"))
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("released by"))
    capacity = models.CharField(_("in which capacity"), max_length=20, blank=True)
    capacity_of = models.JSONField(_("of which party"), default=dict, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrigenda", verbose_name=_("corrects")
    )
    corrigendum = models.PositiveIntegerField(_("corrigendum"), default=0)
    language = models.CharField(_("language"), max_length=2, choices=CHOICES, blank=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-number", "-corrigendum"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "number", "corrigendum"],
                name="one_release_per_number",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, corrigendum=0, language="")
                | Q(corrects__isnull=False, corrigendum__gt=0, language__in=CODES),
                name="corrigendum_of_one_language",
            ),
            models.UniqueConstraint(
                fields=["symbol"], condition=~Q(symbol=""), name="one_release_per_symbol"
            ),
        ]

    def __str__(self) -> str:
        return self.symbol or f"{self.kind} {self.number}"

    def get_capacity_display(self) -> str:
        """The capacity in words; "" of a release from before it was kept."""
        return str(roles.ROLES.get(self.capacity, ""))

    @property
    def content(self) -> dict:
        """The frozen content, as the canonical JSON says it."""
        return json.loads(self.canonical)


class IssuedDocument(models.Model):
    """A document as issued: its bytes in one language, stored and served, never rendered again."""

    EDITIONS = [*CHOICES, ("mul", _("trilingual edition"))]  # ISO 639-2: several languages

    release = models.ForeignKey(Release, models.PROTECT, related_name="documents", verbose_name=_("release"))
    language = models.CharField(_("language"), max_length=3, choices=EDITIONS)
    media_type = models.CharField(max_length=80, default="application/pdf")
    data = models.BinaryField()
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "language", "media_type"], name="issued_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release} ({self.language})"
