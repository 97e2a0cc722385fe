"""The report as PDF. Where Pango is missing only the message for that is tested."""

import re
import shutil
import subprocess
import sys
import zlib

import pytest

from collaborative.reports import pdf
from tests.collaborative.rendering.made_files import charts, written_elsewhere
from tests.collaborative.rendering.report_builder import small_report

try:
    pdf.weasyprint()
except pdf.CannotWritePdf:
    pytestmark = pytest.mark.skip(reason="No Pango here")

needs_reader = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    pdf.write(small_report(), path)
    return path


def structure(path) -> str:
    """All of the file with what is compressed in it."""
    content = path.read_bytes()
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return (content + b"".join(opened(stream) for stream in streams)).decode("latin-1")


def opened(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_pdf_is_tagged_and_says_its_language_title_and_standard(written):
    text = structure(written)

    assert "/StructTreeRoot" in text and "/Marked true" in text and "/Lang (en-GB)" in text
    assert "pdfuaid:part" in text and "/DisplayDocTitle true" in text
    assert "Learning workshop 2, first wave" in text


def test_every_chart_is_a_figure_with_words_instead(written):
    text = structure(written)

    assert text.count("/S /Figure") == text.count("/Alt (") == len(charts(small_report()))
    assert "/Alt (Chart: Long sickness absence, Alder PCT)" in text


def test_headings_tables_and_bookmarks_are_there(written):
    text = structure(written)

    assert "/S /H1" in text and "/S /H2" in text and "/S /TH" in text and "/S /Caption" in text
    assert text.count("/Title (") > len(small_report().pages)


def test_nothing_of_the_moment_or_the_machine_is_written(written):
    text = structure(written)

    assert "/CreationDate" not in text and "/ModDate" not in text and str(written.parent) not in text


def test_same_report_is_the_same_bytes_again_and_in_another_process(written, tmp_path):
    pdf.write(small_report(), tmp_path / "again.pdf")

    assert (tmp_path / "again.pdf").read_bytes() == written.read_bytes()
    assert written_elsewhere("pdf", tmp_path / "there.pdf") == written.read_bytes()


def test_another_report_has_another_identifier():
    assert pdf.identifier(small_report()) != pdf.identifier(small_report(as_at="9 February 2007"))


def test_progress_goes_forward_to_the_end(tmp_path):
    steps = []

    pdf.write(
        small_report(pages=small_report().pages[:1]),
        tmp_path / "report.pdf",
        lambda done, of, text: steps.append((done / of, text)),
    )

    shares = [share for share, _ in steps]
    assert shares == sorted(shares) and shares[0] == 0 and 0.5 < shares[-1] <= 1
    assert any("Who came" in text for _, text in steps)


@needs_reader
def test_contents_name_the_sheet_on_which_each_page_begins(written):
    sheets = subprocess.run(
        ["pdftotext", "-raw", str(written), "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")

    (said,) = re.findall(r"(\d+)\s+Barriers", sheets[0])

    assert "Open barriers, oldest first" in sheets[int(said) - 1]
    assert f"Page {said}" in sheets[int(said) - 1]


@needs_reader
def test_every_sheet_carries_the_notice_and_every_chart_its_sentence(written):
    text = subprocess.run(["pdftotext", "-raw", str(written), "-"], check=True, capture_output=True, text=True).stdout

    sheets = text.split("\f")[:-1]
    assert all("Invented data. Figures are protected." in sheet for sheet in sheets)
    flat = " ".join(text.split())
    assert all(chart.sentence in flat for chart in charts(small_report()))


def test_machine_without_pango_is_told_what_to_install(monkeypatch, tmp_path):
    """The import raises OSError then."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    monkeypatch.setattr("builtins.__import__", refusing(__import__))

    with pytest.raises(pdf.CannotWritePdf, match="libpango"):
        pdf.write(small_report(), tmp_path / "report.pdf")


def refusing(importer):
    def without_pango(name, *arguments, **named):
        if name == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return importer(name, *arguments, **named)

    return without_pango


def test_a_poster_is_one_a3_sheet_across(tmp_path):
    """W6: the first page alone, without cover and contents."""
    path = tmp_path / "poster.pdf"

    pdf.write_poster(small_report(), path)

    assert re.findall(r"/MediaBox ?\[([^\]]*)\]", structure(path)) == ["0 0 1190.551181 841.889764"]
