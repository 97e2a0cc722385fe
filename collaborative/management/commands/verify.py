"""`manage.py verify`: do the invariants hold? Ends with an error that names what does not."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from collaborative.verifying import kept
from collaborative.verifying.everything import CODES, MOST_NAMED, verify


class Command(BaseCommand):
    help = "Look at the invariants I1 to I9 and say for each whether it holds; the nightly run does the same."

    def add_arguments(self, parser):
        parser.add_argument("--anchor", type=Path, help="a file of anchors that was kept elsewhere (manage.py anchor)")
        parser.add_argument("--only", default=",".join(CODES), help="such as I5,I6; the others are not looked at")

    def handle(self, *, anchor, only, **options):
        chosen = [code.strip().upper() for code in only.split(",")]
        if unknown := set(chosen) - set(CODES):
            raise CommandError(f"There is no {', '.join(sorted(unknown))}. There are {', '.join(CODES)}")
        if anchor and not anchor.is_file():
            raise CommandError(f"There is no file {anchor}")
        found = []
        for checked in verify(chosen, anchor):
            self.say(checked)
            found.append(checked)
        if set(chosen) == set(CODES):
            kept.keep(found)
        broken = [checked.code for checked in found if not checked.holds]
        if broken:
            raise CommandError(f"Not everything holds: {', '.join(broken)}")
        self.stdout.write(
            self.style.SUCCESS("Everything holds." if set(chosen) == set(CODES) else "What was looked at holds.")
        )

    def say(self, checked):
        self.stdout.write(f"{checked.code} {checked.said:12} {checked.seconds:7.2f} s  {checked.words}")
        for finding in checked.named:
            self.stdout.write(f"     {finding}")
        if checked.number > MOST_NAMED:
            self.stdout.write(f"     and {checked.number - MOST_NAMED} more")
        if checked.note:
            self.stdout.write(f"     {checked.note}")
