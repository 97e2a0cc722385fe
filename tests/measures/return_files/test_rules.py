"""Every rule, by its own data: its worked example is found, its near miss is not, and its numbers are those that are used."""

from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

from measures.return_files import checks, past
from measures.return_files.rules import FOLDER, RuleError, Setting, State, all_rules, parse_rule, rules_on
from practices.uploads.problems import Level
from registers.files import people, sick_notes
from tests.measures.made_returns import line
from tests.measures.return_files.checking import KNOWN, codes, with_past
from tests.measures.return_files.checking import past as before
from tests.measures.return_files.rule_examples import said
from tests.registers.files.made_extracts import row_of, send
from tests.registers.people import key_of, make_register

RULES = list(all_rules().values())
OF_REGISTERS = [rule for rule in RULES if rule.files == ("register",)]
OF_OTHERS = [rule for rule in RULES if rule.files != ("register",)]
TODAY = KNOWN.today
TEXT = (FOLDER / "W2.toml").read_text(encoding="utf-8")


def codes_of(rules):
    return [rule.code for rule in rules]


@pytest.mark.parametrize("rule", OF_OTHERS, ids=codes_of(OF_OTHERS))
def test_v5_a_rule_says_of_its_worked_example_what_its_file_promises(rule):
    assert said(rule, rule.example) == [rule.example.says]


@pytest.mark.parametrize("rule", OF_OTHERS, ids=codes_of(OF_OTHERS))
def test_v5_a_rule_is_silent_about_its_near_miss(rule):
    assert said(rule, rule.near_miss) == []


@pytest.mark.django_db
@pytest.mark.parametrize("rule", OF_REGISTERS, ids=codes_of(OF_REGISTERS))
def test_v5_a_rule_of_registers_finds_its_example_and_not_its_near_miss(rule, practice, manager):
    """W12 and W13, through the whole way of a register file."""
    make_register(practice)

    assert said_of_register(rule, rule.example, practice, manager) == [rule.example.says]
    assert said_of_register(rule, rule.near_miss, practice, manager) == []


def said_of_register(rule, example, practice, manager):
    rows = [example.line, *example.more]
    file = [row_of("register", key_of(f"A99001 {number}"), **dict(row)) for number, row in enumerate(rows, start=1)]
    problems = send(manager, practice, "register", file).problems
    return [problem["message"] for problem in problems if problem["code"] == rule.code]


@pytest.mark.parametrize("rule", RULES, ids=codes_of(RULES))
def test_a_rule_names_the_function_that_applies_it(rule):
    """LineReader.count is a method: it is found in its class."""
    module, name = rule.checked_by.rsplit(".", 1)
    module, owner = module.rsplit(".", 1) if module.rsplit(".", 1)[-1][0].isupper() else (module, "")
    holder = getattr(import_module(module), owner) if owner else import_module(module)

    found = getattr(holder, name)

    applied = {**checks.OF_THE_LINE, **checks.WITH_KNOWLEDGE, **past.CHECKS}
    assert applied.get(rule.code, found) is found


def test_every_check_of_a_line_is_a_rule_with_an_example():
    applied = {*checks.OF_THE_LINE, *checks.WITH_KNOWLEDGE, *past.CHECKS}

    assert applied <= set(all_rules())


def test_the_data_quality_rules_of_the_programme_are_all_there():
    """E1 to E18 and W1 to W14 of the design, and the new ones."""
    wanted = [*(f"E{number}" for number in range(1, 19)), *(f"W{number}" for number in range(1, 21)), "B70", "B84"]

    assert list(all_rules()) == wanted


def test_numbers_of_registers_are_those_that_their_rules_name():
    """W9, W12, W13: their numbers stand in the register's own checks, which know nothing of returns."""
    assert "more than 91 days" in all_rules()["W9"].finds and sick_notes.LONG_NOTE_DAYS == 91
    assert "More than 20%" in all_rules()["W12"].finds and people.WAITING_SHARE == 0.2
    assert "16 to 64" in all_rules()["W13"].title and (people.YOUNGEST, people.OLDEST) == (16, 64)


# ------------------------------------------------------------------ reading


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "W2"', 'code = "W3"', "holds rule W3"),
        ('title = "', 'tilte = "', "missing or unknown: tilte, title"),
        ('level = "W"', 'level = "X"', "'X' is not a valid Level"),
        ("value = 10", "value = 101", "most_change lies outside its own bounds"),
        ('says = "', 'sais = "', "sais"),
        (
            "effective_from = 2005-01-01",
            "effective_from = 2005-01-01\nfixed = true\nsilent_until = 2027-01-01",
            "silently",
        ),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_its_file_and_key(old, new, said):
    with pytest.raises(RuleError, match=f"W2.toml.*{said}"):
        parse_rule(TEXT.replace(old, new, 1), "W2.toml")


def test_a_rule_without_an_example_is_refused():
    without = TEXT[: TEXT.index("[example]")] + TEXT[TEXT.index("[near_miss]") :]

    with pytest.raises(RuleError, match="missing or unknown: example"):
        parse_rule(without, "W2.toml")


# ------------------------------------------------------------------ in force


def set_to(state, effective_from=TODAY, code="W2", **numbers):
    return Setting(code, effective_from, State(state), tuple(numbers.items()))


def known_with(*settings, known=KNOWN, off=frozenset()):
    facts = replace(known.waves["W1"], rule_settings=settings, rules_off=off)
    return replace(known, waves={"W1": facts})


GROWN = line(list_added=25, list_close=199)


def test_v5_a_number_that_the_programme_sets_is_the_one_that_is_used():
    assert codes(GROWN, known=known_with(set_to("on", most_change=11))) == []
    assert codes(line(list_added=10, list_close=184), known=known_with(set_to("on", most_change=2))) == ["W2"]


def test_v5_a_setting_counts_from_its_day_on():
    tomorrow = set_to("off", date(2007, 2, 9))

    assert codes(GROWN, known=known_with(tomorrow)) == ["W2"]
    assert codes(GROWN, known=known_with(set_to("off", TODAY))) == []


def test_v5_the_day_of_the_check_counts_and_not_the_month_of_the_figures():
    known = known_with(set_to("off", date(2007, 2, 1)))

    assert codes(line(**{**GROWN, "period": "2006-11"}), known=known) == []


@pytest.mark.parametrize("first", ["on", "off"])
def test_of_two_settings_the_later_holds(first):
    """By day; of one day, by the order in which they were made."""
    earlier, later = set_to("off", date(2007, 1, 1)), set_to("on", date(2007, 2, 1))
    settings = (earlier, later) if first == "off" else (later, earlier)

    assert rules_on(TODAY, settings=settings)["W2"].state is State.ON
    assert rules_on(TODAY, settings=(set_to("on"), set_to("off")))["W2"].state is State.OFF


def test_a_rule_that_always_holds_can_be_neither_set_nor_named_away():
    """E6: the database itself refuses a list that does not add up."""
    rules = rules_on(TODAY, frozenset({"E6"}), (set_to("off", code="E6"),))

    assert rules["E6"].state is State.ON


def test_what_the_programme_names_as_not_used_stays_so():
    assert rules_on(TODAY, frozenset({"W2"}), (set_to("on"),))["W2"].state is State.OFF


def test_v6_a_new_rule_runs_silently_until_its_day_and_is_then_in_use():
    rule = all_rules()["W16"]

    assert rule.state_on(date(2006, 12, 31)) is State.OFF
    assert rule.state_on(date(2007, 1, 1)) is rule.state_on(rule.silent_until) is State.SILENT
    assert rule.state_on(date(2027, 7, 1)) is State.ON


def test_levels_are_those_of_the_design():
    """E blocks, W needs a reason; B84 blocks and B70 needs one."""
    blocks = {rule.code for rule in RULES if rule.level is Level.ERROR}

    assert blocks == {rule.code for rule in RULES if rule.code[0] == "E"} | {"B84"}


def test_v6_a_silent_rule_tells_the_sender_nothing():
    jumped = with_past(before(registered_all=7000))

    assert codes(line(), known=jumped) == []
    assert codes(line(), known=known_with(set_to("on", code="W16"), known=jumped)) == ["W16"]
