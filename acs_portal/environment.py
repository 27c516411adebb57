"""Small functions that read one environment variable each and refuse nonsense in one line."""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE = "sqlite"
POSTGRES = ("postgres", "postgresql")


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable: 1, true, yes, on or 0, false, no, off."""
    value = os.environ.get(name, "").strip().lower()
    if value == "":
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no; write 1 or 0.")


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def whole_number(name: str, default: int) -> int:
    """A whole number of at least 0."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.")
    return int(value)


def choices(name: str, defaults: dict[str, str], allowed: tuple[str, ...]) -> dict[str, str]:
    """A choice per key, such as `agenda=hold,plan=hold`; what is not named keeps its default."""
    given = dict(part.split("=", 1) if "=" in part else (part, "") for part in words(name))
    for key, value in given.items():
        if key not in defaults or value not in allowed:
            raise ImproperlyConfigured(
                f"{name}={os.environ[name]!r}: {key}={value} is not known; "
                f"keys are {', '.join(defaults)}, values {', '.join(allowed)}."
            )
    return defaults | given


def folder(name: str, default: Path) -> Path:
    """A folder for data, made when missing."""
    path = Path(os.environ.get(name) or default).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={str(path)!r} can't be used: {error.strerror}.") from None
    return path


def _shown(url: str) -> str:
    """An address as it may be printed: without the password."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)


def database(var: Path) -> dict:
    """The database of DATABASE_URL (postgres://user:password@host:port/name or sqlite:///file).

    Without it, an SQLite file in `var`. Raises ImproperlyConfigured, naming what is wrong.
    """
    url = os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{var / 'portal.sqlite3'}"
    scheme = url.partition("://")[0] if "://" in url else ""
    if scheme not in (SQLITE, *POSTGRES):
        raise ImproperlyConfigured(
            f"DATABASE_URL={_shown(url)!r} is not a database address; "
            "write postgres://user:password@host:5432/name or sqlite:////path/to/file."
        )
    try:
        config = dj_database_url.parse(url)
    except Exception as error:
        raise ImproperlyConfigured(f"DATABASE_URL can't be read: {error}") from None
    if not config.get("NAME"):
        raise ImproperlyConfigured(f"DATABASE_URL={_shown(url)!r} names no database.")
    if scheme == SQLITE:
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
        }
        config["CONN_MAX_AGE"] = None
    else:
        config["CONN_MAX_AGE"] = 600
        config["CONN_HEALTH_CHECKS"] = True
    return config


def mailer(var: Path) -> dict:
    """The mailer of MAIL_URL (smtp://user:password@host:587?tls=1); without it, files in `var`/mail."""
    url = os.environ.get("MAIL_URL", "").strip()
    if not url:
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(var / "mail")},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"MAIL_URL={_shown(url)!r} is not a mail server; write smtp://user:password@host:587?tls=1."
        )
    query = parse_qs(parts.query)
    options = {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": query.get("tls", ["0"])[0] == "1",
        "timeout": 15,
    }
    if parts.username:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


TASKS = {
    "immediate": "django.tasks.backends.immediate.ImmediateBackend",
    "worker": "django_tasks_db.DatabaseBackend",
}


def tasks() -> str:
    """Who does what a request leaves behind (TASKS): the request itself (immediate), or the worker."""
    value = os.environ.get("TASKS", "").strip() or "immediate"
    if value not in TASKS:
        raise ImproperlyConfigured(f"TASKS={value!r} is neither immediate nor worker.")
    return TASKS[value]


def secret_key(var: Path) -> str:
    """SECRET_KEY, or one made on the first run and kept in `var`/secret_key (readable by its owner only)."""
    if key := os.environ.get("SECRET_KEY", ""):
        if len(key) < 50:
            raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters.")
        return key
    file = var / "secret_key"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as out:
        out.write(key := secrets.token_urlsafe(64))
    return key


def text(name: str, default: str) -> str:
    """A line of text."""
    return os.environ.get(name, "").strip() or default


def address(name: str, default: str) -> str:
    """The web address of the portal without a path, such as https://portal.example.org."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            f"{name}={value!r} is not a web address such as https://portal.example.org."
        )
    return value
