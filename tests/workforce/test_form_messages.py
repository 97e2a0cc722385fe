"""Every form of recruitment, training and caseload says what to do about a value that cannot be stored, and keeps nothing."""

import re

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from tests.collaborative.pages import words_of
from tests.workforce import roster
from workforce.models import Candidate, CaseloadMonth, Cohort, Employer, Enrolment, Intake, WorkforceProgramme

LONG = "x" * 300
FAR = {"day": "1", "month": "1", "year": "2999"}
GOOD = {"day": "9", "month": "1", "year": "2006"}
# What the framework says by itself: it names the fault, and not what to do.
NOT_ENOUGH = ("Ensure this value", "This field is required", "Select a valid choice", "Enter a valid")


@pytest.fixture
def world(graduates, practice, trust):
    """Of each form the row that it is about."""
    WorkforceProgramme.objects.update_or_create(programme=graduates, defaults={"trainings": ["MHP_DIP"]})
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust, practice, role="MHP"), worker)
    intake = roster.make_intake(graduates)
    candidate = Candidate.objects.create(intake=intake, number=1, interested_on="2006-01-09")
    enrolment = Enrolment.objects.create(worker=worker, training="MHP_DIP", started_on="2006-01-09")
    employer = Employer.objects.create(name="The trust's own")
    return {
        "intake_create": ["graduates"],
        "intake_edit": [intake.pk],
        "candidate_create": [intake.pk],
        "candidate_move": [candidate.pk],
        "cohort_create": ["graduates"],
        "employer_create": ["graduates"],
        "employer_edit": ["graduates", employer.pk],
        "enrolment_create": [worker.pk],
        "enrolment_edit": [enrolment.pk],
        "training_day_create": [enrolment.pk],
        "caseload_record": [worker.pk],
    }


def day(name, parts=GOOD):
    return {f"{name}-{part}": value for part, value in parts.items()}


INTAKE = {"name": "2008", "training": "MHP_DIP", "places": "25", **day("opens_on")}
CANDIDATES = {"how_many": "2", **day("interested_on")}
COHORT = {"code": "C8", "name": "Of 2008", "role": "MHP", **day("starts_on")}
ENROLMENT = {"training": "MHP_DIP", **day("started_on")}
PLACES = "Enter a whole number from 0 to 1,000, such as 25"
PEOPLE = "Enter a whole number from 1 to 500, such as 1"
YEAR = "Choose a year from 1977 to 2017"
TO_COME = "Choose a date that is not in the future"

REFUSED = [
    ("intake_create", INTAKE | {"name": ""}, "Enter a name, such as the year and the course"),
    ("intake_create", INTAKE | {"name": LONG}, "Use 100 characters or fewer"),
    ("intake_create", INTAKE | {"training": ""}, "Choose the training"),
    ("intake_create", INTAKE | {"training": "PWP_9"}, "Choose one of the trainings listed"),
    ("intake_create", INTAKE | {"places": ""}, PLACES),
    ("intake_create", INTAKE | {"places": "-1"}, PLACES),
    ("intake_create", INTAKE | {"places": "2.5"}, PLACES),
    ("intake_create", INTAKE | {"places": "1001"}, PLACES),
    ("intake_create", INTAKE | {"places": "9" * 30}, PLACES),
    ("intake_create", INTAKE | day("opens_on", dict.fromkeys(GOOD, "")), "Enter a date: opens on"),
    ("intake_create", INTAKE | {"opens_on-day": "1.5"}, "Enter a real date"),
    ("intake_create", INTAKE | {"opens_on-day": "-3"}, "Enter a real date"),
    ("intake_create", INTAKE | day("opens_on", FAR), YEAR),
    ("intake_edit", INTAKE | {"places": "-1"}, PLACES),
    ("intake_edit", INTAKE | {"name": LONG}, "Use 100 characters or fewer"),
    ("intake_edit", INTAKE | day("opens_on", FAR), YEAR),
    ("candidate_create", CANDIDATES | {"how_many": ""}, PEOPLE),
    ("candidate_create", CANDIDATES | {"how_many": "-2"}, PEOPLE),
    ("candidate_create", CANDIDATES | {"how_many": "1.5"}, PEOPLE),
    ("candidate_create", CANDIDATES | {"how_many": "501"}, PEOPLE),
    ("candidate_create", CANDIDATES | day("interested_on", FAR), YEAR),
    ("candidate_create", CANDIDATES | {"interested_on-year": "2008"}, TO_COME),
    ("candidate_create", CANDIDATES | {"interested_on-year": "1006"}, YEAR),
    ("candidate_create", CANDIDATES | {"is_graduate": "perhaps"}, "Choose one of those listed"),
    ("candidate_move", {"to": "", **day("on")}, "Choose what happened"),
    ("candidate_move", {"to": "offered_on", **day("on")}, "Choose one of those listed"),
    ("candidate_move", {"to": "applied_on", **day("on", FAR)}, TO_COME),
    ("candidate_move", {"to": "applied_on", **day("on", GOOD | {"year": "2005"})}, "there only later than that day"),
    ("cohort_create", COHORT | {"code": ""}, "Enter a code, as your files write it"),
    ("cohort_create", COHORT | {"code": LONG}, "Use 20 characters or fewer"),
    ("cohort_create", COHORT | {"name": ""}, "Enter a name, such as the year and the course"),
    ("cohort_create", COHORT | {"name": LONG}, "Use 100 characters or fewer"),
    ("cohort_create", COHORT | {"role": ""}, "Choose a role"),
    ("cohort_create", COHORT | day("starts_on", FAR), YEAR),
    ("cohort_create", COHORT | {"starts_on-day": "2.5"}, "Enter a real date"),
    ("employer_create", {"name": ""}, "Enter the name of the employer"),
    ("employer_create", {"name": LONG}, "Use 200 characters or fewer"),
    ("employer_create", {"name": "Another", "organisation": "5" * 13}, "Use 12 characters or fewer"),
    ("employer_edit", {"organisation": "5" * 13}, "Use 12 characters or fewer"),
    ("enrolment_create", ENROLMENT | {"training": ""}, "Choose the training"),
    ("enrolment_create", ENROLMENT | {"training": "PWP_9"}, "Choose one of the trainings listed"),
    ("enrolment_create", ENROLMENT | day("started_on", FAR), YEAR),
    ("enrolment_create", ENROLMENT | {"started_on-year": "2008"}, TO_COME),
    ("enrolment_create", ENROLMENT | day("due_on", FAR), YEAR),
    ("enrolment_create", ENROLMENT | {"cohort": "987654"}, "Choose one of the cohorts listed"),
    ("enrolment_edit", {**day("due_on", FAR)}, YEAR),
    ("enrolment_edit", {"outcome": "lost"}, "Choose one of those listed"),
    ("enrolment_edit", {"outcome": "completed"}, "Enter the day on which it ended"),
    ("enrolment_edit", {"outcome": "completed", **day("ended_on"), **day("expires_on", FAR)}, YEAR),
    ("training_day_create", day("on") | {"days": "1"}, "Choose the kind of day"),
    ("training_day_create", {"kind": "teaching", "days": "-1", **day("on")}, "Choose a whole day or half a day"),
    ("training_day_create", {"kind": "teaching", "days": "0.3", **day("on")}, "Choose a whole day or half a day"),
    ("training_day_create", {"kind": "teaching", "days": "", **day("on")}, "Choose a whole day or half a day"),
    ("training_day_create", {"kind": "teaching", "days": "1", **day("on", FAR)}, YEAR),
    ("caseload_record", {"period": ""}, "Choose a month"),
    ("caseload_record", {"period": "1-299901"}, "Choose one of the months"),
    ("caseload_record", {"new_patients": "-1"}, "Enter 0 or more"),
    ("caseload_record", {"new_patients": "2.5"}, "Enter a whole number"),
    ("caseload_record", {"active": "1000"}, "Enter at most 999"),
]


FORMS = list(dict.fromkeys(name for name, *_ in REFUSED))


@pytest.mark.parametrize("name", FORMS)
def test_a_value_that_cannot_be_is_answered_by_what_to_do(name, client_of, lead, world):
    client, kept, wrong = client_of(lead), counts(), []

    for asked, values, told in REFUSED:
        if asked != name:
            continue
        answer = client.post(reverse(name, args=world[name]), values)
        text = answer.content.decode()
        if answer.status_code != 200 or told not in text or any(words in text for words in NOT_ENOUGH):
            wrong.append((values, told, re.findall(r"error-message[^>]*>(.*?)</span>\s*([^<]*)", text)))

    assert wrong == []
    assert counts() == kept


def counts():
    return [model.objects.count() for model in (Intake, Candidate, Cohort, Employer, Enrolment, CaseloadMonth)] + [
        AuditEvent.objects.count()
    ]


def test_the_good_values_are_stored(client_of, lead, world):
    """So that each refusal above is of the one value that differs."""
    client = client_of(lead)
    good = {"intake_create": INTAKE, "candidate_create": CANDIDATES, "cohort_create": COHORT}

    statuses = [client.post(reverse(name, args=world[name]), values).status_code for name, values in good.items()]

    assert statuses == [302, 302, 302]
    assert words_of(client.get(reverse("recruitment", args=["graduates"]))).count("2008") > 0
