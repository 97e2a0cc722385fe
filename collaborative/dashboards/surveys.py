"""What service users answered, once a survey is closed: for each question its n and the share of good answers with its interval."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.urls import reverse

from collaborative.models import ImprovementTeam, ReadingLevel, ServiceUserSurvey, SurveyCount
from collaborative.surveys import QuestionSet, question_set
from collaborative.surveys.results import FEWEST_ANSWERS, LINK, Counts, QuestionResult, results_of

HIDDEN = f"Fewer than {FEWEST_ANSWERS} answers, so hidden from everybody"
LINKS_LEFT_OUT = (
    f"Answers by link to some questions are fewer than {FEWEST_ANSWERS} and left out there, "
    "or whoever counted the paper forms could tell them."
)


@dataclass(frozen=True)
class SurveyResults:
    """A closed survey as printed; `results` are its figures for whoever draws or exports them."""

    title: str
    about: str
    period: str
    href: str
    table: dict
    sentence: str
    note: str
    results: list[QuestionResult]


@dataclass(frozen=True)
class SurveyPage:
    """One survey for its team: where it stands, and its results once it is closed."""

    facts: list[dict]
    results: SurveyResults | None
    is_closed: bool
    state: str


def survey_results_of(team: ImprovementTeam, user) -> list[SurveyResults]:
    """The closed surveys of a team that this person may read, the latest first. Two queries."""
    surveys = ServiceUserSurvey.objects.visible_to(user).filter(team=team).select_related("team", "practice")
    closed = [survey for survey in surveys if survey.is_closed]
    counts = counts_of(closed)
    return [results_as_printed(survey, counts.get(survey.pk, {})) for survey in closed]


def counts_of(surveys: Iterable[ServiceUserSurvey]) -> dict[int, Counts]:
    """Survey id -> counts over all months. Never shown as they are."""
    rows = SurveyCount.objects.filter(survey__in=[survey.pk for survey in surveys])
    found = {}
    for survey, source, question, option, answers in (
        rows.values_list("survey", "source", "question", "option").annotate(Sum("count")).order_by()
    ):
        found.setdefault(survey, {})[source, question, option] = answers
    return found


def results_as_printed(survey: ServiceUserSurvey, counts: Counts) -> SurveyResults:
    questions = question_set(survey.questions)
    results = results_of(counts, questions)
    return SurveyResults(
        title=survey.title,
        about=survey.practice.name if survey.practice else survey.team.name,
        period=period_words(survey),
        href=reverse("survey_detail", args=[survey.pk]),
        table=results_table(survey, results, questions),
        sentence=sentence_of(results),
        note=LINKS_LEFT_OUT if has_too_few_links(counts, results) else "",
        results=results,
    )


def period_words(survey: ServiceUserSurvey) -> str:
    return f"{survey.opens_on:%-d %b %Y} to {survey.closes_on:%-d %b %Y}"


def has_too_few_links(counts: Counts, results: list[QuestionResult]) -> bool:
    """Some answers came by link and do not count."""
    left_out = {result.question.code for result in results if not result.has_links}
    return any(answers for (source, question, _), answers in counts.items() if source == LINK and question in left_out)


def percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def results_table(survey: ServiceUserSurvey, results: list[QuestionResult], questions: QuestionSet) -> dict:
    good = questions.options[questions.good_from - 1].lower()
    numeric = [{"text": text, "numeric": True} for text in ("Answers (n)", f"“{good}” or better", "95% interval")]
    return {
        "caption": f"{survey.title}: what service users answered",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["Question", *numeric],
        "rows": [result_row(result) for result in results],
    }


def result_row(result: QuestionResult) -> list:
    if result.answers is None:
        return [result.question.short, {"text": HIDDEN, "colspan": 3}]
    interval = f"{percent(result.lower)} to {percent(result.upper)}"
    texts = (str(result.answers), percent(result.share), interval)
    return [result.question.short, *[{"text": text, "numeric": True} for text in texts]]


def sentence_of(results: list[QuestionResult]) -> str:
    """What the table says in one line, with its n."""
    shown = [result for result in results if result.answers is not None]
    if not shown:
        return f"No question has {FEWEST_ANSWERS} answers yet, so none is shown."
    fewest, most = min(result.answers for result in shown), max(result.answers for result in shown)
    n = f"n = {fewest}" if fewest == most else f"n = {fewest} to {most}"
    low, high = min(result.share for result in shown), max(result.share for result in shown)
    share = percent(low) if percent(low) == percent(high) else f"{percent(low)} to {percent(high)}"
    return f"{share} answered good or better, depending on the question ({n})."


# ---- the team's own pages


def survey_list_table(team: ImprovementTeam, user) -> dict:
    """One query."""
    surveys = ServiceUserSurvey.objects.visible_to(user).filter(team=team).select_related("practice")
    return {
        "caption": "Surveys of service users",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["Survey", "About", "Open", "State", "Who can read it"],
        "rows": [
            [
                {"text": survey.title, "href": reverse("survey_detail", args=[survey.pk])},
                survey.practice.name if survey.practice else "The whole team",
                period_words(survey),
                state_of(survey),
                ReadingLevel(survey.shared_with).label,
            ]
            for survey in surveys
        ],
        "empty": "No survey has been held yet.",
    }


def state_of(survey: ServiceUserSurvey) -> str:
    if survey.is_closed:
        return "Closed"
    return "Open" if survey.is_open else "Not open yet"


def survey_page(survey: ServiceUserSurvey) -> SurveyPage:
    """Before it is closed nothing of the answers is shown but how many links were used."""
    links = survey.links.aggregate(made=Count("pk"), used=Count("pk", filter=Q(is_used=True)))
    facts = [
        {"key": "About", "value": survey.practice.name if survey.practice else survey.team.name},
        {"key": "Open", "value": period_words(survey)},
        {"key": "State", "value": state_of(survey)},
        {"key": "Personal links", "value": f"{links['made']} made, {links['used']} used"},
        {"key": "Who can read it", "value": ReadingLevel(survey.shared_with).label},
    ]
    results = results_as_printed(survey, counts_of([survey]).get(survey.pk, {})) if survey.is_closed else None
    return SurveyPage(facts=facts, results=results, is_closed=survey.is_closed, state=state_of(survey))


def paper_counted(survey: ServiceUserSurvey) -> dict[tuple[str, int], int]:
    """What was put down from paper so far, for the form that goes on with it."""
    rows = survey.counts.filter(source=SurveyCount.Source.PAPER)
    return {(row.question, row.option): row.count for row in rows}
