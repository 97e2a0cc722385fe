"""The simulated figures of the method pages: the noise is what it says, and the file is what the code finds today."""

import numpy as np
import pytest

from bench import noise
from bench.false_alarms import CHARTS, FILE, SEED, SIMULATIONS, as_toml, figure
from measures.method_pages import false_alarms, parse_false_alarms

BY_KEY = {simulation.key: simulation for simulation in SIMULATIONS}


def neighbours_alike(values):
    return np.corrcoef(values[:-1].ravel(), values[1:].ravel())[0, 1]


def test_white_noise_does_not_remember():
    values = noise.white(noise.chance_of(1, "test"), 24, 4000)

    assert abs(neighbours_alike(values)) < 0.02
    assert values.std() == pytest.approx(1, abs=0.02)


def test_remembering_months_are_alike_as_much_as_asked_and_no_wider():
    values = noise.remembering(noise.chance_of(1, "test"), 24, 4000, 0.6)

    assert neighbours_alike(values) == pytest.approx(0.6, abs=0.02)
    assert values.std() == pytest.approx(1, abs=0.02)


def test_a_season_comes_back_after_a_year():
    values = noise.seasonal(noise.chance_of(1, "test"), 24, 4000)

    assert np.corrcoef(values[0], values[12])[0, 1] == pytest.approx(1 / 3, abs=0.05)  # half of 1.5 is season


def test_the_same_people_stay_at_their_share():
    counts = noise.same_people(noise.chance_of(1, "test"), 24, 4000, people=300, share=0.055, staying=0.8)

    assert counts[0].mean() == pytest.approx(16.5, rel=0.02)
    assert counts[-1].mean() == pytest.approx(16.5, rel=0.02)
    assert neighbours_alike(counts) == pytest.approx((0.8 - 0.055) / (1 - 0.055), abs=0.02)


def test_every_simulation_stands_in_the_file():
    assert list(false_alarms().figures) == list(BY_KEY)


@pytest.mark.parametrize("key", ["mdc_charts", "anhoej_24", "default_charts", "p_20_05"])
def test_a_figure_of_the_file_comes_out_again(key):
    """A change of a rule must be followed by `python -m bench false_alarms`; a little is left to other versions of NumPy."""
    found = figure(BY_KEY[key], CHARTS, SEED)

    assert found.value == pytest.approx(false_alarms().figures[key].value, rel=0.02)


def test_figures_are_read_back_as_they_were_written():
    found = figure(BY_KEY["trend_7_charts"], 2000)

    read = parse_false_alarms(as_toml([found])).figures["trend_7_charts"]

    assert (read.value, read.low, read.high, read.trials) == (found.value, found.low, found.high, 2000)


@pytest.mark.parametrize("figure_of", false_alarms().figures.values(), ids=lambda found: found.key)
def test_a_figure_that_differs_from_the_one_found_elsewhere_says_why(figure_of):
    """Within its range, or within a twelfth, for the other figure has an unknown range of its own; else with a remark."""
    if figure_of.design is None or figure_of.remark:
        return
    near = figure_of.low <= figure_of.design <= figure_of.high

    assert near or figure_of.value == pytest.approx(figure_of.design, rel=1 / 12, abs=0.05)


def test_the_file_is_generated_and_says_so():
    assert FILE.read_text(encoding="utf-8").startswith("# Written by `python -m bench false_alarms`")
