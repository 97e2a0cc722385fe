"""Slides from the pieces of a page, with python-pptx. Only the worker imports this."""

from collections.abc import Sequence

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from collaborative.reports import pptx_flow, pptx_marks
from collaborative.reports.cells import cell_text, common_notes, holds_figures, is_narrow, run_in
from collaborative.reports.contents import Bullets, Cell, Chart, Facts, Page, Quote, Report, Table, Text
from collaborative.reports.pptx_charts import NativeChart
from collaborative.reports.pptx_flow import BODY_WIDTH, GAP, LEFT, Piece, Placed
from collaborative.reports.pptx_marks import Box
from practices.exports import xml_text

TITLE_ONLY = 1


class Slides:
    """Adds the slides of one report to a presentation."""

    def __init__(self, presentation, report: Report):
        self.presentation, self.report = presentation, report

    def add_page(self, page: Page) -> None:
        """One slide, or several that say which of how many they are."""
        found = pptx_flow.slides(page)
        for number, placed in enumerate(found, start=1):
            title = page.title if len(found) == 1 else f"{page.title} ({number} of {len(found)})"
            slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[TITLE_ONLY])
            slide.shapes.title.text_frame.text = xml_text(title)
            if page.section:
                say(slide, Box(LEFT, 0.16, BODY_WIDTH, 0.3), [page.section], 12)
            for one in placed:
                draw(slide, one)
            self.footer(slide)
            notes(slide, placed)

    def footer(self, slide) -> None:
        words = " · ".join(
            part for part in (self.report.notice, self.report.title, f"Figures as at {self.report.as_at}") if part
        )
        say(slide, Box(LEFT, 7.08, BODY_WIDTH - 1, 0.3), [words], 10)
        frame = say(slide, Box(LEFT + BODY_WIDTH - 1, 7.08, 1, 0.3), [""], 10)
        frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        frame.paragraphs[0]._p.append(parse_xml(SLIDE_NUMBER))


SLIDE_NUMBER = (
    '<a:fld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
    '<a:rPr lang="en-GB" sz="1000"/><a:t>‹#›</a:t></a:fld>'
)


def draw(slide, one: Placed) -> None:
    if one.piece.blocks[0].kind == "chart":
        draw_charts(slide, one)
        return
    block, at = one.piece.blocks[0], Box(LEFT, one.top, BODY_WIDTH, one.height)
    if block.kind == "table":
        draw_table(slide, one.piece, at)
    else:
        DRAWERS[block.kind](slide, block, at)


def notes(slide, placed: Sequence[Placed]) -> None:
    """What the speaker reads: the sentence of every chart, and where its figures are."""
    charts = [block for one in placed for block in one.piece.blocks if block.kind == "chart"]
    if charts:
        words = [" ".join([f"{chart.title}.", chart.sentence, run_in(pptx_flow.meanings(chart))]) for chart in charts]
        words.append("The figures of each chart open on Edit data; the CSV files of this report hold them too.")
        slide.notes_slide.notes_text_frame.text = xml_text("\n".join(words))


# ---- texts


def say(slide, at: Box, texts: Sequence[str], size: float, *, bold: bool = False):
    """A box of plain paragraphs; returns its frame."""
    shape = slide.shapes.add_textbox(Inches(at.left), Inches(at.top), Inches(at.width), Inches(at.height))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        add_run(paragraph, text, size, bold=bold)
    return frame


def add_run(paragraph, text: str, size: float, *, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = xml_text(text)
    run.font.size = Pt(size)
    run.font.bold = bold


def draw_text(slide, block: Text, at: Box) -> None:
    say(slide, at, block.paragraphs, pptx_flow.TEXT_SIZE)


def draw_bullets(slide, block: Bullets, at: Box) -> None:
    """The heading, then the list in a box of its own: a long one in columns."""
    above = pptx_flow.paragraph(block.heading)
    say(slide, Box(at.left, at.top, at.width, above), [block.heading], pptx_flow.TEXT_SIZE, bold=True)
    box = Box(at.left, at.top + above, at.width, at.height - above)
    frame = say(
        slide, box, block.items or [block.empty], pptx_flow.ROW_SIZE if is_narrow(block) else pptx_flow.TEXT_SIZE
    )
    if is_narrow(block):
        frame._txBody.bodyPr.set("numCol", str(pptx_flow.COLUMNS))
    for paragraph in frame.paragraphs if block.items else ():
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", "228600")
        properties.set("indent", "-171450")
        properties.append(parse_xml(BULLET))


BULLET = '<a:buChar xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" char="•"/>'


def draw_quote(slide, block: Quote, at: Box) -> None:
    frame = say(slide, at, [f"“{block.text}”", block.source], pptx_flow.TEXT_SIZE)
    frame.paragraphs[0].runs[0].font.italic = True


def draw_facts(slide, block: Facts, at: Box) -> None:
    """Each in large type, what it is beside it, the remark beneath."""
    width = at.width / pptx_flow.FACTS_A_ROW
    for number, (term, value, remark) in enumerate(block.items):
        row, column = divmod(number, pptx_flow.FACTS_A_ROW)
        top = at.top + row * pptx_flow.FACT_HEIGHT
        frame = say(slide, Box(at.left + column * width, top, width - 0.2, pptx_flow.FACT_HEIGHT), [value, remark], 9)
        frame.paragraphs[0].runs[0].font.size, frame.paragraphs[0].runs[0].font.bold = Pt(16), True
        add_run(frame.paragraphs[0], f" {term}", 11)


# ---- tables


def draw_table(slide, piece: Piece, at: Box) -> None:
    """Caption, then a native table; an empty one says why there is nothing."""
    block: Table = piece.blocks[0]
    frame = say(slide, at, [block.caption, *([] if block.rows else [block.empty])], pptx_flow.TEXT_SIZE)
    frame.paragraphs[0].runs[0].font.bold = True
    if not block.rows:
        return
    top = at.top + pptx_flow.caption_height(block)
    size = Inches(at.left), Inches(top), Inches(at.width), Inches(0.3)
    shape = slide.shapes.add_table(len(block.rows) + 1, len(block.head), *size)
    shape.name = xml_text(block.caption)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", xml_text(block.caption))
    fill(shape.table, block, piece)


def fill(table, block: Table, piece: Piece) -> None:
    widths = piece.widths
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    right = [holds_figures([row[place] for row in block.rows]) for place in range(len(block.head))]
    for number, (row, cells) in enumerate(zip(table.rows, (block.head, *block.rows), strict=True)):
        row.height = Inches(pptx_flow.row_height(cells, widths, piece.size))
        for cell, value, is_right in zip(row.cells, cells, right, strict=True):
            write_cell(cell, value, piece.size, is_right=is_right, bold=number == 0)


def write_cell(cell, value: Cell, size: int, *, is_right: bool, bold: bool) -> None:
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    paragraph = cell.text_frame.paragraphs[0]
    if is_right:
        paragraph.alignment = PP_ALIGN.RIGHT
    if text := cell_text(value):
        add_run(paragraph, text, size, bold=bold)
    else:  # An empty cell of the usual letters would make its row higher.
        paragraph._p.append(parse_xml(EMPTY.format(size=100 * size)))


EMPTY = '<a:endParaRPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" lang="en-GB" sz="{size}"/>'


# ---- charts


def draw_charts(slide, one: Placed) -> None:
    """In rows of equal height; what all of them say of the months is said once beneath them."""
    charts = one.piece.blocks
    common = common_notes(charts)
    across = 1 if len(charts) == 1 else pptx_flow.CHARTS_A_ROW
    width, beneath = pptx_flow.chart_width(len(charts)), pptx_flow.common_height(common)
    rows = -(-len(charts) // across)
    height = (one.height - beneath - GAP * (rows - 1)) / rows
    for place, chart in enumerate(charts):
        row, column = divmod(place, across)
        box = Box(LEFT + column * (width + 0.25), one.top + row * (height + GAP), width, height)
        draw_chart(slide, chart, box, pptx_flow.title_height(charts, width), common)
    if common:
        at = Box(LEFT, one.top + one.height - beneath, BODY_WIDTH, beneath)
        say(slide, at, [run_in(common)], pptx_flow.SMALL_SIZE)


def draw_chart(slide, chart: Chart, at: Box, title: float, common: Sequence[str]) -> None:
    """Its name, what happened then, the native chart before it, and its words."""
    words = pptx_flow.words_of(chart, common, at.width)
    words_height = pptx_flow.words_height([chart], at.width, common)
    box = Box(at.left, at.top + title, at.width, at.height - title - words_height)
    say(slide, Box(at.left, at.top, at.width, title), [chart.title], pptx_flow.TITLE_SIZE, bold=True)
    if marks := pptx_marks.group(chart, box, next_id(slide)):
        slide.shapes.element.append(parse_xml(marks))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *emu(box), NativeChart(chart))
    frame.name = xml_text(chart.title)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", xml_text(f"{chart.title}. {chart.sentence}"))
    below = Box(at.left, at.top + at.height - words_height, at.width, words_height)
    say(slide, below, words.split("\n"), pptx_flow.SMALL_SIZE)


def next_id(slide) -> int:
    return max(int(number) for number in slide.shapes.element.xpath("//p:cNvPr/@id")) + 1


def emu(box: Box) -> tuple[int, int, int, int]:
    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)


DRAWERS = {"text": draw_text, "bullets": draw_bullets, "quote": draw_quote, "facts": draw_facts}
