"""What every test stands on. The people of the tests are in `tests/cast.py`."""

import gc
import importlib.util
from functools import cache as cache_of_results

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from acs_portal.kernel import pdf
from tests import strict_templates

# The cast: one fixture for each person a test can be, with one sentence about each.
pytest_plugins = ["tests.run_report", "tests.mailbox", "tests.installation"]
if importlib.util.find_spec("tests.cast"):
    pytest_plugins.append("tests.cast")


def pytest_configure(config):
    strict_templates.switch_on()
    gc.set_threshold(50_000, 20, 50)  # a run has memory to spare; a tenth of its time went here


@pytest.fixture(autouse=True)
def _plain_world(settings, tmp_path):
    """English, UTC, quick passwords, a data folder of the test, static files without a manifest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.VAR = settings.STATIC_ROOT = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.SECOND_FACTOR_REQUIRED = False  # tests/kernel/test_second_factor.py asks for it
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    with translation.override("en"), timezone.override("UTC"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _each_page_is_printed_once():
    """What a test asks to have printed is printed, once in the run: the same page gives the same bytes.

    That it does is what tests/kernel/test_pdf.py proves, with the press itself and in other processes.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_printed", cache_of_results(pdf._printed))
        yield


@pytest.fixture
def query_budget(db):
    """Prove that a page takes few queries, and the same number for few and for many rows.

    query_budget(lambda: client.get(url), make=lambda count: make_items(agenda, count))

    `make(count)` adds that many rows; the page is asked for at each size of `sizes` and must answer 200.
    """

    def check(get, *, make, sizes=(10, 100), most=12) -> int:
        taken, rows = {}, 0
        for size in sizes:
            make(size - rows)
            rows = size
            get()  # what is kept for the life of the process (content types, permissions) is not the page's
            with CaptureQueriesContext(connection) as queries:
                response = get()
            assert response.status_code == 200
            taken[size] = [query["sql"] for query in queries]
        few, many = (taken[size] for size in (sizes[0], sizes[-1]))
        counts = {size: len(queries) for size, queries in taken.items()}
        more = "\n".join(sql[:200] for sql in many if many.count(sql) > 1 or sql not in few)
        assert len(set(counts.values())) == 1, f"queries grow with the rows: {counts}\n{more}"
        assert len(many) <= most, f"{len(many)} queries, at most {most}:\n" + "\n".join(s[:200] for s in many)
        return len(many)

    return check
