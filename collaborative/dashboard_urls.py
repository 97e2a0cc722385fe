"""Addresses of the dashboards. `level` is practice, commissioner, commissioner_now or wave; the wave's own code is "wave"."""

from django.urls import path

from collaborative.views import (
    attached_contacts,
    exports,
    funnels,
    home,
    matrix,
    measures_pages,
    multiples,
    other_rules,
    practices,
    rebases,
    series_files,
    targets,
    wave_figures,
    waves,
    working,
    worth_a_look,
)

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
    path(
        "waves/<str:wave_code>/data/practice/<str:ods_code>/attached-contacts.csv",
        attached_contacts.attached_contacts_csv,
        name="attached_contacts_csv",
    ),
    path(f"{SERIES}.csv", series_files.series_csv, name="series_csv"),
    path(f"{SERIES}.xlsx", series_files.series_xlsx, name="series_xlsx"),
    path(f"{SERIES}.svg", series_files.series_svg, name="series_svg"),
    path(f"{SERIES}/chart/", exports.series_chart, name="series_chart"),
    path(f"{SERIES}/chart.html", exports.series_chart_file, name="series_chart_file"),
    path(f"{SERIES}/rules/", other_rules.series_rules, name="series_rules"),
    path(f"{SERIES}/rebase/", rebases.series_rebase, name="series_rebase"),
    path("rebases/<int:pk>/withdraw/", rebases.rebase_withdraw, name="rebase_withdraw"),
    path("waves/<str:wave_code>/targets/", targets.measure_targets, name="measure_targets"),
    path("waves/<str:wave_code>/targets/<str:measure>/", targets.target_set, name="target_set"),
    path("waves/<str:wave_code>/targets/<str:measure>/end/", targets.target_end, name="target_end"),
    path("waves/<str:wave_code>/matrix/", matrix.wave_matrix, name="wave_matrix"),
    path("waves/<str:wave_code>/matrix.<str:kind>", matrix.wave_matrix_file, name="wave_matrix_file"),
    path("waves/<str:wave_code>/multiples/<str:measure>/", multiples.wave_multiples, name="wave_multiples"),
    path("waves/<str:wave_code>/funnel/<str:measure>/", funnels.wave_funnel, name="wave_funnel"),
    path("waves/<str:wave_code>/funnel/<str:measure>.csv", funnels.wave_funnel_csv, name="wave_funnel_csv"),
    path("waves/<str:wave_code>/deciles/<str:measure>.csv", funnels.wave_deciles_csv, name="wave_deciles_csv"),
    path("waves/<str:wave_code>/worth-a-look/", worth_a_look.wave_worth_a_look, name="wave_worth_a_look"),
]
