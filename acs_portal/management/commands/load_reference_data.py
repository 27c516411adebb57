"""Load what every installation needs: the reference lists of the network and the plan, the cache table."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from acs_portal.kernel.errors import RuleBroken
from actionplan.domain import reference as actionplan_reference
from meetings.domain import checklist_template
from network.domain import reference as network_reference
from network.domain import search


class Command(BaseCommand):
    help = "Load the reference data. Safe in production and safe to run again."

    def handle(self, *args, **options):
        call_command("createcachetable", verbosity=0)
        self.stdout.write("cache table: there")
        try:
            for name, load in (
                ("parties", network_reference.load_parties),
                ("priority areas", network_reference.load_priority_areas),
                ("purpose codes", network_reference.load_purpose_codes),
            ):
                loaded = load()
                self.stdout.write(
                    f"{name}: {loaded.created} new, {loaded.changed} changed, {loaded.unchanged} unchanged"
                )
            self._report(actionplan_reference.load())
            self.stdout.write(f"tasks of the template of checklists: {checklist_template.load()} new")
            self.stdout.write(f"texts for searching: {search.rebuild()}")
        except RuleBroken as fault:
            raise CommandError(str(fault)) from fault

    def _report(self, loaded) -> None:
        """What the action plan loaded: counts by name, or what it has to say."""
        lines = loaded.items() if isinstance(loaded, dict) else [("mandates and fiche", loaded)]
        for name, count in lines:
            self.stdout.write(f"{name}: {count}")
