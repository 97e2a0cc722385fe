"""The figures of a release about satisfaction, and about the spread of pay and terms between PCTs, as anybody without rights sees them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from operations.first_use import when_first_used
from practices import months
from workforce.catalogue import role_name
from workforce.dashboards.pulses import HEADINGS, results_by_pulse
from workforce.dashboards.variation import Chart, Material, roles_of, section_of
from workforce.dashboards.variation_reading import people_on
from workforce.disclosure import MINIMUM_RESPONDENTS
from workforce.models import Pulse, Terms
from workforce.pulse_results import ALL as EVERYBODY
from workforce.pulse_results import ROLE, Result
from workforce.pulses import pulse_questions
from workforce.releases.contents import ALL, BAND, Behind, Column, Figure, Row, row_of
from workforce.variation import Reader

pd = when_first_used("pandas")

NO_RIGHTS = Reader(whole=False, named={})
NO_ROUND = "no round of the pulse had closed"
KINDS = {EVERYBODY: ALL, ROLE: "role"}
# The columns of a question, after the round, the question and the group.
ANSWER_CODES = ("answered", "mean", "low", "high", "disagree", "neither", "agree")


# ---- satisfaction


def satisfaction_figure(programme, through: date) -> Figure:
    """The latest round closed by the month's end: everybody and the roles, of ten answers or more; never a PCT."""
    pulse = latest_round(programme, through)
    results = results_by_pulse([pulse]).get(pulse.pk, []) if pulse else []
    short = {one.code: one.short for one in pulse_questions(pulse.questions).questions} if pulse else {}
    names = [name if place < 4 else f"{name}, %" for place, name in enumerate(HEADINGS[3:10])]
    return Figure(
        code=f"satisfaction-{pulse.pk}" if pulse else "satisfaction",
        title=f"Satisfaction, {pulse.name}" if pulse else "Satisfaction",
        version=1,
        definition=(
            "The latest round of the pulse that had closed by the month's end: mean of the answers from 1 to 5 with Student's 95% "
            "interval, and the parts that disagree, say neither and agree. Of 10 answers of 3 employers or more, and not where all "
            "gave the same kind of answer or another group could be told."
        ),
        first="Group",
        part_name="Question",
        columns=tuple(Column(code, name) for code, name in zip(ANSWER_CODES, names, strict=True)),
        rows=tuple(answer_row(one, short[one.question]) for one in results if one.kind in KINDS),
        says="mean",
        threshold=MINIMUM_RESPONDENTS,
        why="" if results else NO_ROUND,
    )  # fmt: skip


def latest_round(programme, through: date) -> Pulse | None:
    closed = Pulse.objects.filter(programme=programme, closes_on__lte=months.last_day(through)).order_by("-closes_on")
    return next((one for one in closed[:1] if one.is_closed), None)


def answer_row(one: Result, question: str) -> Row:
    means = [None if value is None else round(value, 1) for value in (one.mean, one.lower, one.upper)]
    shares = [round(100 * share) for share in one.shares] or [None] * 3
    name = role_name(one.member) if one.kind == ROLE else "Everybody"
    behind = {key: {"answered": one.number or 0} for key in range(len(ANSWER_CODES))}
    values = [one.number, *means, *shares]
    return row_of(one.member, name, KINDS[one.kind], values, why=one.why, part=question, behind=behind)


# ---- pay and terms


def spread_figures(programme, through: date, behind: Mapping[str, Behind]) -> list[Figure]:
    """A figure a role: bands of supervision, pay and terms, in how many PCTs. On the day after the month's last."""
    day = months.add_months(through, 1)
    material = Material(people_on(programme, day), day, NO_RIGHTS, True, [])
    changes = changes_of_terms(programme, day)
    return [
        spread_figure(role, name, section_of(material, role), {**behind.get(role, {}), **changes.get(role, {})})
        for role, name in roles_of(material)
    ]


def changes_of_terms(programme, day: date) -> dict[str, Behind]:
    """Role -> how many sets of terms had begun and ended by a day: a new band moves a PCT although nobody came or went."""
    rows = Terms.objects.filter(holding__post__programme=programme).order_by()
    found = pd.DataFrame(
        list(rows.values_list("holding__post__role", "start", "end")), columns=["role", "start", "end"]
    )
    begun, ended = pd.to_datetime(found["start"]) <= pd.Timestamp(day), pd.to_datetime(found["end"]) < pd.Timestamp(day)
    sums = found.assign(terms_begun=begun, terms_ended=ended).groupby("role")[["terms_begun", "terms_ended"]].sum()
    return {role: {name: int(number) for name, number in row.items()} for role, row in sums.iterrows()}


def spread_figure(role: str, name: str, section, behind: Behind) -> Figure:
    return Figure(
        code=f"spread-{role}",
        title=f"Supervision, pay and terms between PCTs: {name}",
        version=1,
        definition=(
            "In how many PCTs each band is found on the day after the month's last, and how many people it has, to the nearest 5, 0 to "
            "7 as *. A PCT with two bands is counted in each; no PCT is named. Of roles with 8 people of 3 employers or more."
        ),
        first="Band",
        part_name="What",
        columns=(Column("trusts", "PCTs"), Column("people", "People")),
        rows=() if section.why else tuple(row for chart in section.charts for row in band_rows(chart, behind)),
        says="trusts",
        why=section.why,
    )  # fmt: skip


def band_rows(chart: Chart, behind: Behind) -> list[Row]:
    return [
        row_of(one.band, one.band, BAND, [one.trusts, one.people], part=chart.title, behind={0: behind})
        for one in chart.spread.rows
    ]
