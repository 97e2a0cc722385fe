"""The shipped definitions, and what a wrong one is told."""

import pytest

from measures.definitions import FOLDER, DefinitionError, all_definitions, definition_of, parse_definition
from measures.fields import MEASURES

TEXT = (FOLDER / "referrals.toml").read_text(encoding="utf-8")


def test_four_measures_in_the_order_of_their_numbers():
    assert tuple(all_definitions()) == MEASURES
    assert [definition.number for definition in all_definitions().values()] == [1, 2, 3, 4]


def test_measure_two_has_no_better_direction():
    """M3 of the features: no judgement."""
    assert definition_of("other_staff_consultations").direction == "NO_JUDGEMENT"


@pytest.mark.parametrize("measure", MEASURES)
def test_every_definition_tells_pitfalls_and_its_changes(measure):
    """M1 of the features."""
    definition = definition_of(measure)

    assert definition.pitfalls and definition.includes and definition.excludes
    assert definition.changes[-1].version == definition.version


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('numerator = "referrals_dedup"', 'numerator = "referals"', "referals"),
        ("per = 1000", "per = 0", "per"),
        ('chart = "rates"', "", "chart"),
        ('version = "1.0"\nwhy', 'version = "1.1"\nwhy', "1.1"),
    ],
)
def test_wrong_definition_is_refused_by_name(old, new, named):
    with pytest.raises(DefinitionError, match=f"mine.toml.*{named}"):
        parse_definition(TEXT.replace(old, new, 1), "mine.toml")
