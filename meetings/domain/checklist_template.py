"""template --add, save, remove--> template

The tasks from which the checklist of a meeting begins. The list that comes with the portal is loaded once:
what the Secretariat changes or removes of it stays so when it is loaded again.
"""

import csv
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, tracking
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from meetings.domain.checklist import guard_circle
from meetings.models import TemplateTask

ADDED = acts.verb("template.add", pgettext_lazy("act", "added the task to the template"))
SAVED = acts.verb("template.save", pgettext_lazy("act", "changed the task of the template"))
REMOVED = acts.verb("template.remove", pgettext_lazy("act", "removed the task from the template"))

FILE = Path(__file__).resolve().parent.parent / "reference" / "checklist.csv"


class Awaited(RuleBroken):
    message = _("“%(title)s” waits for this task. Change that one first.")


@transaction.atomic
def load(file: Path = FILE) -> int:
    """Add the tasks of the file that were never loaded; answers how many. What is there is left alone."""
    known = set(TemplateTask.history.values_list("code", flat=True))
    with open(file, encoding="utf-8", newline="") as rows:
        new = [row for row in csv.DictReader(rows) if row["code"] not in known]
    for row in new:
        task = TemplateTask(
            waits_for=TemplateTask.objects.filter(code=row.pop("waits_for")).exclude(code="").first(),
            is_public=row.pop("is_public") == "yes",
            offset=int(row.pop("offset")),
            **row,
        )
        tracking.write(task, by=None, on=timezone.now())
    return len(new)


@transaction.atomic
def add(*, task: TemplateTask, by: User, on: datetime) -> TemplateTask:
    """Add a task to the template, from the values of its fields."""
    tracking.write(task, by=by, on=on)
    acts.record(by=by, did=ADDED, to=task, after={"offset": task.offset}, on=on)
    return task


@transaction.atomic
def save(*, task: TemplateTask, by: User, on: datetime) -> None:
    """Save the edited fields of a task of the template. Raises WaitsForItself, Stale."""
    guard_circle(task)
    before, after = tracking.write(task, by=by, on=on)
    if after:
        acts.record(by=by, did=SAVED, to=task, before=before, after=after, on=on)


@transaction.atomic
def remove(*, task: TemplateTask, by: User, on: datetime) -> None:
    """Remove a task from the template; the checklists that began from it keep theirs. Raises Awaited."""
    if waiting := task.awaited_by.first():
        raise Awaited(title=waiting.title)
    acts.record(by=by, did=REMOVED, to=task, before={"offset": task.offset}, on=on)
    tracking.erase(task, by=by, on=on)
