"""The purpose codes of the OECD-DAC, each valid from a day until a day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.dates import PartialDateField, partial
from acs_portal.kernel.texts import TrilingualModel, trilingual


class PurposeCodeQuerySet(models.QuerySet):
    def valid_on(self, day: date):
        """The codes that may be chosen on a day; the columns hold full dates or nothing."""
        text = day.isoformat()
        return self.filter(Q(valid_from="") | Q(valid_from__lte=text), Q(valid_to="") | Q(valid_to__gte=text))


class PurposeCode(TrilingualModel):
    """A purpose code of the OECD-DAC, or a family of them (210), with the days on which it is valid."""

    TRILINGUAL = ("name",)

    code = models.CharField(_("DAC code"), max_length=5, unique=True)
    name = trilingual(models.CharField(_("name"), max_length=160, blank=True))
    valid_from = PartialDateField(_("valid from"))
    valid_to = PartialDateField(_("valid until"))

    objects = PurposeCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("purpose code")
        verbose_name_plural = _("purpose codes")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code.ljust(5, 'x')} {self.name}"

    def is_valid_on(self, day: date) -> bool:
        """Whether the code may be chosen on a day."""
        start, end = partial(self.valid_from), partial(self.valid_to)
        return (start is None or start.earliest <= day) and (end is None or day <= end.latest)
