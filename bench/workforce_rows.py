"""An invented roster of 5,000 posts and 250,000 sessions, straight into the database; for measuring, never for showing."""

from datetime import date, timedelta

from django.db import connection

from accounts.models import User
from accounts.permissions import Role
from practices.models import Grant, Organisation, Programme
from practices.months import month_range
from workforce.models import (
    CaseloadMonth,
    Cohort,
    CompetenceEvidence,
    Employer,
    Enrolment,
    Holding,
    Leave,
    Leaving,
    Post,
    PostHost,
    SupervisionArrangement,
    SupervisionSession,
    Terms,
    Worker,
    WorkforceProgramme,
)

POSTS = 5_000
SESSIONS_EACH = 50
SUPERVISORS = 500
TRUSTS = 50
PRACTICES = 500
FIRST, TODAY = date(2006, 2, 13), date(2007, 2, 8)
ROLES = ["GMHW", "GMHW", "LI", "HI", "PCC"]
EMAIL, PASSWORD = "lead@example.org", "a long and quiet phrase"
AT_ONCE = 5_000


def make_roster() -> Programme:
    """One programme; in each post somebody from FIRST on, one in five of whom has left."""
    programme = Programme.objects.create(
        name="Workers", slug="workers", kind=Programme.Kind.WORKFORCE, is_invented=True
    )
    WorkforceProgramme.objects.create(programme=programme, frameworks=["ESC", "KSF"], trainings=["GMHW_PG", "MHP_DIP"])
    person = User.objects.create_user(EMAIL, PASSWORD, name="Lead")
    Grant.objects.create(person=person, role=Role.WORKFORCE_LEAD, starts_on=date(2006, 1, 1), programme=programme)
    trusts, practices = make_places()
    posts = make_posts(programme, trusts, practices)
    workers, supervisors = make_people(programme, trusts)
    holdings = make_holdings(programme, posts, workers, trusts)
    make_supervision(holdings, supervisors)
    make_records(holdings)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return programme


def stored(model, rows):
    return model.objects.bulk_create(rows, batch_size=AT_ONCE)


def make_places():
    def organisations(kind, letter, count):
        return stored(
            Organisation,
            (
                Organisation(ods_code=f"{letter}{number:04}", name=f"{kind} {number}", kind=kind, is_invented=True)
                for number in range(count)
            ),
        )

    return organisations("commissioner", "T", TRUSTS), organisations("practice", "P", PRACTICES)


def make_posts(programme, trusts, practices):
    posts = stored(
        Post,
        (
            Post(
                programme=programme,
                commissioner=trusts[number % TRUSTS],
                number=f"P{number:05}",
                role=ROLES[number % len(ROLES)],
                wte=1,
                start=FIRST,
            )
            for number in range(POSTS)
        ),
    )
    stored(
        PostHost,
        (
            PostHost(post=post, practice=practices[number % PRACTICES], share=100, start=FIRST)
            for number, post in enumerate(posts)
        ),
    )
    return posts


def make_people(programme, trusts):
    """(workers, supervisors)"""
    people = stored(
        Worker,
        (
            Worker(
                programme=programme,
                commissioner=trusts[number % TRUSTS],
                staff_number=f"S{number:05}",
                name=f"Invented Person {number}",
            )
            for number in range(POSTS + SUPERVISORS)
        ),
    )
    return people[:POSTS], people[POSTS:]


def make_holdings(programme, posts, workers, trusts):
    cohort = Cohort.objects.create(programme=programme, code="C1", name="Cohort", role="GMHW", starts_on=FIRST)
    employers = stored(Employer, (Employer(name=trust.name, organisation=trust) for trust in trusts))
    pairs = list(enumerate(zip(posts, workers, strict=True)))
    holdings = stored(
        Holding,
        (
            Holding(post=post, worker=worker, cohort=cohort, start=FIRST, end=end_of(number))
            for number, (post, worker) in pairs
        ),
    )
    left = (Leaving(holding=holding, reason="pay", destination="nhs") for holding in holdings if holding.end)
    stored(Leaving, left)
    stored(
        Terms,
        (
            Terms(
                holding=holding,
                employer=employers[number % TRUSTS],
                start=FIRST,
                end=holding.end,
                wte=1 if number % 3 else "0.6",
                scheme="agenda_for_change",
                band="5",
                contract="permanent",
            )
            for number, holding in enumerate(holdings)
        ),
    )
    return holdings


def end_of(number) -> date | None:
    return FIRST + timedelta(days=60 + number % 280) if number % 5 == 4 else None


def make_supervision(holdings, supervisors):
    """A session a week, one in ten of which was missed, and a week of leave."""
    arrangements = stored(
        SupervisionArrangement,
        (
            SupervisionArrangement(
                worker=holding.worker,
                supervisor=supervisors[number % SUPERVISORS],
                kind="case_management",
                minutes=60,
                every_days=7,
                start=FIRST,
                end=holding.end,
            )
            for number, holding in enumerate(holdings)
        ),
    )
    days = [FIRST + timedelta(weeks=number) for number in range(SESSIONS_EACH)]
    stored(
        SupervisionSession,
        (
            SupervisionSession(
                arrangement=one,
                worker_id=one.worker_id,
                on=day,
                minutes=50,
                state="missed_by_supervisor" if (place + one.pk) % 10 == 0 else "held",
            )
            for one in arrangements
            for place, day in enumerate(days)
        ),
    )
    stored(Leave, (Leave(worker=one.worker, start=date(2006, 8, 7), end=date(2006, 8, 13)) for one in holdings))


def make_records(holdings):
    """Caseload of every month, a course, and ten competences each."""
    months = month_range(FIRST.replace(day=1), date(2007, 1, 1))
    stored(
        CaseloadMonth,
        (
            CaseloadMonth(holding=one, month=month, new_patients=20, active=30, recorded_on=TODAY)
            for one in holdings
            for month in months
        ),
    )
    stored(Enrolment, (Enrolment(worker=one.worker, training="GMHW_PG", started_on=FIRST) for one in holdings))
    stored(
        CompetenceEvidence,
        (
            CompetenceEvidence(
                worker=one.worker,
                framework="ESC",
                competence=str(number),
                evidence="Seen",
                evidenced_on=date(2006, 6, 1),
            )
            for one in holdings
            for number in range(1, 11)
        ),
    )
