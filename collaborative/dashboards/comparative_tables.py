"""The pages that compare as files: the same released figures, with what they are and by which rule above or beside them."""

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.matrix import MatrixPage, MatrixRow
from collaborative.dashboards.readings import Reading
from collaborative.dashboards.shown import Shown
from collaborative.dashboards.standing_words import facts, suffix
from measures.chart_lines import Line
from measures.definitions import all_definitions
from measures.disclosure import RULE
from measures.special_causes import marks
from measures.statistics.codes import COMMON_CAUSE, NO_ICON, NO_TARGET
from practices import months
from practices.exports import csv_bytes, xlsx_bytes

MATRIX_COLUMNS = (
    "level",
    "ods_code",
    "name",
    "pct_now",
    "measure",
    "variation",
    "variation_words",
    "assurance",
    "latest_value",
    "unit",
    "latest_month",
    "points",
    "why_no_value",
    "returns",
    "returns_expected",
    "figures",
)
EXACT, PROTECTED = "exact", "protected"
KINDS = ("csv", "xlsx")


def about(gathered: Gathered, title: str) -> list[tuple]:
    """What a file is of, as at when, and by which rule."""
    moment = gathered.pointer.data_as_at.astimezone(months.LONDON)
    return [
        ("table", title),
        ("wave", gathered.wave.code),
        ("wave_name", gathered.wave.name),
        ("data_as_at", f"{moment:%Y-%m-%d %H:%M}"),
        ("computation", gathered.pointer.pk),
        *facts(gathered),
        ("rule", RULE),
        ("protected", "* is 0 to 7, other counts to the nearest 5, rates from those; totals need not add up"),
        ("exact", "small numbers: do not share"),
        ("empty_cell", "no value; why_no_value says why. Zero is 0"),
    ]


def file_of(kind: str, columns, rows, facts) -> bytes:
    """CSV with the facts above the table, or a workbook with them on a sheet of their own."""
    if kind == "xlsx":
        return xlsx_bytes({"Figures": (columns, rows), "About": (("item", "value"), facts)})
    first, *others = facts
    return csv_bytes(first, [*others, [], columns, *rows])


# ---- the matrix


def matrix_file(gathered: Gathered, page: MatrixPage, kind: str) -> bytes:
    facts = [
        *about(gathered, "Icon matrix: variation, assurance, latest value, points, completeness"),
        ("rows", "those of the page with its filters; alphabetical, not ranked"),
        ("by_chance", page.summary),
    ]
    rows = [one for row in [*page.totals, *page.practices] for one in matrix_rows(row)]
    return file_of(kind, MATRIX_COLUMNS, rows, facts)


def matrix_rows(row: MatrixRow) -> list[list]:
    """One row per measure; a measure without a series says that there is no return."""
    triples = zip(all_definitions().values(), row.series, row.readings, strict=True)
    return [matrix_line(row, definition, series, found) for definition, series, found in triples]


def matrix_line(row: MatrixRow, definition, series: Shown | None, found: Reading) -> list:
    place = [row.level, row.code, row.name, row.under or None, definition.code]
    ending = [row.returned, row.expected, audience_word(series)]
    if series is None:
        return [*place, NO_ICON, None, NO_TARGET, None, definition.unit, None, 0, found.value, *ending]
    line, latest = series.line, series.line.latest
    return [
        *place,
        *icon_codes(series, found),
        None if latest is None else line.values[latest],
        definition.unit,
        None if latest is None else months.period(line.months[latest]),
        line.run.points,
        found.value if latest is None else None,
        *ending,
    ]


def icon_codes(series: Shown, found: Reading) -> list:
    """(variation, in words, assurance): what the page claims, so that while the list moves nothing is called better."""
    line = series.line
    assurance = line.analysis.assurance if line.analysis else NO_TARGET
    return [variation_code(line), found.remark or None, assurance]


def variation_code(line: Line) -> str:
    if not line.has_limits:
        return NO_ICON
    mark = next((one for one in marks(line) if one.row == line.analysis.icon_row), None)
    return f"{mark.tone}_{'high' if mark.side > 0 else 'low'}" if mark else COMMON_CAUSE


def audience_word(series: Shown | None) -> str | None:
    return None if series is None else PROTECTED if series.line.is_protected else EXACT


def file_name(gathered: Gathered, name: str, kind: str) -> str:
    return f"{gathered.wave.code}-{name}{suffix(gathered)}.{kind}".lower()
