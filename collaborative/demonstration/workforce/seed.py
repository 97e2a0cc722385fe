"""Make the invented workforce: a programme of graduate workers with a wave of its own, and the practitioners' scheme."""

from datetime import date

from django.db.models import F

from collaborative.demonstration import organisations
from collaborative.demonstration.improvement.events import make_events
from collaborative.demonstration.improvement.progress import make_progress
from collaborative.demonstration.improvement.teams import make_teams
from collaborative.demonstration.workforce import plan as drawn
from collaborative.demonstration.workforce import pulses
from collaborative.demonstration.workforce.releases import make_releases
from collaborative.demonstration.workforce.roster import make_roster
from collaborative.demonstration.workforce.scheme import SLUG as SCHEME_SLUG
from collaborative.demonstration.workforce.scheme import make_scheme
from collaborative.demonstration.workforce.supervision import make_supervision
from collaborative.demonstration.workforce.work import make_work
from collaborative.models import MonthlyTeamReport
from practices.models import Programme, Wave
from workforce.jobs.recompute import recompute_programme
from workforce.models import Holding, WorkforceProgramme

SLUG = "graduate-workers"
SLUGS = (SLUG, SCHEME_SLUG)
ORIENTATION = date(2006, 1, 17)
WORKSHOPS = (date(2006, 2, 14), date(2006, 6, 13), date(2006, 10, 10))
ENDS = date(2007, 2, 28)


def make_programmes(by_code) -> dict[str, Programme]:
    """Both programmes by their slug; people can be given a role in them before there is a roster."""
    graduates = Programme.objects.create(
        name="Graduate Mental Health Worker collaborative (demonstration)",
        slug=SLUG,
        kind=Programme.Kind.WORKFORCE,
        aim="New workers in practices: supervised, fairly paid, and still there next year. Everything in this programme is invented.",
        is_invented=True,
    )
    WorkforceProgramme.objects.create(
        programme=graduates,
        frameworks=["ESC", "HEALTH", "KSF", "CBT"],
        trainings=["GMHW_PG", "LI_PGCERT"],
        supervisees_per_wte=2,
    )
    return {SLUG: graduates, SCHEME_SLUG: make_scheme(by_code)}


def make_wave(programme, practices, by_code) -> Wave:
    """The wave of the graduate workers, in which the practices that host one take part; it has no measures."""
    wave = Wave.objects.create(
        programme=programme,
        code="G1",
        number=1,
        name="Graduate workers, first intake (demonstration)",
        orientation_on=ORIENTATION,
        learning_workshop_1_on=WORKSHOPS[0],
        learning_workshop_2_on=WORKSHOPS[1],
        learning_workshop_3_on=WORKSHOPS[2],
        ends_on=ENDS,
    )
    hosting = {code for post in drawn.draw_posts(practices) for code in post.practices}
    chosen = [practice for practice in practices if practice.ods_code in hosting]
    organisations.make_memberships(wave, chosen, by_code)
    return wave


def make_workforce(wave, practices, by_code, signed_in) -> None:
    lead, facilitator = signed_in["workforce-lead@example.org"], signed_in["facilitator@example.org"]
    posts = drawn.draw_posts(practices)
    roster = make_roster(wave.programme, practices, by_code, signed_in)
    make_supervision(posts, roster)
    make_work(wave.programme, posts, roster, lead)
    pulses.make_pulses(wave.programme, roster.holdings.values(), lead)
    scheme = Programme.objects.get(slug=SCHEME_SLUG)
    in_scheme = (
        Holding.objects.filter(post__programme=scheme).select_related("post__commissioner", "worker").order_by("pk")
    )
    pulses.make_rounds(scheme, list(in_scheme), lead)
    hosting = {code for post in posts for code in post.practices}
    teams = make_teams(wave, [practice for practice in practices if practice.ods_code in hosting], by_code, signed_in)
    make_events(wave, teams, facilitator)
    make_progress(wave, teams, signed_in["manager@example.org"], facilitator)
    sign_reports(wave, signed_in["commissioner@example.org"])
    for programme in Programme.objects.filter(slug__in=SLUGS):
        recompute_programme(programme)
    make_releases(wave.programme, lead, signed_in["administrator@example.org"])


def sign_reports(wave, sponsor) -> None:
    """One sponsor signs what the team completed; the others did not, as managers were absent in the published account too."""
    completed = MonthlyTeamReport.objects.filter(team__wave=wave, team__organisation__ods_code="5W0", state="completed")
    completed.update(state=MonthlyTeamReport.State.SIGNED, signed_by=sponsor, signed_at=F("completed_at"))
