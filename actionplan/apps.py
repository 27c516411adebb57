from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionPlanConfig(AppConfig):
    name = "actionplan"
    verbose_name = _("Action plan and Special Fund")

    def ready(self) -> None:
        """Make the documents and texts of the app known, also to a worker that loads no page."""
        from . import pdf  # noqa: F401
        from .domain import texts  # noqa: F401
