"""Every page that a person can reach by links stands: each demo role, each language, both screens."""

import pytest

from tests.browser import checks
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.crawl import SAMPLE, Visitor, bones, walk
from tests.run_report import save_page

VISITOR = ""
THOROUGH = {("", "en"), ("secretariat@acs.example", "en")}  # the others follow some links of each kind
WALKS = [
    *((VISITOR, language) for language in ("en", "es", "fr")),
    *(("secretariat@acs.example", language) for language in ("en", "es", "fr")),
    ("approver@acs.example", "en"),
    ("mexico@acs.example", "es"),
    ("haiti@acs.example", "fr"),
    ("jamaica.deputy@acs.example", "en"),
    ("aruba@acs.example", "en"),
    ("sela@acs.example", "es"),
    ("admin@acs.example", "en"),
]
every_walk = pytest.mark.parametrize(
    ("email", "language"),
    [
        pytest.param(email, language, id=name, marks=pytest.mark.xdist_group(name))
        for email, language in WALKS
        for name in [f"{email.partition('@')[0] or 'visitor'}-{language}"]
    ],
)


@pytest.fixture(scope="session")
def walked(portal):
    """walked(email, language): the walk of that person, done once for each."""
    done = {}

    def once(email, language):
        if (email, language) not in done:
            visitor = Visitor(portal.url, language)
            if email:
                visitor.log_in(email)
            reader = email or "a visitor"
            done[email, language] = walk(
                visitor,
                language,
                lambda answer: save_page(f"{answer.address} for {reader}", answer.body.decode()),
                **({} if (email, language) in THOROUGH else {"most": SAMPLE}),
            )
        return done[email, language]

    return once


@pytest.fixture
def is_new(shared_folder):
    """is_new(page, language): whether the page has a part that no page of that language had before it.

    What is put together only of parts that were checked already, by any worker, needs no second check.
    """

    def ask(page, language: str) -> bool:
        notes = shared_folder / f"checked-parts-{language}"
        notes.touch()
        found = bones(page.last_document.text())
        new = found.difference(notes.read_text().split())
        with notes.open("a") as file:
            file.write("".join(f"{part}\n" for part in sorted(new)))
        return bool(new)

    return ask


@every_walk
def test_no_link_leads_nowhere(walked, email, language):
    found = walked(email, language)

    assert found.troubles == []
    assert len(found.pages) > 40


@every_walk
def test_each_kind_of_page_is_accessible_on_phone_and_desktop(
    walked, portal, new_screen, login, is_new, email, language
):
    page = new_screen(language=language, viewport=PHONE["viewport"])
    if email:
        login(page, email)
    found = walked(email, language)
    broken = []
    for address in found.one_of_each_kind():
        page.set_viewport_size(PHONE["viewport"])
        page.goto(portal / address)
        is_known = not is_new(page, language)
        for screen in (PHONE, DESKTOP):
            page.set_viewport_size(screen["viewport"])
            try:
                checks.check_page(page, is_known=is_known)
            except AssertionError as error:
                broken.append(str(error))

    assert not broken, f"{len(broken)} of {2 * len(found.one_of_each_kind())}\n\n" + "\n\n".join(broken)
