"""Ask this machine for what pip can't install. One line for each missing thing; exit code 1 if any.

python deploy/needs.py pdf browser postgres java npm gettext
"""

import ctypes
import glob
import shutil
import sys


def has_library(*names: str) -> bool:
    """Whether the dynamic loader finds the library under one of its names."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def has_postgres() -> bool:
    """Debian keeps the server's programs out of PATH."""
    return bool(shutil.which("initdb") or glob.glob("/usr/lib/postgresql/*/bin/initdb"))


NEEDS = {
    "pdf": (
        lambda: (
            has_library("libpango-1.0.so.0", "libpango-1.0.0.dylib")
            and has_library("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib")
            and has_library("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
        ),
        "Pango is missing, PDFs need it: "
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    ),
    "browser": (
        lambda: bool(shutil.which("chromium")),
        "Chromium is missing, the browser tests need it: apt-get install chromium",
    ),
    "postgres": (has_postgres, "PostgreSQL is missing, the tests need it: apt-get install postgresql"),
    "pg_dump": (
        lambda: bool(shutil.which("pg_dump")),
        "pg_dump is missing, the backup needs it: apt-get install postgresql-client",
    ),
    "java": (
        lambda: bool(shutil.which("java")),
        "Java is missing, the check of the HTML needs it: apt-get install default-jre-headless",
    ),
    "npm": (lambda: bool(shutil.which("npm")), "npm is missing, the assets need it: apt-get install npm"),
    "gettext": (
        lambda: bool(shutil.which("msgfmt") and shutil.which("xgettext")),
        "gettext is missing, the translations need it: apt-get install gettext",
    ),
}


def main(names: list[str]) -> int:
    missing = [NEEDS[name][1] for name in names if not NEEDS[name][0]()]
    for line in missing:
        sys.stderr.write(f"acs-portal: {line}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
