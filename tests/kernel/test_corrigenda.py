"""A corrigendum corrects one language and leaves the others as they are."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from acs_portal.kernel import corrigenda, releases
from acs_portal.kernel.differences import from_json
from acs_portal.kernel.models import Release
from acs_portal.kernel.tree import Node

pytestmark = pytest.mark.django_db
NOON = datetime(2002, 4, 11, 12, 0, tzinfo=UTC)


def agenda(fr: str = "Ouvrir") -> Node:
    words = {"title": {"en": "Opening", "es": "Apertura", "fr": fr}, "note": {"en": "N", "fr": "N"}}
    return Node("root", {"title": {"en": "Agenda"}}, children=[Node("a", words, number="1")])


@pytest.fixture
def base(officer) -> Release:
    return releases.freeze(officer, agenda(), kind="test", by=officer, on=NOON, symbol="T/1")


def correct(base, officer, words=None, language="fr", **more) -> Release:
    words = {"a": {"title": "Ouverture"}} if words is None else words
    values = {"reason": "A wrong word", "by": officer, "on": NOON, **more}
    return corrigenda.correct(base, language, words, **values)


def read(officer, language: str, **more) -> str:
    return releases.read(officer, "test", language, **more).tree.children[0].text("title", language).value


class TestMade:
    def test_it_has_the_number_of_the_release_and_one_of_its_own(self, base, officer):
        made = correct(base, officer)
        assert (made.number, made.corrigendum, made.language) == (1, 1, "fr")
        assert (made.label, made.symbol, made.corrects) == ("Corr.1", "T/1/Corr.1", base)

    def test_it_is_the_whole_text_with_only_those_words_replaced(self, base, officer):
        made = correct(base, officer)
        assert made.canonical == releases.canonical(agenda("Ouverture"))
        (change,) = from_json(made.changes)
        assert (change.kind, change.id, change.languages) == ("translation", "a", ["fr"])

    def test_the_release_itself_stays_as_it_is(self, base, officer):
        before = Release.objects.filter(pk=base.pk).values().get()
        correct(base, officer)
        assert Release.objects.filter(pk=base.pk).values().get() == before

    def test_the_second_of_a_language_stands_on_the_first_and_lists_both(self, base, officer):
        correct(base, officer)
        second = correct(base, officer, {"a": {"note": "Remarque"}})
        assert second.corrigendum == 2
        node = releases.tree_of(second).children[0]
        assert (node.words["title"]["fr"], node.words["note"]["fr"]) == ("Ouverture", "Remarque")
        assert [change.name for change in from_json(second.changes)] == ["note", "title"]

    def test_corrigenda_of_other_languages_are_no_part_of_it(self, base, officer):
        correct(base, officer, {"a": {"title": "Inauguración"}}, "es")
        assert releases.tree_of(correct(base, officer)).children[0].words["title"]["es"] == "Apertura"

    def test_the_original_language_can_be_corrected_too(self, base, officer):
        made = correct(base, officer, {"a": {"title": "The opening"}}, "en")
        assert [change.kind for change in from_json(made.changes)] == ["retitled"]

    def test_the_next_release_takes_the_next_number(self, base, officer):
        correct(base, officer)
        following = releases.freeze(officer, agenda("Autre"), kind="test", by=officer, on=NOON, symbol="T/2")
        assert (following.number, following.corrigendum) == (2, 0)
        assert [change.before for change in from_json(following.changes)] == [
            {"title": {"en": "Opening", "es": "Apertura", "fr": "Ouvrir"}}
        ]


class TestRefused:
    @pytest.mark.parametrize(
        ("words", "broken"),
        [
            ({"a": {"title": "Ouvrir"}}, corrigenda.NothingCorrected),
            ({}, corrigenda.NothingCorrected),
            ({"b": {"title": "x"}}, corrigenda.UnknownText),
            ({"a": {"other": "x"}}, corrigenda.UnknownText),
            ({"a": {"title": " "}}, corrigenda.EmptyCorrection),
        ],
    )
    def test_words_that_correct_nothing(self, base, officer, words, broken):
        with pytest.raises(broken):
            correct(base, officer, words)
        assert Release.objects.get() == base

    def test_a_language_that_there_is_not(self, base, officer):
        with pytest.raises(corrigenda.UnknownText):
            correct(base, officer, language="nl")

    def test_without_a_reason(self, base, officer):
        with pytest.raises(corrigenda.ReasonMissing):
            correct(base, officer, reason=" ")

    def test_of_a_release_with_a_later_one(self, base, officer):
        releases.freeze(officer, agenda("Autre"), kind="test", by=officer, on=NOON, symbol="T/2")
        with pytest.raises(corrigenda.Superseded, match="T/2 is later"):
            correct(base, officer)

    def test_of_a_corrigendum(self, base, officer):
        with pytest.raises(corrigenda.CorrigendumCorrected):
            correct(correct(base, officer), officer)

    def test_of_a_text_that_somebody_corrected_meanwhile(self, base, officer):
        correct(base, officer)
        with pytest.raises(releases.SeenIsOld):
            correct(base, officer, {"a": {"title": "Séance"}}, seen=base.sha256)

    @pytest.mark.parametrize(
        "fields", [{"corrigendum": 1}, {"language": "fr"}, {"corrigendum": 1, "language": "fr"}]
    )
    def test_half_a_corrigendum_by_the_database(self, base, fields):
        base.pk, base.number, base.symbol = None, 9, ""
        for name, value in fields.items():
            setattr(base, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            base.save(force_insert=True)


class TestRead:
    def test_the_readers_of_the_language_get_the_corrected_words(self, base, officer):
        correct(base, officer)
        assert [read(officer, language) for language in ("en", "es", "fr")] == [
            "Opening",
            "Apertura",
            "Ouverture",
        ]

    def test_the_words_as_first_issued_can_be_had(self, base, officer):
        correct(base, officer)
        assert read(officer, "fr", as_issued=True) == "Ouvrir"

    def test_what_was_corrected_is_marked(self, base, officer):
        correct(base, officer)
        assert releases.read(officer, "test", "fr").corrected == {"a"}
        assert releases.read(officer, "test", "en").corrected == set()

    @pytest.mark.parametrize("number", [None, 1, 2])
    def test_a_reading_is_one_query(self, base, officer, django_assert_num_queries, number):
        correct(base, officer)
        releases.freeze(officer, agenda("Autre"), kind="test", by=officer, on=NOON, symbol="T/2")
        with django_assert_num_queries(1):
            reading = releases.read(officer, "test", "fr", number=number)
            assert str(reading.release.released_by)
        assert (reading.release.number, reading.latest.number) == (number or 2, 2)
        assert [made.label for made in reading.corrigenda] == ([] if number != 1 else ["Corr.1"])

    def test_a_number_that_there_is_not_is_nothing(self, base, officer):
        assert releases.read(officer, "test", "fr", number=7) is None

    def test_a_corrigendum_is_not_the_latest_release(self, base, officer):
        correct(base, officer)
        assert releases.latest(officer, "test") == base
        assert list(releases.releases_of(officer, "test")) == [base]
