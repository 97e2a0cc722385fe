"""The project package and the top of the domain. Nobody below imports it."""

from collaborative.celery import app as celery_app

__all__ = ["celery_app"]
