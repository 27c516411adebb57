"""Delegations to a meeting and their delegates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.models import Demonstrable, StoredFile, Versioned
from acs_portal.kernel.texts import TrilingualModel, trilingual
from network.models import Party

from .meeting import Meeting


class Delegation(Demonstrable):
    """The delegation of a party to a meeting, announced by one letter."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="delegations", verbose_name=_("meeting")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="delegations", verbose_name=_("party"))
    letter_reference = models.CharField(_("reference of the letter"), max_length=80, blank=True)
    letter_date = models.DateField(_("date of the letter"), null=True, blank=True)
    letter = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("letter")
    )

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["party"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party"],
                name="one_delegation_per_party",
                violation_error_message=_("This party already has a delegation to this meeting."),
            )
        ]

    def __str__(self) -> str:
        return str(self.party)

    def get_absolute_url(self) -> str:
        return reverse("meetings:delegation", args=[self.meeting.code, self.party.slug])

    def label_in(self, language: str) -> str:
        return self.party.label_in(language)


class Delegate(TrilingualModel, Versioned, Demonstrable):
    """A member of a delegation: function, place in the order of precedence, consent to be listed."""

    class Role(models.TextChoices):
        HEAD = "head", pgettext_lazy("role in a delegation", "Head of delegation")
        ALTERNATE = "alternate", pgettext_lazy("role in a delegation", "Alternate")
        ADVISER = "adviser", pgettext_lazy("role in a delegation", "Adviser")
        OBSERVER = "observer", pgettext_lazy("role in a delegation", "Observer")

    TRILINGUAL = ("function",)
    PERSONAL = ("honorific", "given_name", "family_name", "email")

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="delegates", verbose_name=_("delegation")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.ADVISER)
    honorific = models.CharField(_("title"), max_length=40, blank=True)
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    function = trilingual(models.CharField(_("function"), max_length=200, blank=True))
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Seen by the Secretariat only"))
    is_listed = models.BooleanField(_("agrees to appear in the public list"), default=False)
    position = models.PositiveSmallIntegerField(_("place in the order of precedence"), default=1)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["delegation", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(role="head", withdrawn_at=None),
                name="one_head_of_delegation",
                violation_error_message=_("This delegation already has a head."),
            ),
            models.UniqueConstraint(
                fields=["delegation", "given_name", "family_name"],
                condition=Q(withdrawn_at=None),
                name="delegate_registered_once",
                violation_error_message=_("This person is already registered in this delegation."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        delegation = self.delegation
        return reverse(
            "meetings:delegate_edit", args=[delegation.meeting.code, delegation.party.slug, self.pk]
        )

    def label_in(self, language: str) -> str:
        return f"{self.full_name} ({self.delegation.label_in(language)})"

    def register_label(self, language: str) -> str:
        """What the register of acts calls a delegate: without the name, which must be erasable."""
        return f"{self.delegation.label_in(language)}, no. {self.pk}"

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return "participants", self.delegation.meeting.code

    @property
    def full_name(self) -> str:
        """The name as on an official list: title, given name, FAMILY NAME in capitals."""
        return " ".join(part for part in (self.honorific, self.given_name, self.family_name.upper()) if part)
