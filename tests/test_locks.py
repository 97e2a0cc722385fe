"""The lock files hold exactly what pyproject.toml asks for, with hashes, and say nothing of where it came from (D45)."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-install.lock"]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ;.*)? \\$")


def pinned(lock):
    """Name -> version of a lock file."""
    lines = (ROOT / lock).read_text().splitlines()
    return {found[1].lower(): found[2] for line in lines if (found := PINNED.match(line))}


def asked_for():
    """(requirement, lock file) for every line of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    yield from ((Requirement(line), "requirements.lock") for line in project["project"]["dependencies"])
    yield from ((Requirement(line), "requirements-dev.lock") for line in project["dependency-groups"]["dev"])


@pytest.mark.parametrize(("requirement", "lock"), [*asked_for()], ids=str)
def test_lock_is_in_step_with_what_is_asked_for(requirement, lock):
    assert requirement.specifier.contains(pinned(lock)[requirement.name.lower()])


def test_what_runs_is_what_was_tested():
    assert pinned("requirements.lock").items() <= pinned("requirements-dev.lock").items()


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_locked_has_a_hash(lock):
    packages = (ROOT / lock).read_text().replace("\\\n", "").splitlines()

    assert packages
    assert [line for line in packages if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("lock", [*LOCKS, "package-lock.json"])
def test_lock_names_no_address(lock):
    assert "://" not in (ROOT / lock).read_text()


def test_front_end_lock_has_a_hash_for_every_package():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
