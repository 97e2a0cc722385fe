"""When a wave's calendar or its practices change, what was computed for it must be computed anew."""

from uuid import uuid4

from django.db import transaction

from operations import jobs

WAVE_CHANGED = "practices.wave_changed"
# What apps above do in the same transaction: each is called with wave and by.
FOLLOWERS = []


def follows_the_wave(follower):
    """Decorator of an action that keeps something in step with a wave: `follower(wave=..., by=...)`."""
    FOLLOWERS.append(follower)
    return follower


@transaction.atomic
def announce(action, *, wave, **arguments):
    """Do what changes the wave, and put the work that follows down in the same transaction.

    Who computes the measures takes the job up (measures/tasks.py): practices knows nothing of measures.
    """
    result = action(wave=wave, **arguments)
    for follower in FOLLOWERS:
        follower(wave=wave, by=arguments["by"])
    jobs.enqueue(
        WAVE_CHANGED,
        key=f"{WAVE_CHANGED}:{wave.pk}:{uuid4().hex}",
        payload={"wave": wave.pk, "reason": "The wave was changed"},
    )
    return result
