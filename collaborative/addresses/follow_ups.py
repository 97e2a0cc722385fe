"""Questions and actions that come from a chart."""

urlpatterns = []
