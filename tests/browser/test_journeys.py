"""The six journeys of the first light, as the person they are for walks them, on the running portal."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.browser.conftest import DESKTOP, PHONE
from tests.pdf_checks import assert_official_pdf, text_of

SOURCE = "actionplan/reference/acs-sf-001.fr.txt"


def fetch_pdf(page, portal, path: str) -> bytes:
    """A PDF as the browser of this person gets it."""
    answer = page.request.get(portal / path)
    assert answer.status == 200, f"{path}: {answer.status}"
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


# 1. Anyone sees the portal


@pytest.mark.parametrize(
    ("language", "title", "plan"),
    [
        (
            "en",
            "Network of International Cooperation Focal Points",
            "Strategic Action Plan for the Special Fund",
        ),
        ("es", "Red de Puntos Focales de Cooperación Internacional", "Plan de Acción Estratégico"),
        ("fr", "Réseau de Points Focaux de la Coopération Internationale", "Plan d’action stratégique"),
    ],
)
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_anyone_sees_the_network_its_meetings_and_the_plan(portal, new_screen, language, title, plan, screen):
    page = new_screen(language=language, **screen)
    page.goto(portal.url)
    assert page.url == portal / f"{language}/"
    heading(page, re.compile(title[:7]))
    assert page.locator("svg.map a").count() >= 34
    expect(page.locator(".card")).to_have_count(3)
    expect(page.get_by_role("heading", name=re.compile(plan))).to_be_visible()
    check_page(page)


def test_the_language_switch_stays_on_the_page(portal, desktop):
    desktop.goto(portal / "en/network/mex/?x=1")
    desktop.get_by_role("link", name="Français").click()
    assert desktop.url == portal / "fr/network/mex/?x=1"
    heading(desktop, "Mexique")


def test_a_place_on_the_map_leads_to_its_party_by_keyboard(portal, desktop):
    desktop.goto(portal / "en/")
    mexico = desktop.locator('svg.map a[href="/en/network/mex/"]')
    mexico.focus()
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/en/network/mex/")
    heading(desktop, "Mexico")


# 2. The focal point of Mexico updates the profile


@pytest.mark.parametrize("no_js", [False, True], ids=["script", "no-script"])
def test_the_focal_point_of_mexico_updates_the_profile(make_portal, new_screen, no_js):
    with make_portal("directory") as portal:
        page = new_screen(language="es", no_js=no_js, **DESKTOP)
        page.goto(portal / "accounts/login/?lang=es")
        page.locator("input[name=login]").fill("mexico@acs.example")
        page.locator("input[name=password]").fill("wrong-password")
        page.locator("input[name=password]").press("Enter")
        expect(page.locator(".invalid-feedback, .alert-danger").first).to_be_visible()
        assert page.locator("input[name=login]").input_value() == "mexico@acs.example"
        page.locator("input[name=password]").fill("margarita-2001")
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url("**/es/tasks/")
        heading(page, re.compile("Mis asuntos pendientes"))
        check_page(page)

        page.goto(portal / "es/network/mex/profile/edit/")
        policy = page.locator("[name=policy_es]")
        policy.fill("México ofrece becas. <script>alert(1)</script>")
        page.locator("[name=policy_en]").fill("")
        page.locator("[name=policy_fr]").fill("Le Mexique offre des bourses.")
        page.locator(".form-actions button").click()
        page.wait_for_url("**/es/network/mex/profile/")
        assert "becas" in page.locator("ins").all_text_contents().__str__()
        check_page(page)
        page.get_by_role("link", name="Publicar", exact=True).click()
        page.wait_for_url("**/es/network/mex/profile/publish/")
        assert "becas" in page.locator("ins").all_text_contents().__str__()
        check_page(page)
        page.get_by_role("button", name="Publicar").click()
        page.wait_for_url("**/es/network/mex/")
        expect(page.locator(".alert-success")).to_be_visible()

        page.goto(portal / "es/network/mex/")
        expect(page.get_by_text("México ofrece becas. <script>alert(1)</script>").first).to_be_visible()
        expect(page.locator(".acts")).to_contain_text("Marisol Medina")
        page.goto(portal / "en/network/mex/")
        expect(page.locator("main [lang=es]").filter(has_text="México ofrece becas").first).to_be_visible()
        check_page(page)
        page.goto(portal / "en/network/mex/profile/1/")
        expect(page.get_by_text("training of specialists").first).to_be_visible()
        pdf = fetch_pdf(page, portal, "fr/network/mex.pdf")
        assert_official_pdf(pdf, language="fr", contains=["Le Mexique offre des bourses."])


def test_two_people_who_edit_the_same_profile_lose_nothing(make_portal, new_screen, login):
    with make_portal("directory") as portal:
        screens = [new_screen(language="es", **DESKTOP) for _person in range(2)]
        for page in screens:
            page.goto(portal / "accounts/login/?lang=es")
            page.locator("input[name=login]").fill("mexico@acs.example")
            page.locator("input[name=password]").fill("margarita-2001")
            page.locator("input[name=password]").press("Enter")
            page.wait_for_url("**/tasks/")
            page.goto(portal / "es/network/mex/profile/edit/")
        first, second = screens
        first.locator("[name=telephone]").fill("111")
        first.locator(".form-actions button").click()
        first.wait_for_url("**/profile/")
        second.locator("[name=telephone]").fill("222")
        second.locator(".form-actions button").click()
        expect(second.locator("#conflicts")).to_be_visible()
        expect(second.locator(".cols-2").first).to_contain_text("111")
        assert second.locator("[name=telephone]").input_value() == "222"
        check_page(second)
        second.locator(".form-actions button").click()
        second.wait_for_url("**/profile/")
        expect(second.locator("main")).to_contain_text("222")


# 3. The Secretariat prepares the First Meeting


def sign_in(page, portal, email, language="en"):
    page.goto(portal / f"accounts/login/?lang={language}")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill("margarita-2001")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/tasks/")


def save(page, address):
    page.locator(".form-actions button").click()
    page.wait_for_url(address)


def add_item(page, portal, title, under=""):
    page.goto(portal / "en/meetings/first/agenda/items/new/")
    for code in ("en", "es", "fr"):
        page.locator(f"[name=title_{code}]").fill(f"{title} ({code})")
    page.locator("[name=minutes]").fill("30")
    if under:
        page.locator("[name=under]").select_option(label=under)
    save(page, "**/agenda/draft/")


def release(page, portal, note=""):
    page.goto(portal / "en/meetings/first/agenda/release/")
    if note:
        for code in ("en", "es", "fr"):
            page.locator(f"[name=note_{code}]").fill(f"{note} ({code})")
    if page.locator("[name=acknowledged]").count():
        page.locator("[name=acknowledged]").check()
    if note:  # the first press shows how the message reads with it
        page.locator(".form-actions button").click()
        page.wait_for_selector(".alert-danger")
    save(page, re.compile(r"/agenda/(\d+/)?$"))


def test_the_secretariat_opens_a_meeting_and_releases_its_agenda_twice(make_portal, new_screen):
    with make_portal("directory") as portal:
        page = new_screen(**DESKTOP)
        sign_in(page, portal, "secretariat@acs.example")
        page.goto(portal / "en/meetings/new/")
        page.locator("[name=code]").fill("first")
        page.locator("[name=host]").select_option(label="Mexico")
        page.locator("[name=opens_on]").fill("2002-04-12")
        page.locator("[name=closes_on]").fill("2002-04-11")
        page.locator("[name=time_zone]").select_option("America/Mexico_City")
        page.locator("[name=symbol_body]").fill("RCI.I")
        for code, title in (("en", "First Meeting"), ("es", "Primera Reunión"), ("fr", "Première Réunion")):
            page.locator(f"[name=title_{code}]").fill(title)
            page.locator(f"[name=place_{code}]").fill("Mexico City")
        page.locator(".form-actions button").click()
        expect(page.locator(".alert-danger")).to_be_visible()
        assert page.locator("[name=title_fr]").input_value() == "Première Réunion"
        page.locator("[name=opens_on]").fill("2002-04-11")
        page.locator("[name=closes_on]").fill("2002-04-12")
        save(page, "**/meetings/first/")
        page.goto(portal / "en/meetings/first/announce/")
        save(page, "**/meetings/first/")
        check_page(page)

        for party, names in (("Mexico", ["Ana", "Luis"]), ("Haiti", ["Marie"]), ("Aruba", ["Anouk"])):
            page.goto(portal / "en/meetings/first/delegations/new/")
            assert "Curaçao" not in page.locator("[name=party]").inner_text()
            page.locator("[name=party]").select_option(label=party)
            page.locator("[name=letter_reference]").fill(f"NV {party}")
            save(page, re.compile(r"/delegations/\w+/$"))
            for place, name in enumerate(names):
                page.goto(page.url.partition("/delegates/")[0].rstrip("/") + "/delegates/new/")
                page.locator("[name=role]").select_option("head" if place == 0 else "adviser")
                page.locator("[name=given_name]").fill(name)
                page.locator("[name=family_name]").fill(f"De {party}")
                page.locator("[name=is_listed]").check()
                save(page, re.compile(r"/delegations/\w+/$"))
            check_page(page)

        add_item(page, portal, "Opening")
        add_item(page, portal, "Special Fund")
        add_item(page, portal, "Action plan", under="2 Special Fund (en)")
        check_page(page)
        release(page, portal)
        page.goto(portal / "en/meetings/first/agenda/1/")
        first_page = page.locator("main article").inner_text()
        first_pdf = fetch_pdf(page, portal, "es/meetings/first/agenda/1.pdf")
        assert_official_pdf(first_pdf, language="es", contains=["Action plan (es)", "ACS/2002/RCI.I/WP.001"])

        page.goto(portal / "en/meetings/first/agenda/draft/")
        page.get_by_role("link", name=re.compile("^(Edit|Change)")).first.click()
        page.locator("[name=title_en]").fill("Opening and welcome (en)")
        save(page, "**/agenda/draft/")
        expect(page.locator("ins").first).to_be_visible()
        release(page, portal, note="The opening has a welcome")
        page.goto(portal / "en/meetings/first/agenda/")
        expect(page.locator("main")).to_contain_text("Rev.1")
        expect(page.locator("main")).to_contain_text("Opening and welcome (en)")
        check_page(page)

        visitor = new_screen(**DESKTOP)
        visitor.goto(portal / "en/meetings/first/agenda/1/")
        expect(visitor.locator("main")).to_contain_text("Opening (en)")
        expect(visitor.locator("main")).not_to_contain_text("welcome (en)")
        assert "A later release exists" in visitor.locator("main").inner_text()
        assert first_page == visitor.locator("main article").inner_text()
        assert fetch_pdf(visitor, portal, "es/meetings/first/agenda/1.pdf") == first_pdf
        assert "Rev.1" in text_of(fetch_pdf(visitor, portal, "en/meetings/first/agenda.pdf"))
        visitor.goto(portal / "en/meetings/first/agenda/2/changes/")
        expect(visitor.locator("ins").first).to_contain_text("welcome")
        check_page(visitor)

        correct_the_french_title(new_screen, portal)
        visitor.goto(portal / "fr/meetings/first/agenda/")
        expect(visitor.locator("main article")).to_contain_text("Ouverture")
        check_page(visitor)
        visitor.goto(portal / "en/meetings/first/agenda/1/")
        assert first_page == visitor.locator("main article").inner_text()


def correct_the_french_title(new_screen, portal):
    """A corrigendum, on a phone that runs no script."""
    page = new_screen(no_js=True, **PHONE)
    sign_in(page, portal, "secretariat@acs.example")
    page.goto(portal / "en/meetings/first/agenda/2/")
    page.get_by_role("link", name="Correct a mistake in one language").click()
    check_page(page)
    page.locator("main").get_by_role("link", name="Français").click()
    page.get_by_label("Opening (fr)").check()
    check_page(page)
    page.get_by_role("button", name="Go on").click()
    page.locator("textarea").fill("Ouverture")
    page.locator("[name=reason]").fill("The title was in English")
    check_page(page)
    page.get_by_role("button", name="Look at the differences").click()
    expect(page.locator("ins")).to_contain_text("Ouverture")
    check_page(page)
    page.get_by_role("button", name="Issue Corr.1").click()
    expect(page.locator("#corrigenda")).to_be_visible()
    check_page(page)


# 4. A member downloads the adopted plan


@pytest.mark.parametrize(
    ("language", "words", "annex"),
    [
        ("en", "Recognition of the ACS by agencies and donors", "Annex I"),
        ("es", "Reconocimiento de la AEC por organismos y donantes", "Anexo I"),
        ("fr", "Reconnaissance de l’AEC par les agences et les bailleurs", "Annexe I"),
    ],
)
def test_a_member_downloads_the_adopted_plan(portal, new_screen, language, words, annex):
    page = new_screen(language=language, **PHONE)
    sign_in(page, portal, "aruba@acs.example", language)
    page.goto(portal / f"{language}/action-plan/")
    page.locator("main a[href*='/action-plan/special-fund-2002/']").first.click()
    page.wait_for_url("**/special-fund-2002/")
    expect(page.locator("main")).to_contain_text("ACS/2002/RCI.I/PLAN.001")
    expect(page.locator("main")).to_contain_text(words)
    check_page(page)
    data = fetch_pdf(page, portal, f"{language}/action-plan/special-fund-2002.pdf")
    assert_official_pdf(
        data,
        language=language,
        contains=[words, "ACS/2002/RCI.I/PLAN.001", "206"],
        pages=range(6, 15),
    )
    assert annex in text_of(data)


def test_the_downloaded_plan_is_verified_and_a_changed_byte_is_found(portal, desktop):
    data = fetch_pdf(desktop, portal, "en/action-plan/special-fund-2002.pdf")
    for bytes_, words in (
        (data, "byte for byte"),
        (data[:-2] + b"x\n", "This file was changed after it was issued"),
    ):
        desktop.goto(portal / "verify/?lang=en")
        desktop.locator("input[type=file]").set_input_files(
            {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": bytes_}
        )
        desktop.locator("main form button").click()
        expect(desktop.locator("main")).to_contain_text(words)
        check_page(desktop, expect_troubles=("console error: Failed to load resource",))


# 5. The fiche ACS-SF-001


def source_values() -> list[str]:
    """The lines of the source that carry values: not headings, not blank."""
    with open(SOURCE, encoding="utf-8") as file:
        lines = [" ".join(line.split()) for line in file]
    return [line for line in lines if len(line) > 40]


def flat(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())


def test_every_value_of_the_fiche_is_on_the_page_and_in_the_pdf(portal, desktop):
    desktop.goto(portal / "fr/projects/acs-sf-001/")
    shown = flat(desktop.locator("main").inner_text())
    printed = flat(text_of(fetch_pdf(desktop, portal, "fr/projects/acs-sf-001.pdf")))
    for value in ("ACS-SF-001", "18.500,00", "USD", "3 mois", "2 jours", "13 novembre 2002"):
        assert value in shown, value
        assert value in printed, value
    for line in source_values():
        words = re.sub(r"^(\d\.|IMEXCI:)\s*", "", line)
        start = words[:60]
        assert start in shown, line
        assert start in printed, line
    check_page(desktop)


@pytest.mark.parametrize(
    ("language", "amount", "duration"), [("en", "18,500.00", "3 months"), ("es", "18.500,00", "3 meses")]
)
def test_the_fiche_speaks_the_readers_language(portal, phone, language, amount, duration):
    phone.goto(portal / f"{language}/projects/acs-sf-001/")
    expect(phone.locator("main")).to_contain_text(amount)
    expect(phone.locator("main")).to_contain_text(duration)
    assert_official_pdf(
        fetch_pdf(phone, portal, f"{language}/projects/acs-sf-001.pdf"),
        language=language,
        contains=[amount, "ACS-SF-001"],
    )
    check_page(phone)


# 6. The directory on two days


def test_the_directory_is_shown_as_of_2002_and_as_of_today(portal, new_screen):
    page = new_screen(language="fr", **DESKTOP)
    page.goto(portal / "fr/network/")
    today = page.locator("main").inner_text()
    page.locator("input[name=on]").fill("2002-04-11")
    page.locator("form.filters button").click()
    page.wait_for_url("**on=2002-04-11**")
    then = page.locator("main").inner_text()
    for name in ("Antilles néerlandaises", "France (Guyane, Guadeloupe, Martinique)"):
        assert name in then
        assert name not in today
    assert "Curaçao" in today
    assert then.index("Mexique") > then.index("Haïti")
    check_page(page)
    printed = text_of(fetch_pdf(page, portal, "fr/network/directory.pdf?on=2002-04-11"))
    assert "Antilles néerlandaises" in printed


def test_a_date_that_does_not_exist_is_answered_clearly(portal, phone):
    phone.goto(portal / "es/network/?on=2002-02-31")
    expect(phone.locator(".alert-danger, .invalid-feedback").first).to_be_visible()
    check_page(phone)


# By keyboard alone


def test_login_and_the_profile_are_reached_by_keyboard_alone(portal, new_screen):
    page = new_screen(**DESKTOP)
    page.goto(portal / "en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(portal / "accounts/login/?lang=en")
    page.locator("input[name=login]").focus()
    page.keyboard.type("mexico@acs.example")
    page.keyboard.press("Tab")
    page.keyboard.type("margarita-2001")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/")
    page.goto(portal / "en/network/mex/profile/edit/")
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.form-actions button')"):
            break
    assert page.evaluate("document.activeElement.matches('.form-actions button')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/network/mex/profile/")


def test_an_authenticator_app_can_be_added_and_is_asked_for(make_portal, new_screen):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    with make_portal("directory") as portal:
        page = new_screen(**DESKTOP)
        sign_in(page, portal, "secretariat@acs.example")
        page.goto(portal / "accounts/2fa/")
        check_page(page)
        page.goto(portal / "accounts/2fa/totp/activate/")
        if "reauthenticate" in page.url:
            page.locator("input[name=password]").fill("margarita-2001")
            page.locator("main form button").first.click()
        check_page(page)
        secret = re.search(r"[A-Z2-7]{32}", page.content()).group()
        counter = next(iter(yield_hotp_counters_from_time()))
        page.locator("input[name=code]").fill(format_hotp_value(hotp_value(secret, counter)))
        page.locator("main form button").first.click()
        page.wait_for_url(re.compile("/accounts/2fa/"))
        page.goto(portal / "en/tasks/")
        assert "second factor" not in page.locator("main").inner_text()
