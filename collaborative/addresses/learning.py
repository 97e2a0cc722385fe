"""Barriers, reflections, stories and comments."""

urlpatterns = []
