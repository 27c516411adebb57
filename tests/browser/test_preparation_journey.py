"""A meeting from its model to the open door: moved twice, invited, registered, printed, checked in."""

import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.browser.conftest import DESKTOP, PHONE, Mailbox
from tests.browser.portal import PASSWORD
from tests.browser.test_journeys import fetch_pdf
from tests.pdf_checks import pages_of, text_of

CODE = "rci-havana"
MEETING = f"en/meetings/{CODE}/"
HAITI = f"{MEETING}delegations/hti/"
HAVANA = ZoneInfo("America/Havana")
LETTER = {"name": "lettre.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
HEAD = "marie.lefevre@haiti.example"
FUNCTION = "Directrice générale de la coopération"
MISSING = ["console error: Failed to load resource: the server responded with a status of 404"]
CLERKS = {"secretariat@acs.example": "Olivia Charles", "approver@acs.example": "Andrés Pacheco"}
PARTIES, SIZE = 35, 6
PEOPLE = 'main table:has(a[href*="sort="]) tbody tr'  # of the participants, not of their counts
TOKEN = (
    "from meetings.models import Badge; "
    f"print(Badge.objects.get(delegate__email='{HEAD}', "
    f"delegate__delegation__meeting__code='{CODE}').token)"
)


def log_in(page, portal, email: str, language: str = "en"):
    page.goto(portal / f"accounts/login/?lang={language}")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"**/{language}/tasks/")
    return page


def fill(page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def send(page) -> None:
    """The first button of the form on this page, and the word that it was taken."""
    page.locator("main form .form-actions button, main form .page-actions button").first.click()
    expect(page.locator(".messages .alert-success")).to_be_visible()


def winter_begins(after: date) -> date:
    """The day on which daylight saving time ends in Havana next: the first Sunday of November."""
    day = date(after.year, 11, 1)
    day += timedelta(days=6 - day.weekday())
    return day if day >= after else winter_begins(date(after.year + 1, 1, 1))


def clock_of(day: date) -> timedelta:
    return datetime(day.year, day.month, day.day, 9, tzinfo=HAVANA).utcoffset()


def days_of_tasks(page, portal) -> dict[str, date]:
    """The day of each task by its row, as the checklist shows it."""
    page.goto(portal / f"{MEETING}checklist/")
    read = "rows => rows.map(row => [row.id, row.querySelector('time').getAttribute('datetime')])"
    return {row: date.fromisoformat(day) for row, day in page.eval_on_selector_all("tr[id^=task-]", read)}


def filled(book: bytes, rows: list[tuple[str, ...]]) -> bytes:
    """The list of delegates with more rows: party, role, given name, family name."""
    workbook = load_workbook(io.BytesIO(book))
    sheet = workbook.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    last = max(row[0].row for row in sheet.iter_rows(min_row=2, max_col=2) if row[1].value)
    for line, texts in enumerate(rows, start=last + 1):
        for key, text in zip(("party", "role", "given_name", "family_name"), texts, strict=True):
            sheet.cell(line, places[key], text)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def upload(page, portal, book: bytes) -> None:
    page.goto(portal / f"{MEETING}delegations/import/")
    file = {"name": "delegates.xlsx", "mimeType": "application/octet-stream", "buffer": book}
    page.locator("main [name=file]").set_input_files(file)
    page.locator("main form .form-actions button").click()
    page.locator("main tbody tr").first.wait_for()


def test_a_meeting_is_prepared_from_its_model_to_the_open_door(make_portal, new_screen):
    with make_portal("agenda", workers=2) as portal:
        mail = Mailbox(portal.var / "mail")
        mail.clear()
        house = log_in(new_screen(**DESKTOP), portal, "secretariat@acs.example")
        haiti = log_in(new_screen(language="fr", **PHONE), portal, "haiti@acs.example", "fr")

        a_meeting_is_planned_after_its_model_and_moved_twice(portal, house)
        the_parties_are_invited_and_one_accepts(portal, house, haiti, mail)
        a_delegation_is_filed_on_a_phone(portal, haiti)
        other = log_in(new_screen(**DESKTOP), portal, "approver@acs.example")
        two_clerks_approve_it_at_once(portal, house, other)
        delegate = new_screen(language="fr", no_js=True, **PHONE)
        scripted = new_screen(language="fr", **PHONE)
        a_delegate_completes_the_own_data(portal, house, delegate, scripted, mail)
        the_other_delegations_come_in_a_workbook(portal, house)
        the_papers_are_issued_and_printed(portal, house)
        door = log_in(new_screen(**PHONE), portal, "secretariat@acs.example")
        the_door_is_open(portal, door, other)


def a_meeting_is_planned_after_its_model_and_moved_twice(portal, house) -> None:
    in_90_days = datetime.now(HAVANA).date() + timedelta(days=90)
    winter = winter_begins(in_90_days + timedelta(days=9))
    summer = winter - timedelta(days=9)

    # everything goes along but the people, and nobody else sees it
    house.goto(portal / "en/meetings/rci-1-2002/clone/")
    fill(house, code=CODE, opens_on=f"{summer}", closes_on=f"{summer + timedelta(days=2)}")
    expect(house.locator("[name=parts]:not(:checked)")).to_have_count(0)
    check_page(house)
    send(house)
    check_page(house)
    cuba = house.locator("[name=host] option", has_text="Cuba").first.get_attribute("value")
    house.locator("[name=host]").select_option(cuba)
    house.locator("[name=time_zone]").select_option("America/Havana")
    fill(house, place_en="Havana", place_es="La Habana", place_fr="La Havane")
    send(house)
    expect(house.locator("main")).to_contain_text("Havana")
    house.goto(portal / f"{MEETING}participants/")
    expect(house.locator("main table, main .list-group")).to_have_count(0)

    # the checklist of the template, and one of its tasks is done
    house.goto(portal / f"{MEETING}checklist/")
    house.locator('main form[action$="/begin/"] button').click()
    before = days_of_tasks(house, portal)
    check_page(house)
    assert len(before) > 20
    done = house.locator("tr[id^=task-]", has=house.locator('[formaction$="/finish/"]')).first
    finished = done.get_attribute("id")
    done.locator('[formaction$="/finish/"]').click()
    expect(house.locator(".alert-success")).to_be_visible()
    expect(house.locator(f"#{finished} .state-done")).to_be_visible()

    # moved over the end of daylight saving time, then to another day: by whole days, the done one stays
    opened_on = summer
    for opens_on in (winter + timedelta(days=12), in_90_days):
        if opened_on == summer:
            assert clock_of(opens_on) != clock_of(summer)
        by = opens_on - opened_on
        house.goto(portal / f"{MEETING}edit/")
        fill(house, opens_on=f"{opens_on}", closes_on=f"{opens_on + timedelta(days=2)}")
        send(house)
        moved = days_of_tasks(house, portal)
        assert moved == {row: day if row == finished else day + by for row, day in before.items()}
        before, opened_on = moved, opens_on


def the_parties_are_invited_and_one_accepts(portal, house, haiti, mail) -> None:
    for step in ("announce/", "registration/open/"):
        house.goto(portal / f"{MEETING}{step}")
        check_page(house)
        send(house)
    check_page(house)

    # the proposed letter, signed; three drafts, issued, sent to those in sight
    house.goto(portal / f"{MEETING}invitations/letter/")
    fill(house, signatory="Ana Pérez")
    check_page(house)
    send(house)
    house.goto(portal / f"{MEETING}invitations/new/?category=guest")  # ticks nobody
    for name in ("Haiti", "Mexico", "Jamaica"):
        house.get_by_label(f"{name} (Member State)").check()
    check_page(house)
    send(house)
    for step in ("issue/", "send/"):
        house.goto(portal / f"{MEETING}invitations/{step}")
        expect(house.locator("main tbody tr")).to_have_count(3)
        check_page(house)
        send(house)
    check_page(house)
    for person, language in (("haiti", "fr"), ("mexico", "es"), ("jamaica", "en")):
        message = mail.wait_for(f"{person}@acs.example", f"/{language}/meetings/{CODE}/invitation/")
        assert message["Content-Language"] == language

    # opened and answered on a phone
    haiti.goto(portal / f"fr/meetings/{CODE}/")
    haiti.locator('main a[href$="/invitation/"]').first.click()
    check_page(haiti)
    opening = haiti.locator('form[action$="/open/"]')
    letter = opening.get_attribute("action").replace("/open/", "/letter.pdf")
    with haiti.expect_response(lambda response: response.url.endswith("/letter.pdf")):
        opening.locator("button").click()
    assert "Ana Pérez" in text_of(fetch_pdf(haiti, portal, letter))
    haiti.goto(portal / f"fr/meetings/{CODE}/invitation/")
    haiti.locator("main [name$=answer][value=accepted]").check()
    haiti.locator("main form[action$='/answer/'] button").click()
    check_page(haiti, expect_troubles=MISSING)  # beside a PDF the browser asks for an icon, in vain
    house.goto(portal / f"{MEETING}invitations/?q=Haiti")
    expect(house.locator("main tbody tr")).to_contain_text("Will attend")
    expect(house.locator("main tbody tr td time")).to_have_count(3)  # sent, opened, answered
    check_page(house)


def a_delegation_is_filed_on_a_phone(portal, haiti) -> None:
    haiti.locator('main a[href$="/my-delegation/hti/"]').click()
    check_page(haiti)
    fill(haiti, letter_reference="NV 12/HAV", letter_date=f"{date.today() - timedelta(days=3)}")
    haiti.locator("[name=letter]").set_input_files(LETTER)
    head = {"given_name": "Marie", "family_name": "Lefèvre", "function": "Directrice", "email": HEAD}
    fill(haiti, **{f"p0-{name}": value for name, value in head.items()})
    expect(haiti.locator("[name=p0-role]")).to_have_value("head")
    haiti.locator("[name=press][value=more]").click()
    fill(haiti, **{"p1-given_name": "Jean", "p1-family_name": "Baptiste"})
    haiti.locator("[name=p1-role]").select_option("adviser")
    haiti.locator("[name=press][value=save]").click()
    expect(haiti.locator(".messages .alert-success")).to_be_visible()
    check_page(haiti)
    haiti.goto(portal / f"fr/meetings/{CODE}/my-delegation/hti/")
    haiti.locator("[name=press][value=submit]").click()
    haiti.wait_for_url("**/submit/")
    check_page(haiti)
    send(haiti)
    expect(haiti.locator("main [name=press]:enabled")).to_have_count(0)  # it is the Secretariat's turn
    check_page(haiti)


def two_clerks_approve_it_at_once(portal, *clerks) -> None:
    for page in clerks:
        page.goto(portal / HAITI)
        check_page(page)
        page.locator('main a[href$="/approve/"]').click()
        expect(page.locator("main .lead")).to_contain_text(HEAD)
        check_page(page)
    for page in clerks:  # both presses are under way before either is answered
        page.evaluate("() => { setTimeout(() => document.querySelector('main form').requestSubmit(), 200) }")
    for page in clerks:
        page.wait_for_url("**/delegations/hti/")
        check_page(page)
    first, second = sorted(clerks, key=lambda page: page.locator(".messages .alert-success").count() == 0)
    expect(first.locator(".messages .alert-success")).to_be_visible()
    names = list(CLERKS.values())
    winner = names[clerks.index(first)]
    expect(second.locator(".messages .alert-danger")).to_contain_text(f"{winner} has already approved")
    expect(second.locator("main dl.props")).to_contain_text(f"approved by {winner}")
    for page in clerks:
        page.goto(portal / HAITI)
        expect(page.locator("main tbody tr")).to_have_count(2)


def a_delegate_completes_the_own_data(portal, house, delegate, scripted, mail) -> None:
    message = mail.wait_for(HEAD, "/fr/registration/")
    assert message["Content-Language"] == "fr"
    assert len([one for one in mail.messages if HEAD in one["To"]]) == 1  # two pressed, one link
    link = re.search(r"https?://\S+/fr/registration/[^\s>]+", message.get_body(("plain",)).get_content())[0]
    arrives = f"{datetime.now(HAVANA).date() + timedelta(days=89)}T14:30"

    # on a phone, in French, without an account or a script; nobody else is in sight
    assert delegate.goto(link).status == 200
    expect(delegate.locator("html")).to_have_attribute("lang", "fr")
    expect(delegate.locator("h1")).to_contain_text("Marie LEFÈVRE")
    expect(delegate.locator("body")).not_to_contain_text(re.compile("BAPTISTE|NV 12", re.IGNORECASE))
    check_page(delegate)
    fill(
        delegate,
        function=FUNCTION,
        phone="+509 2222 3333",
        arrives_at=arrives,
        arrives_by="CU 611",
        dietary_needs="Sans arachides",
        access_needs="Fauteuil roulant",
    )
    delegate.locator("[name=listing][value=yes]").check()
    send(delegate)
    assert delegate.locator("[name=arrives_at]").input_value() == arrives
    check_page(delegate)
    scripted.goto(link)
    check_page(scripted)
    delegate.goto(portal / HAITI)
    delegate.wait_for_url("**/accounts/login/**")

    # the Secretariat sees it: what was approved waits, the rest counts
    house.goto(portal / HAITI)
    row = house.locator("main tr", has=house.locator('a[href$="/letters/"]'), has_text="LEFÈVRE")
    row.locator("summary").click()
    for words in ("+509 2222 3333", "CU 611", "14:30", "Sans arachides", "Fauteuil roulant", "agrees"):
        expect(row).to_contain_text(words)
    check_page(house)
    house.locator('form[action$="/accept/"] button').click()
    expect(row).to_contain_text(FUNCTION)

    # the link is closed: it says what to do, and the list for everybody shows who agreed
    house.locator('form[action$="/link/revoke/"] button').click()
    expect(house.locator(".messages .alert-success")).to_be_visible()
    for page in (delegate, scripted):
        assert page.goto(link).status == 404
        expect(page.locator('main a[href="/fr/network/"]')).to_be_visible()
        expect(page.locator("body")).not_to_contain_text("LEFÈVRE")
        check_page(page, expect_troubles=MISSING)
    delegate.goto(portal / f"fr/meetings/{CODE}/participants/")
    expect(delegate.locator(PEOPLE)).to_have_count(1)
    expect(delegate.locator(PEOPLE)).to_contain_text("Marie LEFÈVRE")
    check_page(delegate)


def the_other_delegations_come_in_a_workbook(portal, house) -> None:
    house.goto(portal / f"{MEETING}delegations/import/")
    check_page(house)
    address = house.locator('main a[href$=".xlsx"]').get_attribute("href")
    book = house.request.get(portal / address).body()
    offered = [cell.value for cell in load_workbook(io.BytesIO(book))["lists"]["A"] if cell.value]
    parties = offered[:PARTIES]
    home = next(label for label in parties if "(HTI)" in label)
    rows = [
        (party, "Adviser" if place else "Head of delegation", f"Ana {place}", f"Delegate {party[-4:-1]}")
        for party in parties
        for place in range(SIZE)
        if (party, place) not in ((home, 0), (home, 1))
    ]

    # a party that nobody knows: the row and the reason, and nothing is taken
    bad = [*rows[:7], ("Atlantis", "Adviser", "Ana", "Nobody"), *rows[7:9]]
    upload(house, portal, filled(book, bad))
    problem = house.locator("[role=alert] ~ .table-wrap tbody tr")
    expect(problem).to_have_count(1)
    expect(problem).to_contain_text("Row 12")  # two heads and two rows on record stand above
    expect(problem).to_contain_text("“Atlantis” is not in the list of this column")
    expect(house.locator("main [name=preview]")).to_have_count(0)
    check_page(house)
    house.goto(portal / f"{MEETING}participants/")
    expect(house.locator(PEOPLE)).to_have_count(2)

    # corrected: previewed, then taken as a whole
    upload(house, portal, filled(book, rows))
    expect(house.locator("#changes")).to_contain_text(f"{len(rows)}")
    check_page(house, is_known=True)  # the same parts as above, 208 rows of them
    house.locator('form[action$="/confirm/"] button').click()
    house.wait_for_url("**/delegations/")
    expect(house.locator(".messages .alert-success")).to_contain_text(f"{len(rows)} delegates")
    check_page(house)
    house.goto(portal / f"{MEETING}participants/")
    expect(house.locator(PEOPLE)).to_have_count(PARTIES * SIZE)
    counts = house.locator("main .list-group-item .count").all_text_contents()
    assert counts == [f"{SIZE}"] * PARTIES
    heads = house.locator(PEOPLE, has=house.locator("td", has_text="Head of delegation"))
    expect(heads).to_have_count(PARTIES)
    check_page(house)


def the_papers_are_issued_and_printed(portal, house) -> None:
    house.locator('main a[href$="/participants/release/"]').click()
    check_page(house)
    send(house)
    expect(house.locator("main .symbol")).to_have_count(1)
    printed = text_of(fetch_pdf(house, portal, f"fr/meetings/{CODE}/participants.pdf"))
    assert "LEFÈVRE" in printed
    assert FUNCTION in printed

    house.goto(portal / f"{MEETING}papers/")
    check_page(house)
    house.locator("main form.form button").click()
    made = house.locator('[data-prints] a[href$=".pdf"]')
    made.wait_for(timeout=60_000)  # the worker makes it, the page asks for it
    check_page(house)
    badges = fetch_pdf(house, portal, made.get_attribute("href"))
    assert badges.startswith(b"%PDF")
    assert len(pages_of(badges)) >= PARTIES * SIZE // 4


def the_door_is_open(portal, door, other) -> None:
    badge = f"check-in/{portal.manage('shell', '--no-imports', '-v', '0', '-c', TOKEN).strip()}/"
    button = "main form.form button"
    for page in (door, other):  # two devices, one person
        page.goto(portal / badge)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Marie LEFÈVRE")
        check_page(page)
    for page in (door, other):
        page.locator(button).click()
        expect(page.locator("main .alert-success .alert-title")).to_be_visible()
        expect(page.locator(button)).to_have_count(0)
        check_page(page)
    door.goto(portal / f"{MEETING}check-in/")
    expect(door.locator("main .figure")).to_contain_text(f"1 of {PARTIES * SIZE}")
    check_page(door)
