from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from acs_portal.kernel import acts, append_only
from acs_portal.kernel.models import Act


class Command(BaseCommand):
    help = "Check the register of acts and the seals; exits with 1 and says where when one is broken."

    def handle(self, *args, **options):
        MigrationLoader(connection)  # they declare the seals
        if gone := append_only.missing(connection):
            raise CommandError(f"these seals are missing, run migrate: {', '.join(gone)}")
        broken = acts.first_broken()
        if broken:
            raise CommandError(f"act {broken.pk} ({broken}) does not follow from the one before")
        self.stdout.write(f"{Act.objects.count()} act(s), the chain and the seals hold")
