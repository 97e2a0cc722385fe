"""The project package and the top of the domain. Nobody below imports it."""

import os

# NumPy's matrix products are small here: threads for them cost more than they gain, and take turns with the other processes.
# It reads this once, when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from collaborative.celery import app as celery_app

__all__ = ["celery_app"]
