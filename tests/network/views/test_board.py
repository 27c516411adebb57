"""The board of the network: who reads it, what it shows, and its files."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from acs_portal.kernel import tracking
from network.models import CountryProfile, Party, SectionStanding
from tests.network.office import published
from tests.pdf_checks import assert_official_pdf, text_of

BOARD = "/en/network/board/"
FILES = ("board.csv", "board.xlsx", "board-unanswered.pdf")


@pytest.fixture
def some(mexico, haiti, officer):
    """Mexico is current; Haiti was last confirmed two years ago."""
    published("MEX", mexico, on=timezone.now())
    published("HTI", haiti, on=timezone.now() - timedelta(days=730))


@pytest.mark.parametrize(
    ("reader", "status"),
    [("", 302), ("sela", 403), ("administrator", 403), ("haiti", 200), ("aruba", 200), ("officer", 200)],
)
def test_the_board_is_for_members_and_the_secretariat(request, signed_in, some, reader, status):
    browser = signed_in(request.getfixturevalue(reader)) if reader else Client()
    assert browser.get(BOARD).status_code == status
    assert [browser.get(f"/en/network/{name}").status_code for name in FILES] == [status] * 3


def test_the_board_says_in_words_what_its_colours_say(signed_in, haiti, some):
    text = signed_in(haiti).get(BOARD).content.decode()
    assert 'aria-label="Current 1, To confirm 0, Not confirmed 1, Empty 32"' in text
    assert "Not confirmed<br>" in text


def test_the_board_is_narrowed_by_the_address_and_so_are_its_files(signed_in, haiti, some):
    browser = signed_in(haiti)
    page = browser.get(f"{BOARD}?state=not_confirmed&section=policy")
    assert [row.party.code for row in page.context["board"].rows] == ["HTI"]
    assert 'href="/en/network/board.csv?state=not_confirmed&amp;section=policy"' in page.content.decode()
    lines = browser.get("/en/network/board.csv?state=not_confirmed").content.decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("HTI,Haiti,Member State,Not confirmed (")
    assert "Nobody is in this state" in browser.get(f"{BOARD}?state=to_confirm").content.decode()


@pytest.mark.parametrize(("language", "bahamas"), [("en", "Bahamas"), ("es", "Bahamas"), ("fr", "Bahamas")])
def test_the_annex_names_in_protocol_order_who_has_not_answered(signed_in, haiti, some, language, bahamas):
    data = signed_in(haiti).get(f"/{language}/network/board-unanswered.pdf").content
    assert_official_pdf(data, language=language, contains=[bahamas])
    text = text_of(data)
    names = [Party.objects.get(code=code).label_in(language) for code in ("COL", "HTI", "ABW")]
    places = [text.index(name) for name in names]
    assert places == sorted(places)
    assert Party.objects.get(code="MEX").label_in(language) not in text


def test_the_board_takes_the_same_few_queries_for_many_profiles(signed_in, haiti, query_budget):
    browser, parties = signed_in(haiti), iter(Party.objects.filter(kind__in=Party.MEMBERS))
    today = timezone.localdate()

    def make(count: int) -> None:
        for _profile in range(count):
            profile = CountryProfile(party=next(parties))
            tracking.write(profile, by=haiti, on=timezone.now())
            SectionStanding.objects.create(
                profile=profile, section="policy", release=1, published_on=today, confirmed_on=today
            )

    query_budget(lambda: browser.get(BOARD), make=make, sizes=(3, 30))
