"""README says what is there: every setting, every command, every sign-in of the demonstration."""

import re
from pathlib import Path

import pytest

from collaborative.demonstration import people

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
SETTINGS = (ROOT / "collaborative" / "settings.py").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", SETTINGS))))
def test_readme_explains_every_setting(name):
    assert f"`{name}`" in README


@pytest.mark.parametrize("target", re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
def test_readme_explains_every_command(target):
    assert target in {"help", "install"} or f"make {target}" in README


@pytest.mark.parametrize("email", re.findall(r"[\w-]+@example\.org", people.sign_ins_text()))
def test_readme_names_every_sign_in_of_the_demonstration(email):
    assert f"`{email}`" in README
