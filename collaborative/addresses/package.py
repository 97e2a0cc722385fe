"""Change package, driver diagram and ideas."""

urlpatterns = []
