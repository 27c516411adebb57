"""What is published of a profile: the standing of its sections, and its entries as lists find them.

Both are written with a release and say nothing that the release does not; the words that count are those
of the release.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.models import User
from acs_portal.kernel.texts import TrilingualModel, trilingual

from .entry import Modality, Section, Visibility
from .party import Party
from .profile import CountryProfile


class SectionStanding(models.Model):
    """A published section of a profile: with which release, and when and by whom it was last confirmed.

    `is_nothing`: nothing of the section was released; the party states that it has nothing to say there.
    """

    profile = models.ForeignKey(CountryProfile, models.PROTECT, related_name="standings")
    section = models.CharField(_("section"), max_length=12, choices=Section)
    entries = models.PositiveIntegerField(_("entries"), default=0)
    is_nothing = models.BooleanField(_("nothing at present"), default=False)
    release = models.PositiveIntegerField(_("version"), null=True, blank=True)
    published_on = models.DateField(_("last published"))
    confirmed_on = models.DateField(_("last confirmed"))
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )

    class Meta:
        verbose_name = _("section of a profile")
        verbose_name_plural = _("sections of profiles")
        ordering = ["profile", "section"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "section"], name="one_standing_per_section"),
            models.CheckConstraint(
                condition=Q(is_nothing=True, release=None, entries=0)
                | Q(is_nothing=False, release__isnull=False),
                name="standing_released_or_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.get_section_display()}"


class PublishedEntry(TrilingualModel):
    """An entry of the last release of a profile, as the list of the whole network finds it."""

    TRILINGUAL = ("title",)

    party = models.ForeignKey(Party, models.PROTECT, related_name="published_entries")
    section = models.CharField(_("kind"), max_length=12, choices=Section)
    uid = models.UUIDField(unique=True)
    place = models.PositiveIntegerField(default=0)
    visibility = models.CharField(max_length=12, choices=Visibility)
    title = trilingual(models.CharField(_("title"), max_length=300, blank=True))
    sector = models.CharField(_("sector"), max_length=5, blank=True)
    modality = models.CharField(_("modality"), max_length=12, choices=Modality, blank=True)
    status = models.CharField(_("status"), max_length=1, blank=True)
    is_pooled = models.BooleanField(_("open to pooling"), default=False)
    countries = models.TextField(blank=True)  # ;MEX;HTI;
    partners = models.TextField(blank=True)  # ;CUB;
    donors = models.JSONField(default=list, blank=True)  # codes of parties and names of organisations
    starts = models.CharField(_("from"), max_length=10, blank=True)
    ends = models.CharField(_("until"), max_length=10, blank=True)
    search = models.TextField(blank=True)  # folded, of what whoever reads the entry may read
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("published entry")
        verbose_name_plural = _("published entries")
        ordering = ["party", "section", "place"]
        indexes = [models.Index(fields=["section", "visibility"])]

    def __str__(self) -> str:
        return self.title
