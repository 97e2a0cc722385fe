"""Stepped care: steps and reviews, what is offered and taken up, what is recorded beside it."""

from django.urls import path

from registers.views import beside_care, care_steps, interventions, offers, perinatal, reviews, uptake

PERSON = "<str:ods_code>/people/<int:number>"

urlpatterns = [
    path(f"{PERSON}/step/", care_steps.care_step_start, name="care_step_start"),
    path(f"{PERSON}/review/", care_steps.review_plan, name="review_plan"),
    path(f"{PERSON}/reviews/<int:review>/", reviews.review_hold, name="review_hold"),
    path(f"{PERSON}/interventions/new/", interventions.intervention_create, name="intervention_create"),
    path(f"{PERSON}/interventions/<int:intervention>/", interventions.intervention_edit, name="intervention_edit"),
    path(f"{PERSON}/work-support/new/", beside_care.work_support_create, name="work_support_create"),
    path(f"{PERSON}/work-support/<int:work_support>/", beside_care.work_support_edit, name="work_support_edit"),
    path(f"{PERSON}/pharmacy/new/", beside_care.pharmacy_pack_create, name="pharmacy_pack_create"),
    path(f"{PERSON}/perinatal/", perinatal.perinatal_plan, name="perinatal_plan"),
    path(f"{PERSON}/perinatal/<int:screening>/", perinatal.perinatal_offer, name="perinatal_offer"),
    path(f"{PERSON}/presentation/", beside_care.presentation_edit, name="presentation_edit"),
    path(f"{PERSON}/symptoms/", beside_care.symptoms_edit, name="symptoms_edit"),
    path("<str:ods_code>/offers/", offers.offer_list, name="offer_list"),
    path("<str:ods_code>/offers/new/", offers.offer_create, name="offer_create"),
    path("<str:ods_code>/offers/<int:offer>/", offers.offer_edit, name="offer_edit"),
    path("<str:ods_code>/uptake/", uptake.uptake_page, name="uptake"),
    path("<str:ods_code>/uptake.csv", uptake.uptake_csv, name="uptake_csv"),
    path("<str:ods_code>/due/", uptake.care_due, name="care_due"),
]
