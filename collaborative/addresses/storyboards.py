"""Storyboards and pairings."""

urlpatterns = []
