"""What a file will change, before it does (C6)."""

from hypothesis import given
from hypothesis import strategies as st

from practices.uploads.differences import Change, Kind, counts, differences

FIELDS = ["added", "removed"]
ROWS = st.dictionaries(
    st.integers(0, 5), st.fixed_dictionaries({f: st.one_of(st.none(), st.integers(0, 3)) for f in FIELDS})
)


def test_added_changed_and_unchanged_rows():
    old = {"a": {"added": 1, "removed": 2}, "b": {"added": 1, "removed": 2}}
    new = {"a": {"added": 1, "removed": 2}, "b": {"added": 5, "removed": 2}, "c": {"added": 0, "removed": None}}

    found = differences(old, new, fields=FIELDS)

    assert [(d.key, d.kind) for d in found] == [("a", "unchanged"), ("b", "changed"), ("c", "added")]
    assert found[1].changes == (Change("added", 1, 5),)


def test_zero_none_and_blank_are_three_things_c8():
    for before, after in [(0, None), (None, ""), (0, ""), (0, False)]:
        assert differences({1: {"added": before}}, {1: {"added": after}}, fields=["added"])[0].kind is Kind.CHANGED


def test_rows_that_go_are_listed_only_when_the_file_replaces_everything():
    old = {"a": {"added": 1}}

    assert differences(old, {}, fields=FIELDS) == []
    assert counts(differences(old, {}, fields=FIELDS, replaces_all=True))["removed"] == 1


@given(ROWS, ROWS)
def test_applying_the_changes_gives_the_new_rows(old, new):
    after = {key: dict(values) for key, values in old.items()}
    for difference in differences(old, new, fields=FIELDS, replaces_all=True):
        if difference.kind is Kind.REMOVED:
            del after[difference.key]
        else:
            row = after.setdefault(difference.key, dict.fromkeys(FIELDS))
            row.update({change.field: change.new for change in difference.changes})

    assert after == new
