"""`python -m bench false_alarms`: how often chance alone sets off each rule and limit, by the functions that judge the charts.

Prints every figure beside that of the design documents and writes measures/method/false_alarms.toml, which the method
pages show. Seeded: a second run writes the same file, and says so.
"""

import sys
from dataclasses import dataclass
from json import dumps
from pathlib import Path

import numpy as np

from bench.simulated_changes import CHANGE_SIMULATIONS
from bench.simulated_charts import CHART_SIMULATIONS
from bench.simulated_practices import FUNNELS

FILE = Path(__file__).resolve().parent.parent / "measures" / "method" / "false_alarms.toml"
SEED, CHARTS = 2006, 100_000
SIMULATIONS = [*CHART_SIMULATIONS, *FUNNELS, *CHANGE_SIMULATIONS]
STANDARD_NORMAL_95 = 1.96
BATCHES = 20
HOW = (
    "Series in which nothing happens, from a seeded generator, judged by the same functions that judge the charts of these "
    "pages. “At least one signal” counts charts, not points. The range holds the true figure in 19 of 20 simulations."
)


@dataclass(frozen=True)
class Figure:
    key: str
    label: str
    unit: str
    value: float
    low: float
    high: float
    trials: int
    design: float | None
    remark: str


def figure(simulation, charts=CHARTS, seed=SEED) -> Figure:
    """Run one simulation; its range comes from the spread between batches of the trials."""
    found = simulation.run(charts, seed)
    value = simulation.of(found)
    parts = [simulation.of(part) for part in np.array_split(found, BATCHES)]
    width = STANDARD_NORMAL_95 * np.std(parts, ddof=1) / np.sqrt(BATCHES)
    low, high = max(value - width, 0.0), value + width
    return Figure(
        simulation.key,
        simulation.label,
        simulation.unit,
        *(rounded(number) for number in (value, low, high)),
        len(found),
        simulation.design,
        simulation.remark,
    )


def rounded(number: float) -> float:
    """Three figures are more than the simulation knows."""
    return float(f"{number:.3g}")


def as_toml(figures) -> str:
    parts = [
        "# Written by `python -m bench false_alarms`; not by hand.",
        f"seed = {SEED}",
        f"how = {dumps(HOW, ensure_ascii=False)}",
    ]
    for one in figures:
        fields = {name: value for name, value in vars(one).items() if value is not None and value != ""}
        lines = [f"{name} = {dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
        parts.append("\n[[figures]]\n" + "\n".join(lines))
    return "\n".join(parts) + "\n"


def line_of(one: Figure) -> str:
    design = "" if one.design is None else f"{one.design:g}"
    ours = f"{one.value:g} ({one.low:g} to {one.high:g})"
    return f"{one.label[:86]:86} {ours:>26} {design:>7} {one.unit}"


def main(charts=CHARTS):
    print(f"{'seed ' + str(SEED):86} {'ours (95% range)':>26} {'design':>7}")
    figures = []
    for simulation in SIMULATIONS:
        figures.append(figure(simulation, int(charts)))
        print(line_of(figures[-1]), flush=True)
        if figures[-1].remark:
            print(f"    {figures[-1].remark}")
    if int(charts) != CHARTS:
        print(f"Not written: the file is made with {CHARTS} charts")
        return
    text = as_toml(figures)
    is_same = FILE.exists() and FILE.read_text(encoding="utf-8") == text
    FILE.write_text(text, encoding="utf-8")
    print(f"{FILE.name}: {'the same as before' if is_same else 'written anew'}")


if __name__ == "__main__":
    main(*sys.argv[1:])
