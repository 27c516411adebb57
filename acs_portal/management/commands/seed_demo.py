from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from acs_portal import demo
from acs_portal.kernel.models import User
from network.models import Party


class Command(BaseCommand):
    help = "Build the demonstration up to a stage; does nothing when there is one already."

    def add_arguments(self, parser):
        parser.add_argument("--stage", choices=demo.STAGES, default="adopted")

    @transaction.atomic
    def handle(self, *args, stage: str, **options):
        if not Party.objects.exists():
            raise CommandError("load the reference data first: manage.py load_reference_data")
        accounts = User.objects.values_list("is_demonstration", flat=True)
        if settings.HTTPS or (accounts and True not in accounts):
            raise CommandError("this is a real site: the demo's accounts have a published password")
        lines = demo.build(stage) or ["The demonstration is there already; nothing was changed."]
        self.stdout.write("\n".join(lines))
