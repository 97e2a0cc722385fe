"""One thousand series of 36 months: our whole analysis against what people would use instead, in one process.

`python bench/peers.py [rounds]`, in any environment that has NumPy; a package that is not installed is not measured.
Each package makes its p chart with the rules that it has; ours chooses the chart, and judges, draws icons and run charts.
Medians of interleaved rounds, in processor time, since a busy machine interrupts short work and long work unlike; a slow
package does fewer series, which is said. The upper limits must be the same.
"""

import os
import statistics
import sys
import time
import warnings
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# Before NumPy: threads that wait for each other would count as work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path = [place for place in sys.path if Path(place or ".").resolve() != Path(__file__).resolve().parent]

import numpy as np  # noqa: E402  only now can our own modules be found

from measures.statistics.analysing import Observed, analyse  # noqa: E402
from measures.statistics.bands import limits_at  # noqa: E402
from measures.statistics.codes import P_CHART  # noqa: E402
from measures.statistics.limits import proportions  # noqa: E402
from measures.statistics.profiles import judge  # noqa: E402

SERIES, MONTHS, SEED = 1000, 36, 7
PEER_SERIES = {
    "clinical-qikit": 200,
    "shewhart": 200,
    "pycontrolcharts": 200,
    "spc-lib": 200,
    "abspc": 100,
    "pyqicharts": 20,
}
LOOP_SERIES = 100
LONG_ENOUGH = 0.2  # seconds
SAME = 1e-9
FASTEST_PEER, PANDAS_LOOP = 50, 100  # the bars of the performance design: ours at least so many times as fast


def made_series():
    """People among people, [months, series]: large enough that no limit is cut off at 100%."""
    chance = np.random.default_rng(SEED)
    people = chance.integers(200, 400, (MONTHS, SERIES)).astype(float)
    return chance.binomial(people.astype(int), 0.25).astype(float), people


def observed(numerators, people):
    series = numerators.shape[1]
    return Observed(
        numerators=numerators,
        denominators=people,
        people=np.ones(series, dtype=bool),
        pooled=np.zeros(series, dtype=bool),
        better=np.full(series, -1, dtype=np.int8),
        phases=None,
        judged_from=MONTHS,
        targets=np.full(series, 0.2),
    )


def ours(numerators, people):
    """[months, series] of upper limits from the centres of the analysis."""
    found = analyse(observed(numerators, people))
    return limits_at(P_CHART, found.centre[0], 1.0, people).upper


def ours_p_chart(numerators, people):
    """What the packages do, and no more: the limits of a p chart and its rules."""
    found = proportions(numerators, people)
    phases = np.zeros(numerators.shape, dtype=np.int8)
    judge(found.value, found.centre, found.lower, found.upper, found.near_lower, found.near_upper, phases)
    return found.upper


def ours_one_by_one(numerators, people):
    return np.hstack([ours(numerators[:, [one]], people[:, [one]]) for one in range(numerators.shape[1])])


def each(of_one):
    """Upper limits of every series, one after another; warnings of a package are its own affair."""

    def of_all(numerators, people):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            columns = zip(numerators.T, people.T, strict=True)
            return np.array([np.asarray(of_one(x, n), dtype=float) for x, n in columns]).T

    return of_all


def qikit(x, n):
    return import_module("qikit").qic(y=x, n=n, chart="p").data["ucl"]


def shewhart(x, n):
    package, pandas = import_module("shewhart"), import_module("pandas")
    found = package.p_chart(pandas.DataFrame({"x": x.astype(int), "n": n.astype(int)}), defectives="x", size="n")
    return found.table["ucl"]


def pycontrolcharts(x, n):
    return import_module("pycontrolcharts").calc_p(x.astype(int).tolist(), sample_size=n.astype(int).tolist())["ucl"]


def spc_lib(x, n):
    chart = import_module("spc_lib").PChart(np.column_stack([x, n])).fit()
    import_module("spc_lib.rules.western_electric").detect_violations(
        chart.stat_main, chart.cl_main, chart.sigma_est / np.sqrt(n.mean()), last_n=None
    )
    return chart.ucl_main


def abspc(x, n):
    package, pandas = import_module("abspc"), import_module("pandas")
    frame = pandas.DataFrame({"value": x / n, "subgroup_size": n})
    return package.detect_special_causes(package.calculate_control_limits(frame, "p"))["ucl"]


def pyqicharts(x, n):
    package, pandas = import_module("pyqicharts"), import_module("pandas")
    months = pandas.date_range("2004-02-01", periods=len(x), freq="MS")
    frame = pandas.DataFrame({"month": months, "x": x, "n": n})
    return package.qic_table(frame, x="month", y="x", denominator="n", chart="p")["ucl"]


def pandas_loop(x, n):
    """What a notebook does for each practice: limits and four rules with pandas."""
    pandas = import_module("pandas")
    frame = pandas.DataFrame({"x": x, "n": n})
    frame["value"] = frame["x"] / frame["n"]
    centre = frame["x"].sum() / frame["n"].sum()
    sigma = (centre * (1 - centre) / frame["n"]) ** 0.5
    frame["ucl"], frame["lcl"] = centre + 3 * sigma, centre - 3 * sigma
    frame["outside"] = (frame["value"] > frame["ucl"]) | (frame["value"] < frame["lcl"])
    for name, sign in (("high", 1), ("low", -1)):
        distance, step = sign * (frame["value"] - centre), sign * frame["value"].diff()
        frame[f"shift_{name}"] = (distance > 0).astype(int).rolling(7).sum() == 7
        frame[f"trend_{name}"] = (step > 0).astype(int).rolling(6).sum() == 6
        near = (distance > 2 * sigma).astype(int).rolling(3).sum() >= 2
        frame[f"two_in_three_{name}"] = near & ((distance > 0).astype(int).rolling(3).sum() == 3)
    return frame["ucl"]


PEERS = {
    "clinical-qikit": qikit,
    "shewhart": shewhart,
    "pycontrolcharts": pycontrolcharts,
    "spc-lib": spc_lib,
    "abspc": abspc,
    "pyqicharts": pyqicharts,
}


def installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def contestants() -> dict:
    """name -> (function, how many series it does)."""
    found = {
        "ours": (ours, SERIES),
        "ours, p chart and rules only": (ours_p_chart, SERIES),
        "ours, one series a call": (ours_one_by_one, LOOP_SERIES),
    }
    if installed("pandas"):
        found["pandas loop"] = (each(pandas_loop), LOOP_SERIES)
    for name, of_one in PEERS.items():
        if installed(name):
            found[f"{name} {installed(name)}"] = (each(of_one), PEER_SERIES[name])
        else:
            print(f"{name}: not installed: not measured")
    return found


def seconds_per_thousand(function, series: int, data) -> tuple[float, np.ndarray]:
    """Short work is repeated until it has taken long enough to be timed."""
    part = [array[:, :series].copy() for array in data]
    calls, began = 0, time.process_time()
    while not calls or time.process_time() - began < LONG_ENOUGH:
        limits = function(*part)
        calls += 1
    return (time.process_time() - began) / calls * 1000 / series, limits


def main(rounds=5):
    data, times, limits = made_series(), {}, {}
    running = contestants()
    for number in range(int(rounds) + 1):
        for name, (function, series) in list(running.items()):
            try:
                seconds, limits[name] = seconds_per_thousand(function, series, data)
            except Exception as error:  # another's package may fail in any way
                print(f"{name}: failed: {type(error).__name__}: {str(error)[:120]}")
                del running[name]
                continue
            if number:  # the first round warms up
                times.setdefault(name, []).append(seconds)
    report({name: statistics.median(found) for name, found in times.items()}, limits, running)


def report(median: dict, limits: dict, running: dict) -> None:
    print(f"processor seconds per {SERIES:,} series of {MONTHS} months, medians; NumPy {np.__version__}")
    for name, seconds in sorted(median.items(), key=lambda item: item[1]):
        same = np.nanmax(np.abs(limits[name] - limits["ours"][:, : limits[name].shape[1]]))
        agrees = "same upper limits" if same <= SAME else f"upper limits differ by up to {same:.2g}"
        print(
            f"  {name:29} {seconds:9.4f} s  {seconds / median['ours']:9.1f} x ours  {agrees} ({running[name][1]} series timed)"
        )
    peers = {name: seconds for name, seconds in median.items() if name.split(" ")[0] in PEERS}
    if peers:
        fastest = min(peers, key=peers.get)
        print(f"fastest package / ours: {compared(median, fastest)} ({FASTEST_PEER}): {fastest}")
    if "pandas loop" in median:
        print(f"pandas loop / ours: {compared(median, 'pandas loop')} ({PANDAS_LOOP})")


def compared(median: dict, name: str) -> str:
    whole, alike = (median[name] / median[part] for part in ("ours", "ours, p chart and rules only"))
    return f"{alike:.0f} like for like, {whole:.0f} against our whole analysis"


if __name__ == "__main__":
    main(*sys.argv[1:])
