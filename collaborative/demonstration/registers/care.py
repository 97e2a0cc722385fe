"""Stepped care of an invented register: steps, reviews held and planned, what was offered and taken up."""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from registers.care_rules import REVIEW_WITHIN_DAYS, interview_due
from registers.models import (
    CareStep,
    EntryState,
    Intervention,
    LocalOffer,
    PharmacyPack,
    RegisterEntry,
    ReviewOutcome,
    StepReview,
    WorkSupportReferral,
)

TODAY = date(2007, 2, 8)
TEXTS = json.loads((Path(__file__).parents[3] / "fixtures" / "invented_registers.json").read_text(encoding="utf-8"))
STEPPED_SHARE, PLANNED_SHARE, OVERDUE_SHARE, OFFERED_SHARE = 0.86, 0.93, 0.12, 0.5
SPECIALIST_REVIEW_DAYS = 90


def make_care(practice, by, *, with_offers: bool) -> None:
    """For everybody active on the list of one practice."""
    generator = np.random.default_rng([7, int(practice.ods_code[1:])])
    entries = RegisterEntry.objects.filter(practice=practice, state=EntryState.ACTIVE).select_related("person")
    stepped = [entry for entry in entries.order_by("person__local_number") if generator.random() < STEPPED_SHARE]
    steps = [int(step) for step in generator.choice([1, 2, 3, 4], p=[0.15, 0.5, 0.3, 0.05], size=len(stepped))]
    CareStep.objects.bulk_create(
        CareStep(practice=practice, entry=entry, recorded_by=by, step=step, started_on=started(generator, entry))
        for entry, step in zip(stepped, steps, strict=True)
    )
    StepReview.objects.bulk_create(
        review
        for entry, step in zip(stepped, steps, strict=True)
        for review in reviews_of(generator, practice, by, entry, step)
    )
    if with_offers:
        offer(generator, practice, by, stepped)


def started(generator, entry) -> date:
    """Since the entry began, or half a year ago at most."""
    earliest = max(entry.active_from, TODAY - timedelta(days=180))
    return earliest + timedelta(days=int(generator.integers(0, max((TODAY - earliest).days, 1))))


def reviews_of(generator, practice, by, entry, step):
    """One held review of some, and the next one planned of most."""
    within = REVIEW_WITHIN_DAYS.get(step, SPECIALIST_REVIEW_DAYS)
    due = TODAY + timedelta(days=int(generator.integers(0, within)))
    if generator.random() < OVERDUE_SHARE:
        due = TODAY - timedelta(days=int(generator.integers(1, 60)))
    held = due - timedelta(days=within)
    if held >= entry.active_from and generator.random() < 0.6:
        yield StepReview(
            practice=practice, entry=entry, recorded_by=by, due_on=held, held_on=held, step=step, held_by=by, outcome=ReviewOutcome.CONTINUE,
            reason="Goes on as agreed", next_due_on=due,
        )  # fmt: skip
    if generator.random() < PLANNED_SHARE:
        yield StepReview(practice=practice, entry=entry, recorded_by=by, due_on=due)


def make_offers(practice, by) -> list[LocalOffer]:
    return LocalOffer.objects.bulk_create(
        LocalOffer(practice=practice, changed_by=by, **offer) for offer in TEXTS["offers"]
    )


def offer(generator, practice, by, entries) -> None:
    """Half of the people were offered something in the last year; not everybody took it up, of some it is not known."""
    offers = make_offers(practice, by)
    chosen = [entry for entry in entries if generator.random() < OFFERED_SHARE]
    rows = []
    for entry in chosen:
        one = offers[int(generator.integers(0, len(offers)))]
        offered_on = max(entry.active_from, TODAY - timedelta(days=int(generator.integers(5, 300))))
        taken_up = (True, False, None)[int(generator.choice(3, p=[0.55, 0.25, 0.2]))]
        rows.append(
            Intervention(
                practice=practice, entry=entry, recorded_by=by, kind=one.kind, offer=one, offered_on=offered_on,
                taken_up=taken_up, taken_up_on=offered_on if taken_up else None,
            )
        )  # fmt: skip
    Intervention.objects.bulk_create(rows)
    WorkSupportReferral.objects.bulk_create(
        WorkSupportReferral(
            practice=practice, entry=entry, recorded_by=by, scheme="Job retention adviser",
            referred_on=TODAY - timedelta(days=30 + 9 * place), claim_on=TODAY - timedelta(days=28 + 9 * place),
            interview_due_on=interview_due(TODAY - timedelta(days=28 + 9 * place)),
        )
        for place, entry in enumerate(chosen[:5])
    )  # fmt: skip
    PharmacyPack.objects.bulk_create(
        PharmacyPack(
            practice=practice, entry=entry, recorded_by=by, kind="pack", given_on=TODAY - timedelta(days=3 * place)
        )
        for place, entry in enumerate(chosen[5:14], start=2)
    )
