"""Addresses of the dashboards. `level` is practice, commissioner, commissioner_now or wave; the wave's own code is "wave"."""

from django.urls import path

from collaborative.views import exports, home, measures_pages, practices, wave_figures, waves, working

SERIES = "waves/<str:wave_code>/data/<str:level>/<str:code>/<str:measure>"

urlpatterns = [
    path("", home.home, name="home"),
    path("waves/<str:wave_code>/", waves.wave_dashboard, name="wave_dashboard"),
    path("waves/<str:wave_code>/pcts/<str:ods_code>/", waves.commissioner_dashboard, name="commissioner_dashboard"),
    path("waves/<str:wave_code>/practices/<str:ods_code>/", practices.practice_dashboard, name="practice_dashboard"),
    path("waves/<str:wave_code>/measures/<str:measure>/", measures_pages.measure_dashboard, name="measure_dashboard"),
    path(
        "waves/<str:wave_code>/working/<str:level>/<str:code>/<str:measure>/<str:period>/",
        working.show_working,
        name="show_working",
    ),
    path("waves/<str:wave_code>/figures/", wave_figures.wave_figures, name="wave_figures"),
    path("waves/<str:wave_code>/figures.<str:kind>", wave_figures.wave_figures_file, name="wave_figures_file"),
    path(f"{SERIES}.csv", working.series_csv, name="series_csv"),
    path(f"{SERIES}/chart/", exports.series_chart, name="series_chart"),
    path(f"{SERIES}/chart.html", exports.series_chart_file, name="series_chart_file"),
]
