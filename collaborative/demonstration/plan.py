"""Who takes part in the invented first wave, pure: sizes as published, everything else drawn from one seed.

Published of the real first wave: 16 PCTs, 97 practices, 726,225 people. Everything else here is invented.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from practices.months import month_range

SEED = 20060207
NAMES = json.loads((Path(__file__).parents[2] / "fixtures" / "invented_names.json").read_text(encoding="utf-8"))

PRACTICES_OF_EACH_PCT = (9, 8, 8, 7, 7, 7, 6, 6, 6, 6, 5, 5, 5, 4, 4, 4)
PEOPLE_COVERED = 726_225
SMALLEST_PRACTICE = 1_400

ORIENTATION = date(2006, 2, 7)
LEARNING_WORKSHOPS = (date(2006, 3, 7), date(2006, 7, 11), date(2006, 11, 7))
WAVE_ENDS = date(2007, 2, 28)
MONTHS = month_range(date(2005, 2, 1), date(2007, 1, 1))
ORIENTATION_INDEX = MONTHS.index(date(2006, 2, 1))

MERGED_CODES = ("5WC", "5WD")
MERGED_INTO = "5WX"
MERGED_ON = date(2006, 10, 1)

# By the last two digits of the code. Which practices do not share, leave, or grow their list, and how.
WITHOUT_AGREEMENT = (12, 14, 15, 21, 33, 34, 49)
LEAVERS = {
    27: (date(2006, 6, 30), "Could not release staff for the workshops"),
    58: (date(2006, 9, 30), "Partners retired; patients moved to neighbouring practices"),
}
GROWTH_ONLY = (10, 20)
STILL_BUILDING = (8, 30, 52, 71, 88)
BUILT_LATER = (5, 11, 24, 38, 47, 55, 63, 69, 76, 82, 90, 95)
TINY_PRACTICES = (41, 86)

SEVERITY_TOOLS = ("PHQ9", "HADS", "BDI2")


@dataclass(frozen=True)
class PracticePlan:
    """One invented practice: its size, its list, its usual rates, and what it achieves."""

    ods_code: str
    name: str
    pct_code: str
    registered: int
    """People registered, all ages, in the orientation month."""
    share_16_64: float
    list_size: int
    """People on the list in the orientation month."""
    growth: str
    """"early", "later", "building" or "growth_only"."""
    gp_rate: float
    """GP consultations per 100 on the list and month, before."""
    other_rate: float
    referral_rate: float
    """People referred per 1,000 on the list and month, before."""
    absent_share: float
    """Share of the list with a sick note of 13 weeks or more, before."""
    gp_effect: float
    """What remains of the GP consultation rate at the end: 0.79 is a fall of 21%."""
    severity_tool: str
    shares: bool
    left_on: date | None = None
    left_reason: str = ""

    @property
    def last_month(self):
        """The last month for which the practice could send a return."""
        return MONTHS[-1] if self.left_on is None else date(self.left_on.year, self.left_on.month, 1)


def pct_codes():
    """The 16 invented PCT codes of the first wave: 5W0 to 5W9, then 5WA to 5WF."""
    return [f"5W{digit}" for digit in "0123456789ABCDEF"]


def practice_names(count):
    """Names by turns: "Ash Surgery", "Beech Surgery" ..., then "Ash Medical Centre"."""
    first, second = NAMES["practice_first"], NAMES["practice_second"]
    return [f"{first[index % len(first)]} {second[index // len(first)]}" for index in range(count)]


def list_sizes(generator, count, total):
    """`count` list sizes of the usual spread that add up to exactly `total`; two are very small practices."""
    weights = generator.lognormal(mean=0, sigma=0.5, size=count)
    for number in TINY_PRACTICES:
        weights[number - 1] = 0.05
    sizes = np.maximum(SMALLEST_PRACTICE, np.round(weights / weights.sum() * total)).astype(int)
    sizes[sizes.argmax()] += total - sizes.sum()
    return [int(size) for size in sizes]


def growth_of(number):
    for growth, numbers in (("growth_only", GROWTH_ONLY), ("building", STILL_BUILDING), ("later", BUILT_LATER)):
        if number in numbers:
            return growth
    return "early"


def gp_effects(generator, count):
    """What remains of M1 in each PCT: 0.79 in the best (a fall of "up to 21%"), little in the last."""
    return generator.permutation(np.linspace(0.8, 0.96, count))


def first_wave(seed=SEED):
    """The 97 practices of the first wave."""
    generator = np.random.default_rng(seed)
    pcts = [code for code, count in zip(pct_codes(), PRACTICES_OF_EACH_PCT, strict=True) for _ in range(count)]
    sizes = list_sizes(generator, len(pcts), PEOPLE_COVERED)
    effect_of = dict(zip(pct_codes(), gp_effects(generator, len(PRACTICES_OF_EACH_PCT)), strict=True))
    names = practice_names(len(pcts))
    return [
        practice_plan(generator, index + 1, f"A99{index + 1:03}", names[index], pct, sizes[index], effect_of[pct])
        for index, pct in enumerate(pcts)
    ]


def practice_plan(generator, number, ods_code, name, pct_code, registered, gp_effect):
    """Draw one practice's usual rates; they differ between practices as they do in life."""
    share_16_64 = generator.uniform(0.61, 0.69)
    growth = growth_of(number)
    left_on, left_reason = LEAVERS.get(number, (None, ""))
    return PracticePlan(
        ods_code=ods_code,
        name=name,
        pct_code=pct_code,
        registered=registered,
        share_16_64=share_16_64,
        list_size=round(registered * share_16_64 * generator.uniform(0.034, 0.05)),
        growth=growth,
        gp_rate=generator.uniform(62, 88),
        other_rate=generator.uniform(24, 44),
        referral_rate=generator.uniform(13, 20),
        absent_share=generator.uniform(0.045, 0.065),
        gp_effect=1.0 if growth == "growth_only" else float(gp_effect),
        severity_tool=SEVERITY_TOOLS[int(generator.choice(3, p=[0.6, 0.3, 0.1]))],
        shares=number not in WITHOUT_AGREEMENT,
        left_on=left_on,
        left_reason=left_reason,
    )


SECOND_WAVE_PCTS = {"5Y0": 5, "5Y1": 3}
SECOND_WAVE_ORIENTATION = date(2007, 1, 16)
SECOND_WAVE_WORKSHOPS = (date(2007, 3, 13), date(2007, 7, 10), date(2007, 11, 13))
SECOND_WAVE_ENDS = date(2008, 2, 29)
SECOND_WAVE_MONTHS = month_range(date(2006, 1, 1), date(2007, 1, 1))


def second_wave(seed=SEED + 1):
    """The eight practices of the second wave, which has just begun."""
    generator = np.random.default_rng(seed)
    pcts = [code for code, count in SECOND_WAVE_PCTS.items() for _ in range(count)]
    names = practice_names(97 + len(pcts))[97:]
    return [
        practice_plan(generator, 101 + index, f"A99{101 + index}", names[index], pct, int(size), 1.0)
        for index, (pct, size) in enumerate(zip(pcts, generator.integers(3_000, 11_000, len(pcts)), strict=True))
    ]
