"""The rules of stepped care, and the days that follow from others. Pure.

Sources: the seed names scheduled reviews with step up, down and out and gives no intervals; the days are a choice of this
programme (14, 28 and 42 at steps 1 to 3; at steps 4 and 5 the service says when).
"""

from datetime import date, timedelta

from practices import months

STEPS = {
    0: "On the list, not yet stepped",
    1: "Recognition and assessment",
    2: "Mild: guided self-help, exercise, brief work",
    3: "Moderate to severe: medication, psychological therapy, support",
    4: "Specialist care",
    5: "Crisis or inpatient care",
}
FIRST_STEP, LAST_STEP = 1, 5
# Days to the next review at a step, unless somebody names another day; the service sets those of steps 4 and 5.
REVIEW_WITHIN_DAYS = {1: 14, 2: 28, 3: 42}
# A review further away is taken for a slip of the pen in the year.
LONGEST_TO_REVIEW = timedelta(days=366)

CONTINUE, UP, DOWN, OUT, REFER = "continue", "up", "down", "out", "refer"

WORK_INTERVIEW_DUE = timedelta(weeks=6)
A_FORTNIGHT = timedelta(days=14)


def default_review(step: int, day: date) -> date | None:
    """When the next review is due after a day at a step; None where the service has to say."""
    within = REVIEW_WITHIN_DAYS.get(step)
    return day + timedelta(days=within) if within else None


def is_overdue(due_on: date | None, today: date) -> bool:
    """Only after its day: a review that is due today is not late."""
    return due_on is not None and today > due_on


def step_after(step: int, outcome: str, wanted: int | None = None) -> int | None:
    """The step at which a person is after a review; None once stepped out.

    Up and down mean the next step, unless another one is wanted: somebody in crisis goes to step 5 at once.
    """
    if outcome == OUT:
        return None
    if outcome == UP:
        return wanted or step + 1
    if outcome == DOWN:
        return wanted or step - 1
    return step


def outcome_problem(step: int, outcome: str, wanted: int | None = None) -> str | None:
    """Why an outcome is not possible at a step, in words for whoever chose it; None where it is."""
    after = step_after(step, outcome, wanted)
    if outcome == UP and after > LAST_STEP:
        return "There is no step above step 5"
    if outcome == DOWN and after < FIRST_STEP:
        return "There is no step below step 1. Choose to step out"
    if wanted is None:
        return None
    if outcome == UP and wanted <= step:
        return f"Choose a step above step {step}"
    if outcome == DOWN and wanted >= step:
        return f"Choose a step below step {step}"
    return None if outcome in (UP, DOWN) else "A new step goes with stepping up or down only"


def next_date_problem(outcome: str, held_on: date, next_due_on: date | None) -> str | None:
    """Row 29: no outcome without a next date, unless the person steps out; then there is none."""
    if outcome == OUT:
        return "Leave the next date empty: who steps out has no next review" if next_due_on else None
    if next_due_on is None:
        return "Enter the day of the next review"
    return due_problem(held_on, next_due_on)


def due_problem(day: date, due_on: date) -> str | None:
    """Why a review cannot be due on a day, counted from another."""
    if due_on <= day:
        return f"Choose a day after {day:%-d %B %Y}"
    return None if due_on - day <= LONGEST_TO_REVIEW else "Choose a day within a year"


def score_problem(tool: int | None, total: int | None) -> tuple[str, str] | None:
    """(field, words) where a total has no tool or a tool no total."""
    if (tool is None) == (total is None):
        return None
    return ("total", "Enter the total of the score") if total is None else ("tool", "Choose the tool of this score")


def interview_due(claim_on: date | None) -> date | None:
    """Row 41: the work-focused interview is due six weeks from the claim."""
    return claim_on + WORK_INTERVIEW_DUE if claim_on else None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def perinatal_weeks(week_of_birth: date) -> dict[str, date]:
    """Row 38: the Mondays of the weeks in which screening is due, at 6 weeks, 12 weeks and 8 months.

    Counted from the Monday of the week of birth, so that no date of birth is needed.
    """
    born = monday_of(week_of_birth)
    return {
        "six_weeks": born + timedelta(weeks=6),
        "twelve_weeks": born + timedelta(weeks=12),
        "eight_months": monday_of(months_later(born, 8)),
    }


def months_later(day: date, count: int) -> date:
    """The same day of a later month, or its last where it is shorter."""
    month = months.add_months(months.first_of(day), count)
    return month.replace(day=min(day.day, months.last_day(month).day))
