"""Parts that a programme switches on."""

from django.urls import path

from collaborative.views import programme_parts, value

PROGRAMME = "programmes/<slug:slug>"

urlpatterns = [
    path(f"{PROGRAMME}/parts/", programme_parts.programme_parts, name="programme_parts"),
    path(f"{PROGRAMME}/case/", programme_parts.case_for_change, name="case_for_change"),
    path(f"{PROGRAMME}/case/edit/", programme_parts.case_edit, name="case_edit"),
    path(f"{PROGRAMME}/case/funding/", programme_parts.funding_create, name="funding_create"),
    path("funding-lines/<int:funding_line>/", programme_parts.funding_edit, name="funding_edit"),
    path("funding-lines/<int:funding_line>/remove/", programme_parts.funding_remove, name="funding_remove"),
    path(f"{PROGRAMME}/cascade/", programme_parts.cascade_page, name="cascade"),
    path(f"{PROGRAMME}/cascade/edit/", programme_parts.cascade_edit, name="cascade_edit"),
    path(f"{PROGRAMME}/checklists/", programme_parts.checklists_page, name="checklists"),
    path(f"{PROGRAMME}/checklists/edit/", programme_parts.checklists_edit, name="checklists_edit"),
    path(f"{PROGRAMME}/stakeholders/", programme_parts.stakeholder_map, name="stakeholder_map"),
    path(f"{PROGRAMME}/stakeholders/new/", programme_parts.body_create, name="body_create"),
    path("decision-bodies/<int:body>/", programme_parts.body_edit, name="body_edit"),
    path("decision-bodies/<int:body>/remove/", programme_parts.body_remove, name="body_remove"),
    path("waves/<str:wave_code>/improvement/value/", value.value, name="value"),
    path("waves/<str:wave_code>/improvement/value.csv", value.value_csv, name="value_csv"),
    path("waves/<str:wave_code>/improvement/value/costs/", value.value_costs, name="value_costs"),
]
