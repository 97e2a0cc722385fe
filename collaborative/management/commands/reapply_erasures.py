"""`manage.py reapply_erasures`: after a backup was restored, before the site opens."""

from django.core.management.base import BaseCommand

from registers import erasures
from registers.actions import erasing
from workforce.actions import erasing as staff_erasing


class Command(BaseCommand):
    help = "Erase again whoever the ledger of erasures names, patients and staff. Does nothing where nobody is back."

    def handle(self, **options):
        found = erasing.reapply() | staff_erasing.reapply()
        for code, counts in found.items():
            self.stdout.write(f"{code}: erased again: {', '.join(f'{name} {count}' for name, count in counts.items())}")
        unreadable = erasures.read()[1]
        if unreadable:
            self.stderr.write(
                f"{unreadable} lines of the ledger cannot be read: they were torn before anything was erased"
            )
