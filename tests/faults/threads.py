"""The same thing done by many at once, each with a connection of its own that is closed afterwards."""

from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from threading import Barrier

from django.db import connections


def at_once(function):
    """For a thread: what it opened is closed, else the test database could not be removed."""

    @wraps(function)
    def alone(*arguments, **named):
        try:
            return function(*arguments, **named)
        finally:
            connections.close_all()

    return alone


def all_together(function, over):
    """[what `function(one)` returned or raised for one of `over`, ...]: none begins before all are there."""
    over = list(over)
    start = Barrier(len(over))

    def begin(one):
        start.wait()
        try:
            return function(one)
        except Exception as fault:
            return fault

    with ThreadPoolExecutor(len(over)) as pool:
        return list(pool.map(at_once(begin), over))
