"""`manage.py backup FILE`: database and files together, while everything runs."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from collaborative.backups import making
from collaborative.backups.archive import BackupRefused
from collaborative.backups.sealing import NoSecret


class Command(BaseCommand):
    help = "Write one archive of the database and of the files that people sent; sealed with BACKUP_PASSPHRASE or BACKUP_KEY."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="where to write it; must not be there yet")

    def handle(self, *, file, **options):
        try:
            made = making.make(file)
        except (BackupRefused, NoSecret, OSError) as fault:
            raise CommandError(f"No backup was made. {fault}") from fault
        self.stdout.write(f"{file}: database and {made.files} files, {made.size / 1e6:.1f} MB, sha256 {made.sha256}")
        if made.left_out:
            self.stdout.write(f"{made.left_out} files that were not checked yet are left out")
        if not made.is_sealed:
            self.stderr.write("It is not sealed: set BACKUP_PASSPHRASE or BACKUP_KEY")
