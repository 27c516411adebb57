"""The check-in at the door: an hour without a connection on a phone, another device meanwhile, reconciled."""

import re

from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.portal import PASSWORD

DESK = "en/meetings/rci-1-2002/check-in/"
EXPECTED = (
    "from meetings.domain import badges; from meetings.models import Delegate; "
    "there = Delegate.objects.attending().filter(arrivals=None, delegation__meeting__code='rci-1-2002'); "
    "found = list(there); given = badges.give(found); "
    "print(Delegate.objects.filter(arrivals__undone_at=None).exclude(arrivals=None).distinct().count()); "
    "print(*[f'{d.pk}|{given[d.pk].token}|{d.family_name}' for d in found], sep='\\n')"
)


def log_in(page, portal, email: str) -> None:
    page.goto(portal / "accounts/login/?lang=en")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/en/tasks/")


def test_an_hour_without_a_connection_is_reconciled(make_portal, new_screen):
    with make_portal("session") as portal:
        phone, desk = new_screen(**PHONE), new_screen(**DESKTOP)
        phone.clock.install()
        log_in(phone, portal, "secretariat@acs.example")
        log_in(desk, portal, "approver@acs.example")

        lines = portal.manage("shell", "--no-imports", "-v", "0", "-c", EXPECTED).split("\n")
        here = next(int(line) for line in lines if line.isdecimal())
        (first, token, _name), (second, _token, family) = [line.split("|") for line in lines if "|" in line]

        # the phone is made ready while there is a connection
        phone.goto(portal / DESK)
        check_page(phone)
        phone.get_by_role("link", name="Work without a connection").click()
        phone.locator("[data-check-in][data-ready]").wait_for()
        phone.locator("summary", has_text="This device").click()
        phone.get_by_label("Name of this device").fill("Door A")
        phone.get_by_label("Name of this device").press("Tab")
        expect(phone.locator("[data-here]")).to_have_text(str(here))
        check_page(phone)

        # the connection is gone; the camera opens the address of a badge
        phone.context.set_offline(True)
        phone.goto(portal / f"check-in/{token}/")
        expect(phone.locator("[data-offline]")).to_be_visible()
        phone.get_by_role("button", name="Check in").click()
        expect(phone.get_by_text("not sent yet")).to_be_visible()
        expect(phone.locator("[data-waiting]")).to_have_text("1")

        # an hour later the other one, found by name; pressed twice, loaded again: one press
        phone.clock.fast_forward("01:00:00")
        phone.goto(portal / DESK)
        phone.get_by_label("Name, party, or the code of a badge").fill(family[:4])
        phone.locator("article", has_text=family.upper()).get_by_role("button", name="Check in").click()
        expect(phone.locator("[data-waiting]")).to_have_text("2")
        phone.locator("article", has_text=family.upper()).locator("[data-press]").dispatch_event("click")
        phone.reload()
        expect(phone.locator("[data-waiting]")).to_have_text("2")
        expect(phone.locator("[data-here]")).to_have_text(str(here + 2))
        phone.locator("summary", has_text="This device").click()
        phone.get_by_role("button", name="Clear this device").click()
        expect(phone.get_by_text("Not while presses wait to be sent.")).to_be_visible()

        # meanwhile another device checks in the first person
        desk.goto(portal / f"{DESK}{first}/")
        desk.get_by_role("button", name="Check in").click()
        expect(desk.locator(".alert-success").first).to_contain_text("is checked in")
        check_page(desk)

        # the connection is back: the earlier press counts, both are kept, nothing twice
        phone.troubles.clear()
        phone.context.set_offline(False)
        expect(phone.locator("[data-waiting-box]")).to_be_hidden()
        expect(phone.locator("[data-online]")).to_be_visible()
        expect(phone.locator("[data-refused-box]")).to_be_hidden()
        phone.goto(portal / DESK)  # through the worker, which gives way to the portal again
        expect(phone.locator("main .figure")).to_contain_text("28 of 28")
        check_page(phone)
        desk.reload()
        presses = desk.locator("section", has_text="Every press").locator("li")
        expect(presses).to_have_count(2)
        expect(presses.nth(0)).to_contain_text(re.compile(r"\(Door A\)\s+counts"))
        expect(presses.nth(1)).to_contain_text("later")
        desk.goto(portal / f"{DESK}{second}/")
        expect(desk.locator("main")).to_contain_text("(Door A)")
        expect(desk.locator("main")).not_to_contain_text("Every press")
        desk.goto(portal / DESK)
        expect(desk.locator("main .figure")).to_contain_text("28 of 28")

        # logging out takes with it what the phone kept
        phone.goto(portal / "accounts/logout/?lang=en")
        phone.get_by_role("main").get_by_role("button", name="Log out").click()
        phone.wait_for_url("**/en/")
        kept = phone.evaluate(
            "async () => [(await indexedDB.databases()).length, (await caches.keys()).length]"
        )
        assert kept == [0, 0]
