"""What the charts of all groups say: the analysis of their months in one call. Pure, NumPy."""

import numpy as np

from measures.statistics.analysing import Analyses, Observed, analyse
from measures.statistics.icons import better_of


def judge_groups(measured, monthly, phases: np.ndarray | None, targets: np.ndarray) -> Analyses:
    """Of every measure and group, in the order of `measured.grouping`.

    phases   int [T, G] or None for one phase everywhere
    targets  float [G] in the unit of the rate, NaN for none
    """
    definitions, of_groups = measured.definitions, measured.of_groups
    units = of_groups([definition.denominator_units for definition in definitions])
    has_value = ~np.isnan(monthly.values)
    proportions = of_groups([definition.is_proportion for definition in definitions]).astype(bool)
    return analyse(
        Observed(
            numerators=np.where(has_value, monthly.numerator, np.nan),
            denominators=np.where(has_value, monthly.denominator / units, np.nan),
            people=proportions,
            pooled=np.full(len(units), not measured.grouping.alone),
            better=of_groups([better_of(definition.direction) for definition in definitions]).astype(np.int8),
            phases=phases,
            judged_from=measured.returns.judged_from,
            targets=targets / measured.per,
        )
    )
