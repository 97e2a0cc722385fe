"""The Mental Health Practitioner scheme at the size that was published, as an invented history of five intakes.

Published: more than 1,000 expressions of interest in five years, more than 100 recruited, more than 60 in post, 25 places a
year that were never all taken. Who came when, and who left, is invented.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from collaborative.demonstration import plan
from collaborative.demonstration.improvement.texts import person_name
from collaborative.demonstration.workforce.plan import TODAY
from practices.models import Programme
from workforce.models import (
    STAGES,
    Candidate,
    Cohort,
    Employer,
    Enrolment,
    Holding,
    Intake,
    Leaving,
    Post,
    Terms,
    TrainingDay,
    Worker,
    WorkforceProgramme,
)

SLUG = "mental-health-practitioners"
SEED = [plan.SEED, 41]
PLACES = 25
DAYS_OF_EACH = 30
# Expressions of interest, and those who began, in each year.
YEARS = {2002: (168, 19), 2003: (201, 21), 2004: (223, 22), 2005: (231, 23), 2006: (226, 22)}
LEFT = 44
# Where they work: three PCTs of the service, so that ten and more of three employers answer a pulse in each.
TRUSTS = ("5W3", "5W4", "5W5")
FIRST_NAME = 850
EMPLOYERS = (
    "Larkhollow Mental Health Trust (invented)",
    "Fellbeck Care Trust (invented)",
    "Tarnside NHS Trust (invented)",
)
# What share goes on from each stage to the next, before the offer.
GOES_ON = (0.62, 0.7, 0.66, 0.68)
STEP_DAYS = 24


def make_scheme(by_code) -> Programme:
    programme = Programme.objects.create(
        name="Mental Health Practitioner scheme (demonstration)",
        slug=SLUG,
        kind=Programme.Kind.WORKFORCE,
        aim="A new worker for acute and community mental health care, trained in two years while employed. Everything here is invented.",
        is_invented=True,
    )
    WorkforceProgramme.objects.create(programme=programme, frameworks=["KSF", "ESC", "NOS"], trainings=["MHP_DIP"])
    generator = np.random.default_rng(SEED)
    for year, (interested, started) in YEARS.items():
        make_intake(programme, generator, year, interested, started)
    make_practitioners(programme, generator, [by_code[code] for code in TRUSTS])
    return programme


def make_intake(programme, generator, year, interested, started) -> None:
    intake = Intake.objects.create(
        programme=programme, training="MHP_DIP", name=f"Intake {year}", opens_on=date(year, 1, 14), places=PLACES
    )
    reached = stages_reached(generator, interested, started)
    Candidate.objects.bulk_create(
        candidate(generator, intake, number + 1, stage, year) for number, stage in enumerate(reached)
    )


def stages_reached(generator, interested, started) -> list[int]:
    """The last stage of each candidate, 0 to 6; exactly `started` of them began."""
    beyond = list(np.cumprod([1, *GOES_ON]) * interested)
    counts = [max(round(count), started + 4 - place) for place, count in enumerate(beyond)]
    counts = [interested, *counts[1:], started + 2, started]
    stages = [
        stage
        for stage, (here, after) in enumerate(zip(counts, [*counts[1:], 0], strict=True))
        for _ in range(here - after)
    ]
    generator.shuffle(stages)
    return stages


def candidate(generator, intake, number, stage, year) -> Candidate:
    first = date(year, 1, 14) + timedelta(days=int(generator.integers(0, 60)))
    days = {name: first + timedelta(days=STEP_DAYS * place) for place, name in enumerate(STAGES) if place <= stage}
    if "started_on" in days:
        days["started_on"] = date(year, 10, 1)
        return Candidate(intake=intake, number=number, is_graduate=True, has_experience=True, **days)
    outcome = (
        "declined"
        if stage == 5
        else str(generator.choice(["withdrew", "not_selected", "no_reply"], p=[0.3, 0.55, 0.15]))
    )
    return Candidate(
        intake=intake,
        number=number,
        is_graduate=bool(generator.random() < 0.7) if stage else None,
        has_experience=bool(generator.random() < 0.6) if stage else None,
        out_on=max(days.values()) + timedelta(days=14),
        outcome=outcome,
        **days,
    )


@dataclass(frozen=True)
class Practitioner:
    number: int
    year: int
    end: date | None


def draw_practitioners(generator) -> list[Practitioner]:
    """All who began, of whom LEFT have left since."""
    began = [year for year, (_, started) in YEARS.items() for _ in range(started)]
    leaving = set(generator.choice(len(began) - YEARS[2006][1], size=LEFT, replace=False).tolist())
    found = []
    for number, year in enumerate(began):
        days = int(generator.integers(200, max(260, (TODAY - date(year, 10, 1)).days - 20)))
        found.append(
            Practitioner(number + 1, year, date(year, 10, 1) + timedelta(days=days) if number in leaving else None)
        )
    return found


def make_practitioners(programme, generator, commissioners) -> None:
    people = draw_practitioners(generator)
    cohorts = {
        year: Cohort.objects.create(
            programme=programme, code=str(year), name=f"Practitioners {year}", role="MHP", starts_on=date(year, 10, 1)
        )
        for year in YEARS
    }
    employers = [Employer.objects.get_or_create(name=name)[0] for name in EMPLOYERS]
    posts, workers, holdings = {}, {}, {}
    for one in people:
        start = date(one.year, 10, 1)
        commissioner = commissioners[(one.number // 3) % len(commissioners)]
        posts[one] = Post(
            programme=programme, commissioner=commissioner, number=f"M{one.number:03}", role="MHP", wte=1, start=start,
            end=one.end, close_reason="The trainee left; places are by intake" if one.end else "",
        )  # fmt: skip
        workers[one] = Worker(
            programme=programme,
            commissioner=commissioner,
            staff_number=f"MP{one.number:03}",
            name=person_name(FIRST_NAME + one.number),
        )
        holdings[one] = Holding(
            post=posts[one], worker=workers[one], cohort=cohorts[one.year], start=start, end=one.end
        )
    Post.objects.bulk_create(posts.values())
    Worker.objects.bulk_create(workers.values())
    Holding.objects.bulk_create(holdings.values())
    Leaving.objects.bulk_create(leaving(one, holding) for one, holding in holdings.items() if one.end)
    Terms.objects.bulk_create(row for one in people for row in steps(one, holdings[one], employers[one.number % 3]))
    enrolments = Enrolment.objects.bulk_create(enrolment(one, workers[one], cohorts[one.year]) for one in people)
    TrainingDay.objects.bulk_create(day for row in enrolments for day in course_days(row))


def leaving(one, holding) -> Leaving:
    reason = ("training_place", "pay", "other", "promotion")[one.number % 4]
    destination = {"training_place": "clinical_training", "pay": "nhs", "other": "not_known", "promotion": "nhs"}[
        reason
    ]
    return Leaving(holding=holding, reason=reason, destination=destination)


def steps(one, holding, employer):
    """Band 3, at the end of the first year 4, when qualified 5; of one trainee the second step was forgotten."""
    first = holding.start
    bounds = [(first, "3"), (first.replace(year=first.year + 1), "4"), (first.replace(year=first.year + 2), "5")]
    reached = [(day, band) for day, band in bounds if day <= (one.end or TODAY)]
    if one.year == 2005 and one.end is None and one.number % 7 == 0:
        reached = reached[:1]
    for place, (day, band) in enumerate(reached):
        is_last = place == len(reached) - 1
        end = one.end if is_last else reached[place + 1][0] - timedelta(days=1)
        yield Terms(
            holding=holding, employer=employer, start=day, end=end, wte=1, scheme="agenda_for_change", band=band,
            contract="permanent" if band == "5" else "training",
            contract_ends_on=None if band == "5" else first.replace(year=first.year + 2) - timedelta(days=1),
        )  # fmt: skip


def enrolment(one, worker, cohort) -> Enrolment:
    due = cohort.starts_on.replace(year=one.year + 2) - timedelta(days=1)
    ended = min(one.end or TODAY, due)
    is_over = ended == due or one.end is not None
    return Enrolment(
        worker=worker,
        training="MHP_DIP",
        cohort=cohort,
        started_on=cohort.starts_on,
        due_on=due,
        ended_on=ended if is_over else None,
        outcome=("completed" if ended == due else "withdrew") if is_over else "",
    )


def course_days(row):
    """Of each kind one every 24 days, until all thirty are done or the trainee left."""
    for kind, first in (("university", 4), ("placement", 10)):
        for place in range(DAYS_OF_EACH):
            day = row.started_on + timedelta(days=first + place * 24)
            if day <= (row.ended_on or TODAY):
                yield TrainingDay(enrolment=row, kind=kind, on=day)
