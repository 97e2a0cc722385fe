"""The 72 reference cases (made-up data, answers of the R packages named in the file), and how an answer is compared with them.

None in an expected list means that the reference has no number there: it is skipped, not demanded.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

PATH = Path(__file__).parent / "spc_vectors.json"
ABSOLUTE = 1e-9


@cache
def all_cases() -> list[dict]:
    return json.loads(PATH.read_text(encoding="utf-8"))["cases"]


def cases_of(*kinds: str) -> list[dict]:
    found = [case for case in all_cases() if case["kind"] in kinds]
    assert found, f"no case of {kinds}"
    return found


def identifier(case: dict) -> str:
    return case["id"]


def column(values) -> np.ndarray:
    """A [months, 1] array of a list with None for what is missing."""
    return np.array([np.nan if value is None else value for value in values], dtype=float).reshape(-1, 1)


def agrees(found, expected, relative: float) -> bool:
    """One number, text or truth value with the reference's; whatever stands opposite None agrees."""
    if expected is None:
        return True
    if isinstance(expected, bool | str):
        return found == expected
    if found is None or not np.isfinite(found):
        return False
    return bool(abs(found - expected) <= relative * abs(expected) + ABSOLUTE)


def assert_agrees(found, expected, relative: float, name: str = "") -> None:
    """The same for numbers or whole lists; the message names the first place that differs."""
    if not isinstance(expected, list):
        assert agrees(found, expected, relative), f"{name}: {found!r}, expected {expected!r}"
        return
    found = list(found)
    assert len(found) == len(expected), f"{name}: {len(found)} values, expected {len(expected)}"
    for place, (one, wanted) in enumerate(zip(found, expected, strict=True)):
        assert agrees(one, wanted, relative), f"{name}[{place}]: {one!r}, expected {wanted!r}"
