"""file --load--> on record

The mandates of the Special Fund (reference/mandates.csv: summaries in the portal's own words, empty
where the text is still to be supplied) and fiche ACS-SF-001, read from its source as published.
"""

import csv
import json
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.models import User
from actionplan.models import Fiche, MandateParagraph

from . import fiches

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
MANDATE_LOADED = acts.verb("mandate.load", pgettext_lazy("act", "loaded the mandate paragraph"))


@transaction.atomic
def load(by: User | None = None, on: datetime | None = None) -> dict[str, int]:
    """Load mandates and the fiche; answers how many rows of each were new or changed (0 the second time)."""
    on = on or timezone.now()
    with (REFERENCE / "mandates.csv").open(encoding="utf-8", newline="") as file:
        changed = [_load_mandate(row, place, by, on) for place, row in enumerate(csv.DictReader(file))]
    return {"mandates": sum(changed), "fiches": _load_fiche(by, on)}


def _load_mandate(row: dict[str, str], position: int, by: User | None, on: datetime) -> bool:
    values = {**row, "position": position}
    mandate = MandateParagraph.objects.filter(code=values.pop("code")).first() or MandateParagraph(
        code=row["code"]
    )
    before = {name: getattr(mandate, name) for name in values if getattr(mandate, name) != values[name]}
    if mandate.pk and not before:
        return False
    for name, value in values.items():
        setattr(mandate, name, value)
    mandate.save()
    after = {name: values[name] for name in before}
    acts.record(by=by, did=MANDATE_LOADED, to=mandate, before=before, after=after, on=on)
    return True


def _load_fiche(by: User | None, on: datetime) -> int:
    name = "acs-sf-001.fr.txt"
    source = (REFERENCE / name).read_bytes().decode()
    courtesy = json.loads((REFERENCE / "acs-sf-001.courtesy.json").read_text(encoding="utf-8"))
    stored = Fiche.objects.filter(code=courtesy["code"]).first()
    if stored and stored.source_sha256 != fiches.sha256(source):
        return 0  # the Secretariat has imported a newer source since: that one stands
    fiche = fiches.import_(text=source, source_name=name, by=by, on=on)
    fiches.add_courtesy(fiche=fiche, courtesy=courtesy, by=by, on=on)
    return 0 if stored else 1
