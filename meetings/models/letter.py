"""Letters of the Secretariat about a delegate, each with a reference that is never given twice."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.languages import CHOICES
from acs_portal.kernel.models import Demonstrable, User
from network.models import Party

from .delegation import Delegate
from .meeting import Meeting


class OfficialLetter(Demonstrable):
    """A letter as issued: reference, bytes and hash. Of a person who was erased the bytes are gone,
    the reference, the day and the party stay."""

    class Kind(models.TextChoices):
        VISA_SUPPORT = "visa_support", pgettext_lazy("kind of letter", "Letter in support of a visa")
        ATTENDANCE = "attendance", pgettext_lazy("kind of letter", "Letter of attendance")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="letters", verbose_name=_("meeting"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    delegate = models.ForeignKey(
        Delegate, models.SET_NULL, null=True, related_name="letters", verbose_name=_("delegate")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    reference = models.CharField(_("reference"), max_length=80, unique=True)
    language = models.CharField(_("language"), max_length=2, choices=CHOICES)
    signatory = models.CharField(_("signed by"), max_length=120)
    signatory_function = models.CharField(_("function of who signs"), max_length=160)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    data = models.BinaryField(default=b"", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True, editable=False)
    mark = models.CharField(max_length=64, db_index=True, editable=False)

    class Meta:
        verbose_name = _("official letter")
        verbose_name_plural = _("official letters")
        ordering = ["-issued_at", "-pk"]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("meetings:papers", args=[self.meeting.code])

    def label_in(self, language: str) -> str:
        return self.reference

    def roles_of(self, user) -> frozenset[str]:
        """The roles of a person in the party whose delegate the letter is about."""
        return self.party.roles_of(user)

    @property
    def capacity_party(self) -> Party:
        return self.party
