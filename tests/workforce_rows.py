"""One row of the workforce of each kind in each place, for the walk through all addresses (test_permission_matrix).

In every place there is a post hosted by its practice, with a worker who holds it and whom one supervisor supervises.
"""

from datetime import date

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from practices import clock
from tests.workforce import roster
from workforce.models import (
    Accreditation,
    Candidate,
    CompetenceEvidence,
    Dispute,
    EarlyWarning,
    Enrolment,
    Intake,
    Leave,
    Lesson,
    Pulse,
    RolePlan,
    StaffRequest,
    Worker,
    WorkforceRelease,
)
from workforce.releases.contents import digest_of

NO_SUCH = 987_654


def by_another():
    """The second of two people who decide."""
    return User.objects.get_or_create(email="second@example.org", defaults={"name": "Second"})[0]


DAY = date(2006, 6, 1)
SLUG = "graduates"

# Parameter -> makes the row, given (programme, holding, by). One line for each kind of row of a worker or a post.
ROW_MAKERS = {
    "post": lambda programme, holding, by: holding.post,
    "worker": lambda programme, holding, by: holding.worker,
    "holding": lambda programme, holding, by: holding,
    "enrolment": lambda programme, holding, by: Enrolment.objects.create(
        worker=holding.worker, training="GMHW_PG", started_on=DAY
    ),
    "evidence": lambda programme, holding, by: CompetenceEvidence.objects.create(
        worker=holding.worker, framework="ESC", competence="1", evidence="Seen", evidenced_on=DAY
    ),
    "accreditation": lambda programme, holding, by: Accreditation.objects.create(
        worker=holding.worker, body="BABCP", awarded_on=DAY
    ),
    "dispute": lambda programme, holding, by: Dispute.objects.create(
        worker=holding.worker, about="leave", entry="June", text="Wrong", raised_on=DAY
    ),
    "leave": lambda programme, holding, by: Leave.objects.create(worker=holding.worker, start=DAY, end=DAY),
    "arrangement": lambda programme, holding, by: holding.worker.arrangements.get(),
    # A copy, ready to be fetched: every address of a request opens for somebody.
    "staff_request": lambda programme, holding, by: StaffRequest.objects.create(
        worker=holding.worker,
        kind="copy",
        state="done",
        asked_by=by,
        confirmed_by=by,
        decided_by=by_another(),
        done_at=timezone.now(),
    ),
    "session": lambda programme, holding, by: roster.make_session(holding.worker.arrangements.get(), DAY),
}
# Rows of the programme, the same in every place: whose they are is asked of the programme.
SHARED_MAKERS = {
    "intake": lambda programme, by: Intake.objects.create(
        programme=programme, training="MHP_DIP", name="2006", opens_on=DAY, places=25
    ),
    "candidate": lambda programme, by: Candidate.objects.create(
        intake=Intake.objects.get(programme=programme), number=1, interested_on=DAY
    ),
    "plan": lambda programme, by: RolePlan.objects.create(
        programme=programme, role="GMHW", purpose="Help early", owner="Lead", start=DAY
    ),
    "lesson": lambda programme, by: Lesson.objects.create(
        plan=RolePlan.objects.get(programme=programme), on=DAY, tried="A", result="failed", learning="B", created_by=by
    ),
    "employer": lambda programme, by: roster.make_employer(),
    "pulse": lambda programme, by: Pulse.objects.create(
        programme=programme, name="Spring", questions="pulse_2006", opens_on=DAY, closes_on=DAY, created_by=by
    ),
    # One that is out: whoever may know of the programme may know of it.
    "release": lambda programme, by: make_release(programme, by, state="approved", decided_by=by),
}
WORKFORCE_ROWS = {*ROW_MAKERS, *SHARED_MAKERS}
# Parameters that are words, the same everywhere.
WORDS = {
    "role": "GMHW",
    "training": "GMHW_PG",
    "extension": "csv",
    "framework": "ESC",
    "warning_kind": "alone",
    "kind": "csv",
    "period": "2006-11",
}
# Whose worker and post lie in the scope of a role that is held at Ash Surgery or its PCT. Written a second time, by hand.
STAFF_IN_SCOPE = {
    Role.WORKFORCE_LEAD: {"own", "neighbour"},
    Role.SUPERVISOR: {"own"},
    Role.STAFF_MEMBER: {"own"},
    Role.PRACTICE_MANAGER: {"own"},
    Role.PRACTICE_CLINICIAN: {"own"},
}
# A request about a worker's data is out of sight for the practice and the supervisor, who know the worker: that there is one
# tells something.
REQUESTS_IN_SCOPE = {Role.WORKFORCE_LEAD: {"own", "neighbour"}, Role.STAFF_MEMBER: {"own"}}
# Roles whose place lies in the programme: the others are held at another programme or at its wave.
IN_THE_PROGRAMME = {
    *STAFF_IN_SCOPE,
    Role.DATA_OFFICER,
    Role.COMMISSIONER,
    Role.TEAM_MEMBER,
}


def make_rows(places, by, ids):
    """Fill `ids[parameter][place]`; `places`: name -> practice."""
    programme = roster.make_programme()
    for number, (place, practice) in enumerate(places.items()):
        roster.join(programme, practice)
        holding = make_staff(programme, practice, number)
        for parameter, make in ROW_MAKERS.items():
            ids.setdefault(parameter, {"random": NO_SUCH})[place] = make(programme, holding, by).pk
    for parameter, make in SHARED_MAKERS.items():
        row = make(programme, by).pk
        ids[parameter] = {**dict.fromkeys(places, row), "random": NO_SUCH}


def make_staff(programme, practice, number):
    """A worker in a post of the practice's PCT, and the supervisor, who has no post."""
    trust = practice.parent_on(DAY)
    supervisor = roster.make_worker(programme, trust, f"V{number}")
    worker = roster.make_worker(programme, trust, f"W{number}")
    post = roster.make_post(programme, trust, practice, number=f"P{number}")
    holding = roster.hold(post, worker)
    roster.make_arrangement(worker, supervisor)
    EarlyWarning.objects.create(holding=holding, kind="alone", reason="Alone", since=DAY)
    return holding


def make_release(programme, by, **fields):
    """A release of nothing, through June 2006."""
    contents = {
        "format": 1,
        "programme_name": programme.name,
        "is_invented": True,
        "through": "2006-06",
        "rules": [],
        "figures": [],
    }
    values = {
        "number": 1,
        "through": DAY,
        "contents": {**contents, "compared_with": []},
        "data_as_at": clock.now(),
        **fields,
    }
    values.setdefault("decided_at", clock.now() if "decided_by" in fields else None)
    digest = digest_of(values["contents"])
    return WorkforceRelease.objects.create(programme=programme, prepared_by=by, sha256=digest, **values)


def sign_in_as(role, person):
    """Make the person of the walk the supervisor of the own worker, or that worker."""
    number = {Role.SUPERVISOR: "V0", Role.STAFF_MEMBER: "W0"}.get(role)
    if number:
        Worker.objects.filter(staff_number=number).update(user=person)
