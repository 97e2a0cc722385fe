"""Addresses of the frozen releases of a programme's figures."""

from django.urls import path

from workforce.views import releases

urlpatterns = [
    path("<slug:programme>/releases/", releases.release_list, name="release_list"),
    path("<slug:programme>/releases/new/", releases.release_create, name="release_create"),
    path("releases/<int:release>/", releases.release_detail, name="release_detail"),
    path("releases/<int:release>/file.<str:kind>", releases.release_file, name="release_file"),
    path("releases/<int:release>/approve/", releases.release_approve, name="release_approve"),
    path("releases/<int:release>/refuse/", releases.release_refuse, name="release_refuse"),
    path("releases/<int:release>/withdraw/", releases.release_withdraw, name="release_withdraw"),
]
