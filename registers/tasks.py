"""Where the worker finds the jobs of this app; each part keeps its own."""

from registers.jobs import extracts, safety, summaries  # noqa: F401
