"""Progress scores and monthly team reports."""

urlpatterns = []
