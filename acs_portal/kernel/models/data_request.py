"""What people asked about the data that the portal keeps of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .account import User


class DataRequest(models.Model):
    """A copy or an erasure of all data on a person; an erasure is prepared by one and confirmed by another.

    Whom it is about is kept only until it is answered.
    """

    class Kind(models.TextChoices):
        COPY = "copy", pgettext_lazy("request about data", "Copy")
        ERASURE = "erasure", pgettext_lazy("request about data", "Erasure")

    class State(models.TextChoices):
        PREPARED = "prepared", pgettext_lazy("state of a request about data", "Waits for a second person")
        DONE = "done", pgettext_lazy("state of a request about data", "Carried out")
        REFUSED = "refused", pgettext_lazy("state of a request about data", "Refused")

    PERSONAL = ("who",)

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PREPARED)
    who = models.CharField(_("about whom"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    rows = models.JSONField(default=list)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("prepared by"))
    prepared_at = models.DateTimeField(_("prepared"))
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="prepared", decided_at=None, decided_by=None)
                | (~Q(state="prepared") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="data_request_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind="copy") | ~Q(state="done") | ~Q(decided_by=models.F("prepared_by")),
                name="erasure_by_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared") | Q(who="", rows=[]), name="answered_request_names_nobody"
            ),
        ]

    def __str__(self) -> str:
        return self.label_in("en")

    def get_absolute_url(self) -> str:
        return reverse("data_request", args=[self.pk])

    def label_in(self, language: str) -> str:
        """What it is called, without the name of the person."""
        with override(language):
            return gettext("Request about personal data, no. %(number)s") % {"number": self.pk}

    @property
    def is_prepared(self) -> bool:
        return self.state == self.State.PREPARED
