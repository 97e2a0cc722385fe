"""extracts: filled by its part."""

urlpatterns = []
