"""Addresses of staff files: sent in, and the roster taken out."""

from django.urls import path

from workforce.views import staff_files

urlpatterns = [
    path("<slug:programme>/staff-file/", staff_files.staff_upload, name="staff_upload"),
    path("<slug:programme>/staff-file/template.<str:extension>", staff_files.staff_template, name="staff_template"),
    path("<slug:programme>/staff-file/roster.<str:extension>", staff_files.roster_file, name="roster_file"),
]
