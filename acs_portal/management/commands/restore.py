"""Put a backup back: everything is checked before anything is touched."""

import json
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from acs_portal.management.commands.backup import DATABASE, MANIFEST, run_postgres, sha256


class Command(BaseCommand):
    help = "Check a backup against its manifest and put the database and the stored files back."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace a database that is in use")

    def handle(self, *, file: Path, force: bool, **options):
        with tempfile.TemporaryDirectory(prefix="acs-restore-") as name:
            folder = Path(name)
            manifest = unpack(file, folder)
            check(manifest, folder)
            if not force and connection.introspection.table_names():
                raise CommandError("This database is not empty; nothing was changed. FORCE=1 replaces it.")
            restore_files(folder / "media")
            restore_database(folder / DATABASE[connection.vendor])
        stored = len(manifest["members"]) - 1
        self.stdout.write(f"{file}: restored as of {manifest['made']}, database and {stored} files")


def unpack(file: Path, folder: Path) -> dict:
    """Unpack the archive into `folder`; returns its manifest."""
    try:
        with tarfile.open(file, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        return json.loads((folder / MANIFEST).read_text())
    except FileNotFoundError as missing:
        raise CommandError(f"{file} is not a backup: no {missing.filename}.") from None
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise CommandError(f"{file} is damaged or not a backup: {error}") from None


def check(manifest: dict, folder: Path) -> None:
    """Refuse what isn't whole: a member missing, one too many, or one whose sha256 differs."""
    if manifest["engine"] != connection.vendor:
        raise CommandError(f"This backup is of {manifest['engine']}, the portal runs on {connection.vendor}.")
    present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    wrong = present ^ manifest["members"].keys()
    wrong |= {
        name for name in present - wrong if sha256(folder / name) != manifest["members"][name]["sha256"]
    }
    if wrong:
        raise CommandError(f"The backup does not match its manifest: {', '.join(sorted(wrong)[:5])}")
    if DATABASE[connection.vendor] not in present:
        raise CommandError("The backup holds no database.")


def restore_database(source: Path) -> None:
    """Replace the database in one transaction; whoever reads meanwhile sees the old one or the new one."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise CommandError("The database in the backup is damaged.")
            connection.ensure_connection()
            copy.backup(connection.connection)
    else:
        script = source.with_suffix(".sql")
        run_postgres("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        empty = "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public"
        run_postgres(
            "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
            f"--command={empty}", f"--file={script}",
        )  # fmt: skip
    connection.close()


def restore_files(folder: Path) -> None:
    """Store the files of the backup under their own names. Files the backup doesn't know are left alone."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = str(path.relative_to(folder))
        if default_storage.exists(name):
            with default_storage.open(name) as stored:
                if stored.read() == path.read_bytes():
                    continue
            default_storage.delete(name)
        with path.open("rb") as content:
            if default_storage.save(name, content) != name:
                raise CommandError(f"The storage refuses the name {name}.")
