"""A text on its way through three languages: on a phone, out as a file and in again, reviewed, released."""

import re

import pytest
from playwright.sync_api import expect

from acs_portal.kernel import xliff
from tests.browser.checks import check_page
from tests.browser.conftest import DESKTOP, PHONE

AGENDA = "translations/agenda/network-next-demo/"


def signed_in(page, portal, email: str):
    page.goto(portal / "accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill("margarita-2001")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    return page


@pytest.mark.parametrize("no_js", [False, True], ids=["script", "no-script"])
def test_an_agenda_is_translated_reviewed_and_released(make_portal, new_screen, no_js, tmp_path):
    with make_portal("agenda") as portal:
        officer = signed_in(new_screen(no_js=no_js, **PHONE), portal, "secretariat@acs.example")

        # on a phone, one language at a time
        officer.goto(portal / "en/translations/")
        check_page(officer)
        officer.goto(portal / f"en/{AGENDA}?to=fr")
        check_page(officer)
        officer.get_by_role("link", name="Joint search for funds in 2027").click()
        expect(officer.locator("#column-fr")).to_be_visible()
        expect(officer.locator("#column-es")).to_be_hidden()
        check_page(officer)
        officer.locator("[name=title_fr]").fill("Recherche conjointe de fonds en 2027")
        officer.locator("[name=annotation_fr]").fill(
            "Une note du Secrétariat énumérera 13 guichets de financement."
        )
        officer.get_by_role("button", name="Save and stay").click()
        expect(officer.locator(".alert-warning").first).to_contain_text("Figures, dates or references")
        expect(officer.locator(".table")).to_contain_text("13")
        officer.locator('a[href="#column-fr"]').click()
        officer.locator("[name=annotation_fr]").fill(
            "Une note du Secrétariat énumérera 12 guichets de financement."
        )
        officer.get_by_role("button", name="Save and stay").click()
        expect(officer.locator(".alert-warning")).to_have_count(0)

        # what is left in Spanish goes to a translator who works elsewhere
        sent = officer.request.get(portal / f"en/{AGENDA}es.xlf")
        units = xliff.read(sent.body()).units
        words = {
            "annotation": "Una nota de la Secretaría enumerará 12 ventanillas de financiamiento.",
            "stale": "Cada delegación informa por escrito sobre los dos primeros años.",
        }
        done = [
            xliff.Unit(
                unit.id,
                unit.source,
                unit.source_language,
                words["annotation"] if "funding windows" in unit.source else
                words["stale"] if "in writing" in unit.source else unit.target,
                xliff.DONE,
            )
            for unit in units
        ]  # fmt: skip
        file = tmp_path / "back.xlf"
        file.write_bytes(xliff.write("back", done, "es"))
        officer.goto(portal / f"en/{AGENDA}import/")
        check_page(officer)
        officer.locator("[name=file]").set_input_files(file)
        officer.get_by_role("button", name="Compare first").click()
        expect(officer.locator("ins").first).to_be_visible()
        check_page(officer)
        officer.get_by_role("button", name="Take all of it over").click()
        expect(officer.locator(".alert-success")).to_contain_text("4 texts were taken over.")

        # the approver reviews what somebody else translated, in French by her own interface
        approver = signed_in(
            new_screen(language="fr", no_js=no_js, **DESKTOP), portal, "approver@acs.example"
        )
        approver.goto(portal / f"fr/{AGENDA}?to=fr&show=review")
        approver.get_by_role("link", name=re.compile("Recherche conjointe")).click()
        approver.locator("[name=mark_fr]").select_option("reviewed")
        check_page(approver)
        approver.locator("button[name=stay]").click()
        expect(approver.locator("#head-fr .state")).to_contain_text("Relue")

        # the release says what is still not ready, with a link to each
        officer.goto(portal / "en/meetings/network-next-demo/agenda/release/")
        left = officer.locator(".alert-warning")
        expect(left).to_contain_text("machine draft")
        expect(left).not_to_contain_text("missing")
        left.get_by_role("link", name="Any other business").first.click()
        expect(officer.get_by_role("heading", level=1)).to_contain_text("Any other business")
