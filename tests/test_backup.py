"""A backup is whole, is checked, and comes back; on the database that the tests run on."""

import io
import json
import shutil
import tarfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("backup")


@pytest.fixture(scope="module")
def first_backup(install):
    """An installation with reference data and one stored file, and its backup."""
    portal = install()
    portal.manage("migrate", "--no-input", "-v", "0")
    portal.manage("load_reference_data")
    stored = portal.var / "media" / "files" / "letter.pdf"
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_bytes(b"%PDF-1.7 a letter")
    file = portal.var / "portal.tar.gz"
    portal.manage("backup", str(file))
    return portal, file


@pytest.fixture
def backed_up(first_backup, tmp_path):
    """The installation, and a copy of its backup that the test may spoil."""
    portal, file = first_backup
    return portal, Path(shutil.copy(file, tmp_path / "portal.tar.gz"))


def rewrite(file: Path, member: str, data: bytes) -> None:
    """Change one member of an archive and leave its manifest as it was."""
    with tarfile.open(file, "r:gz") as old:
        members = {info.name: old.extractfile(info).read() for info in old if info.isfile()}
    members[member] = data
    with tarfile.open(file, "w:gz") as new:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))


def test_what_was_backed_up_comes_back(backed_up, install):
    portal, file = backed_up
    other = install()

    other.manage("restore", str(file))

    assert other.parties == portal.parties
    assert len(other.parties.split()) > 30
    assert (other.var / "media/files/letter.pdf").read_bytes() == b"%PDF-1.7 a letter"


def test_the_manifest_names_every_member_with_its_hash(backed_up):
    _portal, file = backed_up
    with tarfile.open(file) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
        names = set(tar.getnames()) - {"manifest.json"}

    assert manifest["members"].keys() == names
    assert all(len(member["sha256"]) == 64 for member in manifest["members"].values())


def test_a_backup_is_a_witness_that_later_tells_of_acts_cut_off(backed_up):
    portal, file = backed_up
    assert "the chain and the seals hold" in portal.manage("verify_acts", "--against", str(file))
    with tarfile.open(file) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    more = {**manifest["acts"], "last": manifest["acts"]["last"] + 3}
    rewrite(file, "manifest.json", json.dumps(manifest | {"acts": more}).encode())

    told = portal.run("verify_acts", "--against", str(file))

    assert told.returncode == 1
    assert f"Entry {more['last']}, known to the witness, is missing." in told.stderr


def test_the_archive_is_readable_by_its_owner_alone(backed_up):
    _portal, file = backed_up

    assert file.stat().st_mode & 0o777 == 0o600


def test_a_changed_file_is_found_and_nothing_is_touched(backed_up, install):
    _portal, file = backed_up
    rewrite(file, "media/files/letter.pdf", b"%PDF-1.7 a forged letter")
    other = install()

    refused = other.run("restore", str(file))

    assert refused.returncode != 0
    assert "does not match its manifest: media/files/letter.pdf" in refused.stderr
    assert not (other.var / "media/files/letter.pdf").exists()


def test_a_file_that_the_manifest_does_not_know_is_refused(backed_up, install):
    _portal, file = backed_up
    rewrite(file, "media/files/extra.pdf", b"one too many")

    assert "media/files/extra.pdf" in install().run("restore", str(file)).stderr


def test_half_an_archive_is_refused(backed_up, install):
    _portal, file = backed_up
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    assert "damaged or not a backup" in install().run("restore", str(file)).stderr


def test_a_database_in_use_is_replaced_only_by_force(backed_up):
    portal, file = backed_up
    without = "from network.models import Party; Party.objects.filter(code='MEX').delete()"
    portal.manage("shell", "--no-imports", "-v", "0", "-c", without)
    without_mexico = portal.parties

    refused = portal.run("restore", str(file))
    assert "not empty" in refused.stderr
    assert portal.parties == without_mexico

    portal.manage("restore", str(file), "--force")
    assert portal.parties != without_mexico
    assert "MEX" in portal.parties.split()


def test_a_backup_is_never_written_over_another(backed_up):
    portal, file = backed_up

    assert "exists already" in portal.run("backup", str(file)).stderr
