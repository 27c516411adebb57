"""What colleagues of a party say to each other about the draft of its profile."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.models import User

from .entry import Section
from .party import Party
from .profile import CountryProfile


class ProfileComment(models.Model):
    """A comment on a section of the draft, or on one of its entries; never shown to the public.

    It is neither tracked nor quoted in the register, so that its author can withdraw it for good.
    """

    profile = models.ForeignKey(CountryProfile, models.PROTECT, related_name="comments")
    section = models.CharField(_("section"), max_length=12, choices=Section)
    entry = models.UUIDField(_("entry"), null=True, blank=True)
    text = models.TextField(_("comment"), max_length=4000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"))
    resolved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolved by")
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)

    class Meta:
        verbose_name = _("comment on a profile")
        verbose_name_plural = _("comments on profiles")
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_with_its_date",
            )
        ]
        indexes = [models.Index(fields=["profile", "section"])]

    def __str__(self) -> str:
        return f"{self.profile}: {self.get_section_display()}"

    @property
    def capacity_party(self) -> Party:
        return self.profile.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.profile.party.roles_of(user)
