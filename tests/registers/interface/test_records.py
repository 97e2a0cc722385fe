"""Records of work with other teams: what must be there, what may not, and who writes."""

from datetime import date

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from registers.models import (
    AdviceRecord,
    CpaContribution,
    LinkAgreement,
    MedicationChange,
    PhysicalHealthCheck,
    SharedCareResponsibility,
    WrapPlan,
)
from tests.registers import interface_rows, people

PERSON = "/register/A99001/people/7/interface/"


def parts(**dates):
    """The three boxes of each date."""
    found = {}
    for name, day in dates.items():
        found |= {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
    return found


def test_51_advice_about_a_person_not_seen_is_recorded(client_of, clinician, person):
    values = parts(given_on=date(2007, 1, 15)) | {
        "channel": "telephone",
        "adviser": "Dr Elm",
        "advice": "Review weekly",
    }

    answer = client_of(clinician).post(f"{PERSON}advice/new/", values)

    advice = AdviceRecord.objects.get()
    assert answer.status_code == 302
    assert (advice.person, advice.given_on, advice.recorded_by) == (person, date(2007, 1, 15), clinician)


def test_51_advice_without_a_date_is_not_saved(client_of, clinician, person):
    answer = client_of(clinician).post(f"{PERSON}advice/new/", {"channel": "email", "advice": "Review"})

    assert "Enter a date: date of the advice" in answer.content.decode()
    assert not AdviceRecord.objects.exists()


def test_51_advice_about_nobody_on_the_register_is_not_saved(client_of, clinician, person):
    answer = client_of(clinician).post(
        "/register/A99001/people/8/interface/advice/new/", parts(given_on=date(2007, 1, 1))
    )

    assert answer.status_code == 404
    assert not AdviceRecord.objects.exists()


@pytest.mark.parametrize(
    ("name", "text", "sign"),
    [
        ("advice", "About 943 476 5919", "an NHS number"),
        ("problem", "Mrs Smith sleeps badly", "a person&#39;s name"),
        ("information_given", "lives at CB1 2AB", "a full postcode"),
        ("asker", "gp@example.org", "an e-mail address"),
    ],
)
def test_g6_free_text_that_names_a_patient_is_refused(name, text, sign, client_of, clinician, person):
    answer = client_of(clinician).post(f"{PERSON}advice/new/", parts(given_on=date(2007, 1, 1)) | {name: text})

    assert f"looks like {sign}" in answer.content.decode()
    assert not AdviceRecord.objects.exists()


def test_a_colleague_may_be_named(client_of, clinician, person):
    client_of(clinician).post(f"{PERSON}advice/new/", parts(given_on=date(2007, 1, 1)) | {"adviser": "Ms Jane Oak"})

    assert AdviceRecord.objects.get().adviser == "Ms Jane Oak"


@pytest.mark.parametrize(
    ("folder", "values"),
    [
        ("advice", parts(given_on=date(2007, 2, 9))),
        ("advice", parts(given_on=date(2007, 1, 9), filed_on=date(2007, 1, 8))),
        ("medication-changes", parts(changed_on=date(2007, 1, 9), notified_on=date(2007, 1, 8))),
        ("recovery-plans", parts(made_on=date(2007, 1, 9), reviewed_on=date(2007, 1, 8))),
        ("health-checks", parts(offered_on=date(2007, 1, 9), done_on=date(2007, 1, 8))),
        ("recovery-plans", parts(made_on=date(2007, 1, 9)) | {"parts": "diary"}),
        ("cpa-reviews", parts(review_on=date(2007, 1, 9)) | {"how": "fax"}),
    ],
)
def test_dates_out_of_order_and_strange_words_are_refused(folder, values, client_of, clinician, person):
    answer = client_of(clinician).post(f"{PERSON}{folder}/new/", values)

    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_52_agreement_keeps_the_host_record(client_of, clinician, register):
    values = {
        "own_team": "Ash",
        "other_team": "Link workers",
        "host_team": "Ash",
        "responsibilities": "Visits on Mondays",
    }

    client_of(clinician).post(
        "/register/A99001/interface/agreements/new/",
        values | parts(starts_on=date(2007, 1, 1), review_due_on=date(2007, 7, 1)),
    )

    assert LinkAgreement.objects.get().host_team == "Ash"


def test_25_agreement_is_reviewed_after_it_starts(client_of, clinician, register):
    values = {"own_team": "Ash", "other_team": "Link workers", "host_team": "Ash"}
    dates = parts(starts_on=date(2007, 1, 1), review_due_on=date(2007, 1, 1))

    answer = client_of(clinician).post("/register/A99001/interface/agreements/new/", values | dates)

    assert "Choose a date after the start" in answer.content.decode()


def test_53_sharing_writes_the_three_functions_and_keeps_empty_ones(client_of, clinician, person):
    values = {"component": "lithium", "prescribe_team": "Ash", "prescribe_professional": "Dr Elm"}

    client_of(clinician).post(f"{PERSON}shared-care/new/", values)

    rows = {row.function: row.is_empty for row in SharedCareResponsibility.objects.all()}
    assert rows == {"prescribe": False, "monitor": True, "review": True}


def test_53_one_component_is_shared_once(client_of, clinician, person):
    interface_rows.make_cell(person)

    answer = client_of(clinician).post(f"{PERSON}shared-care/new/", {"component": "lithium"})

    assert "This is shared already" in answer.content.decode()


def test_53_sharing_ends_and_may_begin_again(client_of, clinician, person):
    interface_rows.make_cell(person)
    client = client_of(clinician)

    client.post(f"{PERSON}shared-care/lithium/", parts(ended_on=date(2007, 2, 1)))
    client.post(f"{PERSON}shared-care/new/", {"component": "lithium"})

    in_force = SharedCareResponsibility.objects.filter(ended_on__isnull=True)
    assert (SharedCareResponsibility.objects.count(), in_force.count()) == (6, 3)


def test_53_the_trail_does_not_say_what_a_person_takes_d37(client_of, clinician, person):
    interface_rows.make_cell(person)

    client_of(clinician).post(f"{PERSON}shared-care/lithium/", parts(ended_on=date(2007, 2, 1)))

    assert AuditEvent.objects.get(event="interface.sharing_ended").details.keys() == {"empty"}


def test_53_looking_at_who_does_what_is_an_event_d36(client_of, clinician, person):
    interface_rows.make_cell(person)

    client_of(clinician).get(f"{PERSON}shared-care/lithium/")

    assert AuditEvent.objects.get(event="patient.viewed").details == {"page": "shared_care_edit"}


def test_53_component_that_is_not_shared_is_not_found(client_of, clinician, person):
    assert client_of(clinician).get(f"{PERSON}shared-care/clozapine/").status_code == 404


def test_35_plan_keeps_dates_and_parts_and_has_no_room_for_more(client_of, clinician, person):
    client_of(clinician).post(
        f"{PERSON}recovery-plans/new/", parts(made_on=date(2007, 1, 5)) | {"parts": ["tools", "crisis"]}
    )

    assert WrapPlan.objects.get().parts == ["tools", "crisis"]
    assert {field.get_internal_type() for field in WrapPlan._meta.fields} & {"TextField", "CharField"} == set()


@pytest.mark.parametrize("model", [MedicationChange, CpaContribution, PhysicalHealthCheck])
def test_no_record_has_a_field_for_a_drug(model):
    assert not [field.name for field in model._meta.fields if "drug" in field.name or "medicine" in field.name]


def test_a_record_is_changed_and_the_trail_names_fields_only(client_of, clinician, person):
    advice = interface_rows.make_advice(person, channel="telephone", advice="Review weekly")
    values = parts(given_on=advice.given_on, written_follow_up_on=date(2007, 1, 16))

    client_of(clinician).post(
        f"{PERSON}advice/{advice.pk}/", values | {"channel": "telephone", "advice": "Review in a month"}
    )

    event = AuditEvent.objects.get(event="interface.changed")
    assert event.details == {"fields": ["advice", "written_follow_up_on"]}
    assert "month" not in str(event.details)


def test_d36_each_view_is_on_the_trail(client_of, manager, person):
    client = client_of(manager)
    client.get(PERSON)
    client.get("/register/A99001/interface/")

    events = AuditEvent.objects.filter(event="patient.viewed").order_by("pk")
    assert [event.details["page"] for event in events] == ["interface_person", "interface_home"]
    assert person.patient_key not in str([(event.details, event.about_id) for event in events])


@pytest.mark.parametrize(
    "name", ["advice_create", "medication_create", "cpa_create", "wrap_create", "shared_care_create"]
)
def test_manager_reads_and_clinician_writes(name, client_of, manager, clinician, person):
    address = reverse(name, args=["A99001", 7])

    assert client_of(manager).get(address).status_code == 403
    assert client_of(clinician).get(address).status_code == 200


@pytest.mark.parametrize("cast", ["commissioner", "facilitator", "administrator", "data_officer", "lay_member"])
def test_d13_nobody_else_reads_any_of_it(cast, request, client_of, person):
    client = client_of(request.getfixturevalue(cast))

    answers = {client.get(address).status_code for address in (PERSON, "/register/A99001/interface/")}

    assert answers <= {403, 404}


def test_d11_record_of_a_neighbour_looks_like_none(client_of, clinician, person, neighbour):
    theirs = interface_rows.make_advice(people.make_entry(neighbour, 7).person)

    known = client_of(clinician).get(f"{PERSON}advice/{theirs.pk}/")
    unknown = client_of(clinician).get(f"{PERSON}advice/987654/")

    assert (known.status_code, unknown.status_code) == (404, 404)


def test_d11_record_of_another_person_is_not_found_under_this_one(client_of, clinician, person, practice):
    theirs = interface_rows.make_advice(people.make_entry(practice, 8).person)

    assert client_of(clinician).get(f"{PERSON}advice/{theirs.pk}/").status_code == 404


def test_d14_posting_more_than_the_form_changes_no_more(client_of, clinician, person, practice, neighbour):
    values = parts(given_on=date(2007, 1, 15)) | {"practice": neighbour.pk, "person": 1, "recorded_by": 1, "id": 5}

    client_of(clinician).post(f"{PERSON}advice/new/", values)

    advice = AdviceRecord.objects.get()
    assert (advice.practice, advice.person, advice.recorded_by) == (practice, person, clinician)


def test_switched_off_pages_say_so_and_write_nothing(client_of, clinician, person, register):
    register.keeps_interface_records = False
    register.save()
    client = client_of(clinician)

    page = client.get(PERSON).content.decode()
    client.post(f"{PERSON}advice/new/", parts(given_on=date(2007, 1, 15)))

    assert "does not keep records of work with other teams" in page
    assert not AdviceRecord.objects.exists()
