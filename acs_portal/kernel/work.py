"""The worker: takes the tasks of the queue one after the other, and each minute does what is due.

Nothing is lost when it is killed: a task that stays RUNNING in the queue is harmless, since messages
and documents that it left undone are found by `due.run` from the data.
"""

import logging
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import Error, close_old_connections, connections
from django.utils import timezone

from . import due

log = logging.getLogger(__name__)
MINUTE, DAY = 60.0, 24 * 3600.0


def work(*, is_wanted: Callable[[], bool], pause: float = 0.5) -> None:
    """Work until `is_wanted()` says no; looks into an empty queue after each `pause` of seconds."""
    # the commands of the library load when a worker starts, not with each page
    from django_tasks_db.models import DBTaskResult

    due_at = prune_at = time.monotonic()
    while is_wanted():
        try:
            close_old_connections()
            if time.monotonic() >= due_at:
                due.run(timezone.now())
                due_at = time.monotonic() + MINUTE
            if time.monotonic() >= prune_at:
                call_command("prune_db_task_results", queue_name="*", verbosity=0)
                prune_at = time.monotonic() + DAY
            if DBTaskResult.objects.ready().exists():
                _take_one_task()
                continue
        except Error:  # the database is away, or busy: it comes back
            log.exception("the worker lost the database")
            connections.close_all()
        time.sleep(pause)


def _take_one_task() -> None:
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=f"portal-{timezone.now():%Y%m%d%H%M%S%f}",
        excluded_queue_names=[],
    ).run()
