"""The door of a meeting: badges with their tokens, arrivals, and prints that are kept for a day."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.languages import CHOICES
from acs_portal.kernel.models import User

from .delegation import Delegate, Delegation
from .meeting import Meeting


def new_token() -> str:
    """A token that nobody guesses: 128 bits, as 22 characters of an address."""
    return secrets.token_urlsafe(16)


class Badge(models.Model):
    """The badge of a delegate: the token in its QR code, and what it said when it was last printed.

    The token opens nothing: it only finds the person for somebody who may record arrivals.
    """

    delegate = models.OneToOneField(
        Delegate, models.CASCADE, related_name="badge", verbose_name=_("delegate")
    )
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    printed_at = models.DateTimeField(_("printed"), null=True, blank=True, editable=False)
    printed_as = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.delegate_id}"

    def get_absolute_url(self) -> str:
        return reverse("check_in_token", args=[self.token])


class ArrivalQuerySet(models.QuerySet):
    """Arrivals that count, and those that were undone."""

    def standing(self):
        return self.filter(undone_at=None)


class Arrival(models.Model):
    """One press of “Check in”; of several for a delegate the earliest that was not undone counts.

    `client_id` is made by the device that pressed: the same press sent twice is one.
    """

    delegate = models.ForeignKey(
        Delegate, models.CASCADE, related_name="arrivals", verbose_name=_("delegate")
    )
    at = models.DateTimeField(_("arrived"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    device = models.CharField(_("device"), max_length=60, blank=True)
    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    received_at = models.DateTimeField(_("received"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="arrival_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.delegate_id}"


class Print(models.Model):
    """Papers of a meeting made for the printer: asked for, made by the worker, gone after a day.

    They hold the names of people, so nothing of them is kept longer than it takes to print.
    """

    class Kind(models.TextChoices):
        BADGES_A6 = "badges_a6", pgettext_lazy("papers", "Badges, A6, four to a sheet")
        BADGES_A7 = "badges_a7", pgettext_lazy("papers", "Badges, A7, eight to a sheet")
        PLATES_A4 = "plates_a4", pgettext_lazy("papers", "Name plates of delegations, one to a sheet")
        PLATES_A5 = "plates_a5", pgettext_lazy("papers", "Name plates of delegates, two to a sheet")
        ATTENDANCE = "attendance", pgettext_lazy("papers", "Attendance sheets to sign")

    class Scope(models.TextChoices):
        ALL = "all", pgettext_lazy("whose papers", "Everybody")
        NEW = "new", pgettext_lazy("whose papers", "Badges that are new or changed since the last print")
        CHOSEN = "chosen", pgettext_lazy("whose papers", "Only the delegations chosen below")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="prints", verbose_name=_("meeting"))
    kind = models.CharField(_("papers"), max_length=12, choices=Kind, default=Kind.BADGES_A6)
    language = models.CharField(_("language"), max_length=2, choices=CHOICES)
    scope = models.CharField(_("for whom"), max_length=8, choices=Scope, default=Scope.ALL)
    delegations = models.ManyToManyField(Delegation, blank=True, verbose_name=_("delegations"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"))
    made_at = models.DateTimeField(_("made"), null=True, blank=True, editable=False)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True, editable=False)
    count = models.PositiveIntegerField(_("how many"), default=0, editable=False)
    data = models.BinaryField(default=b"", editable=False)

    class Meta:
        verbose_name = _("print")
        verbose_name_plural = _("prints")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_under_way(self) -> bool:
        return self.made_at is None and self.failed_at is None
