"""The sections of a cooperation profile and their entries: offers, needs, agreements, funding sources.

An entry is a working copy, as the profile is: readers see it as the last release froze it. What repeats
within an entry (partners, windows) is a value of the entry, kept in its row and in its history.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.dates import PartialDateField
from acs_portal.kernel.models import Demonstrable, User, Versioned
from acs_portal.kernel.texts import TrilingualModel, text_of, trilingual
from acs_portal.kernel.tracking import Tracked

from .party import Party
from .post import Post
from .profile import CountryProfile
from .sector import PurposeCode


class Section(models.TextChoices):
    """The sections of a profile, in the order in which a reader meets them."""

    AUTHORITY = "authority", pgettext_lazy("section of a profile", "Authority and legal basis")
    POLICY = "policy", pgettext_lazy("section of a profile", "Policy and priorities")
    OFFERS = "offers", pgettext_lazy("section of a profile", "Offers")
    NEEDS = "needs", pgettext_lazy("section of a profile", "Needs")
    PROGRAMMES = "programmes", pgettext_lazy("section of a profile", "Programmes under way")
    AGREEMENTS = "agreements", pgettext_lazy("section of a profile", "Agreements")
    FUNDING = "funding", pgettext_lazy("section of a profile", "Funding sources")


class Visibility(models.TextChoices):
    """Who reads an entry: the tiers of Article XV.1(d) of the Convention."""

    PUBLIC = "public", pgettext_lazy("visibility", "Everybody")
    MEMBERS = "members", pgettext_lazy("visibility", "Members")
    SECRETARIAT = "secretariat", pgettext_lazy("visibility", "The party and the Secretariat")


class Modality(models.TextChoices):
    BILATERAL = "bilateral", pgettext_lazy("modality", "Bilateral")
    TRIANGULAR = "triangular", pgettext_lazy("modality", "Triangular")
    REGIONAL = "regional", pgettext_lazy("modality", "Regional")


class Role(models.TextChoices):
    """The roles of organisations in IATI 2.03."""

    FUNDING = "1", pgettext_lazy("role of a partner", "Funding")
    ACCOUNTABLE = "2", pgettext_lazy("role of a partner", "Accountable")
    EXTENDING = "3", pgettext_lazy("role of a partner", "Extending")
    IMPLEMENTING = "4", pgettext_lazy("role of a partner", "Implementing")


class Entry(TrilingualModel, Versioned, Demonstrable, Tracked):
    """An entry of a section: what it is called, for whom to read, about what, when, and whom to ask.

    SHOWN names what a reader sees, in order; ROWS the columns that hold rows of values; TIERS the
    columns that fewer may read than the entry itself.
    """

    SECTION: Section
    TRILINGUAL: tuple[str, ...] = ("title", "summary")
    SHOWN: tuple[str, ...] = ()
    ROWS: tuple[str, ...] = ()
    TIERS = {"terms": Visibility.MEMBERS, "note": Visibility.SECRETARIAT}

    profile = models.ForeignKey(
        CountryProfile, models.PROTECT, related_name="%(class)s_entries", verbose_name=_("country profile")
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    visibility = models.CharField(
        _("who may read it"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )
    title = trilingual(models.CharField(_("title"), max_length=300, blank=True))
    summary = trilingual(models.TextField(_("description"), blank=True))
    sector = models.ForeignKey(
        PurposeCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    starts = PartialDateField(_("from"), help_text=_("A year, a month (2013-04) or a day (2013-04-05)"))
    ends = PartialDateField(_("until"), help_text=_("Empty: open, or not known"))
    contact = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact post")
    )
    note = models.TextField(_("note for the Secretariat"), blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def label_in(self, language: str) -> str:
        return text_of(self, "title", language).value

    def get_absolute_url(self) -> str:
        return (
            reverse("network:entry_list", args=[self.profile.party.slug, self.SECTION]) + f"#entry-{self.uid}"
        )

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return "profile", self.profile.party.code

    @property
    def capacity_party(self) -> Party:
        return self.profile.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.profile.party.roles_of(user)


class Exchange(Entry):
    """What a party offers or needs."""

    class Support(models.TextChoices):
        TRAINING = "training", pgettext_lazy("kind of support", "Training")
        SCHOLARSHIPS = "scholarships", pgettext_lazy("kind of support", "Scholarships")
        EXPERTS = "experts", pgettext_lazy("kind of support", "Experts, seconded staff")
        EXPERIENCE = "experience", pgettext_lazy("kind of support", "Exchange of experience")
        STUDIES = "studies", pgettext_lazy("kind of support", "Studies and research")
        EQUIPMENT = "equipment", pgettext_lazy("kind of support", "Equipment")
        FUNDS = "funds", pgettext_lazy("kind of support", "Funds")
        HOSTING = "hosting", pgettext_lazy("kind of support", "Hosting")

    TRILINGUAL = ("title", "summary", "partners_sought")
    SHOWN = (
        "summary",
        "sector",
        "modality",
        "support",
        "languages",
        "starts",
        "partners_sought",
        "contact",
        "note",
    )

    modality = models.CharField(_("modality"), max_length=12, choices=Modality, default=Modality.BILATERAL)
    support = models.CharField(_("kind of support"), max_length=16, choices=Support)
    languages = models.JSONField(_("working languages"), default=list, blank=True)
    partners_sought = trilingual(models.TextField(_("partners sought"), blank=True))

    class Meta(Entry.Meta):
        abstract = True


class Offer(Exchange):
    """What a party offers to others: training, experts, experience, funds."""

    SECTION = Section.OFFERS

    class Meta(Exchange.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("offers")


class Need(Exchange):
    """What a party looks for."""

    SECTION = Section.NEEDS

    class Meta(Exchange.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")


class Agreement(Entry):
    """A cooperation agreement of a party, with whom and since when."""

    SECTION = Section.AGREEMENTS
    SHOWN = ("summary", "reference", "partners", "sector", "starts", "website", "contact", "note")
    ROWS = ("partners",)

    reference = models.CharField(_("reference"), max_length=120, blank=True)
    partners = models.JSONField(_("parties to the agreement"), default=list, blank=True)
    website = models.URLField(_("web address of the text"), blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")


class FundingSource(Entry):
    """Where funds can be asked for: its windows with deadlines and ceilings, and who may apply."""

    SECTION = Section.FUNDING
    TRILINGUAL = ("title", "summary", "applicants")
    SHOWN = (
        "summary",
        "provider",
        "applicants",
        "windows",
        "sector",
        "starts",
        "website",
        "contact",
        "note",
    )
    ROWS = ("windows",)

    provider = models.CharField(_("who gives the funds"), max_length=200, blank=True)
    applicants = trilingual(models.TextField(_("who may apply"), blank=True))
    windows = models.JSONField(_("windows"), default=list, blank=True)
    website = models.URLField(_("web address of the call"), blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")
