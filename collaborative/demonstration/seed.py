"""Make the whole demonstration: one transaction, or nothing."""

from dataclasses import dataclass

from django.db import transaction

from collaborative.demonstration import (
    confirming,
    decisions,
    figures,
    organisations,
    people,
    plan,
    reporting,
    return_life,
    returns,
    sending,
)
from collaborative.demonstration.files import files_of
from collaborative.demonstration.improvement import seed as improvement
from collaborative.demonstration.registers import seed as registers
from collaborative.demonstration.workforce import seed as workforce
from measures.computing.recompute import recompute_wave
from operations import audit
from practices.models import Programme, Wave

# Sent as a person sends them, through receiving, reading, checking and submitting; the others are stored all at once.
SENT_BY_HAND = ("A99016-2007-01.csv", "A99019-2007-01.csv")


@dataclass(frozen=True)
class Seeded:
    """What was made; `is_new` is False when the demonstration was there already."""

    waves: list[Wave]
    returns: int = 0
    is_new: bool = True


@transaction.atomic
def seed(*, all_agreements=False):
    """Make the demonstration, unless it is there. The same seed makes the same figures."""
    programme = Programme.objects.filter(slug=organisations.PROGRAMME_SLUG).first()
    if programme:
        return Seeded(list(programme.waves.all()), is_new=False)
    programme = organisations.make_programme()
    waves = organisations.make_waves(programme)
    plans = {"W1": plan.first_wave(), "W2": plan.second_wave()}
    by_code = organisations.make_organisations(plans["W1"] + plans["W2"])
    organisations.make_list_sizes(plans["W1"] + plans["W2"], by_code)
    workforces = workforce.make_programmes(by_code)
    graduates = workforce.make_wave(workforces[workforce.SLUG], plans["W1"], by_code)
    signed_in = people.make_people([programme, *workforces.values()], [*waves, graduates], by_code)
    managers = people.make_managers(plans["W1"] + plans["W2"], by_code, signed_in)
    facilitator = signed_in["facilitator@example.org"]
    count = 0
    for wave in waves:
        organisations.make_memberships(wave, plans[wave.code], by_code, all_agreements=all_agreements)
        count += make_returns(wave, plans[wave.code], by_code, managers, facilitator)
        improvement.make_improvement(wave, plans[wave.code], by_code, signed_in)
    workforce.make_workforce(graduates, plans["W1"], by_code, signed_in)
    return_life.make_life(waves[0], by_code, signed_in)
    registers.make_registers(plans["W1"], by_code, managers, signed_in["clinician@example.org"])
    audit.record(
        "demonstration_made",
        by=signed_in["administrator@example.org"],
        about=programme,
        seed=plan.SEED,
        practices=len(managers),
        returns=count,
    )
    decide(waves, by_code, facilitator)
    improvement.ask_for_report(waves[0], facilitator)
    return Seeded(waves, count)


def make_returns(wave, practices, by_code, managers, facilitator) -> int:
    """How many were made."""
    files = [file for practice in practices for file in files_from(wave.code, practice)]
    sent_by_hand = [file for file in files if file.name in SENT_BY_HAND]
    rest = [file for file in files if file.name not in SENT_BY_HAND]
    count = returns.make_returns(wave, practices, rest, by_code, managers, facilitator)
    return count + sum(sending.send(file, by=managers[file.ods_code]).rows_read for file in sent_by_hand)


def decide(waves, by_code, facilitator) -> None:
    """Targets, then the series, then a new phase of one practice, which changes its series."""
    decisions.set_targets(waves[0], facilitator)
    for wave in waves:
        recompute_wave(wave=wave, reason="The demonstration was made")
    decisions.begin_phase(waves[0], by_code, facilitator)
    recompute_wave(wave=waves[0], reason="A practice has begun a new phase")


def files_from(wave_code, practice):
    """Everything one practice sent: all it owes in the first wave, a few months looked back on in the second."""
    if wave_code == "W1":
        sent = reporting.reported(figures.practice_months(practice))
    else:
        sent = reporting.looked_back(figures.practice_months(practice, orientation_index=reporting.SECOND_WAVE_INDEX))
    return files_of(wave_code, practice.severity_tool, confirming.confirmed(wave_code, practice, sent))
