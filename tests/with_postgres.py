"""Run a command with DATABASE_URL on a PostgreSQL of its own, which is gone afterwards.

python tests/with_postgres.py .venv/bin/pytest -m "not browser"

The cluster lives in a temporary folder and listens on 127.0.0.1 alone, on a free port. PostgreSQL
refuses to run as root, so root hands it to the user `postgres`. What a crash would lose, nobody needs:
nothing is flushed to disk, which makes it about as quick as SQLite.
"""

import contextlib
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

MISSING = "PostgreSQL is missing, the tests need it: apt-get install postgresql"
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
}


def binaries() -> Path:
    """The folder of initdb and pg_ctl; the newest where there are several."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [Path(found).parent for found in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    if not folders:
        sys.exit(f"acs-portal: {MISSING}")
    return max(folders, key=lambda folder: float(folder.parent.name))


def owner() -> dict:
    """Whom the server runs as: ourselves, or `postgres` when we are root."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        sys.exit(f"acs-portal: {MISSING} (there is no user postgres)")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running cluster; yields its DATABASE_URL."""
    tools, user, port = binaries(), owner(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="acs-postgres-"))
    if user:
        os.chown(folder, user["user"], user["group"])
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [tools / program, *arguments], cwd=folder, capture_output=True, text=True, **user
        )
        if done.returncode:
            server_log = log.read_text() if log.exists() else ""
            sys.exit(f"acs-portal: {program} failed: {done.stderr.strip()}\n{server_log}")

    try:
        run(
            "initdb", "-D", str(data), "-U", "portal", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"
        )
        options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
        command = f"-p {port} -k {folder} {options}"
        # The server keeps its parent's output open, so it gets a file and not a pipe.
        with log.open("wb") as out:
            subprocess.run(
                [tools / "pg_ctl", "-D", data, "-w", "-t", "60", "-o", command, "start"],
                cwd=folder, stdout=out, stderr=out, check=True, **user,
            )  # fmt: skip
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "portal", "portal")
        yield f"postgres://portal@127.0.0.1:{port}/portal"
    finally:
        if (data / "postmaster.pid").exists():
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server() as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
