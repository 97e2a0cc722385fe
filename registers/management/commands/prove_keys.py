"""`manage.py prove_keys --first 9434765870 --count 100000`: no stored key is a plain hash of an NHS number of this range."""

from django.core.management.base import BaseCommand, CommandError

from registers.key_proof import SEPARATORS, plain_hashes, valid_numbers
from registers.models import Person


class Command(BaseCommand):
    help = "Show that no stored patient key is a plain hash of an NHS number. Ends with an error where one is."

    def add_arguments(self, parser):
        parser.add_argument("--first", type=int, default=9_434_765_870, help="the first number of ten digits to try")
        parser.add_argument("--count", type=int, default=100_000, help="how many numbers from there on")

    def handle(self, *, first, count, **options):
        numbers = list(valid_numbers(first, count))
        if not numbers:
            raise CommandError("No NHS number lies in this range: nothing was shown.")
        hashes = plain_hashes(numbers)
        keys = Person.objects.values_list("practice__ods_code", "patient_key").order_by().iterator(chunk_size=10_000)
        tried, found = 0, {}
        for code, key in keys:
            tried += 1
            if key in hashes:
                found[code] = found.get(code, 0) + 1
        self.report(tried, numbers, hashes, found)

    def report(self, tried, numbers, hashes, found):
        """Neither a key nor a number is printed: a hit would name a patient."""
        self.stdout.write(
            f"{tried} stored keys against {len(hashes)} SHA-256 hashes of {len(numbers)} NHS numbers, each written with "
            f"{len(SEPARATORS)} kinds of separators, hashed once and twice. SHA-1 and MD5 are 40 and 32 characters long "
            "and the database holds keys of 64 only."
        )
        if found:
            places = ", ".join(f"{code} ({number})" for code, number in sorted(found.items()))
            raise CommandError(
                f"Keys that are plain hashes of NHS numbers were found at: {places}. Erase and rekey them."
            )
        self.stdout.write(self.style.SUCCESS("None is a plain hash."))
