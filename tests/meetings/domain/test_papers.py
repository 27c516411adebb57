"""Papers for the printer: official PDFs, only new badges, what a dead worker left, nothing a day old."""

from datetime import timedelta

import pytest
from django.utils import timezone

from acs_portal.kernel.models import Act
from meetings.domain import delegations, papers
from meetings.models import Badge, Print
from tests.meetings.conftest import ON, add_delegate, register
from tests.pdf_checks import assert_official_pdf, text_of

Kind, Scope = Print.Kind, Print.Scope


@pytest.fixture
def gathered(meeting, officer):
    """Two Mexicans and a Spaniard."""
    mexicans = register(meeting, officer, "MEX")
    add_delegate(mexicans, officer, "Núñez", role="head")
    add_delegate(mexicans, officer, "Zapata", is_listed=False)
    add_delegate(register(meeting, officer, "ESP"), officer, "Bosch", function={"es": "Asesor"})
    return meeting


def ask(meeting, officer, kind, language="en", on=ON, **fields) -> Print:
    return papers.ask(meeting=meeting, kind=kind, language=language, by=officer, on=on, **fields)


def made(meeting, officer, kind, language="en", on=ON, **fields) -> Print:
    """A print that was asked for and made."""
    wanted = ask(meeting, officer, kind, language, on, **fields)
    papers.make(wanted, on=on)
    wanted.refresh_from_db()
    return wanted


@pytest.mark.parametrize(
    ("kind", "language", "words", "pages"),
    [
        (
            Kind.BADGES_A6,
            "es",
            ["NÚÑEZ", "ZAPATA", "México", "Estado Miembro", "País Observador", "Asesor"],
            2,
        ),
        (Kind.BADGES_A7, "fr", ["NÚÑEZ", "BOSCH", "Mexique", "Espagne"], 2),
        (Kind.PLATES_A4, "en", ["Mexico", "Spain"], 3),
        (Kind.PLATES_A5, "fr", ["Ms. Ana NÚÑEZ", "Mexique"], 3),
        (Kind.ATTENDANCE, "es", ["Ms. Ana BOSCH", "11 de abril de 2002", "12 de abril de 2002"], 3),
    ],
)
def test_papers_are_official_pdfs_in_one_language(gathered, officer, kind, language, words, pages):
    print_ = made(gathered, officer, kind, language)
    assert_official_pdf(bytes(print_.data), language=language, contains=words, pages=range(1, pages + 1))
    assert (print_.count, print_.failed_at) == (3, None)


def test_a_name_plate_says_the_name_on_both_sides(gathered, officer):
    text = text_of(bytes(made(gathered, officer, Kind.PLATES_A5).data))
    assert text.count("Ms. Ana BOSCH") == 2


def test_only_badges_that_are_new_or_changed_are_printed_again(gathered, officer):
    def names():
        return [
            one.family_name for one in papers.people(Print(meeting=gathered, language="en", scope=Scope.NEW))
        ]

    assert names() == ["Núñez", "Zapata", "Bosch"]
    made(gathered, officer, Kind.BADGES_A7)
    assert names() == []
    with pytest.raises(papers.NobodyToPrint):
        ask(gathered, officer, Kind.BADGES_A7, scope=Scope.NEW)
    changed = Badge.objects.get(delegate__family_name="Bosch").delegate
    changed.function_es = "Asesora"
    delegations.save_delegate(delegate=changed, by=officer, on=ON)
    add_delegate(register(gathered, officer, "CUB"), officer, "Paz")
    assert names() == ["Paz", "Bosch"]


def test_only_the_chosen_delegations_are_printed(gathered, officer):
    with pytest.raises(papers.NoDelegationChosen):
        ask(gathered, officer, Kind.ATTENDANCE, scope=Scope.CHOSEN)
    with pytest.raises(papers.OnlyBadgesAreNew):
        ask(gathered, officer, Kind.ATTENDANCE, scope=Scope.NEW)
    spain = gathered.delegations.filter(party__code="ESP")
    wanted = ask(gathered, officer, Kind.ATTENDANCE, scope=Scope.CHOSEN, delegations=spain)
    assert [one.family_name for one in papers.people(wanted)] == ["Bosch"]


def test_what_a_dead_worker_left_is_made_and_what_is_a_day_old_is_forgotten(gathered, officer):
    now = timezone.now()
    left = ask(gathered, officer, Kind.PLATES_A4, on=now - timedelta(minutes=2))
    fresh = ask(gathered, officer, Kind.PLATES_A4, on=now)
    old = ask(gathered, officer, Kind.PLATES_A4, on=now - timedelta(hours=25))
    assert papers.make_missing(now) == 1
    assert papers.make_missing(now) == 0
    assert {one.pk for one in Print.objects.filter(made_at=None)} == {fresh.pk}
    assert set(Print.objects.values_list("pk", flat=True)) == {left.pk, fresh.pk}
    assert old.pk not in {left.pk, fresh.pk}
    assert Act.objects.filter(did=papers.ASKED).count() == 3


def test_nothing_is_printed_for_nobody(meeting, officer):
    register(meeting, officer, "MEX")
    with pytest.raises(papers.NobodyToPrint):
        ask(meeting, officer, Kind.BADGES_A6)
    assert not Print.objects.exists()
