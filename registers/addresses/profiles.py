"""profiles: filled by its part."""

urlpatterns = []
