"""Pages of training: what the lead sees, what others do not, and a fixed number of queries."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from accounts.permissions import Role
from tests.conftest import make_person
from tests.workforce import roster
from workforce.models import Enrolment, TrainingDay

LIST = "/workforce/graduates/training/"
DIPLOMA = "/workforce/graduates/training/MHP_DIP/"


@pytest.fixture
def graduates(practice):
    graduates = roster.make_programme()
    roster.join(graduates, practice)
    return graduates


@pytest.fixture
def trainee(graduates, trust, practice):
    """A Mental Health Practitioner in month 14, still in Band 3."""
    return make_trainee(graduates, trust, practice, 1)


def make_trainee(graduates, trust, practice, number, role="MHP", training="MHP_DIP", band="3"):
    worker = roster.make_worker(graduates, trust, f"S{number}", name=f"Rowan Alder{number}")
    post = roster.make_post(graduates, trust, practice, number=f"P{number}", role=role)
    roster.hold(post, worker, band=band)
    if training:
        roster.make_enrolment(worker, training, due_on=date(2008, 1, 9))
    return worker


def commissioner_of(trust):
    return make_person("buyer@example.org", Role.COMMISSIONER, organisation=trust)


def text_of(response):
    return " ".join(response.content.decode().split())


# ------------------------------------------------------------------ the list


def test_lead_sees_who_is_overdue_and_what_is_missing(client_of, lead, graduates, trust, practice, trainee):
    """P3."""
    Enrolment.objects.update(due_on=date(2007, 2, 7))
    make_trainee(graduates, trust, practice, 2, role="GMHW", training="")

    overdue = text_of(client_of(lead).get(LIST))
    missing = text_of(client_of(lead).get(LIST, {"show": "missing"}))

    assert "Overdue (1)" in overdue and "Rowan Alder1" in overdue
    assert "Rowan Alder2" in missing and "Rowan Alder1" not in missing


def test_training_due_today_is_not_overdue(client_of, lead, trainee):
    Enrolment.objects.update(due_on=date(2007, 2, 8))

    assert "Overdue (0)" in text_of(client_of(lead).get(LIST))


@pytest.mark.parametrize(
    ("valid_until", "where"),
    [
        (date(2007, 2, 7), "Expired (1)"),
        (date(2007, 2, 8), "90 days (1)"),
        (date(2007, 5, 9), "90 days (1)"),
        (date(2007, 5, 10), "90 days (0)"),
    ],
)
def test_training_is_to_be_renewed_90_days_before_it_runs_out(client_of, lead, trainee, valid_until, where):
    """P3: the last day it is valid still counts."""
    Enrolment.objects.update(outcome="completed", ended_on=date(2006, 6, 1), expires_on=valid_until)

    assert where in text_of(client_of(lead).get(LIST))


def test_training_that_was_begun_anew_is_not_to_be_renewed(client_of, lead, trainee):
    Enrolment.objects.update(outcome="completed", ended_on=date(2006, 6, 1), expires_on=date(2007, 1, 1))
    roster.make_enrolment(trainee, started_on=date(2007, 1, 15))

    assert "Expired (0)" in text_of(client_of(lead).get(LIST))


def test_whoever_let_training_expire_misses_it(client_of, lead, trainee):
    Enrolment.objects.update(outcome="completed", ended_on=date(2006, 6, 1), expires_on=date(2007, 1, 1))

    assert "Missing (1)" in text_of(client_of(lead).get(LIST))


def test_whoever_left_misses_nothing(client_of, lead, trainee):
    trainee.enrolments.all().delete()
    trainee.holdings.update(end=date(2006, 12, 31))

    assert "Missing (0)" in text_of(client_of(lead).get(LIST))


def test_others_see_protected_counts_and_nobody(client_of, graduates, trust, practice, trainee):
    """D14: one person on a course is not 1 but 0 to 7, and no name is on the page."""
    page = text_of(client_of(commissioner_of(trust)).get(LIST))

    assert "Rowan" not in page and ">S1<" not in page and "No. S1" not in page
    assert "0 to 7 as *" in page
    assert '<td class="nhsuk-table__cell nhsuk-table__cell--numeric">1</td>' not in page


def test_lead_of_another_pct_sees_no_rows(client_of, graduates, other_trust, trainee):
    roster.make_post(graduates, other_trust, number="P9")
    other = roster.local_lead_of(other_trust)

    page = text_of(client_of(other).get(DIPLOMA))

    assert "Nobody is in this list" in page and "Rowan" not in page


@pytest.mark.parametrize("role", ["manager", "supervisor"])
def test_list_is_closed_to_those_without_figures(client_of, graduates, trust, practice, trainee, manager, role):
    person = manager
    if role == "supervisor":
        supervising = roster.make_worker(graduates, trust, "S8")
        roster.make_arrangement(trainee, supervising)
        person = roster.supervisor_at(trust, supervising)

    assert client_of(person).get(LIST).status_code == 403


def test_list_asks_the_same_number_of_queries_for_any_number_of_people(
    client_of, lead, graduates, trust, practice, trainee
):
    client = client_of(lead)
    counts = []
    for more in (range(2, 4), range(4, 40)):
        for number in more:
            make_trainee(graduates, trust, practice, number)
        counts.append([roster.queries_of(client, page) for page in (LIST, DIPLOMA)])

    assert counts[0] == counts[1]


# ------------------------------------------------------------------ one course, and its bands


def test_month_13_trainee_in_band_3_has_a_warning(client_of, lead, trainee):
    """Row 9."""
    page = text_of(client_of(lead).get(DIPLOMA))

    assert "Band overdue" in page
    assert "Band 3; should be Band 4 since 9 Jan 2007" in page


def test_month_12_trainee_in_band_3_has_none(client_of, lead, trainee):
    Enrolment.objects.update(started_on=date(2006, 2, 9))

    page = text_of(client_of(lead).get(DIPLOMA))

    assert "Band 4 on 9 Feb 2007" in page
    assert ">Band overdue</strong>" not in page


@pytest.mark.parametrize(
    ("started_on", "outcome", "band", "is_listed"),
    [
        (date(2006, 2, 8), "", "3", True),
        (date(2006, 2, 9), "", "3", False),
        (date(2006, 2, 8), "", "4", False),
        (date(2006, 2, 8), "completed", "4", True),
        (date(2006, 2, 8), "withdrew", "3", False),
    ],
)
def test_overdue_bands_are_listed(client_of, lead, trainee, started_on, outcome, band, is_listed):
    ended = {"outcome": outcome, "ended_on": date(2007, 2, 8)} if outcome else {}
    Enrolment.objects.update(started_on=started_on, **ended)
    trainee.holdings.get().terms.update(band=band)

    page = text_of(client_of(lead).get(DIPLOMA, {"show": "band_overdue"}))

    assert ("Rowan Alder1" in page) is is_listed


def test_bands_are_not_shown_to_others(client_of, graduates, trust, trainee):
    """D13."""
    page = text_of(client_of(commissioner_of(trust)).get(DIPLOMA))

    assert "Band overdue" not in page and "Band 3" not in page


def test_days_stand_beside_those_required(client_of, lead, trainee):
    enrolment = trainee.enrolments.get()
    TrainingDay.objects.create(enrolment=enrolment, kind="university", on=date(2006, 2, 1))
    TrainingDay.objects.create(enrolment=enrolment, kind="university", on=date(2006, 2, 2), days="0.5")

    page = text_of(client_of(lead).get(DIPLOMA))

    assert "1.5 of 30 university days, 0 of 30 placement days" in page


def test_what_is_not_verified_is_said(client_of, lead, trainee):
    assert "they are counted for the whole course" in text_of(client_of(lead).get(DIPLOMA))


def test_unknown_course_is_not_found(client_of, lead):
    assert client_of(lead).get("/workforce/graduates/training/NOTHING/").status_code == 404


# ------------------------------------------------------------------ files


def test_files_hold_the_same_rows_and_no_pay(client_of, lead, trainee):
    csv = client_of(lead).get("/workforce/graduates/training.csv").content.decode("utf-8-sig").splitlines()
    book = openpyxl.load_workbook(io.BytesIO(client_of(lead).get("/workforce/graduates/training.xlsx").content))

    assert len(csv) == 2 and csv[1].startswith("S1,Rowan Alder1,5W0,MHP_DIP")
    assert [cell.value for cell in book["Training"][1]] == csv[0].split(",")
    assert "band" not in csv[0]


def test_worker_gets_the_own_rows_alone(client_of, graduates, trust, practice, trainee):
    other = make_trainee(graduates, trust, practice, 2)
    person = roster.staff_member_at(trust, other)

    lines = client_of(person).get("/workforce/graduates/training.csv").content.decode().splitlines()

    assert len(lines) == 2 and "S2" in lines[1]


def test_other_kinds_of_file_are_not_found(client_of, lead):
    assert client_of(lead).get("/workforce/graduates/training.pdf").status_code == 404


# ------------------------------------------------------------------ forms


def test_lead_enrols_a_worker_and_writes_down_a_day(client_of, lead, graduates, trust):
    worker = roster.make_worker(graduates, trust, "S5")
    client = client_of(lead)
    first = {"started_on-day": "9", "started_on-month": "1", "started_on-year": "2006"}

    client.post(reverse("enrolment_create", args=[worker.pk]), {"training": "MHP_DIP", **first})
    enrolment = worker.enrolments.get()
    day = {"kind": "placement", "on-day": "2", "on-month": "3", "on-year": "2006", "days": "0.5"}
    client.post(reverse("training_day_create", args=[enrolment.pk]), day)

    assert enrolment.due_on == date(2008, 1, 9)
    assert str(enrolment.days.get().days) == "0.5"


def test_lead_ends_an_enrolment_and_takes_a_day_back(client_of, lead, trainee):
    enrolment = trainee.enrolments.get()
    day = TrainingDay.objects.create(enrolment=enrolment, kind="university", on=date(2006, 2, 1))
    client = client_of(lead)

    client.post(reverse("training_day_remove", args=[enrolment.pk]), {"day": day.pk})
    ended = {"outcome": "withdrew", "ended_on-day": "1", "ended_on-month": "6", "ended_on-year": "2006"}
    client.post(reverse("enrolment_edit", args=[enrolment.pk]), ended)

    enrolment.refresh_from_db()
    assert (enrolment.outcome, enrolment.days.count()) == ("withdrew", 0)


def test_form_says_what_is_wrong_and_stores_nothing(client_of, lead, graduates, trust):
    worker = roster.make_worker(graduates, trust, "S5")

    page = text_of(client_of(lead).post(reverse("enrolment_create", args=[worker.pk]), {"training": ""}))

    assert "There is a problem" in page and "Choose the training" in page
    assert not worker.enrolments.exists()


def test_supervisor_may_look_and_not_enrol(client_of, graduates, trust, trainee):
    supervising = roster.make_worker(graduates, trust, "S8")
    roster.make_arrangement(trainee, supervising)
    client = client_of(roster.supervisor_at(trust, supervising))

    assert client.get(reverse("enrolment_create", args=[trainee.pk])).status_code == 403
    assert client.get(reverse("enrolment_edit", args=[trainee.enrolments.get().pk])).status_code == 403


def test_enrolment_of_another_pct_is_not_found(client_of, other_trust, trainee):
    other = roster.local_lead_of(other_trust)

    assert client_of(other).get(reverse("enrolment_edit", args=[trainee.enrolments.get().pk])).status_code == 404


# ------------------------------------------------------------------ lists as files, and cohorts


def csv_of(client, show):
    lines = client.get("/workforce/graduates/training.csv", {"show": show}).content.decode("utf-8-sig").splitlines()
    return lines[0].split(","), lines[1:]


def test_each_list_of_what_needs_doing_is_a_file(client_of, lead, graduates, trust, practice, trainee):
    """P3."""
    Enrolment.objects.update(due_on=date(2007, 2, 7))
    make_trainee(graduates, trust, practice, 2, role="GMHW", training="")
    client = client_of(lead)

    assert [line.split(",")[0] for line in csv_of(client, "overdue")[1]] == ["S1"]
    assert csv_of(client, "expired")[1] == []
    assert csv_of(client, "missing") == (
        ["staff_number", "name", "pct", "training_code", "training"],
        ["S2,Rowan Alder2,5W0,GMHW_PG,Graduate worker postgraduate course"],
    )
    book = openpyxl.load_workbook(io.BytesIO(client.get("/workforce/graduates/training.xlsx").content))
    assert book.sheetnames == ["Training", "Overdue", "To be renewed", "Expired", "Missing"]
    assert [book[sheet].max_row for sheet in ("Training", "Overdue", "Missing")] == [2, 2, 2]


def test_a_supervisor_gets_the_own_supervisees_alone(client_of, graduates, trust, practice, trainee):
    """P3."""
    make_trainee(graduates, trust, practice, 2, role="GMHW", training="")
    supervising = roster.make_worker(graduates, trust, "S8")
    roster.make_arrangement(trainee, supervising)
    client = client_of(roster.supervisor_at(trust, supervising))

    assert len(csv_of(client, "")[1]) == 1
    assert csv_of(client, "missing")[1] == []


def test_whoever_has_left_is_not_to_renew_anything(client_of, lead, trainee):
    Enrolment.objects.update(outcome="completed", ended_on=date(2006, 6, 1), expires_on=date(2007, 2, 7))
    trainee.holdings.update(end=date(2007, 1, 31))

    assert "Expired (0)" in text_of(client_of(lead).get(LIST))


def test_cohorts_of_a_course_follow_one_another_with_how_they_fared(client_of, lead, graduates, trust, trainee):
    """64: a cohort without anybody yet is there."""
    for number in range(1, 5):
        roster.make_cohort(graduates, f"M{number}", role="MHP", starts_on=date(2003 + number, 1, 9))
    first = graduates.cohorts.get(code="M1")
    Enrolment.objects.update(cohort=first, outcome="withdrew", ended_on=date(2006, 6, 1))

    page = client_of(lead).get(DIPLOMA)
    other = client_of(commissioner_of(trust)).get(DIPLOMA)

    assert [[cell["text"] for cell in row[2:]] for row in page.context["cohorts"]["rows"]] == [
        [1, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]
    ]  # fmt: skip
    assert [cell["text"] for cell in other.context["cohorts"]["rows"][0][2:]] == ["*"] * 4
    assert page.context["links"] and not other.context["links"]
