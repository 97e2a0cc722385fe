"""What the rows of a staff file say, alone, together and beside what is stored. Pure: the roster is written here by hand."""

from dataclasses import replace
from datetime import date

import pytest

from practices.uploads.rows import RowOfText
from tests.workforce.staff_rows import HELD, VACANT
from workforce.files.staff_checks import check_lines
from workforce.files.staff_facts import Knowledge, Stored, overlaid
from workforce.files.staff_lines import LineReader
from workforce.files.staff_schema import NAMES, staff_schema

KNOWN = Knowledge(
    today=date(2007, 2, 8),
    signed_in_for="5W0",
    trusts=frozenset({"5W0"}),
    stored=Stored(),
    other_trusts=frozenset({"5W1"}),
    supervisors=frozenset({"S1", "S9"}),
    practices={"A99001": "5W0", "A99002": "5W0", "A99003": "5W1"},
    cohorts={"c1": "C1"},
    employers={"alder pct": "Alder PCT"},
)
SUPERVISED = {
    "supervisor": "S9",
    "supervision_kind": "group",
    "supervision_minutes": "90",
    "supervision_days": "14",
}
LEFT = HELD | {"end": "2006-12-31", "end_reason": "pay"}


def read(*rows, columns=NAMES):
    reader = LineReader(staff_schema())
    texts = [{name: row.get(name, "") for name in columns} for row in rows]
    lines = reader.read([RowOfText(number, number, row) for number, row in enumerate(texts, start=2)])
    return lines, reader


def found(*rows, known=KNOWN, level="E", **more):
    """(column, code, row) of each problem."""
    lines, reader = read(*rows, **more)
    problems, _ = check_lines(lines, known)
    return [(one.column, one.code, one.row) for one in [*reader.problems, *problems] if one.level == level]


def stored_with(*rows):
    """A roster that holds what these rows say."""
    lines, _ = read(*rows)
    return replace(KNOWN, stored=overlaid(Stored(), lines))


def test_good_rows_have_nothing_wrong():
    assert found(HELD | SUPERVISED, VACANT) == []
    assert found(HELD, VACANT, level="W") == []


@pytest.mark.parametrize(
    "column",
    [
        "role",
        "commissioner",
        "post_wte",
        "post_start",
        "name",
        "start",
        "employer",
        "scheme",
        "band",
        "wte",
        "contract",
    ],
)
def test_what_is_needed_may_not_be_blank(column):
    assert (column, "E10", 2) in found(HELD | {column: ""})


def test_everything_wrong_is_said_at_once():
    row = HELD | {"role": "?", "wte": "60%", "start": "31/02/2006", "contract": "?"}

    assert {column for column, _, _ in found(row)} == {"role", "wte", "start", "contract"}


def test_a_row_without_a_staff_number_says_nothing_of_anybody():
    assert found(VACANT | {"name": "Kim Alder"}) == [("staff_number", "B112", 2)]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"post_end": "2006-01-08", "end": "2006-01-08"}, "post_end"),
        ({"end": "2006-01-08", "end_reason": "pay"}, "end"),
        ({"terms_start": "2006-01-08"}, "terms_start"),
        ({"contract_end": "2006-01-08"}, "contract_end"),
        ({"start": "2006-01-08"}, "post_start"),
        ({"post_end": "2006-12-31"}, "post_end"),
    ],
)
def test_dates_that_are_out_of_order_are_errors(changes, column):
    assert (column, "E15", 2) in found(HELD | changes)


def test_a_leaver_needs_a_reason():
    """B112."""
    assert found(LEFT | {"end_reason": ""}) == [("end_reason", "B112", 2)]


def test_a_last_day_to_come_needs_no_reason_yet():
    assert found(LEFT | {"end": "2007-12-31", "end_reason": ""}) == []


def test_a_reason_without_a_last_day_is_an_error():
    assert found(LEFT | {"end": "", "destination": "nhs"}) == [("end_reason", "B112", 2), ("destination", "B112", 2)]


def test_a_promotion_needs_the_next_role_and_nothing_else_has_one():
    assert found(LEFT | {"end_reason": "promotion"}) == [("next_role", "B112", 2)]
    assert found(LEFT | {"end_reason": "promotion", "next_role": "PCMHW"}) == []
    assert found(LEFT | {"next_role": "PCMHW"}) == [("next_role", "B112", 2)]


def test_nobody_supervises_themselves():
    """B112."""
    assert found(HELD | SUPERVISED | {"supervisor": "S1"}) == [("supervisor", "B112", 2)]


def test_an_unknown_supervisor_is_an_error():
    assert found(HELD | SUPERVISED | {"supervisor": "S77"}) == [("supervisor", "B112", 2)]


@pytest.mark.parametrize("column", ["supervision_kind", "supervision_minutes", "supervision_days"])
def test_new_supervision_says_its_kind_and_how_often(column):
    assert (column, "B112", 2) in found(HELD | SUPERVISED | {column: ""})


def test_supervision_that_goes_on_need_not_say_how_often():
    known = stored_with(HELD | SUPERVISED)

    assert found(HELD | SUPERVISED | {"supervision_minutes": "", "supervision_days": ""}, known=known) == []


def test_somebody_who_has_left_has_no_supervisor():
    assert found(LEFT | SUPERVISED) == [("supervisor", "B112", 2)]


def test_an_unknown_practice_is_an_error():
    assert found(HELD | {"hosts": "A99009:50"}) == [("hosts", "E2", 2)]


def test_a_practice_in_another_pct_is_to_be_confirmed():
    assert found(HELD | {"hosts": "A99003:50"}, level="W") == [("hosts", "B112", 2)]


# Rows together


def test_the_same_row_twice_is_an_error():
    assert found(HELD, HELD) == [("terms_start", "E11", 3)]
    assert found(VACANT, VACANT) == [("post_number", "E11", 3)]


@pytest.mark.parametrize(
    ("column", "value"), [("role", "PCMHW"), ("funding", "other"), ("name", "Jo Birch"), ("cohort", ""), ("hosts", "")]
)
def test_rows_that_contradict_each_other_are_an_error(column, value):
    later = HELD | {"terms_start": "2006-10-01", column: value}

    assert found(HELD, later) == [(column, "B112", 3)]


def test_two_supervisors_of_one_kind_contradict_each_other():
    later = HELD | SUPERVISED | {"terms_start": "2006-10-01", "supervisor": "S8"}
    known = replace(KNOWN, supervisors=frozenset({"S8", "S9"}))

    assert found(HELD | SUPERVISED, later, known=known) == [("supervisor", "B112", 3)]


def test_a_row_without_a_holder_does_not_end_anybodys_holding():
    assert found(VACANT | {"post_number": "P1"}, known=stored_with(HELD | {"hosts": "", "funding": ""})) == [
        ("staff_number", "B112", 2)
    ]


def test_one_person_holds_one_post_once_at_a_time():
    again = HELD | {"start": "2006-12-31"}

    assert ("start", "E15", 3) in found(LEFT | {"end": "2006-12-31"}, again)
    assert found(LEFT | {"end": "2006-12-30"}, again) == []


def test_a_holding_may_not_overlap_one_that_is_stored():
    assert ("start", "E15", 2) in found(HELD | {"start": "2006-06-01"}, known=stored_with(HELD))


def test_a_holding_may_not_end_before_terms_that_are_stored():
    known = stored_with(HELD, HELD | {"terms_start": "2006-10-01"})

    assert ("end", "E15", 2) in found(LEFT | {"end": "2006-06-30"}, known=known)


def test_nobody_holds_more_of_a_post_than_there_is():
    other = HELD | {"staff_number": "S2", "name": "Jo Birch"}

    assert [column for column, _, _ in found(HELD, other)] == ["wte"]
    assert found(HELD, other | {"wte": "0.4"}) == []


def second(wte, **more):
    return HELD | {"post_number": "P2", "wte": wte, **more}


def test_more_than_one_wte_in_all_needs_a_reason():
    """B112."""
    assert found(HELD, second("0.4")) == []
    assert found(HELD, second("0.5")) == [("over_reason", "B112", 3)]
    assert found(HELD, second("0.5", over_reason="Cover")) == []


def test_well_over_one_wte_is_to_be_confirmed_even_with_a_reason():
    """B112."""
    assert found(HELD, second("0.6", over_reason="Cover"), level="W") == []
    assert found(HELD, second("0.61", over_reason="Cover"), level="W") == [("wte", "B112", 3)]


def test_wte_adds_up_with_what_is_stored_and_on_days_in_common_alone():
    known = stored_with(HELD | {"end": "2006-12-31", "end_reason": "pay"})

    assert found(second("1"), known=known) == [("over_reason", "B112", 2)]
    assert found(second("1", start="2007-01-01"), known=known) == []


def test_a_new_employer_and_a_new_cohort_are_confirmed_once():
    rows = [HELD | {"employer": "Alder PTC", "cohort": "C9"}, second("0.4", employer="alder ptc", cohort="C9")]

    assert found(*rows, level="W") == [("employer", "B112", 2), ("cohort", "B112", 2)]


def test_an_employer_is_known_in_small_letters():
    lines, _ = read(HELD | {"employer": "ALDER  pct"})
    more, _ = read(HELD | {"employer": "New"}, second("0.4", employer="NEW"))

    check_lines(lines, KNOWN)
    check_lines(more, KNOWN)

    assert lines[0].values["employer"] == "Alder PCT"
    assert [line.values["employer"] for line in more] == ["New", "New"]


def test_rows_that_say_what_is_stored_are_not_to_be_confirmed_again():
    odd = HELD | {"hosts": "A99003:50", "employer": "Alder PTC"}

    assert found(odd, level="W") != []
    assert found(odd, known=stored_with(odd), level="W") == []


def test_a_column_that_is_not_in_the_file_changes_nothing():
    columns = [
        name for name in NAMES if name not in ("hosts", "funding", "cohort", "contract_end", "end", "end_reason")
    ]
    lines, _ = read(LEFT, columns=columns)

    _, plan = check_lines(lines, stored_with(LEFT))

    assert plan.summary["unchanged"] == 1


def test_american_dates_are_said_once():
    """B59."""
    rows = [HELD | {"start": "01/13/2006"}, second("0.4", start="01/14/2006")]

    assert [(column, code) for column, code, _ in found(*rows)] == [("start", "B59")]


def test_what_was_made_of_a_cell_is_noted_with_how_many_rows():
    _, reader = read(HELD | {"band": "Band 5"}, second("0.4", band="Band 5"))

    assert reader.notes == ["Row 2 and 1 more, band: ‘Band 5’ was read as 5"]


def test_a_name_is_never_repeated_in_a_message():
    _, reader = read(HELD | {"name": "N" * 151})

    assert reader.problems[0].found == ""
