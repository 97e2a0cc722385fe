"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")

application = get_wsgi_application()

# What the start has loaded is never garbage; walking all of it while a dashboard is made cost half of the page's time.
gc.collect()
gc.freeze()
