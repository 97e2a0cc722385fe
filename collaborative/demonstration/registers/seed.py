"""Make the invented registers: those of three PCTs' practices, one of them with everything that the application holds."""

from collaborative.demonstration.registers import beside, care, drawn, storing
from registers.actions import standings, summaries
from registers.actions.code_lists import load_versions
from registers.actions.profiles import load_profiles
from registers.code_lists import shipped_versions
from registers.shipped_profiles import shipped_profiles

# Enough for a PCT's total (five practices) and a wave's (three PCTs), and no more than a newcomer should wait for.
PRACTICES_OF_EACH = {"5W0": 9, "5W1": 5, "5W2": 5}
FULL = "A99001"


def plans_with_register(plans) -> list:
    taken = dict.fromkeys(PRACTICES_OF_EACH, 0)
    chosen = []
    for plan in plans:
        if plan.left_on is None and taken.get(plan.pct_code, 99) < PRACTICES_OF_EACH.get(plan.pct_code, 0):
            taken[plan.pct_code] += 1
            chosen.append(plan)
    return chosen


def make_registers(plans, by_code, managers, clinician) -> int:
    """`plans` of the first wave; returns how many practices keep a register."""
    load_versions(shipped_versions())
    load_profiles(shipped_profiles())
    chosen = plans_with_register(plans)
    for plan in chosen:
        practice = by_code[plan.ods_code]
        storing.store_register(drawn.draw_register(plan), practice, plan.severity_tool, managers[plan.ods_code])
        care.make_care(practice, managers[plan.ods_code], with_offers=True)
        if plan.ods_code == FULL:
            beside.make_interface_records(practice, clinician)
        standings.refresh(practice)
        summaries.refresh(practice)
    return len(chosen)
