from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "acs_portal.kernel"
    label = "kernel"
    verbose_name = _("Accounts, acts and releases")

    def ready(self) -> None:
        """Make its places of personal data known; seals are lifted before a migration, laid after."""
        from . import data_requests, own_places  # noqa: F401

        pre_migrate.connect(lift_seals, sender=self)
        post_migrate.connect(lay_seals, sender=self)


def lift_seals(using: str, **_signal) -> None:
    from .append_only import lift_all

    lift_all(connections[using])


def lay_seals(using: str, **_signal) -> None:
    from .append_only import lay_all

    lay_all(connections[using])
