"""mending: a refused file goes back with marks, or its cells are typed anew."""

from django.urls import path

from practices.views import mending

urlpatterns = [
    path("returns/uploads/<uuid:upload_id>/annotated.xlsx", mending.upload_annotated, name="upload_annotated"),
    path("returns/uploads/<uuid:upload_id>/mend/", mending.upload_mend, name="upload_mend"),
]
