"""entry: a monthly return typed on the screen, or pasted as copied cells."""

from django.urls import path

from measures.views import entry, pasting

ENTER = "waves/<str:wave_code>/practices/<str:ods_code>/returns/<str:period>/enter/"

urlpatterns = [
    path(ENTER, entry.return_entry, name="return_entry"),
    path(f"{ENTER}cell/", entry.return_entry_cell, name="return_entry_cell"),
    path("returns/paste/", pasting.return_paste, name="return_paste"),
]
