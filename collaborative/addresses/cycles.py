"""PDSA cycles, ramps and boards."""

urlpatterns = []
