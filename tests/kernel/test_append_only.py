"""The seals hold against raw SQL, survive migrations, and say when they are missing."""

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from acs_portal.kernel import acts, append_only
from acs_portal.kernel.models import Act
from tests.kernel.test_releases import release_something

pytestmark = pytest.mark.django_db
SEALED = ["kernel_act", "kernel_release", "kernel_issueddocument"]


def raw(sql: str):
    """Run SQL as somebody at the database's own console would."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def recorded(officer):
    """An act, a release and an issued document."""
    acts.record(by=officer, did="account.open", to=officer)
    return release_something(officer)


@pytest.mark.parametrize("table", SEALED)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_what_was_recorded(recorded, table, statement):
    with pytest.raises(DatabaseError, match="append-only"):
        raw(statement.format(table=table))


@pytest.mark.parametrize("table", SEALED)
def test_a_table_cannot_be_emptied_at_once(recorded, table):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    raw("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"):
        raw(f"TRUNCATE {table} CASCADE")


def test_a_row_cannot_be_replaced(recorded):
    columns = ", ".join(f'"{field.column}"' for field in Act._meta.fields)
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    update = "" if connection.vendor == "sqlite" else " ON CONFLICT (id) DO UPDATE SET reason = 'forged'"
    with pytest.raises(DatabaseError, match="append-only"):
        raw(f"{verb} INTO kernel_act ({columns}) SELECT {columns} FROM kernel_act{update}")


def test_every_seal_is_laid(db):
    assert set(SEALED) <= set(append_only.SEALS)
    assert append_only.missing(connection) == []


def test_a_seal_that_was_taken_away_is_told(db):
    append_only.SEALS["kernel_act"].lift(connection)
    assert append_only.laid(connection, "kernel_act") == []
    assert "kernel_act_no_update" in append_only.missing(connection)
    append_only.lay_all(connection)
    assert append_only.missing(connection) == []


ALTER = """
from django.db import connection, models
from acs_portal.kernel import append_only
from acs_portal.kernel.models import Act
from actionplan.models import Plan
from django.db.migrations.loader import MigrationLoader
MigrationLoader(connection)
append_only.lift_all(connection)
for model in (Act, Plan):
    field = models.CharField(max_length=10, default="")
    field.set_attributes_from_name("later")
    field.model = model
    with connection.schema_editor() as editor:
        editor.add_field(model, field)
append_only.lay_all(connection)
print("missing:", append_only.missing(connection))
"""


def test_sealed_tables_can_be_altered_by_a_migration_and_are_sealed_again(tmp_path):
    environment = {**os.environ, "VAR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)

    def manage(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("migrate", "-v0")
    assert manage("shell", "--no-imports", "-c", ALTER).strip() == "missing: []"


OLD_ROWS = """
from django.db import connection
from django.utils import timezone
def write(table, **values):
    names = ", ".join(values)
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(values))
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))
now = timezone.now()
write("kernel_user", id=1, password="", email="a@example.org", name="A", language="en", time_zone="UTC",
      role="officer", is_active=True, is_demonstration=False, created_at=now)
for number in (1, 2):
    write("kernel_release", id=number, subject_type="kernel.user", subject_id="1", kind="test",
          number=number, label="", symbol="", canonical="{}", sha256="0" * 64, note="{}",
          released_at=now, released_by_id=1, is_demonstration=False)
"""
NEW_ROWS = """
from django.db import DatabaseError, connection, transaction
from acs_portal.kernel import append_only
from acs_portal.kernel.models import Release
def refused(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "append-only" in str(error)
rows = Release.objects.order_by("number")
print([(row.number, row.changes, row.corrigendum, row.language, row.capacity) for row in rows])
print(refused("UPDATE kernel_release SET changes = NULL"), refused("DELETE FROM kernel_release"))
print(append_only.missing(connection))
"""


@pytest.fixture
def empty_database(tmp_path, django_db_setup):
    """The environment of an own empty database on the engine of this run."""
    environment = {**os.environ, "VAR": str(tmp_path)}
    if connection.vendor == "sqlite":
        environment.pop("DATABASE_URL", None)
        yield environment
        return
    import psycopg

    here = connection.settings_dict
    name = f"{here['NAME']}_migrated"
    server = {
        "host": here["HOST"],
        "port": here["PORT"] or 5432,
        "user": here["USER"],
        "password": here["PASSWORD"],
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}"')
        admin.execute(f'CREATE DATABASE "{name}"')
    address = urlsplit(os.environ["DATABASE_URL"])
    yield {**environment, "DATABASE_URL": urlunsplit(address._replace(path=f"/{name}"))}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_releases_from_before_there_were_corrigenda_are_kept_and_stay_sealed(empty_database):
    def manage(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR, env=empty_database, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("migrate", "kernel", "0003", "-v0")
    manage("shell", "--no-imports", "-c", OLD_ROWS)
    manage("migrate", "-v0")
    assert manage("shell", "--no-imports", "-c", NEW_ROWS).splitlines() == [
        "[(1, None, 0, '', ''), (2, None, 0, '', '')]",
        "True True",
        "[]",
    ]
