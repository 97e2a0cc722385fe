"""A report as slides with native, editable charts and tables (16:9). Only the worker imports this.

The same contents are the same bytes: no moment, no name of a person or a machine is written.
"""

import os
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from collaborative.reports.contents import Report
from collaborative.reports.pptx_flow import BODY_WIDTH, HEIGHT, LEFT, WIDTH
from collaborative.reports.pptx_slides import Slides, add_run
from practices.exports import xml_text

Progress = Callable[[int, int, str], None]
MOMENT = datetime(2006, 1, 1)
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


def silent(_done: int, _of: int, _text: str) -> None:
    pass


def write(report: Report, path: Path, progress: Progress = silent) -> None:
    """All or nothing; `progress(done, of, text)` counts the report's pages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft, loose = path.with_name(f"{path.name}.draft"), path.with_name(f"{path.name}.loose")
    presentation = made(report, progress)
    progress(len(report.pages), len(report.pages), "Writing the file.")
    presentation.save(loose)
    repack(loose, draft)
    loose.unlink()
    os.replace(draft, path)


def made(report: Report, progress: Progress = silent):
    presentation = Presentation()
    dress(presentation, report)
    cover(presentation, report)
    slides = Slides(presentation, report)
    for number, page in enumerate(report.pages, start=1):
        progress(number - 1, len(report.pages), f"Slide of page {number} of {len(report.pages)}: {page.title}")
        slides.add_page(page)
    return presentation


# ---- the template

SPARE = (RT.THUMBNAIL, RT.EXTENDED_PROPERTIES, RT.PRINTER_SETTINGS)
THEME = ((b"Calibri", b"Arial"), (b"4F81BD", b"005EB8"))


def dress(presentation, report: Report) -> None:
    """Wide slides, titles at the top left, Arial, and nothing of whoever made the template."""
    presentation.slide_width, presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(presentation.slide_layouts):
        if layout.name not in ("Title Slide", "Title Only"):
            presentation.slide_layouts.remove(layout)
    package = presentation.part.package
    for owner in (package, presentation.part):
        for number in [number for number, relation in relations(owner).items() if relation.reltype in SPARE]:
            owner.drop_rel(number)
    theme = presentation.slide_master.part.part_related_by(RT.THEME)
    for old, new in THEME:
        theme.blob = theme.blob.replace(old, new)
    place_titles(presentation)
    say_little(presentation.core_properties, report)
    package.next_partname = CountedNames(package.next_partname)


def relations(owner):
    return owner.rels if hasattr(owner, "rels") else owner._rels


def place_titles(presentation) -> None:
    master = presentation.slide_master.element
    master.xpath("./p:txStyles/p:titleStyle/a:lvl1pPr")[0].set("algn", "l")
    letters = master.xpath("./p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr")[0]
    letters.set("sz", "2400")
    letters.set("b", "1")
    for layout, top in zip(presentation.slide_layouts, (2.2, 0.42), strict=True):
        put(layout.placeholders[0], top, 0.62)
    put(presentation.slide_layouts[0].placeholders[1], 2.9, 3.6)
    put(presentation.slide_master.placeholders[0], 0.42, 0.62)


def put(shape, top: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in (LEFT - 0.1, top, BODY_WIDTH, height))


def say_little(properties, report: Report) -> None:
    for name in ("author", "category", "comments", "keywords", "last_modified_by", "subject", "version"):
        setattr(properties, name, "")
    properties.title, properties.language = xml_text(report.title)[:255], report.language
    properties.created = properties.modified = properties.last_printed = MOMENT
    properties.revision = 1


class CountedNames:
    """Names of new parts by counting: the package looks through all of its parts for each, which grows with their square."""

    def __init__(self, search):
        self.search, self.numbers = search, {}

    def __call__(self, template: str) -> PackURI:
        if template not in self.numbers:
            prefix, suffix = template.split("%d")
            self.numbers[template] = int(self.search(template).removeprefix(prefix).removesuffix(suffix)) - 1
        self.numbers[template] += 1
        return PackURI(template % self.numbers[template])


# ---- the first slide, and the file


def cover(presentation, report: Report) -> None:
    slide = presentation.slides.add_slide(presentation.slide_layouts[0])
    slide.shapes.title.text_frame.text = xml_text(report.title)
    lines = [report.subtitle, f"Figures as at {report.as_at}", report.notice, *(": ".join(one) for one in report.about)]
    frame = slide.placeholders[1].text_frame
    for number, line in enumerate(one for one in lines if one):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        add_run(paragraph, line, 20 if number == 0 else 14)
        paragraph.runs[0].font.color.theme_color = MSO_THEME_COLOR.TEXT_1


def repack(loose: Path, packed: Path) -> None:
    """The same entries in the same order, all of one moment."""
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            steady = zipfile.ZipInfo(entry.filename, ZIP_MOMENT)
            steady.compress_type, steady.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(steady, source.read(entry))
