"""Jobs about patients and staff say what went wrong by its kind and its place in the code, never by its words (D37).

A database's message may quote a row: "Key (patient_key)=(...) already exists" would stand in the log and in the job's row.
"""

from functools import wraps


class WentWrong(Exception):
    """Named after what was raised; the trace leads to where that was."""


def quiet(function):
    """Put under the handler of a job: what it raises comes out without its message."""

    @wraps(function)
    def run(job):
        try:
            return function(job)
        except Exception as error:
            raise WentWrong(type(error).__name__).with_traceback(error.__traceback__) from None

    return run
