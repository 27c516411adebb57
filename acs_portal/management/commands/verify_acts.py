from django.core.management.base import BaseCommand, CommandError

from acs_portal.kernel import acts
from acs_portal.kernel.models import Act


class Command(BaseCommand):
    help = "Check the chain of the register of acts; exits with 1 and says where when it is broken."

    def handle(self, *args, **options):
        broken = acts.first_broken()
        if broken:
            raise CommandError(f"act {broken.pk} ({broken}) does not follow from the one before")
        self.stdout.write(f"{Act.objects.count()} act(s), the chain holds")
