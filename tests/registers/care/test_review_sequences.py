"""Whatever practices do one after the other, each person has one step and one planned review at most."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registers.actions.care_steps import plan_review, start_step
from registers.actions.reviews import hold_review
from registers.models import CareStep, StepReview
from tests.registers.people import make_entry

START = date(2006, 6, 1)
outcomes = st.sampled_from(["continue", "up", "down", "out", "refer"])
ahead = st.none() | st.integers(-3, 60)
deeds = st.one_of(
    st.tuples(st.just("start"), st.integers(1, 5), ahead),
    st.tuples(st.just("plan"), st.just(None), st.integers(0, 60)),
    st.tuples(st.just("hold"), outcomes, ahead),
)
# On each day one deed; days may also go back, as when things are written down late.
courses = st.lists(st.tuples(deeds, st.integers(-5, 40)), min_size=1, max_size=12)


def do(entry, by, deed, day):
    kind, what, days = deed
    next_on = None if days is None else day + timedelta(days=days)
    if kind == "start":
        start_step(entry=entry, step=what, started_on=day, reason="Said so", due_on=next_on, by=by)
    elif kind == "plan":
        plan_review(entry=entry, due_on=date(2007, 2, 8) + timedelta(days=days), by=by)
    elif review := StepReview.objects.filter(entry=entry, outcome="").first():
        hold_review(review=review, outcome=what, held_on=day, reason="Said so", next_due_on=next_on, by=by)


def assert_holds(entry):
    open_steps = CareStep.objects.filter(entry=entry, ended_on=None)
    planned = StepReview.objects.filter(entry=entry, outcome="")
    entry.refresh_from_db()
    assert len(planned) == len(open_steps) <= 1
    assert entry.step == (open_steps[0].step if open_steps else 0)
    assert entry.review_due_on == (planned[0].due_on if planned else None)
    for held in StepReview.objects.filter(entry=entry).exclude(outcome=""):
        assert (held.next_due_on is None) == (held.outcome == "out")
    ends = list(CareStep.objects.filter(entry=entry).order_by("pk").values_list("started_on", "ended_on"))
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(course=courses)
def test_29_no_course_leaves_two_open_or_an_outcome_without_a_next_date(practice, clinician, course):
    with transaction.atomic():
        entry, day = make_entry(practice, 1), START
        for deed, further in course:
            day += timedelta(days=further)
            with suppress(ValidationError):
                do(entry, clinician, deed, day)
            assert_holds(entry)
        transaction.set_rollback(True)
