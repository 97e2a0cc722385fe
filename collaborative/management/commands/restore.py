"""`manage.py restore FILE`: a backup into an empty place, erasures applied again, then verify. Ends as verify ends."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from collaborative.backups import restoring
from collaborative.backups.archive import BackupRefused
from collaborative.backups.sealing import NoSecret


class Command(BaseCommand):
    help = (
        "Put a backup back into an empty place, with web, worker and beat stopped; then look whether everything holds."
    )
    # The place is empty: there is no database yet whose migrations could be looked at.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose the database and files that are here")
        parser.add_argument("--erasures", type=Path, help="a later ledger of erasures (erasures.jsonl), kept apart")
        parser.add_argument("--check", action="store_true", help="only look whether the archive is whole")

    def handle(self, *, file, replace, erasures, check, **options):
        for path in (file, erasures):
            if path and not path.is_file():
                raise CommandError(f"There is no file {path}")
        try:
            if check:
                manifest = restoring.check(file)
                self.stdout.write(f"The backup of {manifest.made_at} is whole: {len(manifest.members)} files")
                return
            found = restoring.restore(file, replace=replace, erasures=erasures)
        except (BackupRefused, NoSecret) as fault:
            raise CommandError(f"Nothing was restored. {fault}") from fault
        self.say(found)
        call_command("recompute_outdated", stdout=self.stdout)
        call_command("verify", stdout=self.stdout, stderr=self.stderr)

    def say(self, found):
        self.stdout.write(f"Restored the backup of {found.made_at}: the database and {found.files} files.")
        self.stdout.write(f"Erased again: {found.erased_again} people.")
        if found.to_be_sent_again:
            self.stdout.write(
                f"To be sent again by their senders, as they were not checked yet: {found.to_be_sent_again} files."
            )
        if found.letters_uncertain:
            self.stdout.write(
                f"Perhaps sent already, and not sent again by themselves: {found.letters_uncertain} letters."
            )
