"""The stored counts: written when they change and only then."""

from datetime import date

import pytest

from operations import jobs
from operations.models import Job
from practices.months import month_range
from registers.actions import summaries
from registers.jobs import summaries as summary_jobs
from registers.models import CodeList, CodeListChoice, CoveredMonth, PracticeMonth
from tests.registers.people import cover, make_consultation, make_entry

SEPTEMBER, NOVEMBER, JANUARY = date(2006, 9, 1), date(2006, 11, 1), date(2007, 1, 1)
MONTHS = month_range(SEPTEMBER, JANUARY)
pytestmark = pytest.mark.django_db


@pytest.fixture
def person(practice):
    entry = make_entry(practice)
    cover(practice, *MONTHS)
    return entry.person


def stored(practice, month, name):
    return PracticeMonth.objects.get(practice=practice, month=month).figures.get(name)


def test_refresh_writes_each_month_once(practice, person):
    assert summaries.refresh(practice) == 5
    assert summaries.refresh(practice) == 0
    assert list(PracticeMonth.objects.values_list("month", flat=True)) == MONTHS


def test_refresh_writes_only_the_months_that_changed(practice, person):
    summaries.refresh(practice)
    make_consultation(person, date(2006, 11, 3))

    written = summaries.refresh(practice)

    assert written == 1
    assert stored(practice, NOVEMBER, "gp_consultations") == 1


def test_refresh_from_a_month_leaves_those_before_it(practice, person):
    summaries.refresh(practice)
    for month in (9, 11, 12):
        make_consultation(person, date(2006, month, 3))

    assert summaries.refresh(practice, months=[date(2006, 12, 1), NOVEMBER]) == 2
    assert stored(practice, SEPTEMBER, "gp_consultations") == 0


def test_night_after_correct_refreshes_writes_nothing(practice, neighbour, person):
    make_entry(neighbour)
    cover(neighbour, NOVEMBER)
    summaries.refresh(practice), summaries.refresh(neighbour)

    assert summaries.refresh_all() == 0


def test_night_writes_the_same_as_refreshes_by_day(practice, person):
    make_consultation(person, date(2006, 11, 3))
    summaries.refresh(practice)
    before = list(PracticeMonth.objects.values_list("month", "digest"))
    PracticeMonth.objects.all().delete()

    summaries.refresh_all()

    assert list(PracticeMonth.objects.values_list("month", "digest")) == before


def test_months_that_no_file_covers_any_more_are_removed(practice, person):
    summaries.refresh(practice)
    CoveredMonth.objects.filter(month=SEPTEMBER).delete()

    summaries.refresh(practice)

    assert not PracticeMonth.objects.filter(month=SEPTEMBER).exists()


def test_code_list_of_a_month_is_the_one_chosen_by_then(practice, person):
    for version, since in (("1", date(2006, 1, 1)), ("2", NOVEMBER)):
        chosen = CodeList.objects.create(version=version, title=version, published_on=since)
        CodeListChoice.objects.create(practice=practice, code_list=chosen, since=since)

    summaries.refresh(practice)

    assert list(PracticeMonth.objects.values_list("code_list", flat=True)) == ["1", "1", "2", "2", "2"]


def test_what_is_not_available_is_stored_with_its_reason(practice, person):
    CoveredMonth.objects.filter(kind="sick_notes", month=NOVEMBER).delete()

    summaries.refresh(practice)

    row = PracticeMonth.objects.get(practice=practice, month=NOVEMBER)
    assert row.not_available["people_13w"] == "not_covered_sick_notes"
    assert "people_13w" not in row.figures


def test_refresh_soon_puts_one_job_down_however_often_it_is_asked(practice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        summaries.refresh_soon(practice)
        summaries.refresh_soon(practice)

    assert [job.payload for job in Job.objects.filter(kind=summaries.REFRESH)] == [{"practice": practice.pk}]


def test_jobs_refresh_one_practice_or_all(practice, person):
    one = jobs.enqueue(summaries.REFRESH, key="one", payload={"practice": practice.pk})
    night = summary_jobs.enqueue_refresh_all(date(2007, 2, 8))

    jobs.run(one.pk), jobs.run(night.pk)

    results = Job.objects.filter(pk__in=[one.pk, night.pk]).order_by("pk").values_list("state", "result")
    assert list(results) == [("done", {"months_written": 5}), ("done", {"months_written": 0})]


def test_queries_of_a_refresh_do_not_grow_with_people(practice, person, django_assert_max_num_queries):
    for number in range(2, 12):
        make_consultation(make_entry(practice, number).person, date(2006, 11, number))

    with django_assert_max_num_queries(22):
        summaries.refresh(practice)


def test_months_whose_rows_are_being_purged_are_not_counted_any_more(practice, person, settings):
    """Counts are kept for 36 months by the retention schedule, the rows for six months longer."""
    summaries.refresh(practice)
    settings.BUSINESS_CLOCK = "2009-12-15T09:00"

    summaries.refresh_all()

    assert list(PracticeMonth.objects.values_list("month", flat=True)) == [JANUARY]
