"""The migration to designations with a process runs with rows in it: what was recorded is in force."""

import os
import subprocess
import sys

from django.conf import settings

BEFORE = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
loader = MigrationExecutor(connection).loader
apps = loader.project_state([("network", "0002_tracked"), ("kernel", "0004_texts")]).apps
party = apps.get_model("network", "Party").objects.create(
    code="MEX", kind="member_state", name_en="Mexico", sort_en="Mexico", working_language="es")
post = apps.get_model("network", "Post").objects.create(party=party, kind="primary")
name = dict(honorific="Amb.", given_name="Ana", family_name="Morales")
person = apps.get_model("network", "Person").objects.create(**name)
letter = dict(post=post, person=person, instrument="letter", signed_by="S", signer_post="P")
rows = apps.get_model("network", "Designation").objects
rows.create(received_on="2001-01-01", starts="2001-01-01", until="2002-01-01", end_reason="Retired", **letter)
rows.create(received_on="2002-01-01", starts="2002-01-01", **letter)
"""
AFTER = """
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from acs_portal.kernel import append_only
from network.models import Designation, Post
MigrationLoader(connection)
rows = Designation.objects.order_by("starts")
print([(row.full_name, row.state, str(row.until), row.history.count()) for row in rows])
print(Post.history.count(), append_only.missing(connection))
"""


def test_what_was_recorded_is_in_force_under_the_name_of_its_holder_with_a_first_state(tmp_path):
    """On PostgreSQL it runs in the database beside the one of the tests."""
    environment = {**os.environ, "VAR": str(tmp_path)}

    def manage(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *arguments],
            cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("migrate", "-v0", "network", "0002_tracked")
    manage("shell", "--no-imports", "-c", BEFORE)
    manage("migrate", "-v0")
    assert manage("shell", "--no-imports", "-c", AFTER).splitlines() == [
        "[('Amb. Ana MORALES', 'in_force', '2002-01-01', 1), ('Amb. Ana MORALES', 'in_force', 'None', 1)]",
        "1 []",
    ]
