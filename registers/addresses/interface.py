"""interface: filled by its part."""

urlpatterns = []
