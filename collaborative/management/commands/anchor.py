"""`manage.py anchor`: one line that holds the audit trail to what it is now, to be kept where nobody of this server can write."""

from pathlib import Path

from django.core.management.base import BaseCommand

from operations import anchors


class Command(BaseCommand):
    help = "Print time, number of events and last hash of the audit trail; with --to also add the line to a file."

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, help="a file to add the line to, best on another disk")

    def handle(self, *, to, **options):
        anchor = anchors.take()
        if to:
            anchors.append(anchor, to)
        self.stdout.write(anchor.line)
