"""The page of retention: who is still in the role after how long, by group, why people left and where they went."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from measures.statistics import log_rank as log_rank_words
from measures.statistics.log_rank import LogRank
from measures.statistics.survival import REASON_WORDS, WARNING_WORDS, number_at_risk
from practices.models import Organisation
from workforce.catalogue import role_name
from workforce.computing.kept import keep, kept
from workforce.dashboards.retention_reading import (
    COHORT,
    EVERYBODY,
    ROLE,
    TRUST,
    Rows,
    Sight,
    orientation_of,
    rows_of,
)
from workforce.dashboards.retention_words import (
    INTERVAL_NAME,
    curve_words,
    figure_words,
    mean_words,
    median_words,
    number,
    numeric,
)
from workforce.disclosure import MINIMUM_PEOPLE, shown, why_withheld
from workforce.drawings.survival import months_drawn, survival_chart, ticks
from workforce.models import NOT_LEAVING, Cohort, Destination, EndReason
from workforce.released_retention import Figure, figures_of, released_figures, released_groups
from workforce.retention import AT_MONTHS, NOT_RECORDED, Group, compared, counted, group_of, groups_by
from workforce.role_spells import follow_up

BY = {COHORT: "Cohort", ROLE: "Role", TRUST: "PCT"}
REASONS = [code for code in EndReason.values if code not in (*NOT_LEAVING, EndReason.PROMOTION)]
# Leavings expected in a group, below which the chi-square of the test is rough.
LEAST_EXPECTED = 5
NOBODY = "Nobody has been in post since the programme began."


@dataclass(frozen=True)
class Named:
    """A group with its name and the figures that may be shown; `withheld` says why none may."""

    name: str
    group: Group
    figures: tuple[Figure, ...]
    at_risk: tuple[int, ...]
    withheld: str = ""


@dataclass(frozen=True)
class Followed:
    """A group as it is, and how many of it are at risk at the marks of a drawing."""

    group: Group
    at_risk: tuple[int, ...]


@dataclass(frozen=True)
class Emptied:
    """How often posts of a role stood empty, and for how many months."""

    role: str
    times: int
    now: int
    months: float
    median: float


@dataclass(frozen=True)
class Behind:
    """What the page is made of, as it is; kept of a programme until its roster changes. `orientation` is changed elsewhere."""

    orientation: date | None
    observed_from: date
    today: date
    whole: Followed
    groups: tuple[Followed, ...]
    test: LogRank | None
    reasons: dict[str, int]
    destinations: dict[str, int]
    emptied: tuple[Emptied, ...]


@dataclass(frozen=True)
class Found:
    """Everything that the page and its file are made of."""

    sight: Sight
    by: str
    behind: Behind
    whole: Named
    groups: tuple[Named, ...]


def ways_of(sight: Sight) -> list[str]:
    """By what the figures may be grouped: by PCT only where they are shown as they are."""
    return [by for by in BY if sight.is_exact or by != TRUST]


def found_for(programme, sight: Sight, by: str, rows: Rows | None = None) -> Found:
    """`rows`: those of today unless given."""
    behind = behind_of(rows, by) if rows else behind_for(programme, sight, by)
    names = names_of(programme, by, behind)
    groups = [one.group for one in behind.groups]
    released = [("", figures_of(group)) for group in groups] if sight.is_exact else released_groups(groups)
    listed = [
        Named(names.get(one.group.key, str(one.group.key)), one.group, figures, one.at_risk, why)
        for one, (why, figures) in zip(behind.groups, released, strict=True)
    ]
    whole = named("All", behind.whole, sight)
    return Found(sight, by, behind, whole, tuple(sorted(listed, key=lambda one: one.name)))


def named(name: str, one: Followed, sight: Sight) -> Named:
    group = one.group
    if sight.is_exact:
        return Named(name, group, figures_of(group), one.at_risk)
    reason = why_withheld(group.people, group.employers)
    return Named(name, group, released_figures(group, reason), one.at_risk, reason)


# ---- what is behind, kept or computed


def behind_for(programme, sight: Sight, by: str) -> Behind:
    """That of the programme may have been kept; that of the PCTs that somebody leads is computed for the page."""
    found = kept(programme, kind_of(by), Behind) if sight.commissioners is None else None
    if found and found.orientation == orientation_of(programme):
        return found
    return behind_of(rows_of(programme, sight), by)


def keep_behind(programme, number: int) -> int:
    """Returns how many are others than before."""
    rows, orientation = rows_of(programme, EVERYBODY), orientation_of(programme)
    return sum(keep(programme, number, kind_of(by), behind_of(rows, by, orientation)) for by in BY)


def names_of(programme, by: str, behind: Behind) -> dict:
    """Key of a group -> its name."""
    keys = [one.group.key for one in behind.groups]
    if by == ROLE:
        return {role: role_name(role) for role in keys}
    if by == TRUST:
        return {trust.pk: str(trust) for trust in Organisation.objects.filter(pk__in=keys)}
    return {float(pk): name for pk, name in Cohort.objects.filter(programme=programme).values_list("pk", "name")}


def kind_of(by: str) -> str:
    return f"retention by {by}"


def behind_of(rows: Rows, by: str, orientation: date | None = None) -> Behind:
    spells, since, today = rows.spells, rows.observed_from, rows.today
    whole, groups = group_of(spells, None, since, today), groups_by(spells, by, since, today)
    marks = ticks(months_drawn([whole.curve]))
    return Behind(
        orientation, since, today,
        Followed(whole, at_risk(spells, rows, marks)),
        tuple(Followed(group, at_risk(spells[spells[by] == group.key], rows, marks)) for group in groups),
        compared(spells, by, since, today) if len(groups) > 1 else None,
        counted(spells, "reason", REASONS),
        counted(spells, "destination", Destination.values),
        tuple(emptied(role, part) for role, part in rows.vacancies.groupby("role")),
    )  # fmt: skip


def at_risk(spells, rows: Rows, marks) -> tuple[int, ...]:
    """At 0, those followed from their first day: shortly after it."""
    followed = follow_up(spells, rows.observed_from, rows.today)
    at = np.where(np.asarray(marks) == 0, 1e-6, marks)
    return tuple(number_at_risk(followed.times, at, followed.entries).tolist())


def emptied(role: str, gaps) -> Emptied:
    months = gaps["months"]
    return Emptied(role, len(gaps), int(gaps["is_now"].sum()), float(months.sum()), float(months.median()))


def page_of(found: Found) -> dict:
    """What templates/workforce/retention.html prints."""
    return {
        "sentence": sentence(found),
        "whole": drawn(found.whole, found, "all") if found.sight.is_exact else None,
        "panels": panels(found),
        "groups": table(found),
        "comparison": comparison(found),
        "counts": counts_table(found),
        "reasons": why_table(found, found.behind.reasons, EndReason, "Why people left"),
        "destinations": why_table(found, found.behind.destinations, Destination, "Where they went"),
        "vacancies": vacancy_table(found),
        "warnings": [WARNING_WORDS[code] for code in found.whole.group.curve.warnings] if found.sight.is_exact else [],
        "interval": INTERVAL_NAME,
        "observed_from": found.behind.observed_from,
        "today": found.behind.today,
        "is_exact": found.sight.is_exact,
    }


def sentence(found: Found) -> str:
    group, exact = found.whole.group, found.sight.is_exact
    if not group.people:
        return NOBODY
    counts = (
        f"{shown(group.people, exact=exact)} people held a role. Left it: {shown(group.left, exact=exact)}; "
        f"promoted: {shown(group.promoted, exact=exact)}; in post: {shown(group.in_post, exact=exact)}."
    )
    # After a year where that may be said, else after the time that may.
    known = (figure for figure in found.whole.figures if figure.value is not None)
    nearest = sorted(known, key=lambda figure: abs(figure.month - 12))[:1]
    after = [f"After {figure.month} months {figure_words(figure)} were still in the role." for figure in nearest]
    return " ".join([counts, *after])


# ---- curves, for the workforce lead


def panels(found: Found) -> list[dict]:
    """A curve for each group that has one, the whole dashed behind it, when there is more than one group."""
    if not found.sight.is_exact or len(found.groups) < 2:
        return []
    return [
        drawn(one, found, f"{found.by}-{place}", found.whole.group.curve)
        for place, one in enumerate(found.groups)
        if not one.group.curve.reason
    ]


def drawn(one: Named, found: Found, identifier: str, reference=None) -> dict | None:
    """{"svg", "words", "name"}; None without a curve."""
    if one.group.curve.reason:
        return None
    until = months_drawn([found.whole.group.curve])
    words = curve_words(one.name, one.group, one.figures)
    title = f"Still in the role, %, by months in it: {one.name}"
    svg = survival_chart(
        one.group.curve, until, identifier=f"survival-{identifier}", title=title, words=words,
        at_risk=lambda marks: one.at_risk, reference=reference,
    )  # fmt: skip
    return {"svg": svg, "words": words, "name": one.name}


# ---- tables


def table(found: Found) -> dict:
    """Every group and the whole at 6, 12, 18 and 24 months."""
    exact = found.sight.is_exact
    more = [numeric("Median, months"), numeric("Mean of 24 months")] if exact else []
    head = [BY[found.by], *(numeric(f"{month} months") for month in AT_MONTHS), *more]
    return {
        "caption": f"Still in the role, by {BY[found.by].lower() if found.by != TRUST else 'PCT'} ({INTERVAL_NAME})",
        "head": head,
        "first_is_header": True,
        "compact": True,
        "rows": [row(one, exact) for one in (*found.groups, found.whole)],
    }


def row(one: Named, exact: bool) -> list:
    if exact and one.group.curve.reason:
        # One reason for all of them, said once.
        return [one.name, {"text": REASON_WORDS[one.group.curve.reason], "colspan": len(AT_MONTHS) + 2}]
    more = [numeric(median_words(one.group)), numeric(mean_words(one.group))] if exact else []
    return [one.name, *(numeric(figure_words(figure)) for figure in one.figures), *more]


COUNTED = (("People", "people"), ("Left the role", "left"), ("Promoted", "promoted"), ("Carried on elsewhere", "carried_on"), ("In post", "in_post"))  # fmt: skip


def counts_table(found: Found) -> dict:
    exact = found.sight.is_exact
    return {
        "caption": "People, and how their time in the role ended",
        "head": [BY[found.by], *(numeric(heading) for heading, _ in COUNTED)],
        "first_is_header": True,
        "rows": [
            [one.name, *(number(shown(getattr(one.group, name), exact=exact)) for _, name in COUNTED)]
            for one in (*found.groups, found.whole)
        ],
    }


def why_table(found: Found, counts: dict[str, int], labels, caption: str) -> dict:
    """Counts of leavers by what was given; for others only of a whole that may be shown."""
    group, exact = found.whole.group, found.sight.is_exact
    reason = why_withheld(group.left, group.employers, exact=exact)
    rows = [
        ["Not recorded" if code == NOT_RECORDED else labels(code).label, number(shown(count, exact=exact))]
        for code, count in counts.items()
    ]
    return {
        "caption": caption,
        "head": [caption, numeric("Leavers")],
        "rows": rows if group.left and not reason else [],
        "empty": "Nobody has left the role." if exact else f"{reason.capitalize()}.",
    }


def vacancy_table(found: Found) -> dict:
    """Posts empty today and how long posts stood empty, by role; half of the times are shorter than the median."""
    rows = [vacancy_row(one, found.sight.is_exact) for one in found.behind.emptied]
    return {
        "caption": "Months that posts stood empty",
        "head": ["Role", numeric("Times empty"), numeric("Empty today"), numeric("Months in all"), numeric("Median, months")],
        "first_is_header": True,
        "rows": rows,
        "empty": "No post has stood empty.",
    }  # fmt: skip


def vacancy_row(one: Emptied, exact: bool) -> list:
    """Posts, not people; still the median of a few tells of single ones."""
    few = not exact and one.times < MINIMUM_PEOPLE
    median = f"withheld: fewer than {MINIMUM_PEOPLE}" if few else f"{one.median:.1f}"
    counts = (one.times, one.now, round(one.months))
    return [role_name(one.role), *(number(shown(count, exact=exact)) for count in counts), numeric(median)]


def tells_few(one: Named) -> bool:
    """Whether a test could tell how few left."""
    return bool(one.withheld) or one.group.left < MINIMUM_PEOPLE


def comparison(found: Found) -> str:
    """The log-rank test between the groups; for others only where every group may be shown."""
    if len(found.groups) < 2:
        return ""
    if not found.sight.is_exact and any(tells_few(one) for one in found.groups):
        return "The groups are not compared: at least one is too small, or too few of it left."
    test = found.behind.test
    if test.reason:
        return log_rank_words.REASON_WORDS[test.reason]
    return (
        f"Do the groups leave at one rate? Log-rank test: {words_of_test(test, exact=found.sight.is_exact)}. A small p says that "
        f"they hardly do; by how much they differ, the figures with their intervals say. It names no cause.{caution(test, exact=found.sight.is_exact)}"
    )


def caution(test, *, exact: bool) -> str:
    """The test's p stands on the normal approximation, which small groups do not reach (Cochran's rule of five)."""
    few = int(np.sum(test.expected < LEAST_EXPECTED))
    if not few:
        return ""
    where = f"in {few} of {len(test.groups)} groups" if exact else "in a group or more"
    return (
        f" Read p with caution: {where} fewer than {LEAST_EXPECTED} leavings would be expected "
        "at one rate, and with so few p is only rough."
    )


def words_of_test(test, *, exact: bool) -> str:
    """To others no more than the side of 0.05: its digits come from true counts, and each leaver moves them."""
    if not exact:
        return f"p {'less than 0.05' if test.p < 0.05 else '0.05 or more'}"
    p = "less than 0.001" if test.p < 0.001 else f"{test.p:.3f}"
    freedom = f"{test.degrees_of_freedom} degree{'s' if test.degrees_of_freedom > 1 else ''} of freedom"
    return f"chi-square {test.chi_square:.2f} with {freedom}, p {p}"
