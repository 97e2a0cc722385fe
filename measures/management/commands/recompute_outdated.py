"""After an upgrade: recompute the waves whose series an older version stored, before a page has to read them."""

from django.core.management.base import BaseCommand

from measures.computing.payload import FORMAT
from measures.computing.recompute import recompute_wave
from measures.models import Series
from practices.models import Wave


class Command(BaseCommand):
    help = "Recompute the waves whose stored series are of another version; does nothing where all are of this one."

    def handle(self, *args, **options):
        outdated = Series.objects.exclude(payload__startswith=f"[{FORMAT},")
        for wave in Wave.objects.filter(pk__in=outdated.values("wave")).order_by("pk"):
            run = recompute_wave(wave=wave, reason="The software was upgraded")
            self.stdout.write(f"{wave.code}: {run.series_written} series computed anew")
