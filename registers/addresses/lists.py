"""lists: filled by its part."""

urlpatterns = []
