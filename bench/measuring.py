"""How long a call takes, and how much memory this process has ever had."""

import resource
import time


def timed(function, *arguments):
    """(seconds, what the function returns)."""
    began = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - began, result


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
