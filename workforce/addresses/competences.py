"""Addresses of competences, self-rating and accreditation."""

from django.urls import path

from workforce.views import accreditations, competences, evidence, self_ratings

urlpatterns = [
    path("<slug:programme>/competences/", competences.competence_matrix, name="competence_matrix"),
    path("<slug:programme>/competences.csv", competences.competence_matrix_csv, name="competence_matrix_csv"),
    path("workers/<int:worker>/competences/", competences.worker_competences, name="worker_competences"),
    path("workers/<int:worker>/competences/add/", competences.evidence_create, name="evidence_create"),
    path("evidence/<int:evidence>/sign-off/", competences.evidence_sign, name="evidence_sign"),
    path("evidence/<int:evidence>/", evidence.evidence_edit, name="evidence_edit"),
    path("evidence/<int:evidence>/remove/", evidence.evidence_remove, name="evidence_remove"),
    path("evidence/<int:evidence>/take-back/", evidence.evidence_unsign, name="evidence_unsign"),
    path("workers/<int:worker>/self-rating/", self_ratings.self_rating, name="self_rating"),
    path("workers/<int:worker>/self-rating.csv", self_ratings.self_rating_csv, name="self_rating_csv"),
    path("<slug:programme>/accreditation/", accreditations.accreditation_list, name="accreditation_list"),
    path("workers/<int:worker>/accreditation/add/", accreditations.accreditation_create, name="accreditation_create"),
    path("accreditation/<int:accreditation>/", accreditations.accreditation_edit, name="accreditation_edit"),
]
