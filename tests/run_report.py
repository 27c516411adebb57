"""What the run as a whole must answer for: no skip without a reason, and valid HTML on every page seen.

The browser tests save the source of each page they meet in a folder; when the run ends, one start of the
Nu HTML checker reads them all. It is done here, in the process that reports, and not in a worker.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

PAGES = "PORTAL_TEST_PAGES"
JAR = Path(__file__).parent.parent / "assets/node_modules/vnu-jar/build/dist/vnu.jar"
NO_REASON = {"", "unconditional skip", "<Skipped instance>"}


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        os.environ[PAGES] = tempfile.mkdtemp(prefix="acs-pages-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ[PAGES], ignore_errors=True))
        config.pluginmanager.register(RunReport(), "run-report")


class RunReport:
    """Collects complaints against the run; any of them fails it."""

    def __init__(self):
        self.silent_skips = []
        self.complaints = []

    def pytest_runtest_logreport(self, report):
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            if reason.removeprefix("Skipped:").strip() in NO_REASON:
                self.silent_skips.append(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        self.complaints = [f"skipped without a reason: {test}" for test in self.silent_skips]
        self.complaints += invalid_html(Path(os.environ[PAGES]))
        if self.complaints and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        if self.complaints:
            terminalreporter.section("the run fails", sep="=", red=True)
            for complaint in self.complaints:
                terminalreporter.line(complaint)


def invalid_html(folder: Path) -> list[str]:
    """`address:line: message` for each error of the Nu HTML checker in the pages of the folder."""
    pages = sorted(folder.glob("*.html"))
    if not pages:
        return []
    if not JAR.exists():
        return ["the Nu HTML checker is missing: npm ci --prefix assets"]
    if not shutil.which("java"):
        return ["Java is missing, the check of the HTML needs it: apt-get install default-jre-headless"]
    command = [
        "java",
        "-Xss1m",
        "-jar",
        JAR,
        "--errors-only",
        "--format",
        "json",
        "--exit-zero-always",
        *pages,
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        messages = json.loads(done.stderr)["messages"]
    except ValueError:
        return [f"the Nu HTML checker did not answer: {done.stderr[:500]}"]
    places = {}
    for message in messages:
        extract = " ".join(message.get("extract", "").split())
        line = message.get("lastLine", "?")
        places.setdefault((message["message"], extract), []).append(f"{address_of(message)}:{line}")
    return [
        f"{found[0]}: {text} ({extract})" + (f" and on {len(found) - 1} more pages" if found[1:] else "")
        for (text, extract), found in sorted(places.items(), key=lambda item: item[1])
    ]


def address_of(message: dict) -> str:
    """The address at which the page of a message was seen."""
    page = Path(message.get("url", "").removeprefix("file:"))
    note = page.with_suffix(".address")
    return note.read_text() if note.exists() else page.name


def save_page(address: str, html: str) -> None:
    """Keep the source of a page for the check at the end; the same source only once."""
    name = hashlib.sha256(html.encode()).hexdigest()[:24]
    folder = Path(os.environ[PAGES])
    (folder / f"{name}.html").write_text(html)
    (folder / f"{name}.address").write_text(address)
