"""Returns as they were sent, what was asked about them and computed from them, and what people decided."""

from measures.models.altered_figure import AlteredFigure
from measures.models.contact import ReturnContact
from measures.models.draft import ReturnDraft
from measures.models.lock import LockException
from measures.models.monthly_return import MonthlyReturn
from measures.models.query import ReturnQuery
from measures.models.rebase import Rebase, rebased_level
from measures.models.returns_block import ReturnsBlock
from measures.models.rule_setting import RuleSetting, SilentFinding
from measures.models.series import Computation, Series
from measures.models.series_break import SeriesBreak
from measures.models.target import MeasureTarget

__all__ = [
    "AlteredFigure",
    "Computation",
    "LockException",
    "MeasureTarget",
    "MonthlyReturn",
    "Rebase",
    "ReturnContact",
    "ReturnDraft",
    "ReturnQuery",
    "ReturnsBlock",
    "RuleSetting",
    "Series",
    "SeriesBreak",
    "SilentFinding",
    "rebased_level",
]
