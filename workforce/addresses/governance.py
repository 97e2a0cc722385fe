"""Addresses of governance, of the introduction of roles, and of a programme's settings."""

from django.urls import path

from workforce.views import governance, introductions, settings

urlpatterns = [
    path("<slug:programme>/governance/", governance.governance_home, name="governance"),
    path("<slug:programme>/governance/<slug:role>/", governance.governance_role, name="governance_role"),
    path(
        "<slug:programme>/governance/<slug:role>/change/", governance.governance_role_edit, name="governance_role_edit"
    ),
    path("posts/<int:post>/governance/", governance.governance_post, name="governance_post"),
    path("posts/<int:post>/governance/change/", governance.governance_post_edit, name="governance_post_edit"),
    path("<slug:programme>/introductions/", introductions.introduction_list, name="introduction_list"),
    path("<slug:programme>/introductions/add/", introductions.introduction_create, name="introduction_create"),
    path("introductions/<int:plan>/", introductions.introduction_detail, name="introduction_detail"),
    path("introductions/<int:plan>/change/", introductions.introduction_edit, name="introduction_edit"),
    path("introductions/<int:plan>/engagement/", introductions.engagement_create, name="engagement_create"),
    path("introductions/<int:plan>/lessons/add/", introductions.lesson_create, name="lesson_create"),
    path("lessons/<int:lesson>/", introductions.lesson_edit, name="lesson_edit"),
    path("<slug:programme>/settings/", settings.workforce_settings, name="workforce_settings"),
]
