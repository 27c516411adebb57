"""Real processes on a real database and a real mail server: two at once, killed, started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from tests.mailbox import mail_server

pytestmark = [pytest.mark.xdist_group("processes"), pytest.mark.slow]


class Office:
    """A portal of its own, its mail server, and the processes that send."""

    def __init__(self, portal, mailbox):
        self.portal, self.mailbox = portal, mailbox
        self.environment = os.environ | {
            "VAR": str(portal.var), "DATABASE_URL": portal.url, "MAIL_URL": mailbox.url, "TASKS": "worker",
        }  # fmt: skip
        self.running = []

    def start(self, *command: str, **environment: str) -> subprocess.Popen:
        with (self.portal.var / "processes.log").open("ab") as log:
            process = subprocess.Popen(
                [*command], cwd=settings.BASE_DIR, env=self.environment | environment, stdout=log, stderr=log
            )
        self.running.append(process)
        return process

    def manage(self, name: str) -> subprocess.Popen:
        return self.start(sys.executable, "-W", "ignore", "manage.py", name)

    def ask(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "tests/kernel/sending.py", *arguments],
            cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write(self, count: int) -> None:
        """Write to so many people; what came before is forgotten by the mail server."""
        self.mailbox.received.clear()
        self.ask("write", str(count))

    def got(self) -> Counter:
        """How often each address got a mail."""
        return Counter(mail["To"] for mail in self.mailbox.received)

    def wait_for(self, condition, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                pytest.fail((self.portal.var / "processes.log").read_text()[-3000:])
            time.sleep(0.02)

    def end(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.wait()


@pytest.fixture(scope="module")
def portal(install):
    made = install()
    made.manage("migrate", "--no-input", "-v", "0")
    return made


@pytest.fixture
def office(portal):
    with mail_server() as mailbox:
        office = Office(portal, mailbox)
        yield office
        office.end()


@pytest.mark.parametrize("count", [1, 7, 40])
def test_three_runs_at_once_send_each_message_once(office, count):
    office.write(count)
    runs = [office.manage("run_due") for _number in range(3)]
    assert [run.wait(timeout=60) for run in runs] == [0, 0, 0]
    assert (len(office.got()), set(office.got().values()), office.ask("unsent")) == (count, {1}, "0")


def test_two_workers_and_a_run_by_hand_send_each_message_once(office):
    office.write(30)
    senders = [office.manage("work"), office.manage("work"), office.manage("run_due")]
    office.wait_for(lambda: sum(office.got().values()) >= 30 and office.ask("unsent") == "0")
    assert (len(office.got()), set(office.got().values())) == (30, {1})
    for worker in senders[:2]:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=10) == 0


def test_a_worker_killed_while_it_sends_loses_nothing_and_doubles_nothing(office):
    office.write(12)
    waiting = office.ask("unsent")
    people = sorted({f"{number}@example.org" for number in range(500)})
    office.mailbox.slow = dict.fromkeys(people, 0.15)
    worker = office.manage("work")
    office.wait_for(lambda: len(office.got()) >= 3)
    asked = len(office.mailbox.asked)
    office.wait_for(lambda: len(office.mailbox.asked) > asked)  # in the middle of a conversation
    worker.kill()
    worker.wait()
    time.sleep(0.5)
    before = office.got()
    assert (waiting, 3 <= len(before) < 12, set(before.values())) == ("12", True, {1})

    office.mailbox.slow = {}
    office.ask("later")
    office.manage("work")
    office.wait_for(lambda: office.ask("unsent") == "0")
    assert (len(office.got()), set(office.got().values())) == (12, {1})


def test_the_death_of_the_mail_server_loses_nothing(office):
    office.write(5)
    office.mailbox.die()
    assert office.manage("run_due").wait(timeout=60) == 0
    assert office.ask("unsent") == "5"
    office.ask("later")
    with mail_server() as mailbox:
        office.environment["MAIL_URL"] = mailbox.url
        assert office.manage("run_due").wait(timeout=60) == 0
        assert Counter(mail["To"] for mail in mailbox.received).most_common(1)[0][1] == 1
        assert len(mailbox.received) == 5


class TestUnderGunicorn:
    """The worker is one of gunicorn's own: see deploy/gunicorn.conf.py."""

    @pytest.fixture
    def master(self, office) -> subprocess.Popen:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        gunicorn = Path(sys.executable).parent / "gunicorn"
        process = office.start(
            str(gunicorn), "--config", "deploy/gunicorn.conf.py", "acs_portal.wsgi",
            PORT=str(port), WORKERS="2", PYTHONWARNINGS="ignore", ALLOWED_HOSTS="127.0.0.1",
        )  # fmt: skip
        office.wait_for(lambda: answers(port))
        return process

    def test_it_sends_is_started_again_when_killed_and_dies_with_its_master(self, office, master):
        office.wait_for(lambda: len(children(master.pid)) == 3)
        office.write(4)
        office.wait_for(lambda: len(office.got()) == 4)
        for child in children(master.pid):
            os.kill(child, signal.SIGKILL)
        office.wait_for(lambda: len(children(master.pid)) == 3)
        office.write(4)
        office.wait_for(lambda: len(office.got()) == 4)
        assert set(office.got().values()) == {1}
        left = children(master.pid)
        master.kill()
        master.wait()
        office.wait_for(lambda: not any(is_alive(pid) for pid in left))

    def test_after_a_reload_there_still_is_one(self, office, master):
        old = set(children(master.pid))
        master.send_signal(signal.SIGHUP)
        office.wait_for(lambda: len(now := set(children(master.pid))) == 3 and not now & old, seconds=60)
        office.write(3)
        office.wait_for(lambda: len(office.got()) == 3)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
            return response.read() == b"ok\n"
    except OSError:
        return False


def children(pid: int) -> list[int]:
    """The living children of a process."""
    done = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True)
    return [int(line) for line in done.stdout.split() if is_alive(int(line))]


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
