"""A party that has nothing to offer says so: an answer with a date."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from acs_portal.kernel import acts
from network.domain import board, profiles, sections, statements
from network.domain.freshness import Freshness
from network.models import CountryProfile, Party, SectionStanding
from tests.network.office import LATER, NOON, added, published

pytestmark = pytest.mark.django_db


def state(by, section="needs", on=NOON, code="MEX"):
    return statements.state(party=Party.objects.get(code=code), section=section, by=by, on=on)


def cell(code, section, day):
    row = next(row for row in board.of(day, language="en").rows if row.party.code == code)
    return next(cell for cell in row.cells if cell.section == section)


def test_a_statement_counts_as_confirmed_and_is_shown_as_what_it_is(mexico):
    profile = published("MEX", mexico)
    state(mexico)
    found = cell("MEX", "needs", NOON.date())
    assert (found.state, found.is_nothing, found.entries) == (Freshness.CURRENT, True, 0)
    tree = profiles.tree(profile)
    card = next(card for card in sections.cards(profile, tree, NOON.date()) if card.code == "needs")
    assert str(card.statement) == "No need at present"
    assert acts.history(profile)[0].did == "section.nothing"


def test_a_statement_grows_old_and_is_confirmed_with_the_others(mexico):
    profile = published("MEX", mexico)
    state(mexico)
    late = NOON + timedelta(days=400)
    assert cell("MEX", "needs", late.date()).state == Freshness.TO_CONFIRM
    profiles.confirm(profile=profile, by=mexico, on=late)
    assert cell("MEX", "needs", late.date()).state == Freshness.CURRENT


def test_a_party_without_a_profile_may_state_it_and_has_still_published_nothing(haiti):
    state(haiti, code="HTI")
    profile = CountryProfile.objects.get(party__code="HTI")
    assert profiles.freshness(profile, NOON.date()) == Freshness.NEVER
    row = next(row for row in board.of(NOON.date(), language="en").rows if row.party.code == "HTI")
    assert row.answered


def test_a_section_with_entries_has_something(mexico):
    published("MEX", mexico)
    added("needs", mexico)
    with pytest.raises(statements.HasEntries):
        state(mexico)


def test_an_entry_that_is_added_takes_the_statement_back(mexico):
    profile = published("MEX", mexico)
    state(mexico)
    added("needs", mexico, on=LATER)
    assert not SectionStanding.objects.filter(profile=profile, section="needs").exists()
    assert cell("MEX", "needs", LATER.date()).state == Freshness.NEVER
    assert acts.history(profile)[0].did == "section.take_back"


def test_it_is_stated_once_a_day_and_taken_back_once(mexico):
    profile = published("MEX", mexico)
    state(mexico)
    with pytest.raises(statements.StatedToday):
        state(mexico)
    state(mexico, on=LATER)
    statements.take_back(profile=profile, section="needs", by=mexico, on=LATER)
    with pytest.raises(statements.NothingStated):
        statements.take_back(profile=profile, section="needs", by=mexico, on=LATER)


def test_a_section_of_words_has_no_such_statement(mexico):
    with pytest.raises(KeyError):
        state(mexico, section="authority")


def test_the_database_keeps_a_statement_apart_from_a_release(mexico):
    profile = published("MEX", mexico)
    with pytest.raises(IntegrityError), transaction.atomic():
        SectionStanding.objects.create(
            profile=profile,
            section="needs",
            is_nothing=True,
            release=1,
            published_on=NOON.date(),
            confirmed_on=NOON.date(),
        )


def test_a_section_of_which_nothing_is_stated_is_named_in_the_reminder_and_a_stated_one_is_not(mexico):
    profile = published("MEX", mexico)
    late = (NOON + timedelta(days=340)).date()
    assert "needs" in sections.to_remind(profile, late)[1]
    state(mexico)
    _due, empty = sections.to_remind(profile, late)
    assert "needs" not in empty
    assert "offers" in empty
