"""A backup, put back into an empty place: everything holds there, and nobody who was erased is back (D33, D38)."""

import pytest

from collaborative.backups import archive as archives
from collaborative.backups import making, restoring
from collaborative.backups.archive import BackupRefused
from collaborative.backups.sealing import NoSecret
from measures.models import MonthlyReturn
from registers import erasures
from registers.actions import erasing

pytestmark = pytest.mark.django_db(transaction=True)


def test_restored_into_an_empty_place_everything_holds(version, person, archive, empty_place):
    """D33, D38: with the ledger of what was erased after the backup was made."""
    making.make(archive)
    erasing.erase(person=person)

    done = empty_place("restore", archive, "--erasures", erasures.ledger())

    assert done.returncode == 0, done.stderr
    assert "Erased again: 1 people." in done.stdout
    assert "Everything holds." in done.stdout


def test_archive_is_whole(version, archive):
    making.make(archive)

    manifest = restoring.check(archive)

    assert [name for name in manifest.members if name.startswith("files/")] == [
        f"files/uploads/{version.upload.stored_path}"
    ]


def changed_in_the_middle(archive):
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)


def cut_short(archive):
    archive.write_bytes(archive.read_bytes()[:-20])


@pytest.mark.parametrize("tamper", [changed_in_the_middle, cut_short])
@pytest.mark.parametrize("passphrase", ["a phrase for the tests", ""])
def test_tampered_archive_is_refused_and_changes_nothing(version, archive, settings, tamper, passphrase):
    """Sealed by its seal, open by its list of contents."""
    settings.BACKUP_PASSPHRASE = passphrase
    making.make(archive)
    tamper(archive)

    with pytest.raises(BackupRefused):
        restoring.restore(archive, replace=True)

    assert MonthlyReturn.objects.get().pk == version.pk


def test_place_that_is_not_empty_is_refused(version, archive):
    making.make(archive)

    with pytest.raises(BackupRefused, match="a database, uploads"):
        restoring.restore(archive)


def test_sealed_archive_needs_its_secret(version, archive, settings):
    making.make(archive)
    settings.BACKUP_PASSPHRASE = ""

    with pytest.raises(NoSecret):
        restoring.restore(archive, replace=True)


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "uploads/../../outside"])
def test_member_that_leads_out_of_the_folder_is_refused(tmp_path, name):
    manifest = archives.Manifest("", "sqlite", [], "", [])
    (tmp_path / "content").write_text("x")
    with (tmp_path / "made").open("wb") as stream, archives.writing(stream, manifest, archives.Secret()) as writer:
        writer.add(name, tmp_path / "content")
    (tmp_path / "stage").mkdir()

    with pytest.raises(BackupRefused), (tmp_path / "made").open("rb") as stream:
        archives.unpack(stream, tmp_path / "stage", archives.Secret())

    assert not (tmp_path / "outside").exists()
