"""Load the code lists and import profiles that come with the application. Running it again changes nothing."""

from django.core.management.base import BaseCommand, CommandError

from registers.actions.code_lists import PublishedVersionChanged, load_versions
from registers.actions.profiles import load_profiles
from registers.code_lists import shipped_versions
from registers.shipped_profiles import shipped_profiles


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        try:
            versions = load_versions(shipped_versions())
        except PublishedVersionChanged as changed:
            raise CommandError(
                f"Version {changed} of the code list was published already and says something else now. "
                "Give the correction a version of its own."
            ) from None
        profiles = load_profiles(shipped_profiles())
        self.stdout.write(f"{len(versions)} code lists and {profiles} import profiles are new or changed.")
