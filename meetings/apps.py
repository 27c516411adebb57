from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Make what the app declares known, also to a worker that loads no page."""
        from . import pdf  # noqa: F401
        from .domain import papers, personal, reminders, retention, texts  # noqa: F401
