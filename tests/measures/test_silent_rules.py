"""Rules that run silently: counted, told to no sender, and reported with what became of the lines (V6)."""

import pytest

from measures.actions import checking
from measures.actions.rules import set_rule
from measures.models import MonthlyReturn, ReturnQuery, SilentFinding
from measures.silent_reports import Outcomes, silent_report
from practices.models import Programme
from practices.uploads.models import UploadState
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db
JUMPED = {"registered_all": 9000}
DECEMBER = line(
    period="2006-12", list_open=198, list_added=2, list_removed=2, list_close=198, gp_consultations=160, **JUMPED
)


@pytest.fixture
def november(submit, facilitator):
    """November is there; December's registered people then jump by a tenth (W16, silent by its own file)."""
    return submit(line())[0]


def findings():
    return list(SilentFinding.objects.filter(code="W16").values_list("practice__ods_code", "month", "column"))


def test_v6_a_silent_rule_stops_nothing_and_keeps_what_it_would_have_said(november, check):
    upload = check(DECEMBER)

    assert (upload.state, upload.problems) == (UploadState.READY, [])
    (finding,) = SilentFinding.objects.all()
    assert finding.message == "9000 people registered (registered_all), but 8200 in Nov 2006: +9.8%"
    assert finding.upload == upload


def test_v6_what_is_told_to_nobody_stands_nowhere_on_the_sender_s_upload(november, check):
    upload = check(DECEMBER)

    written = str([upload.problems, upload.notes, upload.rows, upload.progress_text])
    assert "9.8%" not in written and "W16" not in written


def test_a_check_that_runs_twice_counts_once(november, check):
    upload = check(DECEMBER)

    checking.check_return_file(upload)

    assert len(findings()) == 1


def test_a_check_by_a_changed_rule_takes_back_what_it_no_longer_finds(november, check, programme, facilitator):
    upload = check(DECEMBER)
    set_rule(
        programme=programme, code="W16", state="off", numbers={}, effective_from=upload.uploaded_at.date(),
        reason="Not needed", by=facilitator,
    )  # fmt: skip

    checking.check_return_file(upload)

    assert findings() == []


def test_a_refused_file_is_counted_too(november, check):
    upload = check(DECEMBER | {"people_13w_new": 12})

    assert upload.state == UploadState.NEEDS_FIXING
    assert len(findings()) == 1


def test_a_cell_that_the_sender_is_asked_about_is_no_further_finding(november, check, programme, facilitator):
    """W2, made silent, beside W14 at the same cell."""
    set_rule(
        programme=programme, code="W2", state="silent", numbers={}, effective_from=check().uploaded_at.date(),
        reason="Lists are being built", by=facilitator,
    )  # fmt: skip

    check(line(list_added=50, list_close=224, registered_16_64=800))

    assert not SilentFinding.objects.filter(code="W2").exists()
    check(line(list_added=50, list_close=224))
    assert SilentFinding.objects.filter(code="W2").count() == 1


# ------------------------------------------------------------------ the report


def report_to(person, code="W16"):
    return silent_report(person, Programme.objects.get(), code)


def test_v6_the_report_says_what_it_would_have_stopped(november, check, facilitator):
    check(DECEMBER)

    report = report_to(facilitator)

    assert (report.files, report.lines, report.practices, report.checked) == (1, 1, 1, 2)
    assert [(row.month.month, row.stopped, row.checked) for row in report.by_month] == [(11, 0, 1), (12, 1, 1)]


def test_v6_the_report_says_what_became_of_the_lines(november, submit, facilitator):
    """A line that was queried, beside November, of which nobody asked anything."""
    (december,) = submit(DECEMBER)
    ReturnQuery.objects.create(version=december, question="Is this right?", asked_by=facilitator)

    report = report_to(facilitator)

    assert (report.stopped, report.others) == (Outcomes(1, 1), Outcomes(1, 0))
    assert report.findings[0].outcome == "queried"


def test_v6_a_line_that_was_corrected_later_was_worth_asking_about(november, submit, facilitator):
    submit(DECEMBER)
    submit(DECEMBER | {"registered_all": 8210})

    report = report_to(facilitator)

    assert MonthlyReturn.objects.filter(state="corrected").count() == 1
    assert [finding.outcome for finding in report.findings] == ["corrected later"]
    assert report.stopped == Outcomes(1, 1)


def test_a_message_is_shown_only_to_who_sees_the_practice_exactly(november, check, facilitator, request):
    check(DECEMBER)
    assert [finding.message for finding in report_to(facilitator).findings] == [""]

    request.getfixturevalue("agreement")

    assert "9000" in report_to(facilitator).findings[0].message


def test_the_report_takes_as_many_queries_for_many_findings_as_for_one(
    november, check, facilitator, django_assert_max_num_queries
):
    check(DECEMBER)
    check(DECEMBER)

    with django_assert_max_num_queries(12):
        report = report_to(facilitator)

    assert report.lines == 2
