"""The Special Fund: mandates, the strategic action plan, and project fiches."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.models import Demonstrable, User, Versioned
from acs_portal.kernel.texts import TrilingualModel, text_of, trilingual
from acs_portal.kernel.tracking import Tracked
from meetings.models import Decision, Meeting
from network.models import Party


class MandateParagraph(TrilingualModel, Demonstrable):
    """A paragraph of a declaration, agreement or regulation that plan items carry out."""

    TRILINGUAL = ("source", "address", "summary")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    source = trilingual(models.CharField(_("instrument"), max_length=240, blank=True))
    address = trilingual(models.CharField(_("paragraph"), max_length=80, blank=True))
    summary = trilingual(models.TextField(_("what it says, in short"), blank=True))
    adopted_on = models.CharField(_("adopted"), max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("mandate paragraph")
        verbose_name_plural = _("mandate paragraphs")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.source}, {self.address}" if self.address else self.source

    def get_absolute_url(self) -> str:
        return reverse("actionplan:mandates") + f"#{self.code}"

    def label_in(self, language: str) -> str:
        parts = (text_of(self, name, language).value for name in ("source", "address"))
        return ", ".join(part for part in parts if part)


class Plan(TrilingualModel, Versioned, Demonstrable, Tracked):
    """A strategic action plan: drafted here, adopted by a decision, sealed for good."""

    TRILINGUAL = ("title", "preamble")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = trilingual(models.CharField(_("title"), max_length=240, blank=True))
    preamble = trilingual(models.TextField(_("preamble"), blank=True))
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="plans", verbose_name=_("meeting"))
    symbol = models.CharField(_("symbol"), max_length=80, blank=True, editable=False)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, editable=False, related_name="plans", verbose_name=_("decision")
    )
    adopted_at = models.DateTimeField(_("adopted"), null=True, editable=False)
    edited_by = models.ForeignKey(
        User, models.PROTECT, editable=False, related_name="+", verbose_name=_("last edited by")
    )
    edited_at = models.DateTimeField(_("last edited"), editable=False)

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision=None, adopted_at=None, symbol="")
                | (Q(decision__isnull=False, adopted_at__isnull=False) & ~Q(symbol="")),
                name="adopted_by_a_decision",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("actionplan:plan", args=[self.code])

    def label_in(self, language: str) -> str:
        return text_of(self, "title", language).value

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return "plan", self.code

    @property
    def is_adopted(self) -> bool:
        return self.adopted_at is not None


class Axis(TrilingualModel, Versioned, Tracked):
    """An axis of a plan: a heading under which its items stand; positions run from 0 without gaps."""

    TRILINGUAL = ("title", "objective")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="axes", verbose_name=_("plan"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    title = trilingual(models.CharField(_("title"), max_length=240, blank=True))
    objective = trilingual(models.TextField(_("objective"), blank=True))

    class Meta:
        verbose_name = _("axis")
        verbose_name_plural = _("axes")
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def label_in(self, language: str) -> str:
        return f"{self.number} {text_of(self, 'title', language)}"

    @property
    def number(self) -> str:
        return str(self.position + 1)

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return self.plan.text_document


class Item(TrilingualModel, Versioned, Tracked):
    """An item of a plan: an action, its result, who is responsible, when, which mandate, what cost."""

    TRILINGUAL = ("action", "result", "responsible", "indicator")

    axis = models.ForeignKey(Axis, models.PROTECT, related_name="items", verbose_name=_("axis"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    action = trilingual(models.TextField(_("action"), blank=True))
    result = trilingual(models.TextField(_("expected result"), blank=True))
    responsible = trilingual(models.CharField(_("responsible"), max_length=240, blank=True))
    indicator = trilingual(models.CharField(_("indicator"), max_length=240, blank=True))
    mandates = models.ManyToManyField(
        MandateParagraph, blank=True, related_name="items", verbose_name=_("mandates")
    )
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    amount = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text="ISO 4217")

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["axis", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="item_ends_after_it_starts",
                violation_error_message=_("The item ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | (Q(amount__gte=0) & ~Q(currency="")),
                name="amount_has_a_currency",
                violation_error_message=_("An amount needs a currency, and a currency an amount."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    def label_in(self, language: str) -> str:
        return f"{self.number} {text_of(self, 'action', language)}"

    @property
    def number(self) -> str:
        return f"{self.axis.number}.{self.position + 1}"

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return self.axis.text_document


class Organisation(TrilingualModel):
    """An organisation that takes part in projects; it may be a party of the network."""

    TRILINGUAL = ("name", "acronym")

    name = trilingual(models.CharField(_("name"), max_length=240, blank=True))
    acronym = trilingual(models.CharField(_("acronym"), max_length=20, blank=True))
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("party")
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Fiche(TrilingualModel, Demonstrable):
    """A project fiche of the Special Fund, in the sections 1.1 to 1.11 of the source."""

    TRILINGUAL = (
        "title",
        "programme",
        "general_objective",
        "justification",
        "cost_note",
        "progress",
    )

    code = models.CharField(_("project code"), max_length=40, unique=True)
    title = trilingual(models.TextField(_("project title"), blank=True))
    programme = trilingual(models.TextField(_("priority sector and programme"), blank=True))
    programme_code = models.CharField(_("code of the programme"), max_length=20, blank=True)
    general_objective = trilingual(models.TextField(_("general objective"), blank=True))
    justification = trilingual(models.TextField(_("justification"), blank=True))
    cost_note = trilingual(models.TextField(_("note on cost and duration"), blank=True))
    progress = trilingual(models.TextField(_("state of the project"), blank=True))
    held_from = models.DateField(_("held from"), null=True, blank=True)
    held_to = models.DateField(_("held until"), null=True, blank=True)
    content_dated = models.DateField(_("last updated, as the source says"))
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="fiches", verbose_name=_("meeting")
    )
    source_name = models.CharField(_("source file"), max_length=120)
    source_sha256 = models.CharField("SHA-256", max_length=64)
    source_text = models.TextField(_("source as published"))
    imported_at = models.DateTimeField(_("imported"))
    courtesy_languages = models.JSONField(_("courtesy translations"), default=list, blank=True)

    class Meta:
        verbose_name = _("project fiche")
        verbose_name_plural = _("project fiches")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("actionplan:fiche", args=[self.code.lower()])

    def label_in(self, language: str) -> str:
        return f"{self.code} {text_of(self, 'title', language)}"


class SpecificObjective(TrilingualModel):
    """A numbered specific objective of a fiche."""

    TRILINGUAL = ("text",)

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField(_("number"))
    text = trilingual(models.TextField(_("text"), blank=True))

    class Meta:
        verbose_name = _("specific objective")
        verbose_name_plural = _("specific objectives")
        ordering = ["fiche", "number"]
        constraints = [models.UniqueConstraint(fields=["fiche", "number"], name="objective_numbered_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Component(TrilingualModel):
    """A numbered component of a fiche with its duration in a unit."""

    class Unit(models.TextChoices):
        DAY = "day", pgettext_lazy("unit of time", "day")
        WEEK = "week", pgettext_lazy("unit of time", "week")
        MONTH = "month", pgettext_lazy("unit of time", "month")
        YEAR = "year", pgettext_lazy("unit of time", "year")

    TRILINGUAL = ("title",)

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="components")
    number = models.PositiveSmallIntegerField(_("number"))
    title = trilingual(models.TextField(_("title"), blank=True))
    duration = models.PositiveSmallIntegerField(_("duration"), null=True, blank=True)
    duration_unit = models.CharField(_("unit"), max_length=6, choices=Unit, blank=True)

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")
        ordering = ["fiche", "number"]
        constraints = [models.UniqueConstraint(fields=["fiche", "number"], name="component_numbered_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Participation(models.Model):
    """The role of an organisation in a project; one organisation may hold several."""

    class Role(models.TextChoices):
        RESPONSIBLE = "responsible", pgettext_lazy("role in a project", "Responsible institution")
        BENEFICIARY = "beneficiary", pgettext_lazy("role in a project", "Beneficiary")
        ASSOCIATED = "associated", pgettext_lazy("role in a project", "Associated institution")
        EXECUTING = "executing", pgettext_lazy("role in a project", "Executing institution")
        FUNDING = "funding", pgettext_lazy("role in a project", "Donor")

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations")
    role = models.CharField(_("role"), max_length=12, choices=Role)

    class Meta:
        verbose_name = _("role in a project")
        verbose_name_plural = _("roles in projects")
        ordering = ["fiche", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["fiche", "organisation", "role"], name="role_held_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"


class Contribution(models.Model):
    """What a donor bears of a project, as the source states it."""

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="contributions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["fiche", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.amount} {self.currency}"
