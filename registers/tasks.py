"""Where the worker finds the jobs of this app; each part keeps its own."""

from registers import extract_tasks, safety_tasks, summary_tasks  # noqa: F401
