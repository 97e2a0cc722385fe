"""Returns as they were sent, what was computed from them, and what people decided about their charts."""

from measures.models.monthly_return import MonthlyReturn
from measures.models.rebase import Rebase, rebased_level
from measures.models.returns_block import ReturnsBlock
from measures.models.series import Computation, Series
from measures.models.target import MeasureTarget

__all__ = ["Computation", "MeasureTarget", "MonthlyReturn", "Rebase", "ReturnsBlock", "Series", "rebased_level"]
