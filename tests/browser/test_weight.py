"""What a page costs on the line: the first view with everything, and the next page on top of it."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE

FIRST_VIEW = 30_000
NEXT_PAGE = 10_000
PAGES = [
    "en/",
    "en/network/",
    "en/network/mex/",
    "fr/meetings/rci-1-2002/agenda/",
    "es/action-plan/special-fund-2002/",
]


class Scales:
    """Counts the bytes of the bodies as they came over the line, compressed; what the cache gave weighs 0."""

    def __init__(self, page):
        self.sizes, self._heads, self._names = {}, {}, {}
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.responseReceived", self._head)
        line.on("Network.loadingFinished", self._finished)

    def _head(self, event):
        response = event["response"]
        self._names[event["requestId"]] = response["url"]
        self._heads[event["requestId"]] = (
            0 if response.get("fromDiskCache") else response["encodedDataLength"]
        )

    def _finished(self, event):
        head = self._heads.get(event["requestId"], 0)
        self.sizes[self._names.get(event["requestId"], "?")] = max(0, event["encodedDataLength"] - head)

    def weigh(self, page, address) -> dict:
        self.sizes = {}
        page.goto(address, wait_until="networkidle")
        return {
            url.partition("?")[0].rpartition("://")[2].partition("/")[2]: n for url, n in self.sizes.items()
        }


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_first_view_weighs_little(portal, new_screen, screen, address):
    page = new_screen(**screen)
    weights = Scales(page).weigh(page, portal / address)

    assert len(weights) > 1, "nothing but the document was weighed"
    assert sum(weights.values()) <= FIRST_VIEW, weights


@pytest.mark.parametrize("address", PAGES[1:])
def test_the_next_page_weighs_less(portal, new_screen, address):
    page = new_screen(**PHONE)
    scales = Scales(page)
    scales.weigh(page, portal / "en/help/")
    weights = scales.weigh(page, portal / address)

    assert sum(weights.values()) <= NEXT_PAGE, weights
