"""`manage.py seed_demo`: make the demonstration wave, once."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from collaborative.demonstration import people, seed


class Command(BaseCommand):
    help = "Make the invented demonstration: two waves, their returns, and people to sign in as. Does nothing when it is there."

    def add_arguments(self, parser):
        parser.add_argument("--all-agreements", action="store_true", help="let every practice share its figures")

    def handle(self, *, all_agreements, **options):
        if not settings.DEMONSTRATION:
            raise CommandError(
                "The demonstration is switched off here. Set DEMONSTRATION=1 where nothing real is kept."
            )
        made = seed.seed(all_agreements=all_agreements)
        path = people.write_sign_ins()
        self.stdout.write(f"{made.returns} returns made." if made.is_new else "The demonstration is there already.")
        self.stdout.write(people.sign_ins_text())
        self.stdout.write(f"These sign-ins are also in {path}")
