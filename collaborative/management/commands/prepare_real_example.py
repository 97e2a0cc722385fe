"""`manage.py prepare_real_example FILE`: real appointment figures as a monthly return, and all that its upload needs."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from collaborative.demonstration import people, tees, tees_rows

RETURN_FILE = "tees-return.csv"


class Command(BaseCommand):
    help = "Turn published appointment figures into the return's format and prepare the wave that they are uploaded to."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the published figures of the practices, as CSV")

    def handle(self, *, file, **options):
        if not settings.DEMONSTRATION:
            raise CommandError(
                "This sets up people with a known password. Set DEMONSTRATION=1 where nothing real is kept."
            )
        with file.open(newline="", encoding="utf-8") as lines:
            published = tees.read_published(lines)
        wave = tees_rows.prepare(published)
        path = Path(settings.DATA_DIR) / RETURN_FILE
        path.write_bytes(tees.return_file(published))
        # Not with DEMONSTRATION=1: its banner says that the data are invented, and these are not.
        self.stdout.write(f"{wave} is ready.")
        self.stdout.write(f"Start server and worker with DEMONSTRATION=0 BUSINESS_CLOCK={tees.BUSINESS_CLOCK},")
        self.stdout.write(f"sign in as {tees_rows.DATA_OFFICER} (password: {people.PASSWORD}), act for all practices,")
        self.stdout.write(f"and upload {path}")
