"""What people decided about the charts of the demonstration's first wave: what it aims at, and one new phase with its cause."""

from datetime import date
from decimal import Decimal

from measures.actions.rebases import rebase_series
from measures.actions.targets import set_target
from measures.models import Rebase

REASON = "Agreed by the teams at learning workshop 1 (invented)"
TARGETS = {"gp_consultations": Decimal("60"), "referrals": Decimal("12"), "long_absence": Decimal("4")}

REBASED_PRACTICE, REBASED_MEASURE, REBASED_FROM = "A99004", "gp_consultations", date(2006, 8, 1)
CYCLE = "Telephone review in place of a repeat appointment, cycle 3"
CAUSE = "From August everybody on the list is offered a telephone review before another appointment is made (invented)"


def set_targets(wave, by):
    for measure, value in TARGETS.items():
        set_target(wave=wave, measure=measure, value=value, reason=REASON, by=by)


def begin_phase(wave, by_code, by):
    """Of one practice, which knows what it changed; its series must have been computed."""
    rebase_series(
        wave=wave,
        level=Rebase.Level.PRACTICE,
        organisation=by_code[REBASED_PRACTICE],
        measure=REBASED_MEASURE,
        starts=REBASED_FROM,
        reason=CAUSE,
        cycle=CYCLE,
        by=by,
    )
