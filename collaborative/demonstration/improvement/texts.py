"""The invented words, read once; and the chance that deals them out. Pure."""

import json
from pathlib import Path

import numpy as np

TEXTS = json.loads((Path(__file__).parents[3] / "fixtures" / "invented_improvement.json").read_text(encoding="utf-8"))
SEED = 20060711


def dealer(*key: int) -> np.random.Generator:
    """Chance of its own for each place, so that one team's draws do not move another's."""
    return np.random.default_rng([SEED, *key])


def person_name(number: int) -> str:
    """A different invented name for each number up to the product of both lists."""
    first, last = TEXTS["first_names"], TEXTS["surnames"]
    return f"{first[number % len(first)]} {last[(number // len(first) + number) % len(last)]}"


def pick(chance: np.random.Generator, choices: list):
    return choices[int(chance.integers(len(choices)))]
