"""Posts of the parties: they stay when their holder leaves; and the channels by which a party names one."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from acs_portal.kernel import roles
from acs_portal.kernel.models import Demonstrable, User, Versioned
from acs_portal.kernel.tracking import Tracked, TrackedQuerySet

from .party import Party, PriorityArea


class Post(Tracked):
    """A post of a party in the network: it stays when its holder leaves, and may be closed, never deleted."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", pgettext_lazy("post", "Primary focal point")
        DEPUTY = "deputy", pgettext_lazy("post", "Deputy focal point")
        TECHNICAL = "technical", pgettext_lazy("post", "Technical focal point")
        REVIEWER = "reviewer", pgettext_lazy("post", "Reviewer")
        REPRESENTATIVE = (
            "representative",
            pgettext_lazy(
                "post", "Representative to the Council of National Representatives of the Special Fund"
            ),
        )

    ROLE_OF = {Kind.PRIMARY: roles.PUBLISHER, Kind.DEPUTY: roles.DEPUTY, Kind.REVIEWER: roles.REVIEWER}
    # a party has one of each, and one technical post for each theme; deputies and reviewers may be more
    SOLE = (Kind.PRIMARY, Kind.REPRESENTATIVE, Kind.TECHNICAL)

    party = models.ForeignKey(Party, models.PROTECT, related_name="posts", verbose_name=_("party"))
    kind = models.CharField(_("post"), max_length=16, choices=Kind, default=Kind.PRIMARY)
    theme = models.ForeignKey(
        PriorityArea, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("theme")
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    close_reason = models.CharField(_("why it was closed"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["party", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(kind="primary"),
                name="one_primary_post",
                violation_error_message=_("This party already has a post of primary focal point."),
            ),
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(kind="representative"),
                name="one_post_of_representative",
                violation_error_message=_("This party already has a post of representative."),
            ),
            models.UniqueConstraint(
                fields=["party", "theme"],
                condition=Q(kind="technical"),
                name="one_technical_post_per_theme",
                violation_error_message=_("This party already has a technical post for this theme."),
            ),
            models.CheckConstraint(
                condition=Q(kind="technical", theme__isnull=False) | (~Q(kind="technical") & Q(theme=None)),
                name="technical_posts_have_a_theme",
                violation_error_message=_("A technical post has a theme, another post has none."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, close_reason="")
                | (Q(closed_on__isnull=False) & ~Q(close_reason="")),
                name="closed_posts_have_a_reason",
                violation_error_message=_("Say why the post is closed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.party}"

    def get_absolute_url(self) -> str:
        return self.party.get_absolute_url()

    @property
    def title(self) -> str:
        """What the post is called, with its theme, in the language in force."""
        name = str(self.get_kind_display())
        return f"{name}: {self.theme.name}" if self.theme_id else name

    def is_closed_on(self, day: date) -> bool:
        return self.closed_on is not None and self.closed_on <= day

    def label_in(self, language: str) -> str:
        with override(language):
            return str(self)

    @property
    def capacity_party(self) -> Party:
        return self.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.party.roles_of(user)


class ChannelQuerySet(TrackedQuerySet):
    def open_on(self, day: date):
        """The channels by which a party may name somebody on `day`."""
        return self.filter(Q(starts=None) | Q(starts__lte=day), Q(until=None) | Q(until__gt=day))


class AuthorisedChannel(Demonstrable, Versioned, Tracked):
    """An office that may sign designations for a party, from a day until a day."""

    class Office(models.TextChoices):
        """The general rule of the network, for a party that has entered no channel of its own."""

        FOREIGN_MINISTRY = "foreign_ministry", pgettext_lazy("office", "Ministry of Foreign Affairs")
        PERMANENT_MISSION = "permanent_mission", pgettext_lazy("office", "Permanent mission or embassy")

    party = models.ForeignKey(Party, models.PROTECT, related_name="channels", verbose_name=_("party"))
    name = models.CharField(
        _("office"), max_length=160, help_text=_("As the party writes it, in its own language.")
    )
    starts = models.DateField(_("from"), null=True, blank=True, help_text=_("Empty: since ever"))
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("authorised channel")
        verbose_name_plural = _("authorised channels")
        ordering = ["party", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(until=None) | Q(until__gt=models.F("starts")),
                name="channel_ends_after_it_starts",
                violation_error_message=_("A channel ends after the day it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def label_in(self, language: str) -> str:
        return f"{self.name} ({self.party.label_in(language)})"

    @property
    def capacity_party(self) -> Party:
        return self.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.party.roles_of(user)
