"""Tracked rows: whoever writes one says who and when, and each state of it is kept, column by column.

`write()` and `erase()` are the only ways to change a tracked row; `save()`, `update()`, bulk writes
and `delete()` refuse, since they would leave no trace. What was done, and why, is in the register of
acts; under it `row.history` (django-simple-history) has every state, and `row.history.as_of(moment)`
the row as it was. Rows with personal data are not tracked: the register can't be erased, they must be.
"""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from . import acts, translations
from .models import User, Versioned
from .texts import TrilingualModel


class LeavesNoTrace(RuntimeError):
    """A tracked row was about to be changed past write() and erase()."""

    def __init__(self, model: type):
        super().__init__(f"{model.__name__} is tracked: change it with tracking.write() or tracking.erase()")


class TrackedQuerySet(models.QuerySet):
    """Refuses the writes of a queryset, which no history sees."""

    def _refuse(self, *args, **kwargs):
        raise LeavesNoTrace(self.model)

    update = bulk_create = bulk_update = delete = _refuse


class Tracked(models.Model):
    """A row whose every state is kept with who made it and when."""

    objects = TrackedQuerySet.as_manager()
    history = HistoricalRecords(inherit=True)

    _is_written = False

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._is_written:
            raise LeavesNoTrace(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if not self._is_written:
            raise LeavesNoTrace(type(self))
        return super().delete(*args, **kwargs)


@transaction.atomic
def write(row: models.Model, *, by: User | None, on: datetime, touch: bool = False) -> tuple[dict, dict]:
    """Save a row as `by` leaves it, keep its state and that of its translations; answers what differs.

    The answer is `before` and `after` for the register of acts, both empty for a new row. A row that
    is as it was stored is not saved again, unless `touch` says that something beside it (a relation)
    changes with it. Raises Stale where somebody saved a Versioned row in
    between, OwnTranslation where a person reviews what they translated.
    """
    stored = None if row._state.adding else type(row)._base_manager.get(pk=row.pk)
    if touch or stored is None or _differs(stored, row):
        _save(row, by, on)
    if isinstance(row, TrilingualModel):
        translations.keep(row, stored, by=by, on=on)
    return acts.differences(stored, row) if stored else ({}, {})


@transaction.atomic
def erase(row: models.Model, *, by: User, on: datetime) -> None:
    """Delete a tracked row; its history stays, with who took it away and when."""
    if isinstance(row, TrilingualModel):
        translations.forget(row)
    with _traced(row, by, on):
        row.delete()


def _save(row: models.Model, by: User | None, on: datetime) -> None:
    with _traced(row, by, on):
        if row._state.adding or not isinstance(row, Versioned):
            row.save()
        else:
            row.save_version()


class _traced:
    """While a row is written: its history says who and when."""

    def __init__(self, row: models.Model, by: User | None, on: datetime):
        self.row, self.by, self.on = row, by, on

    def __enter__(self):
        self.row._history_user, self.row._history_date, self.row._is_written = self.by, self.on, True

    def __exit__(self, *failure):
        del self.row._history_user, self.row._history_date, self.row._is_written


def _differs(stored: models.Model, row: models.Model) -> bool:
    columns = (field.attname for field in row._meta.concrete_fields)
    return any(getattr(stored, name) != getattr(row, name) for name in columns)


def first_states(apps, app_label: str, *names: str) -> None:
    """For a migration that begins to track models: the state of each row that is there already."""
    for name in names:
        rows, states = apps.get_model(app_label, name), apps.get_model(app_label, f"Historical{name}")
        columns = [field.attname for field in rows._meta.concrete_fields]
        made = (
            states(history_date=timezone.now(), history_type="+", **_values(row, columns))
            for row in rows._base_manager.all()
        )
        states.objects.bulk_create(made, batch_size=200)


def _values(row: models.Model, columns: list[str]) -> dict:
    return {column: getattr(row, column) for column in columns}
