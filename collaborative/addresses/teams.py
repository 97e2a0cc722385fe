"""Teams, journeys and surveys."""

from django.urls import path

from collaborative.views import journeys, surveys, teams

urlpatterns = [
    path("waves/<str:wave_code>/improvement/teams/", teams.team_list, name="team_list"),
    path("waves/<str:wave_code>/improvement/teams/new/", teams.team_create, name="team_create"),
    path("teams/<int:team>/", teams.team_detail, name="team_detail"),
    path("teams/<int:team>/edit/", teams.team_edit, name="team_edit"),
    path("teams/<int:team>/sharing/", teams.team_sharing, name="team_sharing"),
    path("teams/<int:team>/members/new/", teams.member_create, name="member_create"),
    path("members/<int:member>/edit/", teams.member_edit, name="member_edit"),
    path("members/<int:member>/end/", teams.member_end, name="member_end"),
    path("teams/<int:team>/partners/new/", teams.partner_create, name="partner_create"),
    path("partners/<int:partner>/end/", teams.partner_end, name="partner_end"),
    path("teams/<int:team>/journeys/", journeys.journey_list, name="journey_list"),
    path("teams/<int:team>/journeys/new/", journeys.journey_create, name="journey_create"),
    path("journeys/<int:journey>/", journeys.journey_detail, name="journey_detail"),
    path("journeys/<int:journey>/edit/", journeys.journey_edit, name="journey_edit"),
    path("journeys/<int:journey>/again/", journeys.journey_again, name="journey_again"),
    path("journeys/<int:journey>/picture/", journeys.journey_picture, name="journey_picture"),
    path("journeys/<int:journey>/steps/new/", journeys.step_create, name="step_create"),
    path("steps/<int:step>/edit/", journeys.step_edit, name="step_edit"),
    path("steps/<int:step>/move/", journeys.step_move, name="step_move"),
    path("steps/<int:step>/remove/", journeys.step_remove, name="step_remove"),
    path("teams/<int:team>/surveys/", surveys.survey_list, name="survey_list"),
    path("teams/<int:team>/surveys/new/", surveys.survey_create, name="survey_create"),
    path("surveys/<int:survey>/", surveys.survey_detail, name="survey_detail"),
    path("surveys/<int:survey>/edit/", surveys.survey_edit, name="survey_edit"),
    path("surveys/<int:survey>/links/", surveys.survey_links, name="survey_links"),
    path("surveys/<int:survey>/paper/", surveys.survey_paper, name="survey_paper"),
    # Open: whoever was handed a link answers without signing in.
    path("answer/<str:survey_token>/", surveys.survey_answer, name="survey_answer"),
    path("answered/", surveys.survey_thanks, name="survey_thanks"),
]
