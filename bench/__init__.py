"""What is fast, as ratios measured in one run: `python -m bench`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")
os.environ.setdefault("BUSINESS_CLOCK", "2007-02-08T09:00")
