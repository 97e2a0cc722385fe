"""Addresses of training and of careers."""

from django.urls import path

from workforce.views import careers, training

urlpatterns = [
    path("<slug:programme>/training/", training.training_list, name="training_list"),
    path("<slug:programme>/training.<slug:extension>", training.training_file, name="training_file"),
    path("<slug:programme>/training/<slug:training>/", training.training_detail, name="training_detail"),
    path("workers/<int:worker>/training/new/", training.enrolment_create, name="enrolment_create"),
    path("enrolments/<int:enrolment>/", training.enrolment_edit, name="enrolment_edit"),
    path("enrolments/<int:enrolment>/days/new/", training.training_day_create, name="training_day_create"),
    path("enrolments/<int:enrolment>/days/remove/", training.training_day_remove, name="training_day_remove"),
    path("<slug:programme>/careers/", careers.career_pathway, name="career_pathway"),
]
