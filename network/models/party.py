"""Parties of the network with their standing over time, and the priority areas of cooperation."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.dates import PartialDateField, partial
from acs_portal.kernel.languages import CHOICES
from acs_portal.kernel.models import User
from acs_portal.kernel.texts import TrilingualModel, text_of, trilingual

IN, OUT, NOT_KNOWN = "in", "out", "not_known"

# Names of what a party stands for or is represented by, where that is no party itself.
TERRITORIES = {
    "BLM": pgettext_lazy("territory", "Saint Barthélemy"),
    "FRA": pgettext_lazy("territory", "France"),
    "GLP": pgettext_lazy("territory", "Guadeloupe"),
    "GUF": pgettext_lazy("territory", "French Guiana"),
    "MTQ": pgettext_lazy("territory", "Martinique"),
    "NLD": pgettext_lazy("territory", "Kingdom of the Netherlands"),
}

ROTATION_GROUPS = {
    "CARICOM": pgettext_lazy("rotation group", "CARICOM"),
    "Central America": pgettext_lazy("rotation group", "Central America"),
    "G3": pgettext_lazy("rotation group", "Group of Three"),
    "Non-grouped": pgettext_lazy("rotation group", "Non-grouped"),
}


class PriorityArea(TrilingualModel):
    """A priority area of cooperation of the ACS, with its OECD-DAC purpose code."""

    TRILINGUAL = ("name",)

    code = models.SlugField(_("code"), unique=True)
    name = trilingual(models.CharField(_("name"), max_length=120, blank=True))
    dac_code = models.CharField(_("DAC code"), max_length=5)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("priority area")
        verbose_name_plural = _("priority areas")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name

    @property
    def dac_shown(self) -> str:
        """The purpose code as printed; a family of codes such as 210 as 210xx."""
        return self.dac_code.ljust(5, "x")


class PartyQuerySet(models.QuerySet):
    def in_protocol_order(self, language: str | None = None):
        """By kind, then alphabetically in the language of the reader, articles not counted."""
        order = models.Case(
            *(models.When(kind=kind, then=place) for place, kind in enumerate(Party.Kind.values)),
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(order, f"sort_{language or get_language()}", "code")


class NetworkManager(models.Manager.from_queryset(PartyQuerySet)):
    """The parties of the network. A guest of a meeting is none: it is invited, and has no other right."""

    def get_queryset(self) -> PartyQuerySet:
        return super().get_queryset().exclude(kind=Party.Kind.GUEST)


class Party(TrilingualModel):
    """A party of the network with its standing and dates, as the reference list gives them."""

    class Kind(models.TextChoices):
        MEMBER_STATE = "member_state", pgettext_lazy("kind of party", "Member State")
        ASSOCIATE_MEMBER = "associate_member", pgettext_lazy("kind of party", "Associate Member")
        FOUNDING_OBSERVER = "founding_observer", pgettext_lazy("kind of party", "Founding Observer")
        OBSERVER_COUNTRY = "observer_country", pgettext_lazy("kind of party", "Observer Country")
        OBSERVER_ORGANISATION = (
            "observer_organisation",
            pgettext_lazy("kind of party", "Observer Organisation"),
        )
        SOCIAL_ACTOR = "social_actor", pgettext_lazy("kind of party", "Social Actor")
        GUEST = "guest", pgettext_lazy("kind of party", "Guest")

    class Status(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("standing of a party", "Active")
        INACTIVE = "inactive", pgettext_lazy("standing of a party", "Inactive")
        FORMER = "former", pgettext_lazy("standing of a party", "Former")

    TRILINGUAL = ("name",)
    MEMBERS = (Kind.MEMBER_STATE, Kind.ASSOCIATE_MEMBER)
    IN_NETWORK = tuple(kind for kind in Kind if kind != "guest")

    code = models.CharField(_("code"), max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    iso2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, blank=True)
    iso3 = models.CharField("ISO 3166-1 alpha-3", max_length=3, blank=True)
    name = trilingual(models.CharField(_("name"), max_length=160))
    sort_en = models.CharField(max_length=160)
    sort_es = models.CharField(max_length=160)
    sort_fr = models.CharField(max_length=160)
    official_languages = models.CharField(_("official languages"), max_length=40, blank=True)
    working_language = models.CharField(_("working language"), max_length=2, choices=CHOICES)
    rotation_group = models.CharField(_("rotation group"), max_length=40, blank=True)
    valid_from = PartialDateField(_("from"), help_text=_("Empty: not known"))
    valid_to = PartialDateField(_("until"))
    status = models.CharField(_("standing"), max_length=10, choices=Status, default=Status.ACTIVE)
    represented_by = models.CharField(_("represented by"), max_length=12, blank=True)
    territories = models.CharField(_("territories"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = NetworkManager()
    with_guests = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["kind", "sort_en"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:party", args=[self.slug])

    @property
    def slug(self) -> str:
        """The code as addresses have it."""
        return self.code.lower()

    def label_in(self, language: str) -> str:
        return text_of(self, "name", language).value

    @property
    def is_member(self) -> bool:
        """A member state or an associate member: those to whom information goes (Article XV.1(d))."""
        return self.kind in self.MEMBERS

    @property
    def map_places(self) -> list[str]:
        """The ISO codes of the places on the map that the party stands for."""
        return self.territories.split(";") if self.territories else [self.iso3]

    @property
    def territory_names(self) -> list[str]:
        """The territories a party stands for, where they are not the party itself."""
        codes = self.territories.split(";") if self.territories else []
        return [str(TERRITORIES[code]) for code in codes if len(codes) > 1]

    @property
    def representative_name(self) -> str:
        """The state that represents the party; "" for none."""
        return str(TERRITORIES[self.represented_by]) if self.represented_by else ""

    @property
    def rotation_name(self) -> str:
        """The group among which the officers of a meeting rotate, in words."""
        return str(ROTATION_GROUPS.get(self.rotation_group, self.rotation_group))

    @property
    def is_counted(self) -> bool:
        """An inactive party (Turks and Caicos Islands) is listed and not counted."""
        return self.status != self.Status.INACTIVE

    def standing_on(self, day: date, today: date) -> str:
        """IN, OUT or NOT_KNOWN on `day`, judged only from the dates that are known.

        From `today` on, the status of the reference list decides; before, a start or end that is
        not known, or known to the year only, leaves the answer open.
        """
        if day >= today:
            return OUT if self.status == self.Status.FORMER else IN
        start, end = partial(self.valid_from), partial(self.valid_to)
        if (start and day < start.earliest) or (end and day > end.latest):
            return OUT
        if start is None or day < start.latest:
            return NOT_KNOWN
        if end and day >= end.earliest:
            return OUT if end.earliest == end.latest else NOT_KNOWN
        if end is None and self.status == self.Status.FORMER:
            return IN if day <= self.last_known_day else NOT_KNOWN
        return IN

    @property
    def last_known_day(self) -> date:
        """For a former party whose end is not known: the end of the year that its code names (FRA-2002)."""
        year = self.code.rpartition("-")[2]
        return date(int(year), 12, 31) if year.isdecimal() else partial(self.valid_from).latest

    @property
    def capacity_party(self) -> Party:
        return self

    def roles_of(self, user: User) -> frozenset[str]:
        """The roles a person has on this party, from the designations in force."""
        from .designation import held_posts  # which itself stands on parties
        from .post import Post

        posts = {post for party, post, _kind in held_posts(user) if party == self.pk}
        return frozenset(role for post, role in Post.ROLE_OF.items() if post in posts)
