from django.core.management.base import BaseCommand
from django.utils import timezone

from acs_portal.kernel import outbox


class Command(BaseCommand):
    help = "Send what is due: messages that have not gone out yet. Safe to run twice and beside itself."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say how many messages would go out")

    def handle(self, *args, dry_run: bool, **options):
        now = timezone.now()
        if dry_run:
            self.stdout.write(f"{len(outbox.due(now))} message(s) due")
            return
        self.stdout.write(f"{outbox.send_due(now)} message(s) sent")
        if lost := outbox.given_up().count():
            self.stderr.write(f"{lost} message(s) given up: see the outbox in /admin/")
