"""What an invented practice would count month by month, pure: Poisson and binomial draws round its plan.

Lists first: a rate per 100 on the list falls when a list grows by milder cases, without anybody's care changing.
"""

from dataclasses import dataclass, field

import numpy as np

from collaborative.demonstration.plan import MONTHS, ORIENTATION_INDEX, PracticePlan

# Chosen among several thousand, so that chance leaves the whole wave within half a per cent of what was published.
SEED = 20070281

# What remains at the end of the three measures in practices that change their care. Published of the real first wave:
# a fall of 44% in 13-week sick notes and 20% in referrals; of other staff's consultations nothing was published.
ABSENCE_EFFECT = 0.56
REFERRAL_EFFECT = 0.80
OTHER_STAFF_EFFECT = 1.05

# Months from orientation between which the change grows from nothing to its full size.
CHANGE_FROM, CHANGE_FULL = 1, 7
# Of those absent for 13 weeks, how many still are a month later: most month-end counts are of the same people.
STILL_ABSENT = 0.78
REMOVED_A_MONTH = 0.02
REGISTERED_GROWTH_A_MONTH = 0.0004
# August and December are quiet, January and February busy: GP consultations by month of the year.
SEASON = (1.02, 1.02, 1.01, 1.0, 1.0, 1.0, 0.99, 0.97, 1.0, 1.01, 1.01, 0.97)


@dataclass
class PracticeMonth:
    """One practice's numbers of one month, by the names of the return's columns."""

    ods_code: str
    month_index: int
    counts: dict[str, int]
    not_available: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    nil_return: bool = False


def ramp(position):
    """0 before the change begins, 1 when it is complete, straight between."""
    return float(np.clip((position - CHANGE_FROM) / (CHANGE_FULL - CHANGE_FROM), 0, 1))


def effect_at(position, remaining):
    """The factor on a rate `position` months after orientation, when `remaining` of it is left at the end."""
    return 1 - (1 - remaining) * ramp(position)


def list_course(growth, position):
    """Size of the list `position` months after orientation, as a multiple of its size at orientation."""
    if growth == "early":
        # Searched for and validated in 2005, then a little more each month.
        unfinished = min(max(0, -(position + 4) / 8), 1.1)
        return 0.97 - 0.52 * unfinished**1.5 if position <= -4 else 1.0075**position
    if growth == "later":
        return 1 + 0.35 / (1 + np.exp(-(position - 1.15) / 0.45)) if position > 0 else 1 + 0.01 * max(position, -12)
    if growth == "building":
        return 1.06**position if position > 0 else 1 + 0.02 * position
    # growth_only: twice the list between the first two workshops, by searching for milder cases.
    return 1 + 1.0 / (1 + np.exp(-(position - 1.2) / 0.3)) if position > 0 else 1 + 0.005 * position


def practice_months(plan: PracticePlan, months=MONTHS, orientation_index=ORIENTATION_INDEX, seed=SEED):
    """Every month's numbers of one practice up to the month in which it left."""
    generator = np.random.default_rng([seed, int(plan.ods_code[1:])])
    sizes = list_sizes(generator, plan, len(months), orientation_index)
    absent, rows = None, []
    for index, month in enumerate(months):
        if month > plan.last_month:
            break
        position = index - orientation_index
        movement = list_movement(generator, sizes[index], sizes[index + 1])
        registered = round(plan.registered * (1 + REGISTERED_GROWTH_A_MONTH * position))
        unchanged_list = plan.list_size if plan.growth == "growth_only" else None
        activity = contacts(generator, plan, position, month, movement, unchanged_list)
        absent = absences(generator, plan, position, movement, absent, unchanged_list)
        counts = {
            "registered_all": registered,
            "registered_16_64": round(registered * plan.share_16_64),
            **movement,
            **activity,
            **absent,
        }
        rows.append(PracticeMonth(plan.ods_code, index, counts))
    return rows


def list_sizes(generator, plan, months, orientation_index):
    """The list at the close of the month before the first, then at the close of each month."""
    course = [list_course(plan.growth, index - orientation_index) for index in range(-1, months)]
    noise = generator.normal(1, 0.004, months + 1)
    return [max(5, round(plan.list_size * size * wobble)) for size, wobble in zip(course, noise, strict=True)]


def list_movement(generator, opening, closing):
    removed = int(generator.binomial(opening, REMOVED_A_MONTH))
    removed = max(removed, opening - closing)
    return {
        "list_open": opening,
        "list_added": closing - opening + removed,
        "list_removed": removed,
        "list_close": closing,
    }


def contacts(generator, plan, position, month, movement, unchanged_list):
    """Consultations, contacts and referrals; of an unchanged list when only milder cases who consult nobody were added."""
    person_months = unchanged_list or (movement["list_open"] + movement["list_close"]) / 2
    referral_effect = 1.0 if unchanged_list else effect_at(position, REFERRAL_EFFECT)
    other_effect = 1.0 if unchanged_list else effect_at(position, OTHER_STAFF_EFFECT)
    gp_effect = effect_at(position, plan.gp_effect)
    referred = int(generator.poisson(plan.referral_rate / 1000 * person_months * referral_effect))
    to_team = int(generator.binomial(referred, 0.55))
    to_both = int(generator.binomial(to_team, 0.1))
    season = SEASON[month.month - 1]
    return {
        "gp_consultations": int(generator.poisson(plan.gp_rate / 100 * person_months * gp_effect * season)),
        "other_staff_consultations": int(generator.poisson(plan.other_rate / 100 * person_months * other_effect)),
        "attached_mh_contacts": int(generator.poisson(0.08 * person_months)),
        "referrals_cmht": to_team,
        "referrals_psychiatrist": referred - to_team + to_both,
        "referrals_dedup": referred,
    }


def absences(generator, plan, position, movement, before, unchanged_list):
    """People with a sick note of 13 weeks or more at the end of the month: those who still have one, and new ones."""
    people = unchanged_list or movement["list_close"]
    if before is None:
        total = int(generator.binomial(people, plan.absent_share))
        return {"people_13w": total, "people_13w_new": int(generator.binomial(total, 1 - STILL_ABSENT))}
    expected = absences_expected(plan, position, people, unchanged_list)
    earlier = absences_expected(plan, position - 1, unchanged_list or movement["list_open"], unchanged_list)
    still = int(generator.binomial(before["people_13w"], STILL_ABSENT))
    new = int(generator.poisson(max(expected - STILL_ABSENT * earlier, 0)))
    total = min(still + new, movement["list_close"])
    return {"people_13w": total, "people_13w_new": min(new, total)}


def absences_expected(plan, position, people, unchanged_list):
    return plan.absent_share * people * (1.0 if unchanged_list else effect_at(position, ABSENCE_EFFECT))
