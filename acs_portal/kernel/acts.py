"""record(): the append-only register of who did what, each entry carrying the hash of the one before."""

import hashlib
from datetime import UTC, datetime
from functools import reduce
from operator import or_

import rfc8785
from django.db import connection, models, transaction
from django.utils import timezone

from . import roles
from .access import capacity_of
from .languages import CODES
from .models import Act
from .texts import best

VERBS: dict[str, str] = {}
CHAIN_LOCK = 0x0AC5  # PostgreSQL advisory lock; on SQLite an IMMEDIATE transaction has the whole database
FIRST = "0" * 64
WITHHELD = ("–", "***")  # personal data: that it changed, not what it was


def verb(code: str, sentence) -> str:
    """Declare a verb of the register: its code and the words that say it ("released the agenda")."""
    VERBS[code] = sentence
    return code


def label_of(obj) -> dict[str, str]:
    """What an object is called, in the three languages; from `obj.label_in(language)` where it has one.

    The register can never be erased: an object called by a person's name gives a `register_label`.
    """
    if hasattr(obj, "register_label"):
        return {code: obj.register_label(code) for code in CODES}
    if hasattr(obj, "label_in"):
        return {code: str(obj.label_in(code)) for code in CODES}
    return dict.fromkeys(CODES, str(obj))


def reference_of(obj: models.Model) -> tuple[str, str]:
    """The type and id under which the register and the releases know an object."""
    return obj._meta.label_lower, str(obj.pk)


def digest(entry: dict, previous: str) -> str:
    """The hash of an entry: sha256 over the hash before it and the canonical JSON of its fields."""
    return hashlib.sha256(previous.encode() + rfc8785.dumps(entry)).hexdigest()


def fields_of(act: Act) -> dict:
    """The fields of an entry that its hash covers."""
    return {
        "at": act.at.astimezone(UTC).isoformat(),
        "by": act.by_id or 0,
        "by_name": act.by_name,
        "capacity": act.capacity,
        "capacity_of": act.capacity_of,
        "did": act.did,
        "to": [act.to_type, act.to_id, act.to_label],
        "before": act.before,
        "after": act.after,
        "reason": act.reason,
    }


@transaction.atomic
def record(
    *, by, did: str, to: models.Model, before=None, after=None, reason: str = "", on: datetime | None = None
) -> Act:
    """Write one act in the transaction of what it tells of.

    `by` is a User, or None for the portal itself; `before` and `after` are flat dicts of what
    changed (JSON values); `on` is the moment, now by default. Raises KeyError for a verb that no
    module declared.
    """
    VERBS[did]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    to_type, to_id = reference_of(to)
    act = Act(
        at=on or timezone.now(),
        by=by,
        by_name=by.name if by else "",
        capacity=capacity_of(by, to) if by else roles.VISITOR,
        capacity_of=party_of_capacity(by, to),
        did=did,
        to_type=to_type,
        to_id=to_id,
        to_label=label_of(to),
        before=before or {},
        after=after or {},
        reason=reason,
    )
    last = Act.objects.order_by("-id").values_list("hash", flat=True).first()
    act.previous_hash = last or FIRST
    act.hash = digest(fields_of(act), act.previous_hash)
    act.save(force_insert=True)
    return act


def party_of_capacity(by, to) -> dict:
    """The names of the party for which a focal point acts; empty for the house."""
    if by is None or not hasattr(to, "roles_of") or not to.roles_of(by):
        return {}
    return label_of(to.capacity_party)


def differences(old: models.Model, new: models.Model) -> tuple[dict, dict]:
    """What differs between two states of a row, as `before` and `after` of an act: columns by name.

    Of the columns that the model names in PERSONAL only the fact is kept: the register can never be
    erased, personal data must be.
    """
    before, after = {}, {}
    for field in new._meta.concrete_fields:
        one, two = (field.value_from_object(state) for state in (old, new))
        if field.editable and not field.primary_key and one != two:
            before[field.name], after[field.name] = (
                WITHHELD
                if field.name in getattr(new, "PERSONAL", ())
                else tuple(_plain(getattr(state, field.name)) for state in (old, new))
            )
    return before, after


def _plain(value) -> str | int | bool | None:
    return value if isinstance(value, str | int | None) else str(value)


def history(obj: models.Model, *parts: models.Model, limit: int = 50) -> list[Act]:
    """The acts on one object, and on the parts of it that are given, the newest first."""
    known: dict[str, list[str]] = {}
    for one in (obj, *parts):
        to_type, to_id = reference_of(one)
        known.setdefault(to_type, []).append(to_id)
    wanted = [models.Q(to_type=to_type, to_id__in=ids) for to_type, ids in known.items()]
    return list(Act.objects.filter(reduce(or_, wanted))[:limit])


def in_words(names: dict[str, str]) -> str:
    """A trilingual label in the language in force."""
    return best(names, "en").value
