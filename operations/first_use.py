"""Modules that are imported when they are first used: a process that never shows such a page does without pandas (target 29). Pure.

What a module says of such a one in its signatures stays words (`from __future__ import annotations`), or reading it would import it.
"""

from importlib import import_module


class WhenFirstUsed:
    """Stands for a module and imports it at the first attribute that is asked of it."""

    def __init__(self, module: str):
        self.module_name = module

    def __getattr__(self, name: str):
        return getattr(import_module(self.module_name), name)

    def __repr__(self) -> str:
        return f"<{self.module_name}, when first used>"


def when_first_used(module: str) -> WhenFirstUsed:
    """`module`: its dotted name."""
    return WhenFirstUsed(module)
