"""A workshop with its reports, made here as the worker makes them."""

import pytest

from collaborative import tasks  # noqa: F401 (registers what the worker can do)
from collaborative.actions import reports as actions
from collaborative.models import Pairing, Storyboard, WorkshopReport
from collaborative.reports import making
from collaborative.reports.copies import contents
from operations import jobs
from tests.collaborative.improvement import MOMENT, make_event


@pytest.fixture
def workshop(wave):
    return make_event(wave, number=2, held_on=wave.learning_workshop_2_on)


@pytest.fixture
def make(facilitator, workshop):
    """Ask for a report and do the worker's part; the facilitator asks unless somebody else is given."""

    def made(kind="workshop", by=None, event=None):
        report = actions.start_report(event=event or workshop, kind=kind, by=by or facilitator)
        return work(report, by or facilitator)

    return made


def work(report, by):
    """The worker's part: the report as it is afterwards."""
    jobs.run(making.request_making(report, by).pk)
    return WorkshopReport.objects.get(pk=report.pk)


def page_of(report, key, copy="exact"):
    return next(page for page in contents(report, copy).pages if page.key == key)


def keys_of(report, copy="exact"):
    return [page.key for page in contents(report, copy).pages]


def charts_of(report, copy="exact"):
    found = (block for page in contents(report, copy).pages for block in page.blocks)
    return {block.identifier: block for block in found if block.kind == "chart"}


def table_of(page, caption):
    return next(block for block in page.blocks if block.kind == "table" and block.caption.startswith(caption))


def share_storyboard(wave, practice, by, **fields):
    """With the wave."""
    values = {"words": {"aim": f"Aim of {practice.name}"}, "consented_at": MOMENT, "consented_by": by}
    return Storyboard.objects.create(wave=wave, practice=practice, **values | fields)


def pair(wave, learner, example, **fields):
    """Both have agreed."""
    values = {
        "measure": "referrals",
        "reason": "Referrals fell from 61 to 42.7",
        "learner_consented_at": MOMENT,
        "example_consented_at": MOMENT,
    }
    return Pairing.objects.create(wave=wave, learner=learner, example=example, **values | fields)
