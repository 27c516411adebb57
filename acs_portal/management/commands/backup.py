"""The whole portal in one file: the database, the stored files, and a manifest of what they must be.

The archive is a `.tar.gz`: `manifest.json` (engine, time, sha256 and size of each member), then
`database.sqlite3` or `database.dump` (pg_dump's own format), then `media/...`.
"""

import hashlib
import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from acs_portal.kernel import chain

MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
PG_DUMP_MISSING = "{program} is missing: apt-get install postgresql-client"


class Command(BaseCommand):
    help = "Write the database and the stored files into one archive with a manifest."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options):
        if file.exists():
            raise CommandError(f"{file} exists already; a backup is never written over another.")
        file.resolve().parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(file.name + ".part")
        try:
            with tempfile.TemporaryDirectory(prefix="acs-backup-") as folder:
                manifest = write_archive(unfinished, Path(folder))
            os.replace(unfinished, file)
        finally:
            unfinished.unlink(missing_ok=True)
        stored = len(manifest["members"]) - 1
        self.stdout.write(f"{file}: database ({manifest['engine']}) and {stored} files")


def write_archive(file: Path, folder: Path) -> dict:
    """Copy everything into `folder`, then pack it, manifest first. Returns the manifest."""
    known = chain.witness()  # before the copy, which then has at least these entries
    # The database goes first: a file stored in the meantime is one too many, never one too few.
    copy_database(folder / DATABASE[connection.vendor])
    for name in stored_files():
        target = folder / "media" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with default_storage.open(name) as source, target.open("wb") as out:
            out.writelines(source.chunks())
    members = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "made": timezone.now().isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "acts": asdict(known) if known else None,
        "members": {
            str(path.relative_to(folder)): {"sha256": sha256(path), "size": path.stat().st_size}
            for path in members
        },
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds personal data
    with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as tar:
        tar.add(folder / MANIFEST, MANIFEST)
        for path in members:
            tar.add(path, path.relative_to(folder))
    return manifest


def copy_database(target: Path) -> None:
    """A consistent copy while the portal goes on working."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    else:
        run_postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def run_postgres(program: str, *arguments: str) -> None:
    """Run a client program of PostgreSQL against our database; raises CommandError with its own words."""
    config = connection.settings_dict
    environment = os.environ | {
        "PGDATABASE": str(config["NAME"]),
        "PGHOST": str(config["HOST"] or ""),
        "PGPORT": str(config["PORT"] or ""),
        "PGUSER": str(config["USER"] or ""),
        "PGPASSWORD": str(config["PASSWORD"] or ""),
    }
    environment = {name: value for name, value in environment.items() if value}
    try:
        done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True)
    except FileNotFoundError:
        raise CommandError(PG_DUMP_MISSING.format(program=program)) from None
    if done.returncode:
        raise CommandError(f"{program}: {done.stderr.strip()}")


def stored_files(folder: str = "") -> Iterator[str]:
    """The name of every stored file, wherever the storage keeps it."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        yield from stored_files(f"{folder}/{name}" if folder else name)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
