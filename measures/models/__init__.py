"""Returns as they were sent, and what was computed from them."""

from measures.models.monthly_return import MonthlyReturn
from measures.models.series import Computation, Rollup, Series

__all__ = ["Computation", "MonthlyReturn", "Rollup", "Series"]
