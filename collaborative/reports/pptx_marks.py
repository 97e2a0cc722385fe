"""Action periods, events and cycles behind a native chart, as one group of native shapes. Pure: XML text.

One group is one thing to whoever hears the slide read, and can be moved or taken away as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from collaborative.reports.contents import Chart, Mark
from collaborative.reports.pptx_charts import PLOT_HEIGHT, PLOT_LEFT, PLOT_TOP, PLOT_WIDTH, said
from collaborative.reports.pptx_flow import lettered

EMU = 914_400
LANE, MOST_LANES = 0.13, 4
LETTER_SIZE = 700
BAND, CYCLE, DARK = "E8EDEE", "FFFFFF", "212B32"


@dataclass(frozen=True)
class Box:
    """A place on the slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def off(self) -> str:
        return f'<a:off x="{round(self.left * EMU)}" y="{round(self.top * EMU)}"/>'

    @property
    def ext(self) -> str:
        return f'<a:ext cx="{round(self.width * EMU)}" cy="{round(self.height * EMU)}"/>'


def group(chart: Chart, at: Box, first_id: int) -> str:
    """The marks of a chart that lies at `at`, "" where it has none; shapes are numbered from `first_id`."""
    if not chart.marks or not chart.categories:
        return ""
    shapes = "".join(shape(first_id + place, *one) for place, one in enumerate(shapes_of(chart, at), start=1))
    place = f'{at.off}{at.ext}<a:chOff x="{round(at.left * EMU)}" y="{round(at.top * EMU)}"/><a:chExt cx="{round(at.width * EMU)}" cy="{round(at.height * EMU)}"/>'
    return (
        '<p:grpSp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f'<p:nvGrpSpPr><p:cNvPr id="{first_id}" name="{said(f"Marks: {chart.title}")}" descr="{described(chart)}"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr><a:xfrm>{place}</a:xfrm></p:grpSpPr>{shapes}</p:grpSp>"
    )  # fmt: skip


def described(chart: Chart) -> str:
    labels = ", ".join(mark.label for mark in chart.marks)
    return said(f"Behind the chart: {labels}.")


def shapes_of(chart: Chart, at: Box) -> Iterator[tuple[str, Box, str, str]]:
    """(name, box, words, look) of each, what lies behind first."""
    plot = Box(at.left + PLOT_LEFT * at.width, at.top, PLOT_WIDTH * at.width, (PLOT_TOP + PLOT_HEIGHT) * at.height)
    step = plot.width / len(chart.categories)
    for mark in chart.marks:
        if mark.style == "period" and mark.last is not None:
            box = Box(plot.left + mark.first * step, plot.top, (mark.last - mark.first) * step, plot.height)
            yield mark.label, box, mark.label, "band"
    cycles = [mark for mark in chart.marks if mark.style != "period" and mark.last is not None]
    for mark, lane in zip(cycles, lanes(cycles), strict=True):
        width = max((mark.last - mark.first) * step, LANE)
        yield (
            f"Cycle {mark.label}",
            Box(plot.left + mark.first * step, plot.top + LANE * (lane + 1), width, LANE),
            mark.label,
            "cycle",
        )
    for letter, mark in lettered(chart):
        left = plot.left + mark.first * step
        yield mark.label, Box(left, plot.top, 0, plot.height), "", "day"
        yield f"{letter}, {mark.label}", Box(left - 0.15, plot.top, 0.15, LANE), letter, "letter"


def lanes(marks: Sequence[Mark]) -> list[int]:
    """In which row each stretch lies so that none covers another; what finds none lies in the last."""
    ends, found = [float("-inf")] * MOST_LANES, []
    for mark in marks:
        lane = next((place for place, end in enumerate(ends) if end <= mark.first), MOST_LANES - 1)
        ends[lane] = max(ends[lane], mark.last or mark.first)
        found.append(lane)
    return found


LOOKS = {
    "band": f'<a:solidFill><a:srgbClr val="{BAND}"/></a:solidFill><a:ln><a:noFill/></a:ln>',
    "cycle": f'<a:solidFill><a:srgbClr val="{CYCLE}"/></a:solidFill><a:ln w="6350"><a:solidFill><a:srgbClr val="{DARK}"/></a:solidFill></a:ln>',
    "day": f'<a:ln w="12700"><a:solidFill><a:srgbClr val="{DARK}"/></a:solidFill><a:prstDash val="sysDash"/></a:ln>',
    "letter": "<a:noFill/><a:ln><a:noFill/></a:ln>",
}


def shape(number: int, name: str, box: Box, words: str, look: str) -> str:
    form = "line" if look == "day" else "rect"
    run = (
        f'<a:r><a:rPr lang="en-GB" sz="{LETTER_SIZE}"><a:solidFill><a:srgbClr val="{DARK}"/></a:solidFill></a:rPr><a:t>{said(words)}</a:t></a:r>'
        if words
        else ""
    )
    body = f'<p:txBody><a:bodyPr wrap="none" lIns="18288" tIns="0" rIns="18288" bIns="0" anchor="{"t" if look == "band" else "ctr"}"/><a:lstStyle/><a:p>{run}</a:p></p:txBody>'
    name = said(name)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm>{box.off}{box.ext}</a:xfrm><a:prstGeom prst="{form}"><a:avLst/></a:prstGeom>{LOOKS[look]}</p:spPr>{body}</p:sp>'
    )  # fmt: skip
