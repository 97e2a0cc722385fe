"""Charts of a release: drawn from what is frozen, with nothing in them that the table does not say."""

import re

import pytest
from django.urls import reverse

from accounts.permissions import Role
from tests.conftest import make_person
from tests.workforce_rows import make_release
from workforce.models import WorkforceRelease
from workforce.releases.charts import charts_of
from workforce.releases.contents import digest_of

FEW = "withheld: fewer than 8 people"
SO_LONG = "nobody was followed for so long"


def row(name, values, why="", part=""):
    return {"name": name, "part": part, "values": values, "why": [why if value is None else "" for value in values]}


def frozen(code, columns, rows, version=1):
    return {
        "code": code, "title": code.capitalize(), "version": version, "definition": "What is counted", "sentence": "Said.",
        "first": "Role", "part": "After" if code == "survival" else "", "columns": columns, "why": "", "rows": rows,
    }  # fmt: skip


def posts(*rows, **more):
    return frozen("posts", ["Posts", "WTE established", "WTE in post"], [row(*one) for one in rows], **more)


def supervision(*rows):
    columns = ["People", "Minutes held, %", "Weeks with supervision, %", "95% from", "95% to"]
    return frozen("supervision", columns, list(rows))


def survival(*rows):
    return frozen("survival", ["Still in the role, %", "95% from", "95% to"], list(rows))


def of_months(name, *figures):
    """A group's rows: (value, low, high), or the reason, at 6, 12, 18 and 24 months."""
    return [
        row(name, [None] * 3 if isinstance(one, str) else list(one), one if isinstance(one, str) else "", f"{month} months")
        for month, one in zip((6, 12, 18, 24), figures, strict=True)
    ]  # fmt: skip


# ---- bars


def test_a_bar_is_as_long_as_what_the_table_says():
    (chart,) = charts_of(posts(("Workers", [30, 20, 10]))).charts

    established, in_post = (float(width) for width in re.findall(r'<rect [^>]*width="([0-9.]+)"', chart.svg))
    assert established == 2 * in_post
    assert chart.words == "Workers: WTE established: 20; WTE in post: 10."


def test_a_count_of_a_few_has_words_and_no_bar():
    (chart,) = charts_of(posts(("Workers", [30, 20, "*"]))).charts

    assert chart.svg.count("<rect") == 1
    assert "WTE in post: 0 to 7" in chart.svg


def test_supervision_has_its_interval_and_what_is_withheld_its_reason_once():
    (chart,) = charts_of(
        supervision(row("Workers", [30, 45, 52, 47, 58]), row("Nurses", ["*", None, None, None, None], FEW))
    ).charts

    assert "Workers: Minutes held: 45%; Weeks with supervision: 52% (47% to 58%)." in chart.words
    assert chart.svg.count("Withheld: fewer than 8 people</text>") == 1
    assert chart.svg.count("<rect") == 2


def test_more_than_all_of_the_minutes_still_fits_into_the_drawing():
    (chart,) = charts_of(supervision(row("Workers", [30, 130, 52, 47, 58]))).charts

    assert max(float(width) for width in re.findall(r'<rect [^>]*width="([0-9.]+)"', chart.svg)) <= 350


# ---- who is still in the role


def test_survival_has_a_mark_for_each_figure_and_a_word_for_each_that_is_missing():
    (chart,) = charts_of(survival(*of_months("All", FEW, FEW, (58, 39, 73), SO_LONG))).charts

    assert chart.svg.count("<circle") == 1
    assert (chart.svg.count(">withheld</text>"), chart.svg.count(">no value</text>")) == (2, 1)
    assert chart.words == (
        "Still in the role: 58% (39% to 73%) after 18 months. Withheld: fewer than 8 people: after 6, 12 months. "
        "Nobody was followed for so long: after 24 months."
    )


def test_no_line_goes_across_a_figure_that_is_withheld():
    (chart,) = charts_of(survival(*of_months("All", (90, 80, 95), FEW, (58, 39, 73), (50, 30, 70)))).charts

    (line,) = re.findall(r'<path class="reference" d="([^"]*)"', chart.svg)
    assert line.count("M") == 1


def test_a_group_of_which_nothing_may_be_shown_has_no_chart():
    drawn = charts_of(survival(*of_months("Cohort", *[FEW] * 4), *of_months("All", *[(90, 80, 95)] * 4)))

    assert [chart.name for chart in drawn.charts] == ["All"]


@pytest.mark.parametrize(
    "figure",
    [
        posts(("Workers", ["*", "*", "*"])),
        supervision(row("Nurses", ["*", None, None, None, None], FEW)),
        survival(*of_months("All", *[FEW] * 4)),
        posts(("Workers", [30, 20, 10]), version=2),
        posts(),
    ],
    ids=["few", "withheld", "no figure", "another version", "no rows"],
)
def test_where_no_value_may_be_drawn_there_is_no_chart(figure):
    assert charts_of(figure).charts == ()


def test_names_are_escaped():
    (chart,) = charts_of(posts(("<b>Workers</b>", [30, 20, 10]))).charts

    assert "<b>" not in chart.svg


# ---- on the page


@pytest.fixture
def out(graduates, lead, manager):
    """A release with one figure of each kind that is drawn, of a programme in which nobody is in post."""
    figures = [posts(("Workers", [30, 20, 10])), survival(*of_months("All", *[(90, 80, 95)] * 4))]
    release = make_release(graduates, lead, state="approved", decided_by=manager)
    contents = {**release.contents, "figures": figures}
    WorkforceRelease.objects.update(contents=contents, sha256=digest_of(contents))
    release.refresh_from_db()
    return release


@pytest.fixture
def reading(client_of, graduates):
    return client_of(make_person("researcher@example.org", Role.RESEARCHER, programme=graduates))


def test_a_researcher_sees_charts_of_the_frozen_figures_with_sentence_and_file(out, reading):
    page = reading.get(reverse("release_detail", args=[out.pk])).content.decode()

    assert page.count('role="img"') == 2
    assert "Still in the role: 90% (80% to 95%) after 6 months" in page
    assert f"{reverse('release_file', args=[out.pk, 'csv'])}?figure=survival" in page


def test_the_file_of_a_chart_holds_that_figure_alone(out, reading):
    address = reverse("release_file", args=[out.pk, "csv"])

    answer = reading.get(address, {"figure": "survival"})

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith('Survival,1,6 months,All,"Still in the role, %",90')
    assert not any(line.startswith("Posts") for line in lines)
    assert "-survival.csv" in answer["Content-Disposition"]
    assert reading.get(address, {"figure": "no-such"}).status_code == 404


def test_a_release_that_is_not_out_has_charts_for_whoever_decides_and_no_file(graduates, out, lead, client_of):
    WorkforceRelease.objects.update(state="waiting", decided_by=None, decided_at=None)

    page = client_of(lead).get(reverse("release_detail", args=[out.pk])).content.decode()

    assert page.count('role="img"') == 2
    assert "figure=survival" not in page


def test_altered_contents_are_not_drawn(out, reading):
    WorkforceRelease.objects.update(sha256="0" * 64)

    assert 'role="img"' not in reading.get(reverse("release_detail", args=[out.pk])).content.decode()
