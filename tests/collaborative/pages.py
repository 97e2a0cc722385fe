"""Addresses of the pages of figures, and what tests read from their answers."""

import html
import re

from django.urls import reverse

WAVE = ("wave_dashboard", ["W1"])
COMMISSIONER = ("commissioner_dashboard", ["W1", "5W0"])
PRACTICE = ("practice_dashboard", ["W1", "A99001"])
MEASURE = ("measure_dashboard", ["W1", "long_absence"])
PAGES = [
    ("home", []),
    WAVE,
    COMMISSIONER,
    PRACTICE,
    MEASURE,
    ("show_working", ["W1", "wave", "wave", "long_absence", "2006-11"]),
    ("show_working", ["W1", "commissioner", "5W0", "long_absence", "2006-11"]),
    ("show_working", ["W1", "practice", "A99001", "long_absence", "2006-11"]),
    ("series_csv", ["W1", "practice", "A99001", "long_absence"]),
    ("series_csv", ["W1", "wave", "wave", "long_absence"]),
    ("series_csv", ["W1", "commissioner", "5W0", "long_absence"]),
    ("series_svg", ["W1", "practice", "A99001", "long_absence"]),
    ("series_svg", ["W1", "wave", "wave", "long_absence"]),
    ("series_chart", ["W1", "practice", "A99001", "long_absence"]),
]
OF_PRACTICE = [page for page in PAGES if "A99001" in page[1]]
OF_TOTALS = [page for page in PAGES if "A99001" not in page[1] and page[0] != "home"]


def url(page):
    name, arguments = page
    return reverse(name, args=arguments)


def body(response):
    """The text of an answer, without what differs from one answer to the next: references, tokens."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode()
    return re.sub(r'value="[A-Za-z0-9]{64}"|data-(warn|end)-after="\d+"|>[0-9A-F]{8}<', "", text)


def rate_row(response, month="2006-11"):
    """(numerator, denominator, rate) of a month in a CSV."""
    rows = [line.split(",") for line in response.content.decode("utf-8-sig").splitlines()]
    return next(tuple(row[1:4]) for row in rows if row[0] == month)


def csv_of(client, level, code, measure="gp_consultations"):
    return client.get(reverse("series_csv", args=["W1", level, code, measure]))


SENTINELS = re.compile(r"(?<![\d.,#])(?:4[,]?219|4[,]?226)(?![\d])|1054\.75|1056\.5|1,054\.8|1,056\.5")


def words_of(response):
    """What a page says, without its tags."""
    assert response.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
