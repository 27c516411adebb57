from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from acs_portal.kernel import due, outbox, retention
from acs_portal.kernel.dates import official_day

HEADER = ("TO", "LANGUAGE", "DUE", "WHAT", "WHY", "HOW")


class Command(BaseCommand):
    help = (
        "Send what is due: reminders, digests, messages that have not gone out yet; make documents that are "
        "missing. Safe to run twice and beside itself."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="only say who would get what, write nothing"
        )

    def handle(self, *args, dry_run: bool, **options):
        now = timezone.now()
        if dry_run:
            self._table([row.cells for row in due.rows(now)])
            if erasures := sum(line.rows for line in retention.plan(official_day(now))):
                self.stdout.write(f"{erasures} personal value(s) and row(s) to erase: see purge --dry-run")
            return
        done, failed = due.run(now)
        self.stdout.write(", ".join(f"{count} {name}" for name, count in done.items()))
        if lost := outbox.given_up().count():
            self.stderr.write(f"{lost} message(s) given up: see the page of messages")
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}; the log says why")

    def _table(self, rows: list[tuple[str, ...]]) -> None:
        """Columns as wide as their widest cell."""
        widths = [max(map(len, column)) for column in zip(HEADER, *rows, strict=True)]
        for row in (HEADER, *rows):
            line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write(line.rstrip())
        self.stdout.write(f"{len(rows)} message(s) due")
