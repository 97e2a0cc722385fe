"""How the worked figures of the method pages are written. Pure."""

from dataclasses import dataclass

import numpy as np

from measures.method_drawings import Lines


@dataclass(frozen=True)
class Worked:
    """`rows` are (what, figure) in order, `lines` what is drawn, if anything is."""

    rows: tuple[tuple[str, str], ...]
    lines: Lines | None = None


def number(value: float) -> str:
    """Three figures, without a decimal that says nothing."""
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return text.replace("-", "−")


def with_unit(value: float, unit: str) -> str:
    return f"{number(value)}{unit if unit.startswith('%') else ' ' + unit}"


def shown(values: np.ndarray) -> list[float | None]:
    """For drawing: None for no value."""
    return [None if np.isnan(value) else float(value) for value in np.ravel(values)]
