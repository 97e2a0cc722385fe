"""A register file, from the sender to people and entries."""

from datetime import date

import pytest

from registers.models import CoveredMonth, Person, PracticeRegister, RegisterEntry
from tests.registers.files.made_extracts import codes, row_of, send, submit, summary, taken
from tests.registers.people import key_of, make_entry, make_register

pytestmark = pytest.mark.django_db
KIND = "register"


@pytest.fixture(autouse=True)
def register(practice):
    return make_register(practice)


def person(number=1, **changes):
    return row_of(KIND, key_of(f"A99001 {number}"), **changes)


def waiting(number=1, **changes):
    return person(number, validated_on="", active_from="", **changes)


def stored(practice):
    entries = RegisterEntry.objects.filter(practice=practice).order_by("person__local_number", "episode")
    return list(entries.values_list("person__local_number", "episode", "state"))


def errors(upload):
    return [(problem["code"], problem.get("row")) for problem in upload.problems if problem["level"] == "E"]


def test_people_get_local_numbers_in_the_order_of_the_file(manager, practice):
    taken(manager, practice, KIND, [person(5), person(3), person(4)])

    keys = Person.objects.filter(practice=practice).order_by("local_number").values_list("patient_key", flat=True)
    assert list(keys) == [key_of(f"A99001 {number}") for number in (5, 3, 4)]
    assert PracticeRegister.objects.get(practice=practice).next_local_number == 4


def test_state_follows_from_the_dates(manager, practice):
    rows = [
        waiting(1),
        person(2, active_from=""),
        person(3),
        person(4, active_to="2007-01-05", end_reason="clinician"),
        person(5, active_to="2007-01-05", end_reason="moved"),
        waiting(6, active_to="2006-11-01", end_reason="wrong_code"),
    ]
    upload = taken(manager, practice, KIND, rows)

    assert upload.state == "submitted"
    assert [state for _, _, state in stored(practice)] == [
        "identified", "validated", "active", "recovered", "left", "excluded",
    ]  # fmt: skip
    assert RegisterEntry.objects.get(state="excluded").excluded_on == date(2006, 11, 1)


def test_same_register_again_changes_nothing(manager, practice):
    rows = [person(1), waiting(2), person(3, source="qof", codes="read2:E112.", ethnic_group="A", deprivation_band="2")]
    taken(manager, practice, KIND, rows)

    upload = taken(manager, practice, KIND, rows[::-1])

    found = summary(upload)
    assert (found["added"], found["changed"], found["unchanged"]) == (0, 0, 3)


def test_a_change_is_shown_from_old_to_new_and_stored(manager, practice):
    taken(manager, practice, KIND, [person(1), person(2)])

    upload = send(manager, practice, KIND, [person(1, active_to="2007-01-31", end_reason="died"), person(2)])

    (example,) = upload.context["differences"]["examples"]
    assert (example["kind"], example["number"]) == ("changed", 1)
    assert example["changes"] == [["Last day", "", "2007-01-31"], ["Reason for the end", "", "died"]]
    submit(upload, manager)
    assert stored(practice) == [(1, 1, "left"), (2, 1, "active")]


def test_blank_never_erases_what_the_practice_recorded_here(manager, practice):
    make_entry(practice, 1)

    upload = taken(manager, practice, KIND, [waiting(1, identified_on="2006-02-01")])

    assert summary(upload)["unchanged"] == 1
    assert stored(practice) == [(1, 1, "active")]


def test_entry_that_is_not_in_the_file_stays(manager, practice):
    make_entry(practice, 1)
    PracticeRegister.objects.update(next_local_number=2)

    taken(manager, practice, KIND, [person(2)])

    assert [number for number, _, _ in stored(practice)] == [1, 2]


def test_return_is_a_new_episode(manager, practice):
    make_entry(practice, 1, state="left")

    taken(
        manager,
        practice,
        KIND,
        [person(1, identified_on="2006-11-05", validated_on="2006-11-06", active_from="2006-11-06")],
    )

    assert stored(practice) == [(1, 1, "left"), (1, 2, "active")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"patient_key": "9434765918"}, "E14"),
        ({"birth_year": "70"}, "B63"),
        ({"birth_year": "2020"}, "E4"),
        ({"sex": "X"}, "B81"),
        ({"presentation_type": "6"}, "B81"),
        ({"identified_on": "2007-02-09"}, "E4"),
        ({"validated_on": "2006-09-30"}, "E15"),
        ({"active_from": "2006-10-09"}, "E15"),
        ({"active_to": "2006-10-14", "end_reason": "moved"}, "E15"),
        ({"active_to": "2006-11-14"}, "E10"),
        ({"end_reason": "moved"}, "E10"),
        ({"validated_on": ""}, "E10"),
        ({"active_to": "2006-11-14", "end_reason": "wrong_code"}, "B81"),
        ({"active_from": "", "active_to": "2006-11-14", "end_reason": "wrong_code"}, "B81"),
        ({"deprivation_band": "7"}, "B81"),
        ({"key_check": "ffffffff"}, "B96"),
    ],
)
def test_what_cannot_be_is_refused_with_its_row(manager, practice, changes, code):
    """Row 20: presentation type 6; B87, B92 to B98, B105, E4, E10, E15."""
    upload = send(manager, practice, KIND, [person(1), {**person(2), **changes}])

    assert (upload.state, errors(upload)[0]) == ("needs_fixing", (code, 3))
    assert stored(practice) == []


def test_all_mistakes_of_all_sorts_are_said_at_once(manager, practice):
    """A cell, a day to come, the order of days, a reason, one key for two people, an episode too early."""
    make_entry(practice, 5)
    changes = [
        {"sex": "X"}, {"identified_on": "2007-02-09"}, {"validated_on": "2006-09-30"}, {"end_reason": "moved"}, {}, {},
    ]  # fmt: skip
    rows = [person(number, **change) for number, change in enumerate(changes, 1)]

    upload = send(manager, practice, KIND, [*rows, person(6, birth_year="1971"), person(7, patient_key="")])

    assert {row: code for code, row in errors(upload)} == {
        2: "B81", 3: "E15", 4: "E15", 5: "E10", 6: "B97", 8: "B97", 9: "E10",
    }  # fmt: skip
    assert ("E4", 3) in errors(upload)


def test_episodes_are_not_judged_by_rows_that_cannot_be_read(manager, practice):
    """The row that ends the episode before has a mistake: that is all there is to say."""
    days = {"identified_on": date(2006, 10, 1), "validated_on": date(2006, 10, 10), "active_from": date(2006, 10, 15)}
    make_entry(practice, 1, **days)
    again = person(1, identified_on="2006-12-05", validated_on="2006-12-06", active_from="2006-12-06")

    upload = send(manager, practice, KIND, [person(1, active_to="2006-11-31", end_reason="moved"), again])

    assert errors(upload) == [("B64", 2)]


def test_an_excluded_entry_cannot_be_validated_by_a_file(manager, practice):
    make_entry(practice, 1, state="excluded")

    upload = send(manager, practice, KIND, [person(1, identified_on="2006-02-01", active_from="")])

    assert errors(upload) == [("B81", 2)]


def test_an_entry_before_the_last_one_has_ended_is_refused_b97(manager, practice):
    make_entry(practice, 1)

    assert errors(send(manager, practice, KIND, [person(1)])) == [("B97", 2)]


def test_same_key_with_overlapping_dates_is_refused_b97(manager, practice):
    rows = [person(1), person(1, identified_on="2006-11-01", validated_on="2006-11-01", active_from="2006-11-01")]

    assert errors(send(manager, practice, KIND, rows)) == [("B97", 3)]


@pytest.mark.parametrize(("changes", "words"), [({"birth_year": "1971"}, "year of birth"), ({"sex": "M"}, "sex")])
def test_one_key_is_one_person_b97(manager, practice, changes, words):
    upload = send(
        manager, practice, KIND, [person(1, active_to="2006-10-31", end_reason="moved"), person(1, **changes)]
    )

    assert f"Rows 2 and 3: same key, different {words}" in [problem["message"] for problem in upload.problems]


def test_another_year_of_birth_than_is_stored_is_confirmed_b97(manager, practice):
    taken(manager, practice, KIND, [person(1)])

    upload = send(manager, practice, KIND, [person(1, birth_year="1971")])
    assert codes(upload) == ["B97"]

    submit(upload, manager)
    assert Person.objects.get().birth_year == 1971


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"birth_year": "1935"}, "W13"), ({"birth_year": "1995"}, "W13"), ({"presentation_type": "5"}, "B81")],
)
def test_people_who_are_not_usually_on_the_list_are_confirmed(manager, practice, changes, code):
    """W13, and row 32: types 4 and 5 are not on the list by default."""
    upload = send(manager, practice, KIND, [person(1, **changes)])

    assert (upload.state, codes(upload)) == ("needs_confirming", [code])


def test_many_entries_waiting_for_validation_are_confirmed_w12(manager, practice):
    upload = send(manager, practice, KIND, [person(1), waiting(2), person(3)])

    assert codes(upload) == ["W12"]


def test_erased_person_is_not_taken_in_again_d38(manager, practice):
    from registers import erasures

    erasures.write(practice, key_of("A99001 1"))

    upload = taken(manager, practice, KIND, [person(1), person(2)])

    assert (summary(upload)["left_out"], Person.objects.count()) == (1, 1)


def test_the_same_person_at_two_practices_is_two_people_d11(manager, practice, neighbour):
    Person.objects.create(practice=neighbour, patient_key=key_of("A99001 1"), local_number=1, birth_year=1950, sex="M")

    upload = taken(manager, practice, KIND, [person(1)])

    assert summary(upload)["added"] == 1
    assert Person.objects.get(practice=neighbour).birth_year == 1950


def test_register_covers_every_month_that_is_over(manager, practice):
    taken(manager, practice, KIND, [person(1)])

    covered = CoveredMonth.objects.filter(kind=KIND).values_list("month", flat=True)
    assert (min(covered), max(covered)) == (date(2006, 10, 1), date(2007, 1, 1))


def test_the_other_kind_of_file_is_recognised_b22(manager, practice):
    from tests.registers.files.made_extracts import csv_of

    upload = send(manager, practice, KIND, csv_of("consultations", [row_of("consultations")]))

    assert codes(upload) == ["B22"]
    assert "Upload it under Consultations" in upload.problems[0]["message"]
