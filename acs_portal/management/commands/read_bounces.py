import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from acs_portal.kernel import bounces

READ = ".read"


class Command(BaseCommand):
    help = (
        "Read mail that came back and mark the addresses that refuse mail for good: one mail from standard "
        f"input, or a folder of .eml files, which are renamed to .eml{READ}."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, help="a folder of .eml files")

    def handle(self, *args, folder: Path | None, **options):
        if folder is None:
            self._read(sys.stdin.buffer.read())
            return
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder")
        for file in sorted(folder.glob("*.eml")):
            self._read(file.read_bytes())
            file.rename(file.with_name(file.name + READ))

    def _read(self, raw: bytes) -> None:
        for message in bounces.read(raw, on=timezone.now()):
            self.stdout.write(f"{message.address}: {message.last_error}")
