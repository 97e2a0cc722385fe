"""The method pages: everything that is drawn or judged is explained, and no figure of a false alarm is typed by hand."""

import re

import pytest
from django.urls import reverse

from measures.method_examples import worked
from measures.method_pages import (
    FALSE_ALARMS,
    FOLDER,
    MethodError,
    all_pages,
    false_alarms,
    parse_page,
    place_of_kind,
    places,
)
from measures.statistics.codes import KINDS
from measures.statistics.profiles import PROFILES

PEOPLE = ["manager", "data_officer", "commissioner", "facilitator", "administrator", "lay_member"]
ENTRIES = [entry for page in all_pages().values() for entry in page.entries]

PAGE = """
slug = "test"
number = 1
title = "Test"
lede = "Test"
[[entries]]
code = "test"
title = "Test"
what = "Test"
when = "Test"
formulas = []
sources = []
beware = []
false_alarms = [{keys}]
"""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_chart_is_explained(kind):
    slug, code = place_of_kind(kind)

    assert code in {entry.code for entry in all_pages()[slug].entries}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_every_profile_and_each_of_its_rules_is_explained(profile):
    assert ("profiles", profile.name) in places()
    assert all(("rules", rule) in places() for rule in profile.rules)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_every_entry_says_what_when_and_from_where(entry):
    assert entry.what and entry.when and entry.sources


def test_every_anchor_is_one_of_its_kind():
    codes = [entry.code for entry in ENTRIES]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    "path", [path for path in FOLDER.glob("*.toml") if path != FALSE_ALARMS], ids=lambda path: path.stem
)
def test_no_page_has_a_simulated_figure_typed_by_hand(path):
    """Shares come from false_alarms.toml by key; here stand only those of a definition, such as limits of 99.8%."""
    typed = {float(found) for found in re.findall(r"(\d+\.\d+)%", path.read_text(encoding="utf-8"))}

    simulated = {figure.value for figure in false_alarms().figures.values()}
    assert typed & simulated == set()


def test_a_page_that_names_a_figure_nobody_simulated_is_refused():
    with pytest.raises(MethodError, match="shift_5"):
        parse_page(PAGE.format(keys='"shift_5"'), "test.toml", {})


def test_a_page_with_an_unknown_key_is_refused():
    with pytest.raises(MethodError, match="colour"):
        parse_page(PAGE.format(keys="") + 'colour = "red"', "test.toml", {})


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.example], ids=lambda entry: entry.code)
def test_every_example_is_worked_out(entry):
    found = worked(entry.example)

    assert found.rows
    assert all(figure and "nan" not in figure for _, figure in found.rows)


def test_an_example_is_worked_by_the_functions_of_the_charts():
    """By hand: 240 events against 300 in the same time, the example of the domain handbook."""
    example = next(entry.example for entry in ENTRIES if entry.code == "rate_ratio")

    assert worked(example).rows == (("Rate ratio", "0.8"), ("95% interval", "0.675 to 0.948"))


def test_every_simulated_figure_is_shown_on_a_page_or_in_the_table(client_of, manager):
    page = client_of(manager).get(reverse("method_false_alarms")).content.decode()

    assert all(f">{figure.value:g}" in page for figure in false_alarms().figures.values())


@pytest.mark.parametrize("person", PEOPLE)
def test_the_list_of_methods_opens_for_everybody(person, client_of, request):
    response = client_of(request.getfixturevalue(person)).get(reverse("method_list"))

    assert response.status_code == 200
    assert all(page.title in response.content.decode().replace("&#x27;", "'") for page in all_pages().values())


@pytest.mark.parametrize("slug", all_pages())
def test_each_page_opens_with_all_its_entries(slug, client_of, lay_member):
    page = client_of(lay_member).get(reverse("method_detail", args=[slug])).content.decode()

    assert all(f'id="{entry.code}"' in page for entry in all_pages()[slug].entries)
    assert "<svg" in page or not any(entry.example for entry in all_pages()[slug].entries) or slug == "intervals"


def test_an_unknown_page_is_not_found(client_of, manager):
    assert client_of(manager).get(reverse("method_detail", args=["league-table"])).status_code == 404


def test_a_page_needs_a_sign_in(client):
    assert client.get(reverse("method_list")).status_code == 302
