"""The cooperation profile of a party."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.models import Demonstrable, User, Versioned
from acs_portal.kernel.texts import TrilingualModel, trilingual
from acs_portal.kernel.tracking import Tracked

from .party import Party, PriorityArea


class CountryProfile(TrilingualModel, Versioned, Demonstrable, Tracked):
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
    is_drafted = models.BooleanField(_("written since it was published"), default=False, editable=False)

    class Meta:
        verbose_name = _("country profile")
        verbose_name_plural = _("country profiles")

    def __str__(self) -> str:
        return str(self.party)

    def get_absolute_url(self) -> str:
        return reverse("network:profile", args=[self.party.slug])

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return "profile", self.party.code

    def label_in(self, language: str) -> str:
        return self.party.label_in(language)

    @property
    def capacity_party(self) -> Party:
        return self.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.party.roles_of(user)
