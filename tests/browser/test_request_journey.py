"""A publication request: the deputy of Jamaica asks, the publisher returns it, it is mended and approved."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.browser.conftest import DESKTOP, PHONE, Mailbox
from tests.browser.portal import PASSWORD

HUB = "en/network/jam/profile/"


def log_in(page, portal, email: str) -> None:
    page.goto(portal / "accounts/login/?lang=en")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/en/tasks/")


def ask(page, portal, note: str) -> None:
    """From the hub to the request, with every section that differs."""
    page.goto(portal / HUB)
    page.locator('main a[href$="/profile/request/"]').click()
    check_page(page)
    page.locator("[name=note]").fill(note)
    page.get_by_role("button", name="Ask for publication").click()
    page.wait_for_url(f"**/{HUB}")
    expect(page.locator(".alert-success")).to_be_visible()
    expect(page.get_by_role("heading", name="Publication is asked for")).to_be_visible()
    check_page(page)


@pytest.mark.parametrize(
    ("no_js", "screen"), [(False, PHONE), (True, DESKTOP)], ids=["phone", "desktop-without-script"]
)
def test_a_request_is_returned_mended_and_approved(make_portal, new_screen, no_js, screen):
    with make_portal("directory") as portal:
        mail = Mailbox(portal.var / "mail")
        deputy, publisher = (new_screen(language="en", no_js=no_js, **screen) for _person in range(2))
        log_in(deputy, portal, "jamaica.deputy@acs.example")
        log_in(publisher, portal, "jamaica@acs.example")

        # the deputy asks; the publisher finds it in the mail and among the tasks
        ask(deputy, portal, "The first version, please.")
        mail.wait_for("jamaica@acs.example", "The first version, please.")
        publisher.goto(portal / "en/tasks/")
        publisher.get_by_role("link", name="Answer the publication request of Jamaica").click()
        expect(publisher.locator("main")).to_contain_text("Planning Institute of Jamaica")
        check_page(publisher)

        # returned with a note, which the deputy finds
        publisher.locator("[name=text]").fill("Add the legal basis.")
        publisher.get_by_role("button", name="Return with this note").click()
        publisher.wait_for_url(f"**/{HUB}")
        deputy.goto(portal / "en/tasks/")
        deputy.get_by_role("link", name="Mend the draft of Jamaica and ask again").click()
        expect(deputy.locator("main")).to_contain_text("Add the legal basis.")
        check_page(deputy)

        # mended, and asked again
        deputy.goto(portal / f"{HUB}edit/")
        deputy.locator("[name=mandate_en]").fill("Planning Institute of Jamaica Act, 1984 (demonstration)")
        deputy.locator(".form-actions button").first.click()
        deputy.wait_for_url(f"**/{HUB}")
        ask(deputy, portal, "With the legal basis.")

        # approved: everybody reads it
        publisher.goto(portal / HUB)
        publisher.get_by_role("link", name="Look and answer").click()
        expect(publisher.locator("main")).to_contain_text("Act, 1984")
        publisher.get_by_role("button", name="Approve and publish").click()
        publisher.wait_for_url(f"**/{HUB}")
        expect(publisher.locator(".alert-success")).to_be_visible()
        check_page(publisher)
        anybody = new_screen(language="en", no_js=no_js, **screen)
        anybody.goto(portal / "en/network/jam/")
        expect(anybody.locator("main")).to_contain_text("Act, 1984")
        expect(anybody.locator("main")).not_to_contain_text("Add the legal basis.")
        deputy.goto(portal / "en/tasks/")
        expect(deputy.locator("main")).not_to_contain_text("Mend the draft")
