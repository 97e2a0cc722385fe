"""Reports of learning workshops."""

urlpatterns = []
