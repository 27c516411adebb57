"""The yearly confirmation, as the focal point of Haiti finds it in a mail: in Spanish."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.browser.conftest import DESKTOP, PHONE

CONFIRM = "es/network/hti/profile/confirm/"


@pytest.mark.parametrize(
    ("screen", "no_js"), [(DESKTOP, False), (PHONE, True)], ids=["script", "phone-no-script"]
)
def test_a_profile_is_confirmed_from_the_link_of_a_mail(make_portal, new_screen, screen, no_js):
    with make_portal("directory") as portal:
        page = new_screen(language="es", no_js=no_js, **screen)
        page.goto(portal / CONFIRM)
        assert "/accounts/login/" in page.url
        page.locator("input[name=login]").fill("haiti@acs.example")
        page.locator("input[name=password]").fill("margarita-2001")
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(f"**/{CONFIRM}")
        cards = page.locator("form article.card")
        expect(cards).to_have_count(4)
        expect(cards.first).to_contain_text("Ministère de la Planification")
        expect(page.locator("form input[type=checkbox]:checked")).to_have_count(4)
        check_page(page)

        page.locator("#id_needs").uncheck()
        page.locator(".form-actions button").click()
        page.wait_for_url("**/es/network/hti/profile/")
        expect(page.locator(".alert-success")).to_be_visible()
        check_page(page)

        page.goto(portal / CONFIRM)
        expect(page.locator("form article.card-action")).to_have_count(1)
        page.locator(".form-actions button").click()
        page.wait_for_url("**/es/network/hti/profile/")
        page.goto(portal / CONFIRM)
        expect(page.locator("form article.card-action")).to_have_count(0)

        page.goto(portal / "es/tasks/")
        expect(page.locator("main")).not_to_contain_text(re.compile("hti/profile/confirm"))
        page.goto(portal / "es/network/board/")
        row = page.locator("tbody tr").filter(has_text="Haití")
        expect(row.locator("td.yes")).to_have_count(4)
        check_page(page)
