"""Who held which invented post, from when to when, and on what terms. Pure; everything is drawn from one seed.

What is copied from the published account is its shape alone: more patients seen, more satisfied workers, and most of the first
cohort gone all the same, with supervision and pay that differed widely from PCT to PCT. It gave no numbers; all here are invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from collaborative.demonstration import plan
from collaborative.demonstration.improvement.texts import person_name

SEED = [plan.SEED, 40]
TODAY = date(2007, 2, 8)
FIRST_COHORT, SECOND_COHORT = date(2005, 10, 3), date(2006, 10, 2)
FIRST_POSTS, NEW_POSTS = 24, 8
# Names of the invented people begin here, so that nobody has one of the teams' names by chance.
FIRST_NAME, FIRST_SUPERVISOR_NAME = 700, 780
REASONS = ("training_place", "pay", "supervision", "promotion", "contract_end", "other")
REASON_SHARES = (0.34, 0.16, 0.18, 0.14, 0.12, 0.06)
DESTINATIONS = {
    "training_place": "clinical_training",
    "pay": "nhs",
    "supervision": "voluntary_sector",
    "promotion": "same_programme",
    "contract_end": "not_known",
    "other": "outside",
}
NEXT_ROLES = ("PCMHW", "LI")
# Employer, scheme and band by turns: it was left to each PCT.
TERMS = (
    ("{pct}", "agenda_for_change", "5"),
    ("{pct}", "agenda_for_change", "4"),
    ("Larkhollow Mental Health Trust (invented)", "agenda_for_change", "5"),
    ("{pct}", "whitley", "Assistant, point 8"),
    ("Wharfside Counselling Charity (invented)", "other", "Project worker"),
    ("Larkhollow Mental Health Trust (invented)", "agenda_for_change", "6"),
)
SUPERVISORS = 8


@dataclass(frozen=True)
class DrawnHolding:
    """`worker` is a number among all graduate workers; `end` the last day, None while in post."""

    worker: int
    cohort: str
    start: date
    end: date | None = None
    reason: str = ""
    next_role: str = ""

    @property
    def name(self) -> str:
        return person_name(FIRST_NAME + self.worker)


@dataclass
class DrawnPost:
    number: int
    pct_code: str
    practices: list[str]
    wte: float
    start: date
    holdings: list[DrawnHolding] = field(default_factory=list)


def pct_number(code: str) -> int:
    return plan.pct_codes().index(code)


def quality(code: str) -> float:
    """What share of the sessions planned in a PCT is held: from a third to nearly all."""
    return 0.35 + 0.6 * ((pct_number(code) * 7) % 16) / 15


def terms_of(code: str) -> tuple[str, str, str]:
    """Template of the employer, scheme, band."""
    return TERMS[pct_number(code) % len(TERMS)]


def draw_posts(practices) -> list[DrawnPost]:
    """`practices`: plans of the first wave. 32 posts of graduate workers over the 16 PCTs, with 39 holders in all."""
    generator = np.random.default_rng(SEED)
    staying = [practice for practice in practices if practice.left_on is None]
    posts = [draw_post(generator, number, staying) for number in range(FIRST_POSTS + NEW_POSTS)]
    numbers = iter(range(1, 100))
    for post in posts[:FIRST_POSTS]:
        post.holdings.append(draw_first(generator, next(numbers), post))
    for post in posts:
        if second := draw_second(post, numbers, generator):
            post.holdings.append(second)
    return posts


def draw_post(generator, number, practices) -> DrawnPost:
    """Post n of a PCT is hosted by its n-th practice; every third one by the next practice too, some by the one before."""
    codes = plan.pct_codes()
    code, place = codes[number % len(codes)], number // len(codes)
    own = [practice.ods_code for practice in practices if practice.pct_code == code]
    first = place if number % 4 else max(0, place - 1)
    hosts = own[first : place + (2 if number % 3 == 2 else 1)]
    wte = 1.0 if number % 4 else float(generator.choice([0.6, 0.8]))
    start = FIRST_COHORT if number < FIRST_POSTS else SECOND_COHORT
    return DrawnPost(number + 1, code, hosts, wte, start)


def draw_first(generator, worker, post) -> DrawnHolding:
    """Most leave within months of the end of the course; more where supervision is poor."""
    stays = worker == 1 or generator.random() < 0.15 + 0.35 * quality(post.pct_code)
    if stays:
        return DrawnHolding(worker, "2005", FIRST_COHORT)
    is_early = generator.random() < 0.3
    days = int(generator.integers(120, 330) if is_early else generator.integers(345, 485))
    reason = str(generator.choice(REASONS, p=REASON_SHARES))
    if is_early and reason in ("promotion", "contract_end", "training_place"):
        reason = "pay"
    next_role = NEXT_ROLES[worker % 2] if reason == "promotion" else ""
    return DrawnHolding(worker, "2005", FIRST_COHORT, FIRST_COHORT + timedelta(days=days), reason, next_role)


def draw_second(post, numbers: Iterator[int], generator) -> DrawnHolding | None:
    """The second cohort fills new posts, and those that were empty when it began."""
    if post.number == FIRST_POSTS + NEW_POSTS:
        return None  # nobody was found
    left = post.holdings[-1].end if post.holdings else None
    if post.holdings and (left is None or left >= SECOND_COHORT):
        return None
    worker = next(numbers)
    if generator.random() < 0.08:
        return DrawnHolding(worker, "2006", SECOND_COHORT, date(2006, 12, 22), "supervision")
    return DrawnHolding(worker, "2006", SECOND_COHORT)
