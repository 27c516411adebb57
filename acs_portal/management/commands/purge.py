from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from acs_portal.kernel import acts, retention
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.retention import Line


class Command(BaseCommand):
    help = (
        "Erase personal data whose time is over (see the page /privacy/). What is due does it by itself; "
        "this is to look before, or not to wait. The register of acts keeps how much went, never what it was."
    )

    def add_arguments(self, parser):
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--dry-run", action="store_true", help="only say what would be erased")
        how.add_argument("--yes", action="store_true", help="erase it")

    def handle(self, *args, dry_run: bool, **options):
        now = timezone.now()
        with translation.override("en"):
            if dry_run:
                self._table(retention.plan(official_day(now)), "would be erased")
            else:
                self._table(retention.purge(by=None, on=now), "erased")

    def _table(self, lines: list[Line], said: str) -> None:
        """Model, column or rows, what it is part of, and how many; then the sum."""
        for whole, found in retention.wholes(lines):
            self.stdout.write(acts.label_of(whole)["en"])
            for line in found:
                self.stdout.write(f"  {line.rule.model._meta.label}.{line.key}: {line.rows}")
        self.stdout.write(f"{sum(line.rows for line in lines)} value(s) and row(s) {said}")
