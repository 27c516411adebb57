"""The real portal for the browser: gunicorn as `make run` starts it, on a copy of a demo made once."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "margarita-2001"  # printed by `make run`, and only in the demo
STAGES = ("directory", "agenda", "session", "adopted")


class Portal:
    """A running portal: its address, its data folder, and the mail it has sent."""

    def __init__(self, url: str, var: Path):
        self.url = url
        self.var = var

    def __str__(self) -> str:
        return self.url

    def __truediv__(self, path: str) -> str:
        return f"{self.url}/{path.lstrip('/')}"

    def manage(self, *arguments: str) -> str:
        """Run a management command on this portal's data, as an operator would."""
        return manage(self.var, *arguments)


def environment(var: Path, port: int = 8000) -> dict:
    """What `make run` exports, and nothing of the operator's own."""
    own = {"DATABASE_URL", "DJANGO_DEBUG", "HTTPS", "MAIL_URL", "ALLOWED_HOSTS", "SECRET_KEY"}
    return {name: value for name, value in os.environ.items() if name not in own} | {
        "VAR": str(var),
        "DEMO": "1",
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
    }


def manage(var: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT, env=environment(var), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def demo(shared: Path, stage: str) -> Path:
    """The data folder of a demo at this stage, made by whoever comes first and only copied by the others."""
    folder = shared / f"demo-{stage}"
    with open(shared / f"demo-{stage}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            folder.mkdir(exist_ok=True)
            manage(folder, "migrate", "--no-input", "-v", "0")
            manage(folder, "collectstatic", "--no-input", "-v", "0")
            manage(folder, "load_reference_data")
            manage(folder, "seed_demo", "--stage", stage)
            (folder / "made").touch()
    return folder


@contextmanager
def serve(demo_folder: Path, var: Path, workers: int = 1):
    """Serve a copy of the demo from `var` on a free port until the block ends."""
    shutil.copytree(demo_folder, var)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (var / "server.log").open("wb")
    server = subprocess.Popen(
        [Path(sys.executable).parent / "gunicorn", "--config", "deploy/gunicorn.conf.py", "acs_portal.wsgi"],
        cwd=ROOT, env=environment(var, port) | {"WORKERS": str(workers)}, stdout=log, stderr=log,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_open(f"{url}/healthz", server, var / "server.log")
        yield Portal(url, var)
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def wait_until_open(address: str, server: subprocess.Popen, log: Path, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{address} answered {error.code}:\n{log.read_text()}") from None
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"the portal did not open:\n{log.read_text()}")
