# Two commands matter: `make run` and `make test`. Everything else is for those who work on the code.
# Where make is missing, `python3 scripts/bootstrap.py run` (or test) does the same.

PYTHON ?= python3
VENV = .venv/bin/
ARGS ?=
# A shell that forbids compiled files would have every process compile a thousand modules anew; empty is as not set.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help run test test-pg check fix vendor bench lock install verify backup restore

help:
	@echo "make run      the demonstration on http://127.0.0.1:8000/ (PORT=... for another)"
	@echo "make test     the whole suite on SQLite and the file queue (ARGS=... for pytest)"
	@echo "make test-pg  the same on PostgreSQL and Redis (DATABASE_URL, REDIS_URL, or throwaway ones)"
	@echo "make check    style, templates, migrations, locks, architecture; make fix mends what it can"
	@echo "make bench    what is fast, as ratios measured in one run (ARGS=recompute, pages, statistics, false_alarms, cycles, reports, registers, register_list, ingest, supervision, retention, staff_upload or uploads_at_once for one part)"
	@echo "make verify   do the invariants hold (I1 to I9); ends with an error that names what does not"
	@echo "make backup FILE=...   database and files in one archive; make restore FILE=... puts it into an empty place"
	@echo "make vendor   rebuild static/vendor (needs Node and Chromium); make lock resolves the dependencies anew"

run:
	@$(PYTHON) scripts/bootstrap.py run

install:
	@$(PYTHON) scripts/bootstrap.py install

test: install
	@$(VENV)python -m scripts.chromium
	@env -u DATABASE_URL -u REDIS_URL $(VENV)python -m pytest -n 2 --dist worksteal $(ARGS)

test-pg: install
	@$(VENV)python -m scripts.chromium
	@$(VENV)python scripts/servers.py $(VENV)python -m pytest -n 2 --dist worksteal $(ARGS)

check: install
	$(VENV)ruff check
	$(VENV)ruff format --check
	$(VENV)djade --target-version 5.2 --check $$(find templates -name '*.html')
	$(VENV)python manage.py makemigrations --check --dry-run
	$(VENV)python -m pytest -q tests/test_architecture.py tests/test_locks.py tests/test_static.py

fix: install
	$(VENV)ruff check --fix
	$(VENV)ruff format
	$(VENV)djade --target-version 5.2 $$(find templates -name '*.html')

verify: install
	$(VENV)python manage.py verify $(ARGS)

backup: install
	$(VENV)python manage.py backup $(if $(FILE),$(FILE),$(error Say where to: make backup FILE=...))

restore: install
	$(VENV)python manage.py restore $(if $(FILE),$(FILE),$(error Say which: make restore FILE=...)) $(ARGS)

vendor: install
	$(VENV)python scripts/vendor/build.py

bench: install
	$(VENV)python -m bench $(ARGS)

# No annotations, no header and no index: the lock files hold versions and hashes only.
LOCK = $(VENV)uv pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 $(ARGS)
lock: install
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --group dev -o requirements-dev.lock
	echo uv | $(LOCK) - -o requirements-install.lock
