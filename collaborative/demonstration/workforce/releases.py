"""Two releases of the graduate workers' figures: one that is out, and a later one that waits for the second person."""

from datetime import date

from workforce.actions.releases import approve_release, prepare_release

OUT_THROUGH, WAITING_THROUGH = date(2006, 10, 1), date(2007, 1, 1)


def make_releases(programme, lead, administrator) -> None:
    """Prepared and approved by the actions themselves, so that the second is compared with the first."""
    first = prepare_release(programme=programme, through=OUT_THROUGH, by=lead)
    approve_release(release=first, by=administrator)
    prepare_release(programme=programme, through=WAITING_THROUGH, by=lead)
