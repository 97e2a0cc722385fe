"""Recruitment of a programme: intakes, the stages of the pipeline, and what was published of the first scheme of its kind.

Whoever may see candidates (by number; no names are kept) sees the counts as they are, everybody else protected.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from practices import exports
from workforce import pipeline
from workforce.dashboards.links import href
from workforce.disclosure import shown
from workforce.drawings.funnel import drawing
from workforce.models import STAGES, Candidate, Holding, Intake
from workforce.published import published_figures
from workforce.training_programmes import training_name, training_programmes

CRITERIA = {"is_graduate": "Graduate", "has_experience": "Experience as a volunteer, user, carer or paid worker"}
SAID = {"yes": True, "no": False}
PROTECTED = "Counts of 0 to 7 are shown as *, others to the nearest 5: they need not add up."
ADDS_UP = "At each stage, reached = went on + still here + out."


@dataclass(frozen=True)
class Pipeline:
    """The stages of one intake or of several together."""

    stages: list
    exact: bool

    @property
    def interested(self) -> int:
        return self.stages[0].reached

    @property
    def started(self) -> int:
        return self.stages[-1].reached

    @property
    def waiting(self) -> int:
        return sum(stage.still_here for stage in self.stages[:-1])

    @property
    def out(self) -> int:
        return sum(stage.out_in_all for stage in self.stages)

    def show(self, number: int):
        return shown(number, exact=self.exact)


def intakes_of(programme, training=None) -> list[Intake]:
    found = Intake.objects.filter(programme=programme)
    return list((found.filter(training=training) if training else found).order_by("opens_on", "pk"))


def pipelines(programme, exact: bool) -> dict[int, Pipeline]:
    """Intake's id -> its pipeline; one query for all candidates of the programme."""
    by_intake: dict[int, Counter] = {}
    counts = Candidate.objects.filter(intake__programme=programme).counts()
    for (intake, stage, outcome), number in counts.items():
        by_intake.setdefault(intake, Counter())[stage, outcome] += number
    return {intake: Pipeline(pipeline.stages(found, STAGES), exact) for intake, found in by_intake.items()}


def pipeline_of(programme, exact: bool, *, training=None, intake=None) -> Pipeline:
    """Of one intake, or of all intakes of one programme of training together."""
    found = Candidate.objects.filter(intake__programme=programme)
    found = found.filter(intake=intake) if intake else found.filter(intake__training=training)
    counts: Counter = Counter()
    for (_, stage, outcome), number in found.counts().items():
        counts[stage, outcome] += number
    return Pipeline(pipeline.stages(counts, STAGES), exact)


# ------------------------------------------------------------------ the page of a programme


def trainings_of(intakes) -> list[str]:
    """Codes of training that have intakes, the one with the most places first."""
    places: Counter = Counter()
    for intake in intakes:
        places[intake.training] += intake.places
    return [code for code, _ in places.most_common()]


def recruitment_page(programme, *, exact: bool, sees_posts: bool, training: str | None) -> dict:
    """What the page shows: the pipeline of one programme of training, and each of its intakes; five queries.

    `exact`: candidates as they are. `sees_posts`: how many hold a post, as it is.
    """
    every = intakes_of(programme)
    codes = trainings_of(every)
    if not codes:
        return {"is_empty": True, "published": published_table(None)}
    code = training if training in codes else codes[0]
    intakes = [intake for intake in every if intake.training == code]
    whole = pipeline_of(programme, exact, training=code)
    return {
        "choices": choices(programme, codes, code),
        "training": training_name(code),
        "sentence": sentence(whole, intakes),
        "in_post": in_post(programme, code, sees_posts),
        "funnel": funnel(whole, training_name(code)),
        "outcomes": outcomes_table(whole),
        "intakes": intake_table(programme, intakes, exact),
        "criteria": criteria_table(Candidate.objects.filter(intake__in=intakes), exact),
        "published": published_table(code),
        "note": ADDS_UP if exact else PROTECTED,
    }


def choices(programme, codes, current) -> list[dict]:
    address = href("recruitment", programme.slug)
    found = [
        {"text": training_name(code), "href": f"{address}?training={code}", "current": code == current}
        for code in codes
    ]
    return found if len(found) > 1 else []


def sentence(whole: Pipeline, intakes) -> str:
    places = sum(intake.places for intake in intakes)
    number = "one intake" if len(intakes) == 1 else f"{len(intakes)} intakes"
    taken = pipeline.places_taken(whole.started, places, exact=whole.exact)
    return (
        f"{words(whole.show(whole.interested))} expressed an interest in {number}; "
        f"{words(whole.show(whole.started))} started, which took {taken}; {words(whole.show(whole.waiting))} are on the way."
    )


def in_post(programme, code, exact: bool) -> str:
    """How many hold a post today in a role of the training: what became of those who were recruited."""
    known = training_programmes().get(code)
    held = Holding.objects.on().filter(post__programme=programme, post__role__in=known.roles if known else [])
    people = held.order_by().values("worker").distinct().count()
    return f"In post in the role today: {words(shown(people, exact=exact))}."


def words(number) -> str:
    return f"{number:,} people" if isinstance(number, int) else "0 to 7 people"


def number(value) -> dict:
    return {"text": f"{value:,}" if isinstance(value, int) else value, "numeric": True}


def funnel(whole: Pipeline, name: str) -> dict:
    """The drawing with its sentence and its table."""
    bars = [(stage.name, whole.show(stage.reached)) for stage in whole.stages]
    title = f"How many reached each stage: {name}"
    said = "; ".join(f"{stage}: {words(reached)}" for stage, reached in bars)
    return {"title": title, "drawing": drawing(bars, title, said), "sentence": f"{said}.", "table": stage_table(whole)}


def stage_table(whole: Pipeline) -> dict:
    columns = ("Reached", "Went on", "Still here", "Out")
    return {
        "caption": "The stages",
        "first_is_header": True,
        "head": ["Stage", *({"text": column, "numeric": True} for column in columns), "Of those who left, went on"],
        "rows": [stage_row(whole, stage) for stage in whole.stages],
    }


def stage_row(whole: Pipeline, stage) -> list:
    counts = (stage.reached, stage.went_on, stage.still_here, stage.out_in_all)
    is_last = stage.code == whole.stages[-1].code
    share = "the last stage" if is_last else pipeline.words(pipeline.conversion(stage, exact=whole.exact))
    return [stage.name, *(number(whole.show(count)) for count in counts), share]


def outcomes_table(whole: Pipeline) -> dict:
    outcomes = Candidate.Outcome
    return {
        "caption": "Where people left, and why",
        "first_is_header": True,
        "head": ["Last stage reached", *({"text": outcome.label, "numeric": True} for outcome in outcomes)],
        "rows": [
            [stage.name, *(number(whole.show(stage.out.get(outcome.value, 0))) for outcome in outcomes)]
            for stage in whole.stages[:-1]
        ],
    }


def intake_table(programme, intakes, exact) -> dict:
    by_intake = pipelines(programme, exact)
    nobody = Pipeline(pipeline.stages({}, STAGES), exact)
    head = [
        "Intake",
        "Opens on",
        *({"text": text, "numeric": True} for text in ("Interest", "On the way", "Out", "Started")),
    ]
    return {
        "caption": "By intake",
        "first_is_header": True,
        "head": [*head, "Places taken"],
        "rows": [intake_row(intake, by_intake.get(intake.pk, nobody)) for intake in intakes],
    }


def intake_row(intake, found: Pipeline) -> list:
    name = {"text": intake.name, "href": href("intake_detail", intake.pk)} if found.exact else intake.name
    counts = (found.interested, found.waiting, found.out, found.started)
    taken = pipeline.places_taken(found.started, intake.places, exact=found.exact)
    return [name, f"{intake.opens_on:%-d %b %Y}", *(number(found.show(count)) for count in counts), taken]


def criteria_counts(candidates) -> dict[str, int]:
    """How many met each criterion of selection, did not, or did not say: of all, and of those who started; one query."""
    started = Q(started_on__isnull=False)
    asked = {}
    for criterion in CRITERIA:
        said = {answer: Q(**{criterion: value}) for answer, value in SAID.items()}
        for answer, condition in {**said, "unsaid": Q(**{f"{criterion}__isnull": True})}.items():
            asked[f"{criterion}_{answer}"] = Count("pk", filter=condition)
            asked[f"{criterion}_{answer}_started"] = Count("pk", filter=condition & started)
    return candidates.aggregate(**asked)


def criteria_table(candidates, exact) -> dict:
    counts = criteria_counts(candidates)
    return {
        "caption": "Criteria of selection",
        "first_is_header": True,
        "head": ["Criterion", "Answer", {"text": "Interest", "numeric": True}, {"text": "Started", "numeric": True}],
        "rows": [
            [
                name,
                label,
                number(shown(counts[f"{criterion}_{answer}"], exact=exact)),
                number(shown(counts[f"{criterion}_{answer}_started"], exact=exact)),
            ]
            for criterion, name in CRITERIA.items()
            for answer, label in (("yes", "Yes"), ("no", "No"), ("unsaid", "Not said"))
        ],
    }


def published_table(code: str | None) -> dict:
    """What its source says of the scheme, word for word; nothing here is worked out by this application."""
    known = training_programmes().get(code)
    figures = [figure for figure in published_figures() if known and figure.role in known.roles]
    return {
        "caption": "What was published, quoted",
        "first_is_header": True,
        "head": ["About", {"text": "Figure", "numeric": True}, "In its own words", "Source"],
        "rows": [
            [figure.about, {"text": figure.text, "numeric": True}, f"“{figure.quote}”", figure.source]
            for figure in figures
        ],
        "empty": "Nothing was published of this course that could stand beside our own figures.",
    }


CSV_HEADINGS = [
    "training",
    "intake",
    "opens_on",
    "places",
    "stage",
    "reached",
    "went_on",
    "still_here",
    "out",
    *Candidate.Outcome.values,
]


def recruitment_file(programme, *, exact: bool) -> bytes:
    """Each intake and stage with the counts that this reader may see, and why people left there."""
    by_intake = pipelines(programme, exact)
    nobody = Pipeline(pipeline.stages({}, STAGES), exact)
    rows = [
        [intake.training, intake.name, intake.opens_on, intake.places, stage.name, *csv_counts(found, stage)]
        for intake in intakes_of(programme)
        for found in (by_intake.get(intake.pk, nobody),)
        for stage in found.stages
    ]
    return exports.csv_bytes(CSV_HEADINGS, rows)


def csv_counts(found: Pipeline, stage) -> list:
    counts = (stage.reached, stage.went_on, stage.still_here, stage.out_in_all)
    out = (stage.out.get(outcome, 0) for outcome in Candidate.Outcome.values)
    return [found.show(count) for count in (*counts, *out)]
