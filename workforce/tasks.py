"""Where the worker finds the jobs of this app; each part keeps its own."""

from workforce.jobs import data_rights, recompute, staff_uploads  # noqa: F401
