"""The pay band that a trainee should have by now, beside the one that is paid (row 9): only for whoever may see pay."""

from django.db.models import Exists, OuterRef, Q

from practices import clock
from workforce.models import Enrolment, Terms
from workforce.training_programmes import BandStanding, band_standing, bands_below, is_below, latest_start

NOT_ON_A_WAY = (Enrolment.Outcome.WITHDREW, Enrolment.Outcome.NOT_PASSED)


def terms_today(user, training):
    """Terms in force whose pay this person may see, in the roles of the training."""
    terms = Terms.objects.visible_to(user).on()
    return terms.filter(holding__post__role__in=training.roles) if training.roles else terms


def band_overdue(user, enrolments, training):
    """Of enrolments in one training, those whose band lies below the one that is due today; one condition a band step."""
    paid = terms_today(user, training).filter(holding__worker=OuterRef("worker"))
    overdue = Q(pk__in=[])
    for step in training.bands:
        overdue |= reached(step) & Q(Exists(paid.filter(band__in=bands_below(step.band))))
    return enrolments.filter(overdue).exclude(outcome__in=NOT_ON_A_WAY)


def reached(step) -> Q:
    if step.after_months is None:
        return Q(outcome=Enrolment.Outcome.COMPLETED)
    return Q(started_on__lte=latest_start(clock.today(), step.after_months))


def current_bands(user, enrolments, training) -> dict[int, str]:
    """Worker's id -> band paid today in the role of the training, of those whose pay this person may see; one query."""
    terms = terms_today(user, training).filter(holding__worker__in=[one.worker_id for one in enrolments])
    return dict(terms.order_by("holding__worker", "start").values_list("holding__worker", "band"))


def standing_of(enrolment) -> BandStanding | None:
    """None for training without band steps, and for whoever left it."""
    if enrolment.outcome in NOT_ON_A_WAY:
        return None
    return band_standing(enrolment.training, enrolment.started_on, clock.today(), enrolment.ended_on)


def band_cell(enrolment, band: str | None) -> dict:
    """A cell of a table: the band paid, and a warning where it is below the one that is due."""
    standing = standing_of(enrolment)
    if band is None:
        return {"text": "no terms today"}
    if standing and is_below(band, standing.expected):
        return {"tag": {"text": "Band overdue", "colour": "red"}, "hint": due_words(band, standing)}
    return {"text": f"Band {band}", "hint": next_words(standing)}


def due_words(band: str, standing: BandStanding) -> str:
    return f"Band {band}; should be Band {standing.expected} since {standing.since:%-d %b %Y}"


def next_words(standing: BandStanding | None) -> str:
    """What comes next on the way of bands; "" at its end."""
    if standing is None or not standing.next_band:
        return ""
    when = f"on {standing.due_on:%-d %b %Y}" if standing.due_on else "upon completion"
    return f"Band {standing.next_band} {when}"
