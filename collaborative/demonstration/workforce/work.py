"""What the invented workers did and learnt: patients seen, courses, competences, governance, and the way the role came in."""

from datetime import date, timedelta

from collaborative.demonstration.improvement.texts import dealer
from collaborative.demonstration.workforce import plan as drawn
from practices import months
from workforce.models import (
    Accreditation,
    CaseloadMonth,
    CompetenceEvidence,
    Dispute,
    Engagement,
    Enrolment,
    Lesson,
    PostGovernance,
    RoleGovernance,
    RolePlan,
    SelfRating,
    TrainingDay,
)

FIRST_MONTH, LAST_MONTH = date(2006, 1, 1), date(2007, 1, 1)
# New patients a WTE and month, at the beginning and now: the benchmark of 25 is nearly reached.
AT_FIRST, NOW = 12.0, 23.0
HEALTH_AREAS = ("H1", "E", "A", "L", "T", "H2")
GOVERNANCE = {
    "job_description": ("yes", "Signed by the PCT, June 2005"),
    "clinical_supervisor": ("partly", "Named in most PCTs"),
    "clinical_protocol": ("no", ""),
    "appraisal": ("partly", "Once a year where there is a manager"),
    "record_keeping": ("yes", "In the practice's own notes"),
}
PLAN = {
    "purpose": "People with mild and moderate depression and anxiety are seen early, in their own practice.",
    "places": "Begins in one practice of each PCT; goes on to those that ask for it.",
    "in_place": "Counsellors in a third of the practices, and a library of self-help books.",
    "measures": "New patients a month, waiting time, and what workers say twice a year.",
    "owner": "Workforce lead",
    "start": date(2005, 6, 6),
}
ENGAGEMENTS = (
    (date(2005, 6, 20), "meeting", "PCT managers and commissioners", "Who will supervise was left open in five PCTs."),
    (date(2005, 9, 12), "visit", "Practices that will host a worker", "Rooms are short; two practices share one."),
    (
        date(2006, 3, 7),
        "difficult",
        "Counsellors of two PCTs",
        "They fear to be replaced; the lists were divided anew.",
    ),
    (date(2006, 10, 10), "letter", "All practices", "What the first year brought, and who has left."),
)
LESSONS = (
    (date(2006, 5, 15), "Two workers to each supervisor's hour", "failed", "An hour for two is no hour for either."),
    (
        date(2006, 8, 14),
        "Booking by the receptionists",
        "worked",
        "New patients doubled in the practice within a month.",
    ),
    (date(2006, 11, 20), "Permanent contracts in one PCT", "partly", "Nobody left there; the budget is not settled."),
)


def make_work(programme, posts, roster, lead) -> None:
    pairs = [(post, one, roster.holdings[one]) for post in posts for one in post.holdings]
    CaseloadMonth.objects.bulk_create(row for post, one, holding in pairs for row in caseload(post, one, holding))
    make_training(pairs)
    make_competences(pairs, roster.supervisors)
    make_governance(programme, roster.posts)
    make_introduction(programme, lead)
    first = pairs[0][2].worker
    Dispute.objects.create(
        worker=first,
        about="leave",
        entry="Leave in July 2006",
        text="It began two days later than the record says.",
        raised_on=date(2007, 2, 5),
    )


def caseload(post, one, holding):
    """Full months in post, more patients every month; one month of every fifth worker was not said."""
    chance = dealer(71, one.worker)
    active = 8
    for place, month in enumerate(months.month_range(FIRST_MONTH, LAST_MONTH)):
        is_full = one.start <= month and (one.end is None or one.end >= months.last_day(month))
        if not is_full or (one.worker % 5 == 0 and place == 7):
            continue
        usual = AT_FIRST + (NOW - AT_FIRST) * place / 12
        new = int(chance.poisson(usual * post.wte * (0.6 if place == 0 else 1)))
        active = max(0, active + new - int(chance.poisson(usual * post.wte * 0.95)))
        yield CaseloadMonth(
            holding=holding,
            month=month,
            new_patients=new,
            active=active,
            recorded_on=months.last_day(month) + timedelta(days=5),
        )


def make_training(pairs) -> None:
    """The one-year course: those who stayed so long completed it, those who left earlier withdrew."""
    enrolments = [enrolment(one, holding) for _, one, holding in pairs]
    Enrolment.objects.bulk_create(enrolments)
    TrainingDay.objects.bulk_create(
        TrainingDay(enrolment=row, kind="taught", on=day) for row in enrolments for day in course_days(row)
    )


def enrolment(one, holding) -> Enrolment:
    due = one.start.replace(year=one.start.year + 1) - timedelta(days=10)
    ended = min(one.end or drawn.TODAY, due)
    is_over = ended == due or one.end is not None
    return Enrolment(
        worker=holding.worker,
        training="GMHW_PG",
        cohort=holding.cohort,
        started_on=one.start,
        due_on=due,
        ended_on=ended if is_over and one.worker != 4 else None,
        outcome=("completed" if ended == due else "withdrew") if is_over and one.worker != 4 else "",
    )


def course_days(row):
    """One a week in term, of which every seventh was missed."""
    last = row.ended_on or drawn.TODAY
    for week in range(40):
        day = row.started_on + timedelta(weeks=week, days=3)
        if day <= last and (week + row.started_on.month) % 7:
            yield day


def make_competences(pairs, supervisors) -> None:
    """Evidence for some of the ten capabilities; signed off where somebody supervises who can sign in."""
    current = [(one, holding.worker) for _, one, holding in pairs if one.end is None]
    signing = supervisors[0].user
    CompetenceEvidence.objects.bulk_create(
        CompetenceEvidence(
            worker=worker,
            framework="ESC",
            competence=str(number),
            evidence="Observed in two sessions",
            evidenced_on=one.start + timedelta(days=60 + 9 * number),
            signed_off_by=signing if is_signed(one, number) else None,
            signed_off_on=one.start + timedelta(days=75 + 9 * number) if is_signed(one, number) else None,
            expires_on=date(2008, 10, 1) if number % 4 == 0 else None,
        )
        for one, worker in current
        for number in range(1, 4 + one.worker % 6)
        if one.start + timedelta(days=75 + 9 * number) < drawn.TODAY
    )
    SelfRating.objects.bulk_create(
        SelfRating(worker=worker, area=area, rating=1 + (one.worker + place * 2) % 5, rated_on=date(2006, 11, 6))
        for one, worker in current
        for place, area in enumerate(HEALTH_AREAS)
    )
    Accreditation.objects.bulk_create(
        Accreditation(
            worker=worker,
            body="BABCP" if number % 2 else "British Psychological Society",
            awarded_on=date(2004, 3, 1),
            expires_on=date(2007, 1, 31) if number == 2 else date(2007, 4, 20) if number == 3 else date(2009, 3, 1),
        )
        for number, worker in enumerate(supervisors)
    )


def is_signed(one, number: int) -> bool:
    return number <= 3 and one.worker % 3 != 2


def make_governance(programme, posts) -> None:
    RoleGovernance.objects.bulk_create(
        RoleGovernance(
            programme=programme,
            role="GMHW",
            item=item,
            answer=answer,
            evidence=evidence,
            owner="Workforce lead",
            answered_on=date(2006, 9, 4),
            review_on=date(2007, 3, 5) if answer == "yes" else date(2007, 1, 15),
        )
        for item, (answer, evidence) in GOVERNANCE.items()
    )
    PostGovernance.objects.bulk_create(
        PostGovernance(
            post=post,
            item=item,
            answer=answer if number % 3 else "no",
            evidence=evidence if number % 3 else "",
            owner="Line manager",
            answered_on=date(2006, 10, 30),
            review_on=date(2007, 4, 30) if number % 4 else date(2007, 1, 31),
        )
        for number, post in enumerate(posts)
        for item, (answer, evidence) in list(GOVERNANCE.items())[: 2 + number % 4]
    )


def make_introduction(programme, lead) -> None:
    plan = RolePlan.objects.create(programme=programme, role="GMHW", **PLAN)
    Engagement.objects.bulk_create(
        Engagement(plan=plan, on=on, kind=kind, audience=audience, said=said)
        for on, kind, audience, said in ENGAGEMENTS
    )
    Lesson.objects.bulk_create(
        Lesson(plan=plan, on=on, tried=tried, result=result, learning=learning, is_shared=True, created_by=lead)
        for on, tried, result, learning in LESSONS
    )
