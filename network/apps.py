from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = _("Network")

    def ready(self) -> None:
        """Make the documents, texts and reminders of the app known, also to a worker that loads no page."""
        from . import pdf  # noqa: F401
        from .domain import personal, reminders, texts  # noqa: F401
