"""The performance workloads, printed as a table: `make bench`.

What is measured is the portal as `make run` serves it (two workers, nothing cached), on a throw-away
database, by a client on the same machine that shares its cores. Every loop is bounded in time.
"""

import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
MANAGE = (sys.executable, "-W", "ignore", "manage.py")
CONCURRENCY = 8
SECONDS = 5.0
ALONE = 100
STARTS = 3


def environment(var: Path, port: int) -> dict:
    return os.environ | {
        "VAR": str(var), "PORT": str(port), "WORKERS": "2", "DEMO": "0",
        "SECOND_FACTOR_REQUIRED": "0", "SITE_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip


def prepare(var: Path) -> str:
    """Build the database and the static files; returns the session key of an officer."""
    build = "from bench.data import build; print(build())"
    for command in (
        ("migrate", "--no-input", "-v", "0"),
        ("load_reference_data",),
        ("collectstatic", "--no-input", "-v", "0"),
        ("shell", "--no-imports", "-v", "0", "-c", build),
    ):
        done = subprocess.run(
            [*MANAGE, *command],
            cwd=ROOT, env=environment(var, 0), check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
    return done.stdout.split()[-1]


@contextmanager
def served(var: Path):
    """The portal on a free port; yields (port, process, seconds from the start to the first answer)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    begun = time.perf_counter()
    server = subprocess.Popen(
        [Path(sys.executable).parent / "gunicorn", "--config", "deploy/gunicorn.conf.py", "acs_portal.wsgi"],
        cwd=ROOT, env=environment(var, port), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while True:
            try:
                status, _size = ask(http.client.HTTPConnection("127.0.0.1", port, timeout=30), "/en/")
                break
            except OSError:
                if server.poll() is not None or time.perf_counter() - begun > 60:
                    sys.exit("the portal did not open")
                time.sleep(0.005)
        assert status == 200, f"/en/ answers {status}"
        yield port, server, time.perf_counter() - begun
    finally:
        server.terminate()
        server.wait(30)


def ask(connection: http.client.HTTPConnection, path: str, cookie: str = "") -> tuple[int, int]:
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Cookie": cookie})
    response = connection.getresponse()
    return response.status, len(response.read())


def alone(port: int, path: str, cookie: str) -> tuple[float, int]:
    """The p95 in milliseconds of one client after the other, and the bytes of an answer."""
    connection, times = http.client.HTTPConnection("127.0.0.1", port, timeout=30), []
    for number in range(ALONE + 20):
        begun = time.perf_counter()
        status, size = ask(connection, path, cookie)
        assert status == 200, f"{path} answers {status}"
        if number >= 20:
            times.append((time.perf_counter() - begun) * 1000)
    connection.close()
    return statistics.quantiles(times, n=20)[-1], size


def together(port: int, path: str, cookie: str) -> float:
    """Requests per second of eight clients at once; wrk where it is installed, threads elsewhere."""
    if shutil.which("wrk"):
        command = ["wrk", "-t1", f"-c{CONCURRENCY}", f"-d{SECONDS:.0f}s", "-H", "Accept-Encoding: gzip"]
        command += ["-H", f"Cookie: {cookie}"]
        out = subprocess.run(
            [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True
        ).stdout
        assert "Non-2xx" not in out, out
        return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    until, counts = time.perf_counter() + SECONDS, []

    def client():
        connection, count = http.client.HTTPConnection("127.0.0.1", port, timeout=30), 0
        while time.perf_counter() < until:
            count += ask(connection, path, cookie)[0] == 200
        counts.append(count)

    threads = [threading.Thread(target=client) for _ in range(CONCURRENCY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def memory(server: subprocess.Popen) -> tuple[float, float]:
    """The RSS and the proportional share (PSS) in MB of the heaviest worker."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    found = []
    for child in children:
        rollup = Path(f"/proc/{child}/smaps_rollup").read_text()
        rss, pss = (int(re.search(rf"^{name}:\s+(\d+)", rollup, re.M)[1]) / 1024 for name in ("Rss", "Pss"))
        found.append((rss, pss))
    return max(found)


def row(what: str, figure: str, goal: str) -> None:
    print(f"{what:<44} {figure:>28}   {goal}", flush=True)


# what, address, whether an officer asks (the working copy) or a visitor, requests per second, p95 in ms
PAGES = [
    ("agenda of 60 items, working copy", "/en/meetings/bench/agenda/draft/", True, 200, 25),
    ("agenda of 60 items, released", "/en/meetings/bench/agenda/", False, 500, 25),
    ("directory of 200 persons", "/en/network/", False, 150, 20),
    ("plan of 60 items, working copy", "/en/action-plan/bench-draft/", True, 200, 25),
    ("plan of 60 items, adopted", "/en/action-plan/bench-plan/", False, 500, 25),
    ("translation desk, agenda of 60 items", "/en/translations/agenda/bench/?to=fr&show=all", True, 0, 0),
    ("calendar of the meeting", "/en/meetings/bench/calendar.ics", False, 200, 25),
]


def main() -> None:
    row("workload", "measured", "goal")
    with tempfile.TemporaryDirectory(prefix="acs-bench-") as folder:
        var = Path(folder)
        cookie = f"sessionid={prepare(var)}"
        starts = []
        for _ in range(STARTS):
            with served(var) as (_port, _server, seconds):
                starts.append(seconds)
        row("cold start to first answer", f"{statistics.median(starts):.2f} s", "<= 1.2 s")
        with served(var) as (port, server, _seconds):
            for name, path, as_officer, goal, patience in PAGES:
                who = cookie if as_officer else ""
                p95, size = alone(port, path, who)
                rate = together(port, path, who)
                row(
                    name, f"{rate:.0f} req/s, p95 {p95:.1f} ms",
                    f">= {goal} req/s, p95 < {patience} ms; {size / 1000:.1f} kB of HTML gzipped",
                )  # fmt: skip
            rss, pss = memory(server)
            row("memory of a worker under load", f"{rss:.0f} MB, PSS {pss:.0f} MB", "<= 100 MB")
        for part in ("pdf", "texts"):
            subprocess.run(
                [*MANAGE, "shell", "--no-imports", "-v", "0", "-c", f"from bench.{part} import main; main()"],
                cwd=ROOT, env=environment(var, 0), check=True,
            )  # fmt: skip


if __name__ == "__main__":
    main()
