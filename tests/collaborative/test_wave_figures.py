"""X4, L9: all figures of a wave as one long table, exactly as the pages show them to the same person."""

import csv
import hashlib
import io
import subprocess
import sys
import zipfile
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from accounts.permissions import Role
from collaborative.dashboards import tidy, wave_figures
from collaborative.tasks import write_wave_figures
from measures.computing.recompute import recompute_wave
from measures.definitions import all_definitions
from measures.models import MonthlyReturn
from operations import jobs
from operations.models import AuditEvent, Job
from practices.models import Grant, Organisation, SharingAgreement
from tests.collaborative.conftest import GRID, STEADY, agree, send_returns, two_years
from tests.conftest import make_organisation, make_person, make_practice

PAGE = reverse("wave_figures", args=["W1"])
CSV, XLSX = (reverse("wave_figures_file", args=["W1", kind]) for kind in ("csv", "xlsx"))
PEOPLE = ["manager", "commissioner", "facilitator", "administrator", "lay_member"]


@pytest.fixture
def ask(client_of, monkeypatch):
    """ask(person) has the worker make the files, and returns the person's client."""
    monkeypatch.setattr(jobs, "publish", lambda job_id: None)

    def made(person, *, run=True):
        client = client_of(person)
        client.post(PAGE)
        if run:
            jobs.run(Job.objects.filter(kind=wave_figures.KIND).latest("id").pk)
        return client

    return made


def lines(response):
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def table(client):
    """The rows of the table below its metadata, as dicts."""
    found = lines(client.get(CSV))
    head = found.index(list(tidy.COLUMNS))
    return [dict(zip(found[head], line, strict=True)) for line in found[head + 1 :]]


def month_of(rows, code, measure="long_absence", month="2006-11"):
    return next(row for row in rows if (row["ods_code"], row["measure"], row["month"]) == (code, measure, month))


def test_the_worker_knows_how_to_make_it():
    assert jobs.HANDLERS[wave_figures.KIND] is write_wave_figures


# ---- the same as the pages


SHARED = ("month", "numerator", "denominator", "rate", "on_the_list_at_month_end", "registered", "why_no_value")


def from_pages(client, row):
    """The rows of the file behind the page's chart, for the organisation and measure of a row."""
    address = reverse("series_csv", args=["W1", row["level"], row["ods_code"] or "wave", row["measure"]])
    found = lines(client.get(address))
    head = found.index([]) + 1
    rows = [dict(zip(found[head], line, strict=True)) for line in found[head + 1 :]]
    return [tuple(line[name] for name in SHARED) for line in rows]


@pytest.mark.parametrize("person", PEOPLE)
def test_every_figure_is_the_one_of_the_pages(request, ask, returned, wave, practice, person):
    """X4: owner, partner and others; practices, PCTs and the wave; each measure and month."""
    agree(wave, practice)
    client = ask(request.getfixturevalue(person))
    series = {}
    for row in table(client):
        series.setdefault((row["level"], row["ods_code"], row["measure"]), []).append(row)

    for rows in series.values():
        assert [tuple(row[name] for name in SHARED) for row in rows] == from_pages(client, rows[0])


@pytest.mark.parametrize(
    ("person", "practices"),
    [
        ("manager", {"A99001"}),
        ("commissioner", {"A99001", "A99002"}),
        ("facilitator", {"A99001", "A99002", "A99003"}),
        ("lay_member", set()),
    ],
)
def test_it_lists_whom_the_wave_page_lists(request, ask, returned, person, practices):
    """R1, X4: one row per organisation, measure and month."""
    rows = table(ask(request.getfixturevalue(person)))
    keys = {(row["level"], row["ods_code"], row["measure"], row["month"]) for row in rows}

    assert {row["ods_code"] for row in rows if row["level"] == "practice"} == practices
    assert {row["ods_code"] for row in rows if row["level"] == "commissioner"} == {"5W0", "5W1"}
    assert {row["measure"] for row in rows} == set(all_definitions())
    assert len(keys) == len(rows) > 0


# ---- small counts


@pytest.fixture
def small(wave, practice, neighbour, elsewhere):
    """Three people off sick at Ash Surgery, every month, and counts elsewhere that no protection would leave as they are."""
    send_returns(wave, practice, 0, counts=(8200, 5330, 401, 4, 4, 401, 303, 131, 18, 6, 4, 9, 3, 1))
    for other in (neighbour, elsewhere):
        send_returns(wave, other, 0, counts=STEADY)
    recompute_wave(wave=wave)


def test_small_counts_are_the_practices_own(ask, small, manager):
    row = month_of(table(ask(manager)), "A99001")

    assert (row["numerator"], row["denominator"], row["audience"]) == ("3", "401.0", "exact")


@pytest.mark.parametrize("person", ["commissioner", "facilitator", "administrator"])
def test_small_counts_never_appear_to_others(request, ask, small, person):
    """Every true count of Ash Surgery is a sentinel: 3, 401, 303, 131, 9."""
    rows = [row for row in table(ask(request.getfixturevalue(person))) if row["ods_code"] == "A99001"]
    counts = {as_number(row[name]) for row in rows for name in ("numerator", "denominator", "on_the_list_at_month_end")}

    assert {row["audience"] for row in rows} == {"protected"}
    assert counts.isdisjoint({3, 401, 303, 131, 1}) and counts - {"*"}
    assert month_of(rows, "A99001")["numerator"] == "*"
    assert month_of(rows, "A99001")["why_no_value"] == "0 to 7, shown as *"


def test_the_workbook_holds_no_more_than_the_csv(ask, small, facilitator):
    client = ask(facilitator)
    in_csv = [[as_number(value) for value in row.values()] for row in table(client)]
    head, *in_workbook = sheet_of(client.get(XLSX).content, "Figures")

    assert head == list(tidy.COLUMNS)
    assert [["" if value is None else value for value in row] for row in in_workbook] == in_csv


def sheet_of(content, name):
    sheet = openpyxl.load_workbook(io.BytesIO(content))[name]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def as_number(text):
    try:
        return float(text)
    except ValueError:
        return text


# ---- zero, blank, not available


def test_zero_missing_and_not_available_are_three_things(ask, wave, practice, manager):
    send_returns(wave, practice, 0, GRID[:-2], counts=(*STEADY[:12], 0, 0))
    one = MonthlyReturn.objects.get(practice=practice, month=date(2006, 9, 1))
    one.people_13w, one.not_available = None, {"people_13w": "not_collected"}
    MonthlyReturn.objects.bulk_update([one], ["people_13w", "not_available"])
    recompute_wave(wave=wave)

    rows = table(ask(manager))
    zero, unavailable, missing = (month_of(rows, "A99001", month=f"2006-{month}") for month in ("08", "09", "11"))

    assert (zero["numerator"], zero["rate"], zero["state"], zero["why_no_value"]) == ("0", "0.0", "accepted", "")
    assert (unavailable["numerator"], unavailable["rate"], unavailable["state"]) == ("", "", "accepted")
    assert unavailable["why_no_value"].startswith("not available: ")
    assert (missing["numerator"], missing["state"], missing["why_no_value"]) == ("", "missing", "no return")


def test_a_practice_stands_under_the_pct_of_the_month(ask, returned, practice, trust, other_trust, manager):
    link = practice.parent_links.get()
    link.end = date(2006, 9, 30)
    link.save()
    practice.parent_links.create(parent=other_trust, start=date(2006, 10, 1))
    recompute_wave(wave=returned.wave)

    rows = table(ask(manager))

    assert [month_of(rows, "A99001", month=month)["parent_ods_code_in_month"] for month in ("2006-09", "2006-10")] == [
        "5W0",
        "5W1",
    ]


# ---- what it says of itself, and what it cannot do


def test_it_says_what_it_is(ask, returned, manager):
    client = ask(manager)
    facts = dict(line for line in lines(client.get(CSV)) if len(line) == 2)
    in_workbook = {row[0] for row in sheet_of(client.get(XLSX).content, "About")}

    assert (facts["wave"], facts["computation"], facts["rule"]) == ("W1", str(returned.pk), "release rule v1")
    assert facts["data_as_at"] and facts["long_absence.definition_version"]
    assert set(facts) <= in_workbook


def test_no_name_is_a_formula(ask, returned, practice, manager):
    """D20."""
    Organisation.objects.filter(pk=practice.pk).update(name="=HYPERLINK(1)")
    client = ask(manager)

    names = {row["name"] for row in table(client) if row["level"] == "practice"}
    with zipfile.ZipFile(io.BytesIO(client.get(XLSX).content)) as archive:
        sheets = b"".join(archive.read(name) for name in archive.namelist() if "sheet" in name)

    assert names == {"'=HYPERLINK(1)"}
    assert b"<f>" not in sheets and b"<hyperlink" not in sheets


def test_made_twice_it_is_the_same_file(ask, returned, manager):
    """A job may run twice: nothing in the files depends on when."""
    ask(manager)
    job = Job.objects.get(kind=wave_figures.KIND)

    assert write_wave_figures(job) == job.result


# ---- whose it is


def test_another_person_finds_no_file(ask, client_of, returned, manager, practice):
    """D6: not even a colleague who may see the same figures."""
    ask(manager)
    colleague = make_person("colleague@example.org", Role.PRACTICE_MANAGER, organisation=practice)

    assert client_of(colleague).get(CSV).status_code == 404


def test_the_file_goes_with_the_right(ask, wave, returned, practice, facilitator):
    """R5, D6: an agreement that is withdrawn takes the exact figures with it, and an ended role takes everything."""
    agree(wave, practice)
    client = ask(facilitator)
    with_agreement = client.get(CSV).status_code
    SharingAgreement.objects.all().delete()
    without_agreement = client.get(CSV).status_code
    Grant.objects.filter(person=facilitator).update(ends_on=date(2007, 1, 1))

    assert (with_agreement, without_agreement, client.get(PAGE).status_code) == (200, 404, 404)


@pytest.mark.parametrize("loss", ["role", "agreement", "account"])
def test_a_running_export_is_cancelled_with_the_right(ask, wave, returned, practice, facilitator, loss):
    """D6"""
    agree(wave, practice)
    ask(facilitator, run=False)
    match loss:
        case "role":
            Grant.objects.filter(person=facilitator).update(ends_on=date(2007, 1, 1))
        case "agreement":
            SharingAgreement.objects.all().delete()
        case "account":
            facilitator.is_active = False
            facilitator.save()
    job = Job.objects.get(kind=wave_figures.KIND)
    jobs.run(job.pk)
    job.refresh_from_db()

    assert "cancelled" in job.result
    assert not wave_figures.folder().exists()


def test_taking_it_away_is_written_down(ask, returned, facilitator):
    """Who, what, how many rows, and the file's hash."""
    client = ask(facilitator)
    content = client.get(CSV).content
    event = AuditEvent.objects.get(event="wave_figures.exported")

    assert event.actor_id == facilitator.pk
    assert event.details["sha256"] == hashlib.sha256(content).hexdigest()
    assert event.details["rows"] == len(table(client))
    assert event.details["filter"]["practices"] == 3


# ---- asking


def test_the_page_offers_the_files_when_they_are_ready(ask, returned, manager):
    client = ask(manager, run=False)
    waiting = client.get(PAGE).content.decode()
    jobs.run(Job.objects.get(kind=wave_figures.KIND).pk)
    ready = client.get(PAGE).content.decode()

    assert ("Waiting for the worker" in waiting, CSV in waiting) == (True, False)
    assert (CSV in ready, XLSX in ready, "rows" in ready) == (True, True, True)


def test_a_poll_ends_by_loading_the_page(ask, returned, manager):
    client = ask(manager, run=False)
    poll = {"HX-Request": "true"}
    waiting = client.get(PAGE, headers=poll)
    jobs.run(Job.objects.get(kind=wave_figures.KIND).pk)

    assert b'role="status"' in waiting.content
    assert client.get(PAGE, headers=poll)["HX-Refresh"] == "true"


def test_asking_again_is_one_job_until_the_files_are_gone(ask, returned, manager):
    client = ask(manager)
    first = Job.objects.get(kind=wave_figures.KIND)
    client.post(PAGE)
    again = Job.objects.get(kind=wave_figures.KIND)
    for path in wave_figures.folder().iterdir():
        path.unlink()
    client.post(PAGE)

    assert again == first
    assert Job.objects.get(kind=wave_figures.KIND).state == Job.State.QUEUED


def test_before_anything_was_computed_there_is_nothing_to_ask_for(ask, client_of, wave, facilitator):
    client = ask(facilitator, run=False)

    assert "No figures yet" in client.get(PAGE).content.decode()
    assert not Job.objects.exists()


def test_the_wave_page_leads_there(client_of, returned, lay_member):
    assert f'href="{PAGE}"' in client_of(lay_member).get(reverse("wave_dashboard", args=["W1"])).content.decode()


def test_a_data_officer_may_not_ask(client_of, returned, data_officer, stranger):
    assert client_of(data_officer).post(PAGE).status_code == 403
    assert client_of(stranger).post(PAGE).status_code == 404


def test_a_kind_of_file_that_is_not_made_is_not_found(ask, returned, manager):
    assert ask(manager).get(reverse("wave_figures_file", args=["W1", "html"])).status_code == 404


def test_a_web_process_imports_no_pandas():
    """Target 29: the server's own entry, all addresses resolved, in a process of its own."""
    code = (
        "import sys, collaborative.wsgi, collaborative.urls; "
        "print([name for name in ('pandas', 'plotly', 'scipy') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


def test_a_wave_with_enough_practices_shows_protected_totals(ask, wave, trust, lay_member):
    """Not only withheld ones: five practices and more."""
    trusts = [trust, *(make_organisation(f"5W{place}", f"Trust {place}", "commissioner") for place in (2, 3))]
    made = [make_practice(wave, f"A99{200 + place}", f"Practice {place}", trusts[place % 3]) for place in range(15)]
    two_years(wave, *made)

    row = month_of(table(ask(lay_member)), "")

    assert row["audience"] == "protected"
    assert int(row["numerator"]) % 5 == 0 and float(row["rate"]).is_integer()
