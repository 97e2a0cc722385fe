"""Teams, journeys and surveys."""

urlpatterns = []
