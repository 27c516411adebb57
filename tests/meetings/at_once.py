"""What test_seats.py runs on a portal of its own: two officers who press at the same moment.

Prints as JSON who got the one seat, and what the two who approve one delegation are answered.
"""

import json
import os
import sys
from pathlib import Path
from threading import Barrier, Thread

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acs_portal.settings")


def at_once(*steps) -> list[str]:
    """Each step in a connection of its own, all at the same moment; what each raised, "" for nothing."""
    from django.db import connection

    start, answers = Barrier(len(steps)), [""] * len(steps)

    def run(place, step):
        start.wait()
        try:
            step()
        except Exception as error:
            answers[place] = str(error)
        connection.close()

    threads = [Thread(target=run, args=(place, step)) for place, step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def main() -> None:
    from meetings.domain import approvals, meetings, seats
    from meetings.models import Delegate, Delegation, Meeting
    from network.domain import reference
    from tests.cast import account
    from tests.meetings.conftest import ON, add_delegate, plan, register

    reference.load_parties()
    one, two = (account(f"{name}@example.org", name, role="officer") for name in ("Olive", "Otto"))
    meetings.announce(meeting=plan(one), by=one, on=ON)
    rules = seats.rules_of(Meeting.objects.get())
    rules.seats_of_members = 1
    seats.save_rules(rules=rules, by=one, on=ON)
    delegation = register(Meeting.objects.get(), one, "MEX")
    seated = at_once(
        lambda: add_delegate(Delegation.objects.get(), one, "A"),
        lambda: add_delegate(Delegation.objects.get(), two, "B"),
        lambda: add_delegate(Delegation.objects.get(), two, "C"),
    )
    submitted = {"state": "submitted", "submitted_by": one, "submitted_at": ON}
    Delegation.objects.update(**submitted, approved_by=None, approved_at=None)
    approved = at_once(
        lambda: approvals.approve(delegation=delegation, by=one, on=ON),
        lambda: approvals.approve(delegation=delegation, by=two, on=ON),
    )
    found = {
        "raised": seated,
        "waiting": sorted(bool(delegate.waitlisted_at) for delegate in Delegate.objects.all()),
        "approved": approved,
        "by": Delegation.objects.get().approved_by.name,
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    import django

    django.setup()
    main()
