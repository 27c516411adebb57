"""Who is in the network on a day: the traps hidden in the facts, each with its test."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.domain import posts, tenure
from network.domain.directory import as_of
from network.models import Party
from tests.network.office import LATER, designate, person, published

TODAY = date(2026, 11, 24)
MEETING = date(2002, 4, 11)


def directory(day=TODAY, language="en", **more):
    return as_of(day, today=TODAY, language=language, **more)


def names(shown, kind: str) -> list[str]:
    entries = [entry for section in shown.sections if section.kind == kind for entry in section.entries]
    return [entry.party.label_in(shown.language) for entry in entries]


def codes(entries) -> set[str]:
    return {entry.party.code for entry in entries}


def test_on_the_day_of_the_meeting_25_states_and_three_associates_were_in(parties):
    shown = directory(MEETING)
    assert shown.counts == {"member_state": 25, "associate_member": 3, "founding_observer": 6}
    assert names(shown, "associate_member") == [
        "Aruba",
        "France (French Guiana, Guadeloupe, Martinique)",
        "Netherlands Antilles",
    ]


def test_today_25_states_and_nine_of_ten_associates_are_counted(parties):
    shown = directory()
    assert (shown.counts["member_state"], shown.counts["associate_member"]) == (25, 9)
    assert len(names(shown, "associate_member")) == 10
    assert not shown.not_known


def test_turks_and_caicos_is_listed_and_not_counted(parties):
    entry = next(entry for entry in directory().entries if entry.party.code == "TCA")
    assert not entry.is_counted


def test_the_netherlands_antilles_end_on_10_october_2010_and_curacao_begins(parties):
    before, after = directory(date(2010, 10, 9)), directory(date(2010, 10, 10))
    assert {"ANT", "CUW"} & codes(before.entries) == {"ANT"}
    assert {"ANT", "CUW"} & codes(after.entries) == {"CUW"}


def test_a_party_whose_date_of_association_is_not_known_stands_apart(parties):
    apart = codes(directory(date(2012, 1, 1)).not_known)
    assert {"SXM", "BES", "FRA-GUF"} <= apart
    assert {"CUW", "ABW", "ANT"} & apart == set()


def test_the_netherlands_is_an_observer_and_represents_an_associate(parties):
    kinds = {
        entry.party.code: entry.party.kind
        for entry in directory().entries
        if entry.party.code in ("NLD", "BES")
    }
    assert kinds == {"NLD": "observer_country", "BES": "associate_member"}
    assert Party.objects.get(code="BES").representative_name == "Kingdom of the Netherlands"


def test_the_territories_of_france_shrink(parties):
    found = {code: Party.objects.get(code=code).territory_names for code in ("FRA-2002", "FRA-GUF", "MTQ")}
    assert found == {
        "FRA-2002": ["French Guiana", "Guadeloupe", "Martinique"],
        "FRA-GUF": ["French Guiana", "Saint Barthélemy"],
        "MTQ": [],
    }
    assert "FRA-2002" not in codes(directory().entries)


@pytest.mark.parametrize(
    ("day", "is_in", "is_apart"),
    [
        (date(2013, 3, 31), False, False),
        (date(2013, 4, 1), False, True),
        (date(2013, 4, 30), True, False),
    ],
)
def test_a_month_leaves_its_days_open(parties, day, is_in, is_apart):
    shown = directory(day)
    assert ("MTQ" in codes(shown.entries), "MTQ" in codes(shown.not_known)) == (is_in, is_apart)


def test_nobody_was_in_before_the_convention(parties):
    assert list(directory(date(1994, 12, 31)).entries) == []


@pytest.mark.parametrize(
    ("language", "states", "associates"),
    [
        (
            "en",
            ["Dominica", "Dominican Republic", "El Salvador"],
            [
                "Martinique",
                "Kingdom of the Netherlands (Bonaire, Saba and Sint Eustatius)",
                "Saint Martin",
                "Sint Maarten",
            ],
        ),
        (
            "es",
            ["Panamá", "República Dominicana", "San Cristóbal y Nieves"],
            [
                "Martinica",
                "Reino de los Países Bajos (Bonaire, Saba y San Eustaquio)",
                "San Martín",
                "Sint Maarten",
            ],
        ),
        (
            "fr",
            ["Panama", "République dominicaine", "Saint-Christophe-et-Niévès"],
            [
                "Martinique",
                "Royaume des Pays-Bas (Bonaire, Saba et Saint-Eustache)",
                "Saint-Martin",
                "Sint Maarten",
            ],
        ),
    ],
)
def test_the_order_is_the_alphabet_of_each_language(parties, language, states, associates):
    shown = directory(language=language)
    for kind, wanted in (("member_state", states), ("associate_member", associates)):
        found = names(shown, kind)
        start = found.index(wanted[0])
        assert found[start : start + len(wanted)] == wanted


@pytest.mark.parametrize(
    ("code", "official", "working"),
    [("HTI", "fr;ht", "fr"), ("SUR", "nl", "en"), ("ABW", "nl;pap", "en"), ("BLZ", "en", "en")],
)
def test_a_holder_is_written_to_in_the_working_language_of_the_party(
    parties, officer, code, official, working
):
    """Haitian Creole, Dutch and Papiamento are official languages, and none of the ACS."""
    party = Party.objects.get(code=code)
    given = person("Ana", "Morales", email="ana@party.example")
    account = designate(code, officer, person_data=given).person.user
    assert (party.official_languages, party.working_language, account.language) == (
        official,
        working,
        working,
    )


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ("domini", "en", {"DMA", "DOM"}),
        ("dominique", "fr", {"DMA"}),
        ("guyan", "en", {"GUY", "FRA-GUF"}),
        ("guyane", "fr", {"FRA-GUF"}),
        ("san martin", "es", {"MAF"}),
        ("maarten", "en", {"SXM"}),
    ],
)
def test_names_that_are_alike_are_told_apart(parties, words, language, found):
    shown = codes(directory(language=language).narrowed(words=words).entries)
    assert shown & {"DMA", "DOM", "GUY", "FRA-GUF", "MAF", "SXM"} >= found


def test_on_the_meeting_day_the_holder_of_a_dissolved_party_is_shown_and_today_not(parties, officer):
    designate("ANT", officer)
    then = next(entry for entry in directory(MEETING).entries if entry.party.code == "ANT")
    assert [seat.designation.full_name for seat in then.seats] == ["Ana MORALES"]
    assert "ANT" not in codes(directory().entries)


def test_a_post_shows_its_holder_its_gap_and_its_next_holder(parties, officer):
    first = designate("MEX", officer)
    tenure.end(designation=first, until=date(2002, 3, 1), reason="Posted abroad", by=officer, on=LATER)
    designate(
        "MEX",
        officer,
        person_data=person("Raúl", "Ortega"),
        dated=date(2002, 4, 1),
        received_on=date(2002, 4, 2),
        starts=date(2002, 4, 2),
    )

    def seat(day):
        found = next(entry for entry in directory(day).entries if entry.party.code == "MEX").seats
        return [(s.designation and s.designation.person.family_name, s.vacant_since) for s in found]

    assert seat(date(2002, 1, 11)) == []
    assert seat(date(2002, 1, 12)) == [("Morales", None)]
    assert seat(date(2002, 2, 28)) == [("Morales", None)]
    assert seat(date(2002, 3, 1)) == [(None, date(2002, 3, 1))]
    assert seat(date(2002, 4, 2)) == [("Ortega", None)]


def test_a_post_nobody_ever_held_is_open_today(parties, officer):
    posts.open_post(party=Party.objects.get(code="CUB"), kind="primary", by=officer, on=LATER)
    entry = next(entry for entry in directory().entries if entry.party.code == "CUB")
    assert [(seat.designation, seat.vacant_since) for seat in entry.seats] == [(None, None)]


def test_the_profile_of_a_day_is_the_one_published_by_then(parties, mexico):
    published("MEX", mexico, email="old@mex.example")
    published("MEX", mexico, on=LATER, email="new@mex.example")

    def office(day):
        shown = directory(day, with_profiles=True)
        profile = next(entry for entry in shown.entries if entry.party.code == "MEX").profile
        return profile and profile.facts["email"]

    assert office(date(2002, 4, 10)) is None
    assert office(date(2002, 4, 11)) == "old@mex.example"
    assert office(date(2002, 4, 12)) == "new@mex.example"


@pytest.mark.parametrize("words", ["curacao", "CURAÇAO", "Curazao", "curaz", "cuw", " Curaçao "])
def test_the_search_knows_neither_accents_nor_case_nor_language(parties, words):
    assert codes(directory().narrowed(words=words).entries) == {"CUW"}


def test_the_search_finds_a_holder(parties, officer):
    designate("MEX", officer, person_data=person("José", "Núñez"))
    assert codes(directory().narrowed(words="nunez").entries) == {"MEX"}


def test_one_kind_can_be_shown_alone(parties):
    shown = directory(MEETING).narrowed(kind="associate_member")
    assert codes(shown.entries) == {"ABW", "ANT", "FRA-2002"}
    assert codes(shown.not_known) == {"BES", "FRA-GUF", "SXM"}


def test_the_directory_takes_three_queries_and_four_with_profiles(parties, mexico):
    published("MEX", mexico)
    with CaptureQueriesContext(connection) as plain:
        list(directory().entries)
    with CaptureQueriesContext(connection) as with_profiles:
        list(directory(with_profiles=True).entries)
    assert (len(plain), len(with_profiles)) == (3, 4)
