"""Change package, driver diagram and ideas."""

from django.urls import path

from collaborative.views import change_packages, drivers, ideas

WAVE = "waves/<str:wave_code>/improvement"

urlpatterns = [
    path(f"{WAVE}/package/", change_packages.change_package, name="change_package"),
    path(f"{WAVE}/package/start/", change_packages.package_start, name="package_start"),
    path(f"{WAVE}/package/copy/", change_packages.package_copy, name="package_copy"),
    path(f"{WAVE}/package/new/", change_packages.item_create, name="item_create"),
    path("package-items/<int:item>/", change_packages.item_edit, name="item_edit"),
    path("package-items/<int:item>/move/", change_packages.item_move, name="item_move"),
    path("package-items/<int:item>/retire/", change_packages.item_retire, name="item_retire"),
    path("package-items/<int:item>/restore/", change_packages.item_restore, name="item_restore"),
    path(f"{WAVE}/drivers/", drivers.driver_diagram, name="driver_diagram"),
    path(f"{WAVE}/drivers.csv", drivers.driver_diagram_csv, name="driver_diagram_csv"),
    path(f"{WAVE}/drivers/aim/", drivers.aim_create, name="aim_create"),
    path("drivers/<int:driver>/", drivers.driver_edit, name="driver_edit"),
    path("drivers/<int:driver>/add/", drivers.driver_create, name="driver_create"),
    path("drivers/<int:driver>/move/", drivers.driver_move, name="driver_move"),
    path("drivers/<int:driver>/remove/", drivers.driver_remove, name="driver_remove"),
    path(f"{WAVE}/ideas/", ideas.idea_list, name="idea_list"),
    path("teams/<int:team>/ideas/new/", ideas.idea_create, name="idea_create"),
    path("teams/<int:team>/ideas/<int:idea>/copy/", ideas.idea_copy, name="idea_copy"),
    path("ideas/<int:idea>/", ideas.idea_detail, name="idea_detail"),
    path("ideas/<int:idea>/edit/", ideas.idea_edit, name="idea_edit"),
]
