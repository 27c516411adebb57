"""The reference lists: read from their files, loaded whole or not at all, twice without a trace."""

from io import StringIO

import pytest
from django.core.management import call_command

from acs_portal.kernel.models import Act
from network.domain import reference
from network.domain.reference import PARTIES, Loaded, ReferenceFault
from network.models import Party, PriorityArea

pytestmark = pytest.mark.usefixtures("no_parties")
LINES = PARTIES.read_text(encoding="utf-8").splitlines()


def list_of(tmp_path, *rows: str):
    path = tmp_path / "parties.csv"
    path.write_text("\n".join([LINES[0], *rows]) + "\n", encoding="utf-8")
    return path


def test_every_row_of_the_list_becomes_a_party():
    loaded = reference.load_parties()
    assert loaded == Loaded(created=len(LINES) - 1, changed=0, unchanged=0)
    assert Party.objects.count() == len(LINES) - 1


def test_the_same_list_twice_changes_nothing():
    reference.load_parties()
    assert reference.load_parties() == Loaded(created=0, changed=0, unchanged=len(LINES) - 1)


def test_a_changed_row_changes_its_party_and_keeps_its_id(tmp_path):
    reference.load_parties()
    before = Party.objects.get(code="BHS").pk
    row = next(line for line in LINES if line.startswith("BHS"))
    loaded = reference.load_parties(
        list_of(tmp_path, row.replace("Bahamas,Bahamas,Bahamas", "The Bahamas,Bahamas,Bahamas"))
    )
    assert loaded == Loaded(0, 1, 0)
    assert Party.objects.get(pk=before).name_en == "The Bahamas"


def test_what_a_later_list_changes_is_in_the_register(tmp_path):
    reference.load_parties()
    assert Act.objects.count() == 0
    row = next(line for line in LINES if line.startswith("BHS"))
    renamed = row.replace("Bahamas,Bahamas,Bahamas", "The Bahamas,Bahamas,Bahamas")
    new = "XXX,member_state,XX,XXX,A,B,C,a,b,c,en,en,,1995,,active,,,"
    reference.load_parties(list_of(tmp_path, LINES[1], renamed, new))
    added, changed = Act.objects.all()
    assert (changed.did, changed.by, changed.before, changed.after) == (
        "reference.load",
        None,
        {"name_en": "Bahamas"},
        {"name_en": "The Bahamas"},
    )
    assert changed.to_id == str(Party.objects.get(code="BHS").pk)
    assert (added.before, added.after["code"], added.after["status"]) == ({}, "XXX", "active")
    reference.load_parties(list_of(tmp_path, LINES[1], renamed, new))
    assert Act.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "XXX,kingdom,XX,XXX,A,B,C,a,b,c,en,en,,1995,,active,,,",
            "kind: Value 'kingdom' is not a valid choice.",
        ),
        ("XXX,member_state,XX,XXX,A,,C,a,b,c,en,en,,1995,,active,,,", "name_es: This field cannot be blank."),
        (
            "XXX,member_state,XX,XXX,A,B,C,a,b,c,en,en,,2002-02-31,,active,,,",
            "valid_from: “2002-02-31” is not",
        ),
        (
            "XXX,member_state,XX,XXX,A,B,C,a,b,c,en,en,,1999,1998,active,,,",
            "the end (1998) is before the start (1999)",
        ),
        (
            "XXX,member_state,XX,XXX,A,B,C,a,b,c,en,en,,1999,,active,,AAA;BBB,",
            "the territory AAA has no name",
        ),
        ("XXX,member_state,XX", "the row has fewer cells than the header"),
        (
            "XXX,member_state,XX,XXX,A,B,C,a,b,c,en,en,,1999,,active,,,,more",
            "the row has more cells than the header",
        ),
        (",member_state,XX,XXX,A,B,C,a,b,c,en,en,,1999,,active,,,", "the code is missing"),
        (LINES[1], "ATG is on line 2 already"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_nothing_is_loaded(tmp_path, row, reason):
    with pytest.raises(ReferenceFault) as fault:
        reference.load_parties(list_of(tmp_path, LINES[1], row))
    assert str(fault.value).startswith(f"Nothing was loaded from parties.csv. Line 3: {reason}")
    assert Party.objects.count() == 0


def test_a_list_without_a_column_is_refused(tmp_path):
    path = tmp_path / "parties.csv"
    path.write_text("\n".join(line.rpartition(",")[0] for line in LINES[:2]), encoding="utf-8")
    with pytest.raises(ReferenceFault, match="note"):
        reference.load_parties(path)


def test_the_five_priority_areas_carry_their_purpose_codes():
    assert reference.load_priority_areas() == Loaded(5, 0, 0)
    assert reference.load_priority_areas() == Loaded(0, 0, 5)
    shown = [(area.code, area.dac_shown) for area in PriorityArea.objects.all()]
    assert shown == [
        ("trade", "33110"),
        ("sustainable-tourism", "33210"),
        ("transport", "210xx"),
        ("disaster-risk-reduction", "43060"),
        ("caribbean-sea", "410xx"),
    ]


def test_every_priority_area_has_its_name_in_three_languages():
    reference.load_priority_areas()
    assert [area.missing_languages() for area in PriorityArea.objects.all()] == [[]] * 5


def test_the_command_loads_everything_and_says_what():
    out = StringIO()
    call_command("load_reference_data", stdout=out)
    assert out.getvalue().splitlines()[:3] == [
        "cache table: there",
        f"parties: {len(LINES) - 1} new, 0 changed, 0 unchanged",
        "priority areas: 5 new, 0 changed, 0 unchanged",
    ]
    out = StringIO()
    call_command("load_reference_data", stdout=out)
    assert out.getvalue().splitlines()[1] == f"parties: 0 new, 0 changed, {len(LINES) - 1} unchanged"
