"""Addresses of recruitment: intakes and their candidates."""

from django.urls import path

from workforce.views import recruitment

urlpatterns = [
    path("<slug:programme>/recruitment/", recruitment.recruitment, name="recruitment"),
    path("<slug:programme>/recruitment.csv", recruitment.recruitment_csv, name="recruitment_csv"),
    path("<slug:programme>/recruitment/new/", recruitment.intake_create, name="intake_create"),
    path("intakes/<int:intake>/", recruitment.intake_detail, name="intake_detail"),
    path("intakes/<int:intake>/change/", recruitment.intake_edit, name="intake_edit"),
    path("intakes/<int:intake>/candidates/new/", recruitment.candidate_create, name="candidate_create"),
    path("intakes/<int:intake>/candidates/move/", recruitment.candidate_move_many, name="candidate_move_many"),
    path("candidates/<int:candidate>/", recruitment.candidate_move, name="candidate_move"),
    path("candidates/<int:candidate>/back/", recruitment.candidate_take_back, name="candidate_take_back"),
]
