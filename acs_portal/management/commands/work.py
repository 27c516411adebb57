import signal

from django.core.management.base import BaseCommand

from acs_portal.kernel import work


class Command(BaseCommand):
    help = "Work off the queue (TASKS=worker) and, each minute, what is due. Stops on SIGTERM and SIGINT."

    def handle(self, *args, **options):
        self.wanted = True
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        work.work(is_wanted=lambda: self.wanted)

    def _stop(self, signum, frame) -> None:
        """Finish what is being done, then end."""
        self.wanted = False
