"""A list of who came: what of it is understood and what is refused (W2)."""

import pytest

from collaborative.attendance_sheets import SCHEMA, Known, KnownPerson, people_in, plain
from practices.uploads.rows import read_rows

LISTED = [
    KnownPerson(1, "Pat Grey", 10, None, "gp", "invited"),
    KnownPerson(2, "Sam Lee", 10, None, "carer", "invited"),
    KnownPerson(3, "Sam Lee", 11, None, "carer", "invited"),
]
KNOWN = Known(
    teams={"alder pct": 10, "birch pct": 11},
    practices={"a99001": 21, "ash surgery": 21},
    kinds={"gp": "gp", "practice staff": "practice_staff", "carer": "carer"},
    statuses={"attended": "attended", "apologies": "apologies", "did not attend": "did_not_attend"},
    people=LISTED,
)


def read(text):
    reading = read_rows("list.csv", text.encode(), SCHEMA)
    return people_in(reading.rows, KNOWN)


def test_w2_name_on_the_list_is_found_however_it_is_written():
    people, problems = read("Name,Status\n dr PAT  GREY ,yes\n")

    assert problems == []
    assert (people[0].pk, people[0].name, people[0].status, people[0].kind) == (1, "Pat Grey", "attended", "gp")


def test_w2_blank_status_means_that_the_person_came():
    people, _ = read("Name,Status\nPat Grey,\nSam Lee,apologies\n".replace("Sam Lee", "Kim Ash"))

    assert people[0].status == "attended"


def test_w2_new_person_needs_a_kind():
    _, problems = read("Name,Team\nKim Ash,Alder PCT\n")

    assert (problems[0].row, problems[0].column) == (2, "kind")
    assert "say the kind" in problems[0].message


def test_w2_new_person_with_a_kind_is_taken():
    people, problems = read("Name,Team,Practice,Kind\nKim Ash,Alder PCT,A99001,Practice staff\n")

    assert problems == []
    assert (people[0].pk, people[0].team, people[0].practice, people[0].kind) == (None, 10, 21, "practice_staff")


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("Pat Grey,Elm PCT,,,", "team", "Elm PCT"),
        ("Pat Grey,,A99999,,", "practice", "A99999"),
        ("Pat Grey,,,wizard,", "kind", "wizard"),
        ("Pat Grey,,,,maybe", "status", "maybe"),
    ],
)
def test_w2_unknown_word_is_named_by_row_and_column(row, column, found):
    people, problems = read(f"Name,Team,Practice,Kind,Status\n{row}\n")

    assert people == []
    assert [(problem.row, problem.column) for problem in problems] == [(2, column)]
    assert problems[0].found in (found, "") and problems[0].expected


def test_w2_two_people_of_one_name_ask_for_the_team():
    _, problems = read("Name,Status\nSam Lee,yes\n")
    people, none = read("Name,Team,Status\nSam Lee,Birch PCT,yes\n")

    assert problems[0].fix == "Give the team"
    assert (people[0].pk, none) == (3, [])


def test_w2_same_person_twice_names_both_rows():
    _, problems = read("Name,Status\nPat Grey,yes\nDr Pat Grey,no\n")

    assert problems[0].message == "Rows 2 and 3 name the same person"


@pytest.mark.parametrize(("written", "read_as"), [("Dr. O'Brien-Smith", "o brien smith"), ("Prof Zoë  Ash", "zoe ash")])
def test_names_are_compared_without_what_people_write_differently(written, read_as):
    assert plain(written) == read_as
