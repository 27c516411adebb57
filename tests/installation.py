"""Portals with a data folder and a database of their own, used through their commands as an operator does."""

import os
import subprocess
import sys
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from acs_portal.management.commands.backup import run_postgres

NAMES = "from network.models import Party; print(*sorted(Party.objects.values_list('code', flat=True)))"


class Installation:
    """A portal with a data folder and a database of its own, used through its commands."""

    def __init__(self, var: Path, database_url: str):
        self.var = var
        self.url = database_url

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        environment = os.environ | {"VAR": str(self.var), "DATABASE_URL": self.url}
        return subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *arguments],
            cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
        )  # fmt: skip

    def manage(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def parties(self) -> str:
        return self.manage("shell", "--no-imports", "-v", "0", "-c", NAMES).strip()


@pytest.fixture(scope="module")
def install(tmp_path_factory):
    """install() is a new, empty installation on this run's kind of database; on PostgreSQL a new database."""
    made = []

    def new() -> Installation:
        var = tmp_path_factory.mktemp("portal")
        if connection.vendor == "sqlite":
            return Installation(var, f"sqlite:///{var}/portal.sqlite3")
        name = f"backup_{uuid.uuid4().hex[:12]}"
        with outside_the_test_database():
            run_postgres("createdb", name)
        made.append(name)
        config = connection.settings_dict
        return Installation(var, f"postgres://{config['USER']}@{config['HOST']}:{config['PORT']}/{name}")

    yield new
    for name in made:
        with outside_the_test_database():
            run_postgres("dropdb", name)


@contextmanager
def outside_the_test_database():
    """PostgreSQL's programs connect to a database that is always there."""
    name, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], "postgres"
    try:
        yield
    finally:
        connection.settings_dict["NAME"] = name
