"""What the calendar puts down: one job for each wave, month and step, however many schedules ask and however late (D30)."""

from datetime import datetime

from collaborative.letters import expiring, late, pulse, reminders
from collaborative.letters.calendar import AT, DIGESTS, REMINDERS, step_of, steps_due
from operations import jobs
from operations.models import Job
from practices import clock
from practices.models import Programme, Wave

REMIND, TELL, EXPIRING = "letters.remind", "letters.tell_who_is_late", "letters.expiring"
PULSE = "letters.pulse"
# Job kind -> on which days, and what is then put down.
ROUNDS = {REMIND: (REMINDERS, reminders.send_reminders), TELL: (DIGESTS, late.send_digests)}


def enqueue_due(now: datetime) -> list[Job]:
    """`now` is business time, which the demonstration's clock holds still."""
    return [*enqueue_rounds(now), *enqueue_expiring(now), *enqueue_pulse(now)]


def enqueue_daily(now: datetime, kind: str) -> list[Job]:
    """Once a day, in the morning; a day that nobody asked on is made up for by the next."""
    return [jobs.enqueue(kind, key=f"{kind}:{now:%Y-%m-%d}")] if now.time() >= AT else []


def enqueue_expiring(now: datetime) -> list[Job]:
    return enqueue_daily(now, EXPIRING)


def enqueue_pulse(now: datetime) -> list[Job]:
    """Only while a round closes soon."""
    return enqueue_daily(now, PULSE) if pulse.letters(now.date()) else []


def enqueue_rounds(now: datetime) -> list[Job]:
    waves = Wave.objects.filter(programme__kind=Programme.Kind.MEASURES)
    return [
        jobs.enqueue(kind, key=f"{kind}:{wave.code}:{step.period}", payload={"wave": wave.code, "step": step.period})
        for kind, (rounds, _) in ROUNDS.items()
        for step in steps_due(now, rounds)
        for wave in waves
        if wave.orientation_month <= step.month <= wave.last_month
    ]


def put_down(job) -> dict:
    """payload: {"wave": code, "step": period}. Asks again whose month is not here: the job may have waited."""
    _, send = ROUNDS[job.kind]
    wave = Wave.objects.get(code=job.payload["wave"])
    return {"letters": len(send(wave, step_of(job.payload["step"]), clock.now()))}


@jobs.handler(EXPIRING)
def put_down_expiring(job) -> dict:
    """No payload: what runs out soon is asked when the job runs."""
    return {"letters": len(expiring.send_expiring(clock.today()))}


@jobs.handler(PULSE)
def put_down_pulse(job) -> dict:
    """No payload: which rounds close soon is asked when the job runs."""
    return {"letters": len(pulse.send_reminders(clock.today()))}


for kind in ROUNDS:
    jobs.handler(kind)(put_down)
