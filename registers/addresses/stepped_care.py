"""stepped care: filled by its part."""

urlpatterns = []
