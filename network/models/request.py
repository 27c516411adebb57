"""The request of a deputy that the primary focal point publish sections of the profile."""

from __future__ import annotations

import json

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.models import User
from acs_portal.kernel.releases import Node

from .entry import Section
from .party import Party
from .profile import CountryProfile


class PublicationRequest(models.Model):
    """A deputy asks the publisher to publish chosen sections of the working copy exactly as they stand.

    `content` is the canonical JSON of those sections as they were in sight. A request is answered once.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of a publication request", "Waits for an answer")
        APPROVED = "approved", pgettext_lazy("state of a publication request", "Approved and published")
        RETURNED = "returned", pgettext_lazy("state of a publication request", "Returned with a note")
        REJECTED = "rejected", pgettext_lazy("state of a publication request", "Rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a publication request", "Withdrawn")
        LAPSED = "lapsed", pgettext_lazy("state of a publication request", "Lapsed without an answer")

    profile = models.ForeignKey(
        CountryProfile, models.PROTECT, related_name="requests", verbose_name=_("country profile")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    sections = models.JSONField(_("sections"), default=list)
    content = models.TextField(_("what was in sight"))
    note = models.TextField(_("note to the primary focal point"), blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"))
    lapses_on = models.DateField(_("to be answered by"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("publication request")
        verbose_name_plural = _("publication requests")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile"],
                condition=Q(state="open"),
                name="one_open_request_per_profile",
                violation_error_message=_("The publication of this profile was asked for already."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None) | ~Q(state="open") & Q(answered_at__isnull=False),
                name="request_answered_with_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile} ({self.get_state_display()})"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def asked(self) -> Node:
        """The chosen sections as they were in sight when it was asked."""
        return Node.from_dict(json.loads(self.content))

    @property
    def section_names(self) -> list[str]:
        """The names of the chosen sections in the language in force."""
        return [str(Section(code).label) for code in self.sections]

    @property
    def capacity_party(self) -> Party:
        return self.profile.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.profile.party.roles_of(user)
