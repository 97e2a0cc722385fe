"""Modules that are imported when they are first used: a process that never shows such a page does without pandas (target 29)."""

from functools import partial
from importlib import import_module

from django.utils.functional import SimpleLazyObject


def when_first_used(module: str):
    """Stands for the module of this dotted name and imports it at the first attribute that is asked of it."""
    return SimpleLazyObject(partial(import_module, module))
