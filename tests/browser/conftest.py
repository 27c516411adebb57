"""Fixtures of the browser tests: the portal, its mail, and people in front of a screen."""

import os
import shutil
from email import policy
from email.parser import BytesParser
from itertools import count
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.browser import checks
from tests.browser.portal import PASSWORD, demo, serve

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}

# Playwright keeps an event loop in this thread; Django would refuse to touch the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
os.environ["PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD"] = "1"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not Path(CHROMIUM).exists():
        pytest.fail("Chromium is missing, the browser tests need it: apt-get install chromium", pytrace=False)
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory):
    """One folder for all the workers of this run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def make_portal(shared_folder, tmp_path_factory):
    """A portal of one's own at a stage of the demo, as a context manager; for a journey that changes much."""
    numbers = count()

    def make(stage="adopted", workers=1):
        return serve(
            demo(shared_folder, stage), tmp_path_factory.mktemp("portal") / f"{next(numbers)}", workers
        )

    return make


@pytest.fixture(scope="session")
def portal(make_portal):
    """The adopted demo, one for each worker. `portal / "en/network/"` is an address in it."""
    with make_portal() as running:
        yield running


class Mailbox:
    """What the portal has sent, oldest first. `clear()` forgets what came before."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.seen = set()

    def clear(self) -> None:
        self.seen = {path.name for path in self.folder.glob("*")}

    @property
    def messages(self) -> list:
        read = BytesParser(policy=policy.default)
        found = []
        for path in sorted(self.folder.glob("*"), key=lambda path: path.stat().st_mtime_ns):
            if path.name not in self.seen:
                parts = path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
                found += [read.parsebytes(part) for part in parts if part.strip()]
        return found

    def wait_for(self, address: str, words: str, seconds: float = 20):
        """The message to one person that says these words; the worker sends it a moment after the press."""
        until = monotonic() + seconds
        while monotonic() < until:
            for message in self.messages:
                if address in message["To"] and words in message.get_body(("plain",)).get_content():
                    return message
            sleep(0.2)
        raise AssertionError(f"no message to {address} says: {words}")


@pytest.fixture
def mailbox(portal):
    box = Mailbox(portal.var / "mail")
    box.clear()
    return box


@pytest.fixture
def new_screen(browser, portal):
    """A function that opens a watched page in a context of its own: `new_screen(**PHONE, no_js=True)`."""
    contexts = []

    def open_screen(language="en", no_js=False, **options):
        context = browser.new_context(
            base_url=portal.url, locale=language, java_script_enabled=not no_js, **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        checks.watch(page, runs_scripts=not no_js)
        return page

    yield open_screen
    for context in contexts:
        context.close()


@pytest.fixture
def desktop(new_screen):
    return new_screen(**DESKTOP)


@pytest.fixture
def phone(new_screen):
    return new_screen(**PHONE)


@pytest.fixture
def no_js(new_screen):
    """A desktop whose browser runs no script."""
    return new_screen(**DESKTOP, no_js=True)


@pytest.fixture
def login(portal):
    """`login(page, "mexico@acs.example")` as a person does it, through the form."""

    def log_in(page, email, password=PASSWORD):
        page.goto(portal / "accounts/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    return log_in
