"""What the data say of cycles, and the prediction ledger."""

from django.urls import path

from collaborative.views import evaluations

urlpatterns = [
    path("cycles/<int:cycle>/evaluation/", evaluations.cycle_evaluation, name="cycle_evaluation"),
    path("cycles/<int:cycle>/evaluation.csv", evaluations.cycle_evaluation_csv, name="cycle_evaluation_csv"),
    path("waves/<str:wave_code>/predictions/", evaluations.prediction_ledger_page, name="prediction_ledger"),
    path("waves/<str:wave_code>/predictions.csv", evaluations.prediction_ledger_csv, name="prediction_ledger_csv"),
]
