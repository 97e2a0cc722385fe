"""What browsers are given: vendored files as they were built, and nothing from another host (D43)."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
# Names of things that stand in markup and are never fetched.
NAMESPACES = ("http://www.w3.org/",)


def vendored():
    lines = (VENDOR / "CHECKSUMS.sha256").read_text().splitlines()
    return {path: checksum for checksum, path in (line.split("  ") for line in lines)}


def test_vendored_files_are_as_they_were_built():
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "CHECKSUMS.sha256"
    }
    assert found == vendored()


@pytest.mark.parametrize("package", ["nhsuk", "plotly"])
def test_every_vendored_package_has_its_licence(package):
    assert "Permission is hereby granted" in (VENDOR / package / "LICENCE.txt").read_text()


def test_style_sheets_and_macros_are_of_one_version():
    """The markup of nhsuk-frontend-jinja 0.10.2 is that of nhsuk-frontend 10.6.1: change both or neither."""
    lock = json.loads((ROOT / "package-lock.json").read_text())

    assert lock["packages"]["node_modules/nhsuk-frontend"]["version"] == "10.6.1"
    assert "nhsuk-frontend-jinja==0.10.2" in (ROOT / "requirements.lock").read_text()


def test_vendored_style_sheet_has_no_font_of_the_nhs_and_no_logo():
    style = (VENDOR / "nhsuk" / "nhsuk-frontend.min.css").read_text()

    assert "frutiger" not in style.lower()
    assert not list(VENDOR.rglob("*logo*"))


def ours():
    """Every template, style sheet and script that we wrote."""
    folders = [ROOT / "templates", ROOT / "static" / "css", ROOT / "static" / "js"]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", ours(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_fetched_from_another_host(path):
    fetched = re.findall(
        r"(?:src|href|url|import|from|fetch|action)\W{0,4}((?:https?:)?//[^\s\"')]+)", path.read_text()
    )
    links = re.findall(r"<a\b[^>]*\bhref=\"(https?://[^\"]+)\"", path.read_text())

    assert [address for address in fetched if address not in links and not address.startswith(NAMESPACES)] == []


@pytest.mark.parametrize("path", [path for path in ours() if path.suffix == ".html"], ids=lambda path: path.name)
def test_templates_have_no_inline_script_or_style(path):
    """The policy would refuse them, and the page would be wrong without a word."""
    inline = r"\sstyle=|\son[a-z]+=|<style\b|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|javascript:"

    assert re.findall(inline, path.read_text()) == []


def test_htmx_comes_with_its_python_package():
    assert finders.find("django_htmx/htmx-2.min.js")


def test_static_files_can_be_collected_under_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "collaborative.static_files.HashedStorage"}}

    call_command("collectstatic", interactive=False, verbosity=0)

    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    style = (tmp_path / names["vendor/nhsuk/nhsuk-frontend.min.css"]).read_text()
    assert names["vendor/nhsuk/assets/images/nhsuk-icon-arrow-down.svg"].removeprefix("vendor/nhsuk/") in style
