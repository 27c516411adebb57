"""The network: parties and their standing over time, posts, persons, designations, country profiles."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import roles
from acs_portal.kernel.access import standing_roles
from acs_portal.kernel.dates import PartialDateField, official_day, partial
from acs_portal.kernel.languages import CHOICES
from acs_portal.kernel.models import Demonstrable, StoredFile, User, Versioned
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

    class Status(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("standing of a party", "Active")
        INACTIVE = "inactive", pgettext_lazy("standing of a party", "Inactive")
        FORMER = "former", pgettext_lazy("standing of a party", "Former")

    TRILINGUAL = ("name",)
    MEMBERS = (Kind.MEMBER_STATE, Kind.ASSOCIATE_MEMBER)

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

    objects = PartyQuerySet.as_manager()

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
        posts = {post for party, post, _kind in held_posts(user) if party == self.pk}
        return frozenset(role for post, role in Post.ROLE_OF.items() if post in posts)


class Person(Demonstrable):
    """A person who holds or held posts; contact data is for members, notes for the Secretariat."""

    PERSONAL = ("email", "telephone")

    honorific = models.CharField(_("title"), max_length=40, blank=True)
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="person", verbose_name=_("account")
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["family_name", "given_name"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name as on an official list: title, given name, FAMILY NAME in capitals."""
        return " ".join(part for part in (self.honorific, self.given_name, self.family_name.upper()) if part)

    @property
    def may_be_invited(self) -> bool:
        """Whether there is an address, and the account is still to be opened or even to be made."""
        user = self.user
        return bool(self.email) and (user is None or (user.is_active and not user.has_usable_password()))


class Post(models.Model):
    """A post of a party in the network: it stays when its holder leaves."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", pgettext_lazy("post", "Primary focal point")
        DEPUTY = "deputy", pgettext_lazy("post", "Deputy focal point")
        REVIEWER = "reviewer", pgettext_lazy("post", "Reviewer")
        REPRESENTATIVE = (
            "representative",
            pgettext_lazy(
                "post", "Representative to the Council of National Representatives of the Special Fund"
            ),
        )

    ROLE_OF = {Kind.PRIMARY: roles.PUBLISHER, Kind.DEPUTY: roles.DEPUTY, Kind.REVIEWER: roles.REVIEWER}

    party = models.ForeignKey(Party, models.PROTECT, related_name="posts", verbose_name=_("party"))
    kind = models.CharField(_("post"), max_length=16, choices=Kind, default=Kind.PRIMARY)

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
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.party}"

    def get_absolute_url(self) -> str:
        return self.party.get_absolute_url()

    def label_in(self, language: str) -> str:
        with override(language):
            return str(self)

    @property
    def capacity_party(self) -> Party:
        return self.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.party.roles_of(user)


class DesignationQuerySet(models.QuerySet):
    def in_force_on(self, day: date):
        """The designations that count on `day`."""
        return self.filter(Q(until=None) | Q(until__gt=day), starts__lte=day)


class Designation(Demonstrable):
    """The official act that names the holder of a post, from a day until a day."""

    class Instrument(models.TextChoices):
        NOTE_VERBALE = "note_verbale", pgettext_lazy("instrument", "Note verbale")
        LETTER = "letter", pgettext_lazy("instrument", "Letter")
        FORM = "form", pgettext_lazy("instrument", "Form")

    post = models.ForeignKey(Post, models.PROTECT, related_name="designations", verbose_name=_("post"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="designations", verbose_name=_("person"))
    instrument = models.CharField(_("instrument"), max_length=16, choices=Instrument)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    dated = models.DateField(_("dated"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=160)
    signer_post = models.CharField(_("post of the signer"), max_length=200)
    received_on = models.DateField(_("received on"))
    starts = models.DateField(_("in force from"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)
    letter = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("letter")
    )

    objects = DesignationQuerySet.as_manager()

    class Meta:
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        ordering = ["-starts", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(until=None),
                name="one_holder_at_a_time",
                violation_error_message=_("This post already has a holder. End that designation first."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("starts")),
                name="designation_ends_after_it_starts",
                violation_error_message=_("A designation ends after the day it starts."),
            ),
            models.CheckConstraint(
                condition=Q(until=None, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
                name="designation_end_has_a_reason",
                violation_error_message=_("Say why the designation ended."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.post}"

    def get_absolute_url(self) -> str:
        return self.post.get_absolute_url()

    def label_in(self, language: str) -> str:
        with override(language):
            return str(self)

    @property
    def capacity_party(self) -> Party:
        return self.post.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.post.party.roles_of(user)


class CountryProfile(TrilingualModel, Versioned, Demonstrable):
    """The cooperation profile of a party: its working copy; readers see the last published release."""

    TRILINGUAL = ("authority", "mandate", "policy")

    party = models.OneToOneField(Party, models.PROTECT, related_name="profile", verbose_name=_("party"))
    authority = trilingual(models.CharField(_("cooperation authority"), max_length=240, blank=True))
    mandate = trilingual(models.TextField(_("legal basis and mandate"), blank=True))
    policy = trilingual(models.TextField(_("cooperation policy"), blank=True))
    address = models.TextField(_("postal address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail address of the office"), blank=True)
    website = models.URLField(_("website"), blank=True)
    priorities = models.ManyToManyField(
        PriorityArea, blank=True, related_name="profiles", verbose_name=_("priority areas")
    )
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True, editable=False)
    published_on = models.DateField(_("last published"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("country profile")
        verbose_name_plural = _("country profiles")

    def __str__(self) -> str:
        return str(self.party)

    def get_absolute_url(self) -> str:
        return reverse("network:profile", args=[self.party.slug])

    def label_in(self, language: str) -> str:
        return self.party.label_in(language)

    @property
    def capacity_party(self) -> Party:
        return self.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.party.roles_of(user)


def held_posts(user: User) -> list[tuple[int, str, str]]:
    """(party id, kind of post, kind of party) for each post a person holds today; one query per request."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_held_posts"):
        held = Designation.objects.in_force_on(official_day(timezone.now())).filter(person__user=user)
        user._held_posts = list(held.values_list("post__party", "post__kind", "post__party__kind"))
    return user._held_posts


@standing_roles
def roles_from_designations(user: User) -> set[str]:
    """Member or observer, for whoever holds a post of such a party today."""
    kinds = {party_kind for _party, _post, party_kind in held_posts(user)}
    return {roles.MEMBER if kind in Party.MEMBERS else roles.OBSERVER for kind in kinds}
