"""The budget of a meeting."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.models import Versioned
from acs_portal.kernel.texts import TrilingualModel, text_of, trilingual
from acs_portal.kernel.tracking import Tracked

from .meeting import Meeting

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class BudgetLine(TrilingualModel, Versioned, Tracked):
    """A cost of a meeting: of which component, how much, and who bears it, in cash or in kind."""

    class Component(models.TextChoices):
        PREPARATION = "preparation", pgettext_lazy("component of a budget", "Preparation")
        MEETING = "meeting", pgettext_lazy("component of a budget", "Meeting")
        WHOLE = "whole", pgettext_lazy("component of a budget", "Preparation and meeting together")
        OTHER = "other", pgettext_lazy("component of a budget", "Other")

    class Bearer(models.TextChoices):
        ACS = "acs", pgettext_lazy("who bears a cost", "ACS")
        HOST = "host", pgettext_lazy("who bears a cost", "Host")
        DONOR = "donor", pgettext_lazy("who bears a cost", "Donor")

    class Form(models.TextChoices):
        CASH = "cash", pgettext_lazy("form of a contribution", "In cash")
        KIND = "kind", pgettext_lazy("form of a contribution", "In kind")

    TRILINGUAL = ("label",)

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="budget_lines", verbose_name=_("meeting")
    )
    component = models.CharField(
        _("component"), max_length=12, choices=Component, default=Component.PREPARATION
    )
    label = trilingual(models.CharField(_("what it is for"), max_length=200, blank=True))
    estimated = models.DecimalField(
        _("estimated cost"), max_digits=14, decimal_places=2, null=True, blank=True, validators=NOT_NEGATIVE
    )
    actual = models.DecimalField(
        _("actual cost"), max_digits=14, decimal_places=2, null=True, blank=True, validators=NOT_NEGATIVE
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"\A[A-Z]{3}\Z", _("Three capital letters (ISO 4217), such as USD."))],
    )
    borne_by = models.CharField(_("borne by"), max_length=6, choices=Bearer, default=Bearer.ACS)
    bearer_name = models.CharField(
        _("name of the institution"),
        max_length=120,
        blank=True,
        help_text=_("Of the host or the donor, such as IMEXCI; no name of a person"),
    )
    form = models.CharField(
        _("form of the contribution"),
        max_length=4,
        choices=Form,
        blank=True,
        help_text=_("Empty: not stated"),
    )

    class Meta:
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of budgets")
        ordering = ["meeting", "component", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(estimated__isnull=False) | models.Q(actual__isnull=False),
                name="budget_line_has_an_amount",
                violation_error_message=_("Give the estimated or the actual cost."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("meetings:budget_edit", args=[self.meeting.code, self.pk])

    def label_in(self, language: str) -> str:
        return text_of(self, "label", language).value

    @property
    def bearer(self) -> str:
        """Who bears the cost, in words."""
        return (
            f"{self.get_borne_by_display()}: {self.bearer_name}"
            if self.bearer_name
            else str(self.get_borne_by_display())
        )
