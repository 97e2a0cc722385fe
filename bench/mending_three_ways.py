"""A file with six mistakes, mended by each of three ways: clicks, keys and seconds, in a real browser.

`python -m bench.mending_three_ways ADDRESS` against a running demonstration (`make run`). Seconds are those that the pages
and the server take; a person's thinking and typing is counted as clicks and keys. In a workbook one click and the keys of
the value are counted for each cell, and a click each to open and to save it.
"""

import csv
import io
import sys
import tempfile
import time
from pathlib import Path

import django
import openpyxl
from playwright.sync_api import sync_playwright

django.setup()

from collaborative.demonstration.people import PASSWORD  # noqa: E402  its module knows models
from measures.return_files.return_schema import return_schema  # noqa: E402
from scripts import chromium  # noqa: E402

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
COLUMNS = [column.name for column in return_schema().columns]
GOOD = {
    "schema_version": "1",
    "wave_code": "W1",
    "practice_ods": "A99001",
    "period": "2007-01",
    "registered_all": "8200",
    "registered_16_64": "5330",
    "list_open": "180",
    "list_added": "24",
    "list_removed": "6",
    "list_close": "198",
    "gp_consultations": "142",
    "other_staff_consultations": "61",
    "attached_mh_contacts": "18",
    "referrals_cmht": "2",
    "referrals_psychiatrist": "1",
    "referrals_dedup": "3",
    "people_13w": "11",
    "people_13w_new": "2",
    "severity_tool": "PHQ9",
    "nil_return": "N",
    "extract_date": "2007-02-05",
}
MISTAKES = {
    "registered_all": "8,2OO",
    "list_added": "n/a",
    "gp_consultations": "-142",
    "attached_mh_contacts": "18.5",
    "people_13w": "1e1",
    "severity_tool": "PHQ8",
}
OPEN_AND_SAVE = 2
PATIENCE_MILLISECONDS = 120_000


class Counted:
    """A page of a browser that counts what a person does there."""

    def __init__(self, page):
        self.page, self.clicks, self.keys = page, 0, 0

    def click(self, role, name):
        self.clicks += 1
        self.page.get_by_role(role, name=name).first.click()

    def type(self, field, text):
        self.clicks += 1
        self.keys += len(text)
        field.fill(text)

    def choose(self, file):
        """The button of the browser, and the file in its window."""
        self.clicks += 2
        self.page.set_input_files("input[type=file]", file)

    def until_checked(self):
        self.page.locator("h1").filter(has_not_text="being checked").wait_for(timeout=PATIENCE_MILLISECONDS)


def content_of(values) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerow([values.get(name, "") for name in COLUMNS])
    return stream.getvalue().encode()


def send(counted, address, file):
    counted.page.goto(f"{address}/returns/upload/")
    counted.choose(file)
    counted.click("button", "Upload and check")
    counted.until_checked()


def own_file(counted, address, folder):
    """Look at the list, mend the file at home in a spreadsheet program, send it again."""
    counted.clicks += OPEN_AND_SAVE + len(MISTAKES)
    counted.keys += sum(len(GOOD[name]) for name in MISTAKES)
    mended = folder / "mended.csv"
    mended.write_bytes(content_of(GOOD))
    counted.click("button", "Upload the mended file")
    counted.choose(mended)
    counted.click("button", "Upload and check")
    counted.until_checked()


def marked_workbook(counted, address, folder):
    """Download the workbook with its marks, mend the marked cells, send it again as it is."""
    counted.clicks += 1
    with counted.page.expect_download() as downloading:
        counted.page.get_by_role("button", name="Download the marked workbook").first.click()
    path = folder / "marked.xlsx"
    downloading.value.save_as(path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    counted.clicks += OPEN_AND_SAVE
    for cell, name in zip(sheet[2], [cell.value for cell in sheet[1]], strict=True):
        if name in MISTAKES:
            cell.value = GOOD[name] if name == "severity_tool" else int(GOOD[name])
            counted.clicks, counted.keys = counted.clicks + 1, counted.keys + len(GOOD[name])
    workbook.save(path)
    send(counted, address, path)
    counted.clicks += 1  # the address typed above is a link that a person clicks


def in_browser(counted, address, folder):
    """Type the cells in question on one page."""
    counted.click("button", "Mend the cells here")
    fields = counted.page.locator("main form input[type=text], main form input:not([type]), main form select")
    wrong = {text: GOOD[name] for name, text in MISTAKES.items()}
    for index in range(fields.count()):
        found = fields.nth(index)
        if (text := found.input_value()) in wrong:
            counted.type(found, wrong[text])
    counted.click("button", "Check the mended file")
    counted.until_checked()


def measured(browser, address, way, folder):
    page = browser.new_context(base_url=address).new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", "manager@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)
    wrong = folder / "return.csv"
    wrong.write_bytes(content_of(GOOD | MISTAKES))
    send(Counted(page), address, wrong)
    counted, began = Counted(page), time.perf_counter()
    way(counted, address, folder)
    seconds, heading = time.perf_counter() - began, page.locator("h1").first.inner_text()
    page.context.close()
    return counted.clicks, counted.keys, round(seconds, 1), heading


def main(address):
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=ARGUMENTS)
        for way in (own_file, marked_workbook, in_browser):
            clicks, keys, seconds, heading = measured(browser, address, way, Path(folder))
            print(f"{way.__name__}: {clicks} clicks, {keys} keys, {seconds} s; then: {heading!r}", flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
