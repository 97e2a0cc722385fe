"""What the last verifications found: each is a finished Job, so that the health page can ask without knowing what was looked at."""

from operations.models import Job

KIND = "collaborative.verify"


def verifications():
    """Those that came to an end, the last first. `result` is {"holds": bool, "invariants": [...]}."""
    return Job.objects.filter(kind=KIND, state=Job.State.DONE).order_by("-finished_at", "-id")


def last_holds() -> bool | None:
    """Whether everything held when it was last looked at; None before the first time."""
    found = verifications().values_list("result", flat=True).first()
    return None if found is None else bool(found.get("holds"))
