"""safety: filled by its part."""

urlpatterns = []
