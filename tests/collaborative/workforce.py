"""A roster beside the measures: posts in three PCTs with three employers, computed as every night."""

from datetime import date

from tests.conftest import make_practice
from tests.workforce import roster
from workforce.jobs.recompute import recompute_programme

NAMES = [f"Quillan Vantongeren{number}" for number in range(40)]


def staff(programme, trust, practice, *, most=4, first=0, left=0):
    """`most` workers of one employer in posts that the practice hosts; of the first `left` the post is empty since October."""
    employer = roster.make_employer(f"{trust.name} provider")
    for number in range(first, first + most):
        post = roster.make_post(programme, trust, practice, number=f"P{number}")
        worker = roster.make_worker(programme, trust, f"S{number}", name=NAMES[number])
        gone = {"end": date(2006, 10, 31), "reason": "supervision"} if number - first < left else {}
        roster.hold(post, worker, employer=employer, **gone)


def three_trusts(wave, trusts):
    """A workforce programme over three PCTs with 4 posts each, two of them vacant in the first."""
    programme = roster.make_programme()
    for place, trust in enumerate(trusts):
        practice = make_practice(wave, f"A9910{place}", f"Practice {place}", trust)
        roster.join(programme, practice)
        staff(programme, trust, practice, first=10 * place, left=0 if place else 2)
    recompute_programme(programme)
    return programme
