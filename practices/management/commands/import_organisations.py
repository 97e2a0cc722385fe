"""Bring a published organisation file into the directory: `import_organisations pcts PCO_2012.csv`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from practices import ods
from practices.actions.organisations import import_organisations
from practices.spreadsheets.tables import SpreadsheetError


class Command(BaseCommand):
    help = "Import a published organisation file. May be run again; nothing is ever deleted."

    def add_arguments(self, parser):
        kinds = "; ".join(f"{kind}: {layout.title}" for kind, layout in ods.LAYOUTS.items())
        parser.add_argument("kind", choices=ods.LAYOUTS, help=kinds)
        parser.add_argument("file", type=Path)

    def handle(self, *, kind, file, **options):
        try:
            report = import_organisations(kind=kind, filename=file.name, content=file.read_bytes())
        except (ods.OdsError, SpreadsheetError, OSError) as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        counts = ", ".join(f"{number} {outcome}" for outcome, number in report.counts.items())
        self.stdout.write(f"{report.rows} rows: {counts}")
        for refusal in report.refused:
            self.stdout.write(f"row {refusal.row}: {refusal.ods_code} refused, {refusal.reason}")
        for note in report.notes:
            self.stdout.write(f"row {note.row}: {note.ods_code} taken without its parent, {note.reason}")
        if report.unknown_parents:
            codes = ", ".join(sorted(report.unknown_parents))
            self.stdout.write(
                f"{report.unknown_parents.total()} rows name a parent that is not in the directory: {codes}"
            )
