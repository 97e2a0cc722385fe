"""Addresses of this part of the workforce."""

urlpatterns = []
