"""The reference lists of the network: parties, priority areas, purpose codes of the OECD-DAC.

file --load--> rows; a file with one bad row changes nothing; the same file twice changes nothing.
What a later load changes in a row, or adds to the list, is in the register as done by the portal.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.dates import partial
from acs_portal.kernel.errors import RuleBroken

from ..models import TERRITORIES, Party, PriorityArea, PurposeCode

LOADED = acts.verb("reference.load", pgettext_lazy("act", "brought to the state of the reference list"))
FOLDER = Path(__file__).resolve().parent.parent / "reference"
PARTIES = FOLDER / "parties.csv"
PRIORITY_AREAS = FOLDER / "priority_areas.csv"
# Codes, English names and days of validity: codelist "Sector" of IATI, which replicates the OECD-DAC's; the
# Spanish names, and French ones it lacks, are ours. A choice of what a cooperation office of the region uses.
PURPOSE_CODES = FOLDER / "purpose_codes.csv"
HEADERS = {
    Party: "code,kind,iso2,iso3,name_en,name_es,name_fr,sort_en,sort_es,sort_fr,official_languages,"
    "working_language,rotation_group,valid_from,valid_to,status,represented_by,territories,note",
    PriorityArea: "code,dac_code,name_en,name_es,name_fr",
    PurposeCode: "code,name_en,name_es,name_fr,valid_from,valid_to",
}


class ReferenceFault(RuleBroken):
    message = gettext_lazy("Nothing was loaded from %(file)s. Line %(line)s: %(reason)s")


class Loaded(NamedTuple):
    """How many rows a load made, changed and left as they were."""

    created: int
    changed: int
    unchanged: int


def load_parties(file: str | Path = PARTIES) -> Loaded:
    """Bring the parties to the state of the list. Raises ReferenceFault with the line.

    A list with a bad row changes nothing. A party that the list no longer names is left alone, since
    history points to it.
    """
    return _load(Path(file), Party, _check_party)


def load_priority_areas(file: str | Path = PRIORITY_AREAS) -> Loaded:
    """Bring the priority areas to the state of the list, in its order. Raises ReferenceFault."""
    return _load(Path(file), PriorityArea, lambda area: None)


def load_purpose_codes(file: str | Path = PURPOSE_CODES) -> Loaded:
    """Bring the purpose codes to the state of the list. Raises ReferenceFault."""
    return _load(Path(file), PurposeCode, lambda code: None)


@transaction.atomic
def _load(file: Path, model: type[models.Model], check) -> Loaded:
    stored = {row.code: row for row in model.objects.select_for_update()}
    created = changed = unchanged = 0
    told = []
    for line, values in _rows(file, model):
        row = stored.get(values["code"]) or model()
        before = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        _clean(file, line, row, check)
        if row.pk and before == values:
            unchanged += 1
            continue
        created, changed = (created, changed + 1) if row.pk else (created + 1, changed)
        told.append((row, *_difference(before if row.pk else {}, values)))
        row.save()
    for row, old, new in told if stored else ():  # the first load is the list itself
        acts.record(by=None, did=LOADED, to=row, before=old, after=new)
    return Loaded(created, changed, unchanged)


def _difference(before: dict, after: dict) -> tuple[dict, dict]:
    """The columns in which a row of the list differs from what is stored; {} is a row not stored yet."""
    names = [name for name in after if before.get(name, "") != after[name]]
    return {name: before[name] for name in names if name in before}, {name: after[name] for name in names}


def _rows(file: Path, model: type[models.Model]) -> Iterable[tuple[int, dict]]:
    """(line, values by column) of each row; a short row or a code named twice is a fault."""
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = ", ".join(
            sorted(set(HEADERS[model].split(",")).symmetric_difference(reader.fieldnames or []))
        )
        _require(
            file, 1, not missing, _("these columns are missing or unknown: %(names)s") % {"names": missing}
        )
        seen: dict[str, int] = {}
        for place, row in enumerate(reader):
            line = reader.line_num
            _require(file, line, None not in row, _("the row has more cells than the header"))
            _require(file, line, None not in row.values(), _("the row has fewer cells than the header"))
            values = {name: value.strip() for name, value in row.items()}
            _require(file, line, values.get("code"), _("the code is missing"))
            _require(
                file,
                line,
                values["code"] not in seen,
                _("%(code)s is on line %(line)s already")
                % {"code": values["code"], "line": seen.get(values["code"])},
            )
            seen[values["code"]] = line
            if model is PriorityArea:
                values["position"] = place
            yield line, values


def _require(file: Path, line: int, holds, reason: str) -> None:
    if not holds:
        raise ReferenceFault(file=file.name, line=line, reason=reason)


def _clean(file: Path, line: int, row: models.Model, check) -> None:
    try:
        row.clean_fields()
        check(row)
    except ValidationError as fault:
        reasons = getattr(fault, "message_dict", None) or {"": fault.messages}
        words = "; ".join(f"{name}: {' '.join(found)}".lstrip(": ") for name, found in reasons.items())
        raise ReferenceFault(file=file.name, line=line, reason=words) from None


def _check_party(party: Party) -> None:
    """What the columns of a party must say together."""
    start, end = partial(party.valid_from), partial(party.valid_to)
    if start and end and end.latest < start.earliest:
        raise ValidationError(
            _("the end (%(end)s) is before the start (%(start)s)") % {"end": end, "start": start}
        )
    codes = party.territories.split(";") if ";" in party.territories else []
    for code in [*codes, party.represented_by]:
        if code and code not in TERRITORIES:
            raise ValidationError(_("the territory %(code)s has no name") % {"code": code})
