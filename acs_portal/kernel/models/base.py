"""What models of the apps are made from: rows that two people edit, records of a demonstration."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ..errors import RuleBroken


class Stale(RuleBroken):
    message = _("Somebody else saved this in the meantime. Open it again and compare.")


class Versioned(models.Model):
    """A row that two people may edit at once: each save raises `version`, a stale form is refused."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_version(self) -> None:
        """Save unless somebody else saved since this row was read. Raises Stale."""
        with transaction.atomic():
            mine = type(self)._base_manager.filter(pk=self.pk, version=self.version)
            if not mine.update(version=F("version") + 1):
                raise Stale
            self.version += 1
            self.save()


class Demonstrable(models.Model):
    """A record that may be demonstration data, and then says so on the page and in the PDF."""

    is_demonstration = models.BooleanField(_("demonstration record"), default=False)

    class Meta:
        abstract = True
