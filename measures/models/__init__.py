"""Returns as they were sent, and what was computed from them."""

from measures.models.monthly_return import MonthlyReturn
from measures.models.returns_block import ReturnsBlock
from measures.models.series import Computation, Series

__all__ = ["Computation", "MonthlyReturn", "ReturnsBlock", "Series"]
