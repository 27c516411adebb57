"""Where the translations of official texts stand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..languages import CHOICES
from .account import User


class Translation(models.Model):
    """Where the texts of one object stand in one language, and the originals they were made from.

    There is a row for each language with a text or without one that another language has; none for a
    complete original.
    """

    class State(models.TextChoices):
        MISSING = "missing", pgettext_lazy("state of a translation", "Missing")
        MACHINE = "machine", pgettext_lazy("state of a translation", "Machine draft")
        TRANSLATED = "translated", pgettext_lazy("state of a translation", "Translated")
        REVIEWED = "reviewed", pgettext_lazy("state of a translation", "Reviewed")

    document = models.CharField(_("document"), max_length=120)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=CHOICES)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TRANSLATED)
    is_stale = models.BooleanField(_("the original changed"), default=False)
    words = models.PositiveIntegerField(_("words to do"), default=0)
    originals = models.JSONField(default=dict)  # name of a text -> the original it was made from
    drafts = models.JSONField(default=list)  # names of the texts that a machine wrote
    translated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    translated_at = models.DateTimeField(_("translated"), null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "language"], name="one_standing_per_language"
            )
        ]
        indexes = [models.Index(fields=["document", "language"])]

    def __str__(self) -> str:
        return f"{self.document} {self.subject_type} {self.subject_id} ({self.language})"

    @classmethod
    def of(cls, row) -> models.QuerySet:
        """The standings of one object."""
        return cls.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))
