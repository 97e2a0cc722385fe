"""Roster: posts, those who hold them, vacancies, cohorts; and the catalogue of roles."""

from django.urls import path

from workforce.views import cohorts, endings, holdings, posts, roles, roster, workers

urlpatterns = [
    path("", roster.workforce_home, name="workforce_home"),
    path("roles/", roles.role_list, name="role_list"),
    path("guidance/", roles.guidance_list, name="guidance_list"),
    path("roles/<str:role>/", roles.role_detail, name="role_detail"),
    path("posts/<int:post>/", posts.post_detail, name="post_detail"),
    path("posts/<int:post>/edit/", posts.post_edit, name="post_edit"),
    path("posts/<int:post>/close/", posts.post_close, name="post_close"),
    path("posts/<int:post>/reopen/", endings.post_reopen, name="post_reopen"),
    path("posts/<int:post>/hosts/", posts.post_host_change, name="post_host_change"),
    path("posts/<int:post>/holders/new/", holdings.holding_create, name="holding_create"),
    path("holdings/<int:holding>/end/", holdings.holding_end, name="holding_end"),
    path("holdings/<int:holding>/start/correct/", endings.holding_start_correct, name="holding_start_correct"),
    path("holdings/<int:holding>/end/correct/", endings.holding_end_correct, name="holding_end_correct"),
    path("holdings/<int:holding>/reopen/", endings.holding_reopen, name="holding_reopen"),
    path("holdings/<int:holding>/terms/", holdings.terms_change, name="terms_change"),
    path("workers/<int:worker>/", workers.worker_detail, name="worker_detail"),
    path("workers/<int:worker>/edit/", workers.worker_edit, name="worker_edit"),
    path("<slug:programme>/posts/", roster.roster, name="roster"),
    path("<slug:programme>/posts/new/", posts.post_create, name="post_create"),
    path("<slug:programme>/posts/transfer/", posts.post_transfer, name="post_transfer"),
    path("<slug:programme>/vacancies/", roster.vacancy_list, name="vacancy_list"),
    path("<slug:programme>/people/", workers.worker_list, name="worker_list"),
    path("<slug:programme>/people/new/", workers.worker_create, name="worker_create"),
    path("<slug:programme>/cohorts/", cohorts.cohort_list, name="cohort_list"),
    path("<slug:programme>/cohorts/new/", cohorts.cohort_create, name="cohort_create"),
    path("<slug:programme>/employers/new/", cohorts.employer_create, name="employer_create"),
    path("<slug:programme>/employers/<int:employer>/edit/", cohorts.employer_edit, name="employer_edit"),
]
