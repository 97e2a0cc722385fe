"""The pages of stepped care: each form from the person's page, back to where it was opened, and nobody else's people."""

from datetime import date

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from registers.codes import Tool
from registers.models import CareStep, Intervention, LocalOffer, PerinatalScreening, RegisterEntry, StepReview
from tests.registers.people import (
    make_assessment,
    make_entry,
    make_intervention,
    make_screening,
    make_step,
    make_work_support,
)

PERSON = ["A99001", 12]


def day_parts(name, day):
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def address_of(review, back=""):
    return reverse("review_hold", args=[*PERSON, review.pk]) + (f"?next={back}" if back else "")


def held(**values):
    return {"outcome": "continue", "reason": "As agreed"} | day_parts("held_on", date(2007, 2, 8)) | values


def page_of(client, name, *arguments):
    return client.get(reverse(name, args=arguments or PERSON)).content.decode()


def test_a_step_is_chosen_on_one_form(entry, client_of, clinician):
    data = {"step": "2", "reason": "Mild"} | day_parts("started_on", date(2007, 2, 8))

    answer = client_of(clinician).post(reverse("care_step_start", args=PERSON), data)

    assert answer.url == reverse("entry_detail", args=PERSON)
    assert (CareStep.objects.get().step, StepReview.objects.get().due_on) == (2, date(2007, 3, 8))


def test_what_is_wrong_stands_beside_its_field(review, client_of, clinician):
    answer = client_of(clinician).post(address_of(review), held(outcome="up", new_step="4"))

    page = answer.content.decode()
    assert answer.context["form"].errors == {"next_due_on": ["Enter the day of the next review"]}
    assert 'href="#id_next_due_on-day"' in page


def test_the_practice_s_tool_without_a_total_is_no_score(review, client_of, clinician):
    client_of(clinician).post(address_of(review), held(tool=str(Tool.PHQ9.value), total=""))

    assert StepReview.objects.get(pk=review.pk).tool is None


def test_a_review_leads_back_to_the_list_it_was_opened_from(review, client_of, clinician):
    back = reverse("worklist", args=["A99001", "overdue-reviews"])

    answer = client_of(clinician).post(address_of(review, back), held())

    assert (answer.status_code, answer.url) == (302, back)


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\elsewhere.example"]
)
def test_no_form_leads_to_another_site(review, client_of, clinician, back):
    answer = client_of(clinician).post(address_of(review, back), held())

    assert answer.url == reverse("entry_detail", args=PERSON)


def test_after_stepping_out_recovery_is_offered_and_not_done(review, client_of, clinician):
    client = client_of(clinician)

    answer = client.post(address_of(review, "/"), held(outcome="out", reason="Well"), follow=True)

    assert "Say that the person has recovered" in answer.content.decode()
    assert RegisterEntry.objects.get().state == "active"


def test_a_review_that_was_held_is_shown_and_not_changed(review, client_of, clinician):
    client = client_of(clinician)
    client.post(address_of(review), held())

    answer = client.post(address_of(review), held(outcome="out"))

    assert "is not changed" in answer.content.decode()
    assert StepReview.objects.get(pk=review.pk).outcome == "continue"


def test_free_text_with_an_nhs_number_is_refused(review, client_of, clinician):
    answer = client_of(clinician).post(address_of(review), held(reason="See 943 476 5919"))

    assert "contains what looks like an NHS number" in answer.content.decode()
    assert not StepReview.objects.get(pk=review.pk).is_held


def test_d37_free_text_with_a_patient_key_is_refused(review, client_of, clinician):
    answer = client_of(clinician).post(address_of(review), held(reason=f"Same as {review.entry.person.patient_key}"))

    assert answer.context["form"].errors["reason"] == [
        "This contains what looks like a patient key. Use the local number"
    ]


def test_an_offer_may_say_how_its_service_is_reached(practice, client_of, clinician):
    reached = "Telephone 01632 960123, AB1 2CD, help@example.org"
    data = {"name": "Helpline", "kind": "cbt", "first_step": "1", "last_step": "2", "how_to_refer": reached}

    client_of(clinician).post(reverse("offer_create", args=["A99001"]), data)

    assert LocalOffer.objects.get().how_to_refer == reached


def test_no_offer_holds_an_nhs_number(practice, client_of, clinician):
    data = {"name": "Helpline", "kind": "cbt", "first_step": "1", "last_step": "2", "how_to_refer": "943 476 5919"}

    client_of(clinician).post(reverse("offer_create", args=["A99001"]), data)

    assert not LocalOffer.objects.exists()


def test_d36_each_form_of_a_person_is_a_view_of_that_person(review, client_of, clinician):
    page_of(client_of(clinician), "review_hold", *PERSON, review.pk)

    event = AuditEvent.objects.get(event="patient.viewed")
    assert (event.about_id, event.details) == (str(review.entry_id), {"page": "Hold a review"})


def test_d37_neither_title_nor_address_names_the_key(review, client_of, clinician):
    make_assessment(review.entry.person, date(2007, 1, 3), 17)

    page = page_of(client_of(clinician), "review_hold", *PERSON, review.pk)

    assert review.entry.person.patient_key not in page
    assert "<title>Hold a review: No. 12 –" in page


ROWS = [
    ("review_hold", lambda entry: make_step(entry)[1]),
    ("intervention_edit", make_intervention),
    ("work_support_edit", make_work_support),
    ("perinatal_offer", make_screening),
]


@pytest.mark.parametrize(("name", "make"), ROWS, ids=[name for name, _ in ROWS])
def test_d11_a_row_of_somebody_else_is_not_found_under_this_person(practice, entry, client_of, clinician, name, make):
    row = make(make_entry(practice, 13))

    assert client_of(clinician).get(reverse(name, args=[*PERSON, row.pk])).status_code == 404


def test_d11_an_offer_of_another_practice_cannot_be_chosen(entry, neighbour, client_of, clinician):
    theirs = LocalOffer.objects.create(practice=neighbour, name="Of Beech Surgery", kind="cbt")
    data = {"offer": theirs.pk, "taken_up": "unknown"} | day_parts("offered_on", date(2007, 2, 5))

    answer = client_of(clinician).post(reverse("intervention_create", args=PERSON), data)

    assert "Choose an offer of this practice" in answer.content.decode()
    assert "Of Beech Surgery" not in answer.content.decode()


def test_d14_extra_fields_change_nothing(entry, neighbour, client_of, clinician):
    data = {"kind": "books", "taken_up": "yes", "practice": neighbour.pk, "entry": "99", "recorded_by": "99"}

    client_of(clinician).post(
        reverse("intervention_create", args=PERSON), data | day_parts("offered_on", date(2007, 2, 5))
    )

    row = Intervention.objects.get()
    assert (row.practice, row.entry, row.recorded_by) == (entry.practice, entry, clinician)


def test_27_the_directory_is_filtered_by_step(practice, client_of, clinician):
    LocalOffer.objects.create(practice=practice, name="Library books", kind="books", first_step=1, last_step=2)
    LocalOffer.objects.create(practice=practice, name="Day group", kind="group", first_step=3, last_step=4)

    page = client_of(clinician).get(reverse("offer_list", args=["A99001"]), {"step": "3"}).content.decode()

    assert ("Day group" in page, "Library books" in page) == (True, False)


def test_a_closed_offer_is_shown_only_when_asked_for(practice, client_of, clinician):
    LocalOffer.objects.create(practice=practice, name="Old group", kind="group", is_open=False)
    client, address = client_of(clinician), reverse("offer_list", args=["A99001"])

    assert "Old group" not in client.get(address).content.decode()
    assert "Closed to new people" in client.get(address, {"closed": "on"}).content.decode()


def test_24_a_self_help_clinic_is_added_to_the_directory(practice, client_of, clinician):
    data = {
        "name": "Self-help clinic",
        "kind": "guided_self_help",
        "first_step": "1",
        "last_step": "2",
        "is_open": "on",
    }

    client_of(clinician).post(reverse("offer_create", args=["A99001"]), data)

    assert LocalOffer.objects.get().name == "Self-help clinic"


def test_38_the_form_asks_for_a_week_and_never_for_a_date_of_birth(entry, client_of, clinician):
    client, address = client_of(clinician), reverse("perinatal_plan", args=PERSON)
    assert "-day" not in client.get(address).content.decode()

    client.post(address, {"week_of_birth": "2006-12-25"})

    assert PerinatalScreening.objects.get(stage="six_weeks").due_week == date(2007, 2, 5)


def test_38_a_week_that_was_not_offered_is_refused(entry, client_of, clinician):
    client_of(clinician).post(reverse("perinatal_plan", args=PERSON), {"week_of_birth": "2006-12-27"})

    assert not PerinatalScreening.objects.exists()


def test_32_types_4_and_5_are_said_not_to_be_on_the_list_by_default(entry, client_of, clinician):
    answer = client_of(clinician).post(
        reverse("presentation_edit", args=PERSON), {"presentation_type": "5"}, follow=True
    )

    page = answer.content.decode()
    assert "People of this type are not on the list by default" in page
    assert RegisterEntry.objects.get().presentation_type == 5


def test_20_type_6_is_refused_on_the_form(entry, client_of, clinician):
    answer = client_of(clinician).post(reverse("presentation_edit", args=PERSON), {"presentation_type": "6"})

    assert answer.context["form"].errors["presentation_type"] == ["Choose one of the five types"]
