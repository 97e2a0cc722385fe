"""Builders of posts and of the people in them. The cast's business clock stands at 8 February 2007."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.permissions import Role
from practices.models import Programme, Wave, WaveMembership
from tests.conftest import make_person
from workforce.models import (
    Cohort,
    Employer,
    Enrolment,
    Holding,
    Intake,
    Leaving,
    Post,
    PostHost,
    SupervisionArrangement,
    SupervisionSession,
    Terms,
    Worker,
    WorkforceProgramme,
)

BEGAN = date(2006, 1, 9)


def make_programme(**fields):
    """A workforce programme with a wave of its own, G1, in which nobody takes part yet; no measures anywhere."""
    values = {"name": "Graduate workers", "slug": "graduates", "kind": Programme.Kind.WORKFORCE, "is_invented": True}
    programme = Programme.objects.create(**{**values, **fields})
    WorkforceProgramme.objects.create(
        programme=programme, frameworks=["ESC", "HEALTH", "KSF"], trainings=["GMHW_PG", "MHP_DIP"]
    )
    Wave.objects.create(
        programme=programme,
        code="G1",
        number=1,
        name="Graduate workers, first intake",
        orientation_on=date(2006, 1, 16),
        learning_workshop_1_on=date(2006, 2, 14),
        learning_workshop_2_on=date(2006, 6, 13),
        learning_workshop_3_on=date(2006, 10, 10),
        ends_on=date(2007, 1, 31),
    )
    return programme


def join(programme, practice, wave_code="G1"):
    """The practice takes part in the programme's wave."""
    wave = Wave.objects.get(programme=programme, code=wave_code)
    return WaveMembership.objects.create(wave=wave, practice=practice, joined_on=wave.orientation_on)


def make_employer(name="Alder PCT"):
    return Employer.objects.get_or_create(name=name)[0]


def make_cohort(programme, code="C1", role="GMHW", starts_on=BEGAN):
    return Cohort.objects.create(programme=programme, code=code, name=f"Cohort {code}", role=role, starts_on=starts_on)


def make_post(programme, commissioner, practice=None, *, number="P1", share=100, **fields):
    """A graduate worker's post of 1.0 WTE, vacant; hosted by `practice` when given."""
    values = {"role": "GMHW", "wte": 1, "start": BEGAN, **fields}
    post = Post.objects.create(programme=programme, commissioner=commissioner, number=number, **values)
    if practice:
        PostHost.objects.create(post=post, practice=practice, share=share, start=post.start)
    return post


def make_worker(programme, commissioner, staff_number="S1", **fields):
    values = {"name": f"Worker {staff_number}", **fields}
    return Worker.objects.create(programme=programme, commissioner=commissioner, staff_number=staff_number, **values)


def hold(post, worker, *, start=BEGAN, end=None, reason=None, cohort=None, destination="", **terms):
    """The worker holds the post on one set of terms; with `end` and `reason` until then."""
    holding = Holding.objects.create(post=post, worker=worker, cohort=cohort, start=start, end=end)
    if reason:
        Leaving.objects.create(holding=holding, reason=reason, destination=destination)
    make_terms(holding, end=end, **terms)
    return holding


def make_terms(holding, **fields):
    values = {"start": holding.start, "wte": 1, "scheme": "agenda_for_change", "band": "5", "contract": "fixed_term"}
    values = {**values, **fields}
    values.setdefault("employer", None)
    values["employer"] = values["employer"] or make_employer()
    return Terms.objects.create(holding=holding, **values)


def make_arrangement(worker, supervisor, **fields):
    """An hour of individual case management every week, for one WTE."""
    values = {"kind": "case_management", "minutes": 60, "every_days": 7, "start": BEGAN, **fields}
    return SupervisionArrangement.objects.create(worker=worker, supervisor=supervisor, **values)


def make_session(arrangement, on, *, state="held", minutes=60):
    return SupervisionSession.objects.create(
        arrangement=arrangement, worker=arrangement.worker, on=on, state=state, minutes=minutes
    )


def lead_of(programme, email="workforce-lead@example.org"):
    """The lead of a whole programme."""
    return make_person(email, Role.WORKFORCE_LEAD, programme=programme)


def local_lead_of(commissioner, email="local-lead@example.org"):
    """The lead of one PCT."""
    return make_person(email, Role.WORKFORCE_LEAD, organisation=commissioner)


def supervisor_at(organisation, worker, email="supervisor@example.org"):
    """Somebody who signs in as the person `worker`, who supervises."""
    person = make_person(email, Role.SUPERVISOR, organisation=organisation)
    worker.user = person
    worker.save()
    return person


def staff_member_at(organisation, worker, email="worker@example.org"):
    """Somebody who signs in as the worker."""
    person = make_person(email, Role.STAFF_MEMBER, organisation=organisation)
    worker.user = person
    worker.save()
    return person


def make_enrolment(worker, training="MHP_DIP", started_on=BEGAN, **fields):
    return Enrolment.objects.create(worker=worker, training=training, started_on=started_on, **fields)


def make_intake(programme, name="2006", **fields):
    values = {"training": "MHP_DIP", "opens_on": BEGAN, "places": 25, **fields}
    return Intake.objects.create(programme=programme, name=name, **values)


def queries_of(client, address):
    """How many queries a page asks; the first visit of a client is not counted."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) > 0
    return len(queries)


def make_team(programme, commissioner, practice, number, *, prefix="T", employers=3, **terms):
    """So many workers of a PCT, each in an own post of 1.0 WTE, of three employers in turn."""
    workers = [make_worker(programme, commissioner, f"{prefix}{place}") for place in range(number)]
    for place, worker in enumerate(workers):
        post = make_post(programme, commissioner, practice, number=f"{prefix}P{place}")
        hold(post, worker, employer=make_employer(f"Employer {place % employers}"), **terms)
    return workers
