"""file --load--> on record

The mandates of the Special Fund (reference/mandates.csv: summaries in the portal's own words, empty
where the text is still to be supplied) and fiche ACS-SF-001, read from its source as published.
Words that the Secretariat has supplied since are left as they are.
"""

import csv
import json
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.models import Act, User
from actionplan.models import Fiche, MandateParagraph

from . import fiches

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
MANDATE_LOADED = acts.verb("mandate.load", pgettext_lazy("act", "loaded the mandate paragraph"))


@transaction.atomic
def load(by: User | None = None, on: datetime | None = None) -> dict[str, int]:
    """Load mandates and the fiche; answers how many rows of each were new or changed (0 the second time)."""
    on = on or timezone.now()
    loaded = _loaded_before()
    with (REFERENCE / "mandates.csv").open(encoding="utf-8", newline="") as file:
        changed = [
            _load_mandate(row, place, loaded, by, on) for place, row in enumerate(csv.DictReader(file))
        ]
    return {"mandates": sum(changed), "fiches": _load_fiche(by, on)}


def _loaded_before() -> dict[str, dict]:
    """What earlier loads wrote into each mandate, by its id, as the register says."""
    loaded: dict[str, dict] = {}
    for act in Act.objects.filter(did=MANDATE_LOADED).order_by("id"):
        loaded.setdefault(act.to_id, {}).update(act.after)
    return loaded


def _load_mandate(
    row: dict[str, str], position: int, loaded: dict[str, dict], by: User | None, on: datetime
) -> bool:
    words = dict(row)
    code = words.pop("code")
    mandate = MandateParagraph.objects.filter(code=code).first() or MandateParagraph(code=code)
    values = _writable(mandate, words, loaded.get(str(mandate.pk), {})) | {"position": position}
    before = {name: getattr(mandate, name) for name in values if getattr(mandate, name) != values[name]}
    if mandate.pk and not before:
        return False
    for name, value in values.items():
        setattr(mandate, name, value)
    mandate.save()
    after = {name: values[name] for name in before}
    acts.record(by=by, did=MANDATE_LOADED, to=mandate, before=before, after=after, on=on)
    return True


def _writable(mandate: MandateParagraph, words: dict[str, str], last: dict) -> dict[str, str]:
    """The words of the file that may be written: all of them into a mandate that still says what was last
    loaded; once somebody supplied words of their own, only those for texts that were empty all along."""
    is_as_loaded = all(getattr(mandate, name) == last.get(name, "") for name in words)
    return {
        name: text
        for name, text in words.items()
        if is_as_loaded or not (getattr(mandate, name) or last.get(name))
    }


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
