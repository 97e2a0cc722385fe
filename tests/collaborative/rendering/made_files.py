"""What tests read back from the files that a report is written as."""

import io
import os
import re
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

from collaborative.reports.contents import Chart, Report

VALUES = re.compile(r"<c:v>([^<]*)</c:v>")
CELLS = re.compile(r'<c r="[A-Z]+\d+"(?![^>]*t="s")[^>]*><v>([^<]*)</v>')


def charts(report: Report) -> list[Chart]:
    return [block for page in report.pages for block in page.blocks if block.kind == "chart"]


def trace_numbers(report: Report) -> set[float]:
    """Every number that a chart of the report draws."""
    values = [(trace.values, trace.across) for chart in charts(report) for trace in chart.traces]
    return {value for pair in values for part in pair for value in part if value is not None}


def table_numbers(report: Report) -> set[float]:
    tables = [block for page in report.pages for block in page.blocks if block.kind == "table"]
    tables += [chart.table for chart in charts(report)]
    return {cell for table in tables for row in table.rows for cell in row if isinstance(cell, int | float)}


def entries(path, ending="", start="") -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {
            name: archive.read(name) for name in archive.namelist() if name.endswith(ending) and name.startswith(start)
        }


def chart_numbers(path) -> set[float]:
    """What the native charts of a presentation draw, months left out."""
    texts = [content.decode() for content in entries(path, ".xml", "ppt/charts/").values()]
    without_months = [re.sub("<c:cat>.*?</c:cat>", "", text) for text in texts]
    return {float(value) for text in without_months for value in VALUES.findall(text) if is_number(value)}


def workbook_numbers(path) -> set[float]:
    """What opens on "Edit data", the first column of months left out."""
    found = set()
    for content in entries(path, ".xlsx", "ppt/embeddings/").values():
        sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
        is_funnel = '<c r="A2" s=' not in sheet
        cells = re.findall(r'<c r="([A-Z]+)\d+"([^>]*)><v>([^<]*)</v>', sheet)
        found |= {float(value) for column, look, value in cells if 't="s"' not in look and (is_funnel or column != "A")}
    return found


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text) is not None


def slide_texts(path) -> list[str]:
    """The words of each slide, in order."""
    found = entries(path, ".xml", "ppt/slides/slide")
    ordered = sorted(found, key=lambda name: int(re.findall(r"\d+", name)[0]))
    return [
        " ".join(node.text or "" for node in ElementTree.fromstring(found[name]).iter() if node.tag.endswith("}t"))
        for name in ordered
    ]


def written_elsewhere(kind: str, path) -> bytes:
    """The small report written by a process of its own, whose sets have another order."""
    code = (
        "import sys; from pathlib import Path; from importlib import import_module;"
        "from tests.collaborative.rendering.report_builder import small_report;"
        f"import_module('collaborative.reports.{kind}').write(small_report(), Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, env=os.environ | {"PYTHONHASHSEED": "4711"})
    return path.read_bytes()
