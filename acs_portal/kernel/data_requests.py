"""asked --copy--> done
   asked --prepare, with a reason--> prepared --confirm, by another person--> done, or --refuse--> refused

All data on a person are copied or erased at their request. The register of acts says that it was done, why
and how much it was, and never whom it was about.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import acts, personal
from .errors import RuleBroken
from .models import DataRequest, User

COPIED = acts.verb("person.export", pgettext_lazy("act", "gave out a copy of all data on a person"))
PREPARED = acts.verb("person.prepare", pgettext_lazy("act", "prepared the erasure of the data on a person"))
ERASED = acts.verb("person.erase", pgettext_lazy("act", "erased the data on a person"))
REFUSED = acts.verb("person.refuse", pgettext_lazy("act", "refused to erase the data on a person"))

Kind, State = DataRequest.Kind, DataRequest.State


class NobodyChosen(RuleBroken):
    message = _("Choose at least one record of the person.")


class ReasonMissing(RuleBroken):
    message = _("Give a reason, without the name of the person; the register of acts keeps it.")


class OwnRequest(RuleBroken):
    message = _("You prepared this erasure. Somebody else confirms it.")


class AlreadyAnswered(RuleBroken):
    message = _("%(name)s has already answered this request.")


class DataChanged(RuleBroken):
    message = _("Other records of the person are there by now. Nothing was erased. Look at them again.")


@transaction.atomic
def copy(*, rows: Iterable[models.Model], reason: str, by: User, on: datetime) -> DataRequest:
    """Record that a copy of all data on a person is given out. Raises NobodyChosen, ReasonMissing."""
    _guard(rows, reason)
    made = DataRequest.objects.create(
        kind=Kind.COPY,
        state=State.DONE,
        reason=reason.strip(),
        prepared_by=by,
        prepared_at=on,
        decided_by=by,
        decided_at=on,
    )
    acts.record(by=by, did=COPIED, to=made, reason=made.reason, on=on)
    return made


@transaction.atomic
def prepare(*, rows: list[models.Model], who: str, reason: str, by: User, on: datetime) -> DataRequest:
    """Prepare the erasure of what belongs to some rows. Raises NobodyChosen, ReasonMissing."""
    _guard(rows, reason)
    made = DataRequest.objects.create(
        kind=Kind.ERASURE,
        who=who.strip()[:200],
        reason=reason.strip(),
        rows=[personal.reference(row) for row in rows],
        prepared_by=by,
        prepared_at=on,
    )
    acts.record(by=by, did=PREPARED, to=made, reason=made.reason, on=on)
    return made


def _guard(rows: Iterable[models.Model], reason: str) -> None:
    if not list(rows):
        raise NobodyChosen
    if not reason.strip():
        raise ReasonMissing


@transaction.atomic
def confirm(*, request: DataRequest, seen: str, by: User, on: datetime) -> DataRequest:
    """Erase what the page with the fingerprint `seen` showed.

    Raises AlreadyAnswered, OwnRequest, DataChanged, and what the places of personal data raise.
    """
    request = _locked(request)
    if request.prepared_by_id == by.pk:
        raise OwnRequest
    found = personal.belongings(personal.rows_of(request.rows))
    if personal.fingerprint(found) != seen:
        raise DataChanged
    count = personal.erase(found, by=by, on=on)
    _answer(request, State.DONE, by, on)
    acts.record(by=by, did=ERASED, to=request, after=count, reason=request.reason, on=on)
    return request


@transaction.atomic
def refuse(*, request: DataRequest, reason: str, by: User, on: datetime) -> DataRequest:
    """Erase nothing, and say why. Raises AlreadyAnswered, ReasonMissing."""
    request = _locked(request)
    if not reason.strip():
        raise ReasonMissing
    _answer(request, State.REFUSED, by, on)
    acts.record(by=by, did=REFUSED, to=request, reason=reason.strip(), on=on)
    return request


def _locked(request: DataRequest) -> DataRequest:
    request = DataRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not request.is_prepared:
        raise AlreadyAnswered(name=request.decided_by.name)
    return request


def _answer(request: DataRequest, state: str, by: User, on: datetime) -> None:
    request.state, request.decided_by, request.decided_at = state, by, on
    request.who, request.rows = "", []
    request.save()
