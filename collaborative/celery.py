"""The Celery application: the messenger. What is to be done is a row (operations.models.Job)."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")

# The queue of the embedded default is Kombu's folder of messages, mended.
TRANSPORT_ALIASES["files"] = "operations.file_queue:Transport"
app = Celery("collaborative")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
