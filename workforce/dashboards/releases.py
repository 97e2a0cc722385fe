"""Releases as their pages and files print them: from what is frozen alone, never from the roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from accounts.permissions import Permission
from practices import clock, exports, months
from practices.wording import moment
from workforce.dashboards.links import href
from workforce.models import WorkforceMonth, WorkforceRelease
from workforce.releases.charts import Charts, charts_of
from workforce.releases.contents import digest_of, value_words, withheld

State = WorkforceRelease.State
COLOURS = {State.WAITING: "yellow", State.APPROVED: "green", State.REFUSED: "red", State.WITHDRAWN: "grey"}
MONTHS_OFFERED = 12
ALTERED = (
    "The stored contents do not give the digest they were frozen with, so no figure is shown. Tell the administrator: the "
    "release has to be withdrawn."
)
LONGEST_SHEET = 31
HEADINGS = ("Figure", "Version", "Table", "Group", "Column", "Value", "Why no value")


def tag_of(release: WorkforceRelease) -> dict:
    return {"text": release.get_state_display(), "colour": COLOURS[State(release.state)]}


def name_of(release: WorkforceRelease) -> str:
    return f"Release {release.number}, through {months.label(release.through)}"


def decides(user, release: WorkforceRelease) -> bool:
    """Whether this person approves releases of the programme."""
    return holds(user, Permission.APPROVE_RELEASE, release.programme)


def prepares(user, programme) -> bool:
    return holds(user, Permission.PREPARE_WORKFORCE_RELEASE, programme)


def holds(user, permission, programme) -> bool:
    """At the whole programme."""
    return any(grant.programme_id == programme.pk and grant.allows(permission) for grant in user.acting_grants)


# ---- all of a programme


def list_table(releases: Sequence[WorkforceRelease]) -> dict:
    return {
        "caption": "Releases",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["Release", "State", "Data as at", "Decided"],
        "rows": [
            [
                {"text": name_of(one), "href": href("release_detail", one.pk)},
                {"tag": tag_of(one)},
                moment(one.data_as_at),
                moment(one.decided_at) if one.decided_at else "not yet",
            ]
            for one in releases
        ],
        "empty": "Nothing has been released yet. The lead of the programme prepares a release, and the administrator approves it.",
    }


def months_offered(programme, releases: Sequence[WorkforceRelease]) -> list[date]:
    """Months that are over and counted, the latest first; none before one that is out."""
    out = [one.through for one in releases if one.state in WorkforceRelease.LET_OUT]
    found = WorkforceMonth.objects.filter(programme=programme, month__lt=months.first_of(clock.today()))
    if out:
        found = found.filter(month__gte=max(out))
    return list(found.order_by("-month").values_list("month", flat=True).distinct()[:MONTHS_OFFERED])


# ---- one release


@dataclass(frozen=True)
class Section:
    """One figure; `csv_href` is "" while the release is not out, and of a figure that has no rows."""

    title: str
    sentence: str
    definition: str
    table: dict
    drawn: Charts
    csv_href: str


@dataclass(frozen=True)
class ReleasePage:
    """`trouble`: why there are no figures although they ought to be there; `cite`: "" of what is not out."""

    facts: list[dict]
    sections: list[Section]
    rules: list[str]
    withheld: dict | None
    cite: str
    trouble: str


def page_of(release: WorkforceRelease, *, with_names: bool) -> ReleasePage:
    trouble = ALTERED if is_altered(release) else ""
    contents = {} if trouble else release.contents
    return ReleasePage(
        facts=facts_of(release, with_names=with_names),
        sections=[section_of(release, figure) for figure in contents.get("figures", [])],
        rules=contents.get("rules", []),
        withheld=withheld_table(contents) if contents else None,
        cite=cite_as(release) if release.is_approved else "",
        trouble=trouble,
    )


def is_altered(release: WorkforceRelease) -> bool:
    """Whether what is stored is not what was frozen."""
    return bool(release.contents) and digest_of(release.contents) != release.sha256


def facts_of(release: WorkforceRelease, *, with_names: bool) -> list[dict]:
    def said(person, at) -> str:
        return f"{person}, {moment(at)}" if with_names and person else moment(at)

    rows = [
        {"key": "State", "value": "", "tag": tag_of(release)},
        {"key": "Through", "value": f"{months.last_day(release.through):%-d %B %Y}"},
        {"key": "Data as at", "value": moment(release.data_as_at)},
        {"key": "Compared with", "value": compared_words(release.compared_with)},
    ]
    if with_names:
        rows.append({"key": "Prepared by", "value": str(release.prepared_by)})
    if release.decided_at:
        done = "Refused" if release.state == State.REFUSED else "Released"
        rows.append({"key": done, "value": said(release.decided_by, release.decided_at)})
    if release.refused_reason:
        rows.append({"key": "Why it was refused", "value": release.refused_reason})
    if release.withdrawn_at:
        rows.append({"key": "Withdrawn", "value": said(release.withdrawn_by, release.withdrawn_at)})
        rows.append({"key": "Why it was withdrawn", "value": release.withdrawn_reason})
    return [*rows, {"key": "Digest (SHA-256)", "value": release.sha256}]


def compared_words(numbers: Sequence[int]) -> str:
    return f"release {', '.join(map(str, numbers))}" if numbers else "no earlier release"


def cite_as(release: WorkforceRelease) -> str:
    """Invented figures are cited as such."""
    programme = release.programme
    invented = " Invented data." if programme.is_invented else ""
    return (
        f"{programme.name}. Workforce figures through {release.through:%B %Y}, release {release.number}, data as at "
        f"{release.data_as_at.astimezone(months.LONDON):%-d %B %Y}, released {release.decided_at.astimezone(months.LONDON):%-d %B %Y}."
        f"{invented} SHA-256 {release.sha256[:16]}."
    )


def section_of(release: WorkforceRelease, figure: dict) -> Section:
    own = f"{href('release_file', release.pk, 'csv')}?{urlencode({'figure': figure['code']})}"
    csv_href = own if release.is_approved and figure["rows"] else ""
    return Section(
        figure["title"], figure["sentence"], figure["definition"], figure_table(figure), charts_of(figure), csv_href
    )


def figure_table(figure: dict) -> dict:
    part = [figure["part"]] if figure["part"] else []
    numbers = [{"text": name, "numeric": True} for name in figure["columns"]]
    return {
        "caption": figure["title"],
        "caption_hidden": True,
        "first_is_header": True,
        "compact": True,
        "head": [figure["first"], *part, *numbers],
        "rows": [[row["name"], *([row["part"]] if part else []), *cells_of(row)] for row in figure["rows"]],
        "empty": figure["sentence"],
    }


def cells_of(row: dict) -> list[dict]:
    """One reason for neighbours that share it stands once."""
    found, cells = list(zip(row["values"], row["why"], strict=True)), []
    for place, (value, why) in enumerate(found):
        if value is not None:
            cells.append({"text": value_words(value), "numeric": True})
        elif place and found[place - 1] == (None, why):
            cells[-1]["colspan"] = cells[-1].get("colspan", 1) + 1
        else:
            cells.append({"text": why[:1].upper() + why[1:]})
    return cells


def withheld_table(contents: dict) -> dict:
    """How many cells of each figure have no value, and why."""
    counts = {}
    for figure, _, _, why in withheld(contents):
        counts[figure, why] = counts.get((figure, why), 0) + 1
    whole = [(figure["title"], figure["why"]) for figure in contents["figures"] if figure["why"]]
    rows = [[title, why[:1].upper() + why[1:], "all"] for title, why in whole]
    rows += [[title, why[:1].upper() + why[1:], f"{number:,}"] for (title, why), number in counts.items()]
    return {
        "caption": "What was withheld, and why",
        "caption_hidden": True,
        "first_is_header": True,
        "compact": True,
        "head": ["Figure", "Why", {"text": "Cells", "numeric": True}],
        "rows": [[title, why, {"text": number, "numeric": True}] for title, why, number in rows],
        "empty": "Nothing was withheld.",
    }


# ---- files


def csv_of(release: WorkforceRelease) -> bytes:
    """One cell a row."""
    return csv_of_figures(release.contents["figures"])


def csv_of_figure(release: WorkforceRelease, code: str) -> bytes | None:
    """The same of one figure alone; None where the release has none of this code."""
    found = [figure for figure in release.contents["figures"] if figure["code"] == code]
    return csv_of_figures(found) if found else None


def csv_of_figures(figures: Sequence[dict]) -> bytes:
    return exports.csv_bytes(HEADINGS, [row for figure in figures for row in figure_rows(figure)])


def figure_rows(figure: dict) -> list[list]:
    start = [figure["title"], figure["version"]]
    if figure["why"]:
        return [[*start, None, None, None, None, figure["why"]]]
    return [
        [*start, row["part"], row["name"], column, value, why]
        for row in figure["rows"]
        for column, value, why in zip(figure["columns"], row["values"], row["why"], strict=True)
    ]


def xlsx_of(release: WorkforceRelease) -> bytes:
    """A sheet that says what this is, and one for each figure."""
    contents = release.contents
    sheets = {"README": (("What", "Says"), readme_rows(release))}
    for number, figure in enumerate(contents["figures"], start=1):
        sheets[f"{number} {figure['code']}"[:LONGEST_SHEET]] = sheet_of(figure)
    return exports.xlsx_bytes(sheets)


def readme_rows(release: WorkforceRelease) -> list[list]:
    contents = release.contents
    return [
        ["Cite as", cite_as(release) if release.is_approved else "not released: do not cite"],
        ["Programme", contents["programme_name"]],
        ["Invented", "yes: nothing here is about real people" if contents["is_invented"] else "no"],
        ["Through", contents["through"]],
        ["Data as at", moment(release.data_as_at)],
        ["Compared with", compared_words(contents["compared_with"])],
        ["Digest (SHA-256)", release.sha256],
        *(["Rule", rule] for rule in contents["rules"]),
        *([f"{one['title']}, version {one['version']}", one["definition"]] for one in contents["figures"]),
    ]


def sheet_of(figure: dict) -> tuple[list[str], list[list]]:
    part = [figure["part"]] if figure["part"] else []
    headings = [figure["first"], *part, *figure["columns"], "Why no value"]
    if figure["why"]:
        return headings, [[figure["why"]]]
    return headings, [
        [
            row["name"],
            *([row["part"]] if part else []),
            *row["values"],
            "; ".join(dict.fromkeys(filter(None, row["why"]))),
        ]
        for row in figure["rows"]
    ]
