"""Seats and the waiting list, also when two press at once."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings

from acs_portal.kernel.models import Message
from meetings.domain import approvals, delegations, seats
from tests.meetings.conftest import ON, add_delegate, register


def limit(meeting, officer, **numbers):
    rules = seats.rules_of(meeting)
    for name, number in numbers.items():
        setattr(rules, f"seats_of_{name}", number)
    seats.save_rules(rules=rules, by=officer, on=ON)


def seated(delegation) -> list[str]:
    return [one.family_name for one in delegation.delegates.seated()]


def test_seats_follow_the_kind_of_the_party(meeting, officer):
    limit(meeting, officer, members=3, associates=2, observers=1)
    kinds = {code: register(meeting, officer, code) for code in ("MEX", "ABW", "SELA", "ARG")}
    assert [seats.seats_of(meeting, one.party) for one in kinds.values()] == [3, 2, 1, 1]
    limit(meeting, officer, members=None)
    assert seats.free(kinds["MEX"]) is None


def test_a_withdrawal_seats_the_next_one_and_tells_the_focal_point(meeting, officer, mexico):
    limit(meeting, officer, members=2)
    delegation = register(meeting, officer, "MEX")
    people = [add_delegate(delegation, officer, name) for name in ("A", "B", "C", "D")]
    assert (seated(delegation), [one.family_name for one in seats.waiting(delegation)]) == (
        ["A", "B"],
        ["C", "D"],
    )
    (moved,) = approvals.withdraw(delegate=people[0], reason="ill", by=officer, on=ON)
    assert (moved.family_name, seated(delegation)) == ("C", ["B", "C"])
    assert Message.objects.get(kind="delegate_link").address == "c@example.org"
    message = Message.objects.get(kind="delegate_seated")
    assert (message.to, message.language) == (mexico, "es")
    delegations.reinstate(delegate=people[0], by=officer, on=ON + timedelta(days=1))
    assert [one.family_name for one in seats.waiting(delegation)] == ["D", "A"]


def test_more_seats_seat_who_waits_and_fewer_take_none_away(meeting, officer):
    limit(meeting, officer, members=1)
    delegation = register(meeting, officer, "MEX")
    for name in ("A", "B", "C"):
        add_delegate(delegation, officer, name)
    limit(meeting, officer, members=2)
    assert seated(delegation) == ["A", "B"]
    limit(meeting, officer, members=1)
    assert (seated(delegation), seats.free(delegation)) == (["A", "B"], 0)


def test_whom_more_seats_seat_gets_the_private_link(meeting, officer):
    limit(meeting, officer, members=1)
    delegation = register(meeting, officer, "MEX")
    for name in ("A", "B"):
        add_delegate(delegation, officer, name)
    rules = seats.rules_of(meeting)
    rules.seats_of_members = 2
    approvals.save_rules(rules=rules, by=officer, on=ON)
    assert seated(delegation) == ["A", "B"]
    assert Message.objects.get(kind="delegate_link").address == "b@example.org"


@pytest.mark.slow
@pytest.mark.xdist_group("processes")
def test_at_once_one_seat_is_given_once_and_one_delegation_is_approved_once(install):
    portal = install()
    portal.manage("migrate", "--no-input", "-v", "0")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "tests/meetings/at_once.py"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"VAR": str(portal.var), "DATABASE_URL": portal.url},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["raised"], found["waiting"]) == (["", "", ""], [False, True, True])
    refusal = f"{found['by']} has already approved this delegation."
    assert sorted(found["approved"]) == ["", refusal]
