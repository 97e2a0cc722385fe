"""Waves that have measures: a workforce wave sends no returns, so the pages made of them are not there for it."""

from django.http import Http404

from practices.models import Programme


class WithoutMeasures(Http404):
    """There is no such page in this wave, which one may see; the page for what went wrong says so."""

    def __init__(self, wave):
        super().__init__(f"{wave} has no measures")
        self.wave = wave


def require_measures(wave):
    """The wave itself. Ask after scope and permission: only who may see the wave is told what kind it is."""
    if wave.programme.kind != Programme.Kind.MEASURES:
        raise WithoutMeasures(wave)
    return wave
