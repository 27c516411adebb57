"""What an operator gets wrong is answered in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from acs_portal import environment

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "nonsense", "is not a database address"),
        ("DATABASE_URL", "mysql://localhost/x", "is not a database address"),
        ("DATABASE_URL", "postgres://localhost", "names no database"),
        ("SECRET_KEY", "short", "shorter than 50 characters"),
        ("DEMO", "perhaps", "is neither yes nor no"),
        ("MAIL_URL", "pigeon://loft", "is not a mail server"),
        ("SITE_URL", "portal", "is not a web address"),
        ("TASKS", "later", "is neither immediate nor worker"),
        ("UPLOAD_MAX_MB", "many", "is not a whole number"),
        ("RELEASE_GATES", "agenda=perhaps", "agenda=perhaps is not known"),
        ("RELEASE_GATES", "minutes", "minutes= is not known"),
    ],
)
def test_nonsense_is_refused_in_one_line(tmp_path, name, value, words):
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "VAR": str(tmp_path), name: value},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode != 0
    assert run.stdout == ""
    assert len(run.stderr.strip().splitlines()) == 1
    assert words in run.stderr


def test_sqlite_is_the_database_when_none_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    config = environment.database(tmp_path)
    assert config["NAME"] == str(tmp_path / "portal.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_mail_address_with_password_and_encryption_is_read(tmp_path, monkeypatch):
    monkeypatch.setenv("MAIL_URL", "smtp://user:p%40ss@mail.example:587?tls=1")
    options = environment.mailer(tmp_path)["OPTIONS"]
    assert options == {
        "host": "mail.example",
        "port": 587,
        "use_ssl": False,
        "use_tls": True,
        "timeout": 15,
        "username": "user",
        "password": "p@ss",
    }


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first, second = environment.secret_key(tmp_path), environment.secret_key(tmp_path)
    assert first == second
    assert len(first) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_made_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("VAR", str(tmp_path / "file" / "below"))
    with pytest.raises(ImproperlyConfigured, match="can't be used"):
        environment.folder("VAR", tmp_path)


def test_a_password_is_not_printed(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://user:secret@host/name")
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.database(tmp_path)
    assert "secret" not in str(refusal.value)
    assert "mysql://user:***@host/name" in str(refusal.value)
