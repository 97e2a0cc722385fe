"""Pages of figures read what the job has computed: a web process that shows them does without pandas (target 29)."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from operations.first_use import WhenFirstUsed
from tests.workforce import roster
from workforce.actions.caseload import record_caseload
from workforce.jobs.recompute import recompute_programme

ROOT = Path(__file__).resolve().parents[2]
PROGRAMME_PAGES = (
    "retention", "turnover", "supervision", "supervision_overdue", "supervisor_loads", "variation", "throughput", "benchmark",
    "caseload", "caseload_csv", "vacancy_list", "roster", "early_warnings",
)  # fmt: skip
# Worker and post are anybody's of the programme; a wave's page speaks of its workforce.
OTHER_PAGES = ("worker_detail", "post_detail", "wave_workforce")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def modules_of_pages() -> list[str]:
    """Of pages and of their figures; what the job alone runs may import pandas at once."""
    folders = (".", "actions", "dashboards", "forms", "releases", "views")
    files = [path for folder in folders for path in ROOT.joinpath("workforce", folder).glob("*.py")]
    return sorted(name_of(path) for path in files)


@pytest.fixture
def without_pandas(monkeypatch):
    """Called once the figures are computed: from then on whoever uses pandas fails."""
    load = WhenFirstUsed.__getattr__

    def refusing(stand_in, name):
        assert stand_in.module_name != "pandas", f"a page asked pandas for {name}"
        return load(stand_in, name)

    return lambda: monkeypatch.setattr(WhenFirstUsed, "__getattr__", refusing)


@pytest.fixture
def graduates(trust, practice):
    programme = roster.make_programme()
    roster.join(programme, practice)
    workers = roster.make_team(programme, trust, practice, 4, prefix="A", band="4")
    roster.make_session(roster.make_arrangement(workers[0], workers[1]), date(2007, 1, 9))
    lead = roster.lead_of(programme)
    record_caseload(holding=workers[0].holdings.get(), month=date(2007, 1, 1), new_patients=20, active=9, by=lead)
    recompute_programme(programme)
    return programme, lead


def address_of(name, programme):
    about = {
        "worker_detail": lambda: programme.workers.first().pk,
        "post_detail": lambda: programme.posts.first().pk,
        "wave_workforce": lambda: programme.waves.get().code,
    }
    return reverse(name, args=[about.get(name, lambda: programme.slug)()])


@pytest.mark.parametrize("name", [*PROGRAMME_PAGES, *OTHER_PAGES])
def test_a_page_is_made_without_pandas(name, graduates, client_of, without_pandas):
    programme, lead = graduates
    without_pandas()

    answer = client_of(lead).get(address_of(name, programme))

    assert answer.status_code == 200


def test_modules_of_pages_are_read_without_pandas():
    """All of them, as far as a web process imports any: in a process of its own."""
    code = (
        "import os, sys, django; from importlib import import_module; "
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'collaborative.settings'; django.setup(); "
        f"[import_module(name) for name in {modules_of_pages()!r}]; "
        "print([name for name in ('pandas', 'plotly', 'scipy') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert found.stdout.strip() == "[]"
