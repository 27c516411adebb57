"""The life of a designation, in French: letter in, returned, completed, in force, handed over."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.browser.conftest import DESKTOP, PHONE, Mailbox
from tests.browser.portal import PASSWORD

LETTER = {"name": "note.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
HAITI = "fr/network/hti/"


def official_today() -> date:
    """The day at the seat of the Secretariat, by which the portal counts."""
    return datetime.now(ZoneInfo("America/Port_of_Spain")).date()


def log_in(page, portal, email: str) -> None:
    page.goto(portal / "accounts/login/?lang=fr")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/fr/tasks/")


def press(page, action: str) -> None:
    """The button or link of a page that leads to an address with this ending."""
    target = page.locator(f'main form[action$="{action}"] button, main .page-actions a[href$="{action}"]')
    target.first.click()


def send(page) -> None:
    page.locator(".form-actions button").click()


def write_letter(page, given_name: str, family_name: str, starts: date) -> None:
    """Fill in what every letter says."""
    written_on = official_today() - timedelta(days=2)
    for name, value in {
        "given_name": given_name,
        "family_name": family_name,
        "reference": f"NV {family_name}",
        "dated": written_on.isoformat(),
        "signed_by": "Joseph Philippe Antonio",
        "signer_post": "Ministre des Affaires étrangères",
        "starts": starts.isoformat(),
    }.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=instrument]").select_option("note_verbale")
    page.locator("[name=signed_for]").select_option(label="Ministère des Affaires Étrangères et des Cultes")
    page.locator("[name=letter]").set_input_files(LETTER)


@pytest.mark.parametrize(
    ("no_js", "screen"), [(False, PHONE), (True, DESKTOP)], ids=["phone", "desktop-without-script"]
)
def test_a_designation_lives_from_its_letter_to_its_succession(make_portal, new_screen, no_js, screen):
    with make_portal("directory") as portal:
        mail = Mailbox(portal.var / "mail")
        haiti, house = (new_screen(language="fr", no_js=no_js, **screen) for _person in range(2))
        log_in(haiti, portal, "haiti@acs.example")
        log_in(house, portal, "secretariat@acs.example")
        today = official_today()
        later = today + timedelta(days=30)

        # the letter comes in: the focal point files it for the post of deputy, without an e-mail address
        haiti.goto(portal / HAITI)
        check_page(haiti)
        haiti.locator(".card", has_text="suppléant").locator('a[href$="/designate/"]').click()
        write_letter(haiti, "Marie", "Toussaint", today)
        check_page(haiti)
        send(haiti)
        expect(haiti.locator(".alert-success")).to_be_visible()
        expect(haiti.get_by_role("heading", level=1)).to_have_text("Marie TOUSSAINT")
        check_page(haiti)
        filing = haiti.url.removeprefix(f"{portal.url}/")
        haiti.goto(portal / HAITI)
        expect(haiti.locator("main")).not_to_contain_text("TOUSSAINT")

        # returned for completion: what waits leads the officer to it
        house.goto(portal / "fr/tasks/")
        house.locator('a[href="/fr/network/designations/"]').click()
        check_page(house)
        house.get_by_role("link", name="Marie TOUSSAINT").click()
        press(house, "/take/")
        press(house, "/return/")
        house.locator("[name=note]").fill("L’adresse électronique manque.")
        check_page(house)
        send(house)
        check_page(house)
        mail.wait_for("haiti@acs.example", "L’adresse électronique manque.")

        # completed: the task leads to it, what was filed stands in the form
        haiti.goto(portal / "fr/tasks/")
        haiti.locator(f'a[href="/{filing}"]').click()
        expect(haiti.locator("main")).to_contain_text("L’adresse électronique manque.")
        press(haiti, "/complete/")
        assert haiti.locator("[name=family_name]").input_value() == "Toussaint"
        haiti.locator("[name=email]").fill("marie.toussaint@haiti.example")
        check_page(haiti)
        send(haiti)
        expect(haiti.locator(".alert-success")).to_be_visible()

        # in force: asked first, the new holder is invited in French
        house.goto(portal / filing)
        press(house, "/take/")
        press(house, "/validate/")
        check_page(house)
        send(house)
        expect(house.locator(".alert-success")).to_contain_text("marie.toussaint@haiti.example")
        invitation = mail.wait_for("marie.toussaint@haiti.example", "/accounts/invitation/")
        assert invitation["Content-Language"] == "fr"
        assert "Point focal suppléant" in invitation.get_body(("plain",)).get_content()

        # handed over: the successor is recorded, and the post changes hands on that day
        house.goto(portal / HAITI)
        house.locator(".card", has_text="suppléant").locator('a[href$="/designate/"]').click()
        write_letter(house, "Jean", "Baptiste", later)
        house.locator("[name=received_on]").fill(today.isoformat())
        house.locator("[name=hand_over]").check()
        send(house)
        expect(house.locator(".alert-success")).to_be_visible()
        check_page(house)

        # as of three dates: before, now and after; and as on record yesterday
        for day, holder in (
            (today - timedelta(days=1), None),
            (today, "Marie TOUSSAINT"),
            (later, "Jean BAPTISTE"),
        ):
            haiti.goto(portal / f"{HAITI}?on={day.isoformat()}")
            check_page(haiti)
            cards = haiti.locator(".card", has_text="suppléant")
            if holder is None:
                expect(cards).to_have_count(0)
            else:
                expect(cards.locator(".card-title")).to_have_text(holder)
        yesterday = (today - timedelta(days=1)).isoformat()
        haiti.goto(portal / f"fr/network/?on={today.isoformat()}&known={yesterday}")
        expect(haiti.locator("main")).not_to_contain_text("TOUSSAINT")
        expect(haiti.locator("main .alert-info")).to_be_visible()
        check_page(haiti)
