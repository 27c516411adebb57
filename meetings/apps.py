from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        """Make the documents of the app known, also to a worker that loads no page."""
        from . import pdf  # noqa: F401
