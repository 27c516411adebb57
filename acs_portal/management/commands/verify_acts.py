"""Whether the register of acts is as it was recorded, and the seals are laid."""

import json
import tarfile
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from acs_portal.kernel import append_only, chain
from acs_portal.kernel.chain import Witness
from acs_portal.management.commands.backup import MANIFEST

MOST = 20  # of the places that are said: behind a rewritten tail each entry may be one


class Command(BaseCommand):
    help = "Check the register of acts and the seals; exits with 1 and says where when one is broken."

    def add_arguments(self, parser):
        parser.add_argument(
            "--against",
            type=Path,
            metavar="BACKUP",
            help="a backup that knows how many entries there were: tells also that the last ones are gone",
        )

    def handle(self, *, against: Path | None = None, **options):
        MigrationLoader(connection)  # they declare the seals
        if gone := append_only.missing(connection):
            raise CommandError(f"these seals are missing, run migrate: {', '.join(gone)}")
        witness = witness_of(against) if against else None
        if found := list(islice(chain.breaks(witness), MOST)):
            raise CommandError("\n".join(f"{broken} {chain.where(broken)}".strip() for broken in found))
        known = chain.witness()
        last = f", the last is {known.last} with hash {known.hash}" if known else ""
        self.stdout.write(f"{known.entries if known else 0} act(s), the chain and the seals hold{last}")


def witness_of(backup: Path) -> Witness | None:
    """What a backup knows of the register; None for one made before it had an entry."""
    try:
        with tarfile.open(backup, "r:gz") as tar:
            known = json.load(tar.extractfile(MANIFEST)).get("acts", {})
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise CommandError(f"{backup} is damaged or not a backup: {error}") from None
    if known == {}:
        raise CommandError(f"{backup} knows nothing of the register of acts: it is from before it did.")
    return Witness(**known) if known else None
