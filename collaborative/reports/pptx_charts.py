"""A chart of a report as a native chart of a slide: its XML, and the workbook behind it that opens on "Edit data". Pure.

Written as text: one parse of a chart is ten times as quick as building it element by element, and where the plot lies must be
known, so that action periods and cycles can be drawn behind it. The workbook holds what the chart draws and nothing else.
"""

import io
from calendar import month_abbr
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from math import ceil

from collaborative.reports.contents import Chart, Trace
from collaborative.reports.drawings import OUTER, ends
from measures.sparklines import axis_bottom
from practices.exports import new_workbook, xml_text

# Where the plot lies, as parts of the chart's width and height; `pptx_marks` draws behind it.
PLOT = PLOT_LEFT, PLOT_TOP, PLOT_WIDTH, PLOT_HEIGHT = 0.085, 0.13, 0.895, 0.60
INNER = '<c:layoutTarget val="inner"/>'
# On one line across the whole chart.
LEGEND = 0.03, 0.89, 0.95, 0.1
MOST_LABELS = 8
MONTH, MONTH_FORMAT, DAY_ZERO = "Month", "mmm yy", date(1899, 12, 30)
LEVEL = ' rot="0" vert="horz"'
SHEET = "Figures"
DARK, BLUE, GREY, PALE, GREEN = "212B32", "005EB8", "4C6272", "D8DDE0", "007F3B"
# style -> (colour, width in EMU, dash, whether points are marked)
STROKES = {
    "data": (BLUE, 22225, "solid", True),
    "control": (GREY, 19050, "sysDot", False),
    "centre": (GREY, 15875, "solid", False),
    "limit": (GREY, 12700, "dash", False),
    "target": (GREEN, 15875, "lgDashDot", False),
    "points": (BLUE, 0, "", True),
}


@dataclass(frozen=True)
class NativeChart:
    """What `shapes.add_chart` asks of chart data."""

    chart: Chart

    @property
    def xlsx_blob(self) -> bytes:
        return workbook(self.chart)

    def xml_bytes(self, _chart_type=None) -> bytes:
        return xml(self.chart).encode()


def xml(chart: Chart) -> str:
    plot = scatter(chart) if chart.form == "funnel" else lines(chart)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{layout(PLOT, INNER)}{plot}</c:plotArea>"
        f'<c:legend><c:legendPos val="b"/>{layout(LEGEND)}<c:overlay val="0"/>{letters(700)}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{letters(900)}</c:chartSpace>'
    )  # fmt: skip


def layout(box: Sequence[float], target: str = "") -> str:
    """Left, top, width and height as parts of the chart."""
    places = zip("xywh", box, strict=True)
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    inside = "".join(f'<c:{name} val="{value}"/>' for name, value in places)
    return f"<c:layout><c:manualLayout>{target}{modes}{inside}</c:manualLayout></c:layout>"


def letters(size: int, turned: str = "") -> str:
    return (
        f'<c:txPr><a:bodyPr{turned}/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}"><a:solidFill><a:srgbClr val="{DARK}"/></a:solidFill>'
        '<a:latin typeface="Arial"/></a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


# ---- months along, a line each


def lines(chart: Chart) -> str:
    months = month_numbers(chart.categories)
    series = "".join(
        f"<c:ser>{named(place, trace)}{stroke(trace)}<c:cat>{categories(chart, months)}</c:cat>"
        f'<c:val>{numbered(place + 1, trace.values)}</c:val><c:smooth val="0"/></c:ser>'
        for place, trace in enumerate(chart.traces)
    )
    axis = along_months if months else along_names
    grouped = f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>'
    return f"{grouped}{axis(labels_apart(len(chart.categories)))}{upward(chart)}"


def month_numbers(categories: Sequence[str]) -> list[int]:
    """Days since 1899, as workbooks count them, of labels such as January 2006; [] where not all are months."""
    found = []
    for label in categories:
        name, _, year = label.partition(" ")
        if name[:3] not in month_abbr or not year.isdigit():
            return []
        found.append((date(int(year), list(month_abbr).index(name[:3]), 1) - DAY_ZERO).days)
    return found


def categories(chart: Chart, months: Sequence[int]) -> str:
    if months:
        return numbered(0, months, MONTH_FORMAT)
    return f"<c:strRef><c:f>{span(0, len(chart.categories))}</c:f>{texts(chart.categories)}</c:strRef>"


def labels_apart(number: int) -> int:
    return max(1, ceil(number / MOST_LABELS))


def along_months(every: int) -> str:
    units = f'<c:auto val="0"/><c:lblOffset val="50"/><c:baseTimeUnit val="months"/><c:majorUnit val="{every}"/><c:majorTimeUnit val="months"/>'
    return f"<c:dateAx>{axis_head(MONTH_FORMAT)}{units}</c:dateAx>"


def along_names(every: int) -> str:
    units = f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="50"/><c:tickLblSkip val="{every}"/><c:tickMarkSkip val="{every}"/><c:noMultiLvlLbl val="1"/>'
    return f"<c:catAx>{axis_head('General')}{units}</c:catAx>"


def axis_head(number_format: str) -> str:
    return (
        '<c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
        f'<c:numFmt formatCode="{number_format}" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{outline(GREY)}{letters(800, LEVEL)}<c:crossAx val="2"/><c:crosses val="autoZero"/>'
    )


def upward(chart: Chart) -> str:
    """The vertical axis with its unit, beginning where the drawing of the web report begins."""
    bottom, top = ends(chart) if chart.form == "funnel" else (bottom_of(chart), None)
    limits = f'<c:max val="{top:.4g}"/><c:min val="{bottom:g}"/>' if top else f'<c:min val="{bottom:g}"/>'
    between = "midCat" if chart.form == "funnel" else "between"
    return (
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{limits}</c:scaling><c:delete val="0"/><c:axPos val="l"/>'
        f'<c:majorGridlines>{outline(PALE)}</c:majorGridlines><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{letters(800)}'
        f'<c:crossAx val="1"/><c:crosses val="min"/><c:crossBetween val="{between}"/></c:valAx>'
    )  # fmt: skip


def bottom_of(chart: Chart) -> float:
    known = [value for trace in chart.traces for value in trace.values if value is not None]
    return axis_bottom(min(known), max(known)) if known else 0


# ---- points over their size


def scatter(chart: Chart) -> str:
    series = "".join(
        f'<c:ser>{named(place, trace, 2 * place + 1)}{stroke(trace)}<c:xVal>{numbered(2 * place, trace.across)}</c:xVal>'
        f'<c:yVal>{numbered(2 * place + 1, trace.values)}</c:yVal><c:smooth val="0"/></c:ser>'
        for place, trace in enumerate(chart.traces)
    )  # fmt: skip
    along = [value for trace in chart.traces for value in trace.across if value is not None]
    limits = f'<c:max val="{max(along):g}"/><c:min val="{min(along):g}"/>' if along else ""
    axis = (
        f'<c:valAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/>{limits}</c:scaling><c:delete val="0"/><c:axPos val="b"/>'
        f'{axis_title(chart.across_title)}<c:numFmt formatCode="#,##0" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{outline(GREY)}{letters(800)}<c:crossAx val="2"/><c:crosses val="min"/><c:crossBetween val="midCat"/></c:valAx>'
    )  # fmt: skip
    grouped = f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{series}<c:axId val="1"/><c:axId val="2"/></c:scatterChart>'
    return f"{grouped}{axis}{upward(chart)}"


def axis_title(words: str) -> str:
    if not words:
        return ""
    run = f'<a:r><a:rPr lang="en-GB" sz="800" b="0"/><a:t>{said(words)}</a:t></a:r>'
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p>{run}</a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


# ---- parts of a series


def named(place: int, trace: Trace, column: int | None = None) -> str:
    cell = f"{SHEET}!${letter(place + 1 if column is None else column)}$1"
    name = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{said(trace.name)}</c:v></c:pt></c:strCache>'
    return f'<c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef><c:f>{cell}</c:f>{name}</c:strRef></c:tx>'


def stroke(trace: Trace) -> str:
    """Told apart by dashes and points, not by colour alone."""
    colour, width, dash, is_marked = STROKES.get(trace.style, STROKES["data"])
    dash = "solid" if OUTER in trace.name else dash
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    line = (
        f'<a:ln w="{width}" cap="rnd">{fill}<a:prstDash val="{dash}"/><a:round/></a:ln>'
        if width
        else "<a:ln><a:noFill/></a:ln>"
    )
    dot = (
        f'<c:symbol val="circle"/><c:size val="5"/><c:spPr>{fill}<a:ln w="9525">{fill}</a:ln></c:spPr>'
        if is_marked
        else '<c:symbol val="none"/>'
    )
    return f"<c:spPr>{line}</c:spPr><c:marker>{dot}</c:marker>"


def numbered(column: int, values: Sequence[float | None], number_format: str = "General") -> str:
    """A month without a value is left out, which is a gap and not a zero."""
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>' for place, value in enumerate(values) if value is not None
    )
    cache = (
        f'<c:numCache><c:formatCode>{number_format}</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numCache>'
    )
    return f"<c:numRef><c:f>{span(column, len(values))}</c:f>{cache}</c:numRef>"


def texts(names: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{place}"><c:v>{said(name)}</c:v></c:pt>' for place, name in enumerate(names))
    return f'<c:strCache><c:ptCount val="{len(names)}"/>{points}</c:strCache>'


def outline(colour: str) -> str:
    return f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln></c:spPr>'


def said(text: str) -> str:
    """Within elements and attributes."""
    return escape(xml_text(text)).replace("&#x27;", "'")


# ---- the workbook


def span(column: int, rows: int) -> str:
    name = letter(column)
    return f"{SHEET}!${name}$2:${name}${rows + 1}"


def letter(column: int) -> str:
    """A to Z, then AA: more than a funnel ever has."""
    return chr(65 + column) if column < 26 else f"A{chr(65 + column - 26)}"


def workbook(chart: Chart) -> bytes:
    """Months and one column a trace; of a funnel two columns a trace. The same chart is the same bytes."""
    stream = io.BytesIO()
    with new_workbook(stream) as book:
        sheet = book.add_worksheet(SHEET)
        month = book.add_format({"num_format": MONTH_FORMAT})
        for number, (name, values) in enumerate(columns(chart)):
            sheet.write_string(0, number, xml_text(name))
            dated = month if name == MONTH else None
            for row, value in enumerate(values, start=1):
                if isinstance(value, str):
                    sheet.write_string(row, number, xml_text(value))
                elif value is not None:
                    sheet.write_number(row, number, value, dated)
    return stream.getvalue()


def columns(chart: Chart) -> Iterator[tuple[str, Sequence[str | float | None]]]:
    if chart.form != "funnel":
        yield MONTH, month_numbers(chart.categories) or chart.categories
    for trace in chart.traces:
        if chart.form == "funnel":
            yield chart.across_title or "Size", trace.across
        yield trace.name, trace.values
