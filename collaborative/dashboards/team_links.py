"""Where one goes from a team or a wave: the pages of improvement work."""

from django.urls import reverse

from accounts.permissions import has_permission
from accounts.routes import ROUTES
from practices import clock, months
from practices.models import Programme

OF_TEAM = [
    ("Board of PDSA cycles", "team_board"),
    ("The patient's journey", "journey_list"),
    ("Service-user survey", "survey_list"),
    ("Barriers", "barrier_list"),
    ("Reflections", "reflection_list"),
    ("Stories", "story_list"),
    ("Questions and actions from charts", "follow_up_list"),
    ("Visits", "visit_list"),
    ("Progress", "team_progress"),
    ("Monthly reports", "team_report_list"),
]
OF_WAVE = [
    ("Teams", "team_list"),
    ("Board of PDSA cycles", "cycle_board"),
    ("Prediction ledger", "prediction_ledger"),
    ("Change package", "change_package"),
    ("Driver diagram", "driver_diagram"),
    ("Ideas", "idea_list"),
    ("Workshops and other events", "event_list"),
    ("Workshop reports", "report_list"),
    ("Storyboards", "storyboard_list"),
    ("Bright-spot pairings", "pairing_list"),
    ("What was learned", "wave_learning"),
    ("Progress", "progress_list"),
    ("Questions waiting for an answer", "answer_queue"),
]


def links(names, argument, user) -> list[dict]:
    """Those that this person may open, by the table of addresses."""
    return [
        {"text": text, "href": reverse(name, args=[argument])}
        for text, name in names
        if has_permission(user, ROUTES[name]["GET"])
    ]


def team_links(team, user) -> list[dict]:
    return links(OF_TEAM, team.pk, user)


# Made of returns, which a workforce wave has none of.
OF_MEASURES = {"prediction_ledger", "storyboard_list", "pairing_list"}


def wave_links(wave, user) -> list[dict]:
    """`wave` with its programme."""
    is_measured = wave.programme.kind == Programme.Kind.MEASURES
    names = [one for one in OF_WAVE if is_measured or one[1] not in OF_MEASURES]
    return links(names, wave.code, user)


def teams_of(wave, organisation) -> str:
    """Leads to the team of a practice or PCT, whichever that is on the day of the click."""
    return f"{reverse('team_list', args=[wave.code])}?of={organisation.ods_code}"


def report_words() -> str:
    """The report that a team writes now is of the month that has ended."""
    return f"Report of {months.label(months.add_months(months.first_of(clock.today()), -1))}"
