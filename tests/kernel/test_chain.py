"""The register tells that it was tampered with, and where."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from acs_portal.kernel import acts, append_only, chain, register
from acs_portal.kernel.chain import Witness
from acs_portal.kernel.models import Act

pytestmark = pytest.mark.django_db
ON_SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def entries(officer) -> list[Act]:
    """Five acts on the officer's account."""
    return [
        acts.record(by=officer, did="account.open", to=officer, reason=f"reason {n}") for n in range(1, 6)
    ]


@pytest.fixture
def by_hand(db):
    """by_hand(sql, parameters): what somebody with the database in hand does, the seals taken away."""
    seal = append_only.SEALS["kernel_act"]
    seal.lift(connection)

    def run(sql: str, *parameters) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)

    yield run
    seal.lay(connection)


def said(witness: Witness | None = None) -> list[str]:
    return [str(found) for found in chain.breaks(witness)]


def test_a_register_that_nobody_touched_is_whole(entries):
    assert said(chain.witness()) == []


def test_an_empty_register_is_whole(db):
    assert (said(), chain.witness()) == ([], None)


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'other'",
        "by_name = 'Nobody'",
        "capacity = 'approver'",
        "did = 'account.change'",
        "to_id = '99'",
    ],
)
def test_an_entry_that_was_changed_is_named(entries, by_hand, change):
    by_hand(f"UPDATE kernel_act SET {change} WHERE id = %s", entries[2].pk)
    assert said() == [
        f"Entry {entries[2].pk}: its fields do not agree with its hash. It was changed after it was recorded."
    ]
    found = chain.first_break()
    assert found.act == entries[2]
    assert "Olive Officer" in chain.where(found)


def test_an_entry_changed_together_with_its_hash_no_longer_leads_to_the_next(entries, by_hand):
    forged = Act.objects.get(pk=entries[2].pk)
    forged.reason = "other"
    by_hand(
        "UPDATE kernel_act SET reason = 'other', hash = %s WHERE id = %s",
        acts.digest(acts.fields_of(forged), forged.previous_hash),
        forged.pk,
    )
    assert said() == [
        f"Entry {entries[3].pk} does not follow from entry {entries[2].pk}: "
        "one of the two was put in or rewritten with a hash of its own."
    ]


def test_entries_missing_in_between_are_named(entries, by_hand):
    by_hand("DELETE FROM kernel_act WHERE id IN (%s, %s)", entries[1].pk, entries[2].pk)
    assert said() == [
        f"Between entry {entries[0].pk} and entry {entries[3].pk} at least one is missing "
        f"({entries[1].pk} to {entries[2].pk})."
    ]


def test_missing_first_entries_are_told(entries, by_hand):
    by_hand("DELETE FROM kernel_act WHERE id = %s", entries[0].pk)
    assert said() == [
        f"Entry {entries[1].pk} is not the first one recorded: the entries before it are missing."
    ]


def test_a_cut_off_tail_is_told_by_a_witness(entries, by_hand):
    known = chain.witness()
    by_hand("DELETE FROM kernel_act WHERE id >= %s", entries[3].pk)
    assert f"Entry {entries[4].pk}, known to the witness, is missing." in said(known)


@pytest.mark.skipif(not ON_SQLITE, reason="PostgreSQL gives numbers also to what is rolled back")
def test_sqlite_knows_by_itself_that_the_tail_was_cut_off(entries, by_hand):
    by_hand("DELETE FROM kernel_act WHERE id >= %s", entries[3].pk)
    assert said() == [
        f"After entry {entries[2].pk} entries are missing: number {entries[4].pk} has already been given."
    ]


def test_a_register_written_anew_from_the_start_is_told_by_a_witness(entries, by_hand, officer):
    known = chain.witness()
    by_hand("UPDATE kernel_act SET hash = id WHERE id <> 0")
    previous = acts.FIRST
    for act in Act.objects.order_by("id"):
        act.reason = "written anew"
        digest = acts.digest(acts.fields_of(act), previous)
        by_hand(
            "UPDATE kernel_act SET reason = %s, previous_hash = %s, hash = %s WHERE id = %s",
            act.reason, previous, digest, act.pk,
        )  # fmt: skip
        previous = digest
    assert said() == []
    assert said(known) == [f"Entry {entries[4].pk} has another hash than the witness knows."]


def test_an_entry_put_in_is_told(entries):
    true = entries[-1]
    forged = Act(**{f.attname: getattr(true, f.attname) for f in Act._meta.fields if f.name != "id"})
    forged.reason, forged.hash = "forged", "f" * 64
    forged.save(force_insert=True)
    assert [found.act for found in chain.breaks()] == [forged, forged]


def test_what_was_found_is_an_act_itself(entries, by_hand, approver):
    assert register.verify(by=approver, on=entries[-1].at) is None
    told = register.last_verification()
    assert (told.by, told.to_id, told.after["entries"]) == (approver, str(entries[4].pk), 5)
    assert told.to_label["en"] == f"Register of acts, entry {entries[4].pk}"
    by_hand("UPDATE kernel_act SET reason = 'x' WHERE id = %s", entries[1].pk)
    assert register.verify(by=approver, on=entries[-1].at).act == entries[1]
    assert register.last_verification().after["broken"] == entries[1].pk


def test_the_command_says_where(entries, by_hand, capsys):
    by_hand("UPDATE kernel_act SET reason = 'x' WHERE id = %s", entries[1].pk)
    append_only.lay_all(connection)
    with pytest.raises(CommandError, match=rf"Entry {entries[1].pk}: .* Olive Officer opened the account"):
        call_command("verify_acts")


def test_the_command_names_the_last_entry_to_write_down(entries, capsys):
    call_command("verify_acts")
    out = capsys.readouterr().out
    assert out.startswith("5 act(s), the chain and the seals hold")
    assert entries[-1].hash in out


def test_the_command_refuses_what_is_not_a_backup(entries, tmp_path):
    (tmp_path / "no.tar.gz").write_bytes(b"no")
    with pytest.raises(CommandError, match="not a backup"):
        call_command("verify_acts", against=tmp_path / "no.tar.gz")
