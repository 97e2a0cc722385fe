"""A line beside its past: the checks of the list, the registered, absences and the wave, each at its edge. Pure."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from measures.return_files.lines import Break
from measures.return_files.rules import Setting, State
from measures.return_files.wave_past import Middle, WavePast, middle_of
from tests.measures.made_returns import line
from tests.measures.return_files.checking import KNOWN, codes, message, past, with_past

OCTOBER, AUGUST = date(2006, 10, 1), date(2006, 8, 1)


def using(*used, known=KNOWN):
    """These rules in use, whatever their files say."""
    settings = tuple(Setting(code, KNOWN.today, State.ON) for code in used)
    return replace(known, waves={"W1": replace(KNOWN.waves["W1"], rule_settings=settings)})


def told(*stored, code, known=None, **changes):
    """Whether a rule speaks of November, with these months before it."""
    return code in codes(line(**changes), known=using(code, known=known or with_past(*stored)))


# ------------------------------------------------------------------ W15, W16: the list and the registered


@pytest.mark.parametrize(("before", "found"), [(153, False), (152, True), (282, False), (283, True)])
def test_v4_a_list_may_change_by_a_tenth_for_each_month_since_it_was_last_known(before, found):
    """W15: 198 now, three months later."""
    assert told(past(AUGUST, list_close=before), code="W15") is found


def test_v4_a_jump_that_the_month_before_or_the_month_itself_tells_is_asked_about_once():
    """W1 and W2 know the month before and list_open; W15 is for gaps."""
    assert codes(line(), known=using("W15", known=with_past(past(list_close=120)))) == ["W1"]
    assert told(past(list_close=120), code="W15", list_open="NA:cannot_count_yet", list_added="NA:cannot_count_yet")


@pytest.mark.parametrize(
    ("before", "found"), [(7809, True), (7810, False), (8631, False), (8632, True)]
)  # 8,200 is 5% more than 7,809.5 and 5% less than 8,631.6
def test_v4_registered_people_that_jump_are_asked_about(before, found):
    """W16."""
    assert told(past(registered_all=before), code="W16") is found


def test_v4_few_people_are_no_jump_however_small_the_practice():
    """W16: 40 of 400 is a tenth."""
    small = {"registered_all": 400, "registered_16_64": 300, "list_close": 198}

    assert not told(past(**{**small, "registered_all": 440}), code="W16", **small)
    assert told(past(**{**small, "registered_all": 460}), code="W16", **small)


# ------------------------------------------------------------------ W17: another month's file

SAME = {"gp_consultations": 142}


def test_v4_the_file_of_an_earlier_month_is_noticed_for_a_year():
    assert told(past(date(2005, 11, 1), **SAME), code="W17")
    assert not told(past(date(2005, 10, 1), **SAME), code="W17")


def test_v4_the_month_before_is_asked_about_by_its_own_rule_alone():
    """W5 and W17 never speak of the same cell."""
    assert codes(line(), known=using("W17", known=with_past(past(**SAME), past(AUGUST, **SAME)))) == ["W5"]


def test_v4_where_little_happens_months_repeat_by_chance():
    few = dict.fromkeys(("other_staff_consultations", "attached_mh_contacts", "people_13w", "people_13w_new"), 0)
    few |= {"gp_consultations": 26, "referrals_cmht": 1, "referrals_psychiatrist": 1, "referrals_dedup": 1}

    assert not told(past(AUGUST, **few), code="W17", **few)
    assert told(past(AUGUST, **few | SAME), code="W17", **few | SAME)


# ------------------------------------------------------------------ W18, W19: certified absence


def test_v4_absences_that_are_not_new_were_there_before_or_joined_the_list():
    """W18: 9 of 11 are not new; 24 joined."""
    quiet = {"list_added": 3, "list_removed": 3, "list_close": 180}

    assert told(past(people_13w=5), code="W18", **quiet)
    assert not told(past(people_13w=6), code="W18", **quiet)
    assert not told(past(people_13w=5), code="W18")


def test_v4_a_share_of_absences_beyond_chance_is_asked_about_with_both_sides():
    """W19: 9 of 180 before; chance reaches 4.6 points."""
    known = using("W19", known=with_past(past(people_13w=9)))

    assert codes(line(people_13w=19, people_13w_new=11), known=known) == []
    assert message(line(people_13w=20, people_13w_new=12), known=known) == (
        "20 people with 13 weeks are 10.1% of the list; the last month had 5.0%"
    )


# ------------------------------------------------------------------ W20: the wave


def wave_of(*consultations, month=OCTOBER):
    alike = {"list_open": 1000, "list_close": 1000}
    counts = {place: {**alike, "gp_consultations": events} for place, events in enumerate(consultations)}
    return replace(KNOWN, wave_pasts={"W1": WavePast({month: counts})})


TEN = (650, 850) * 5


def test_v4_a_rate_far_from_the_middle_of_the_wave_is_asked_about_without_any_other_practice():
    """W20: it names the middle and how many practices it is of."""
    found = message(line(gp_consultations=340), known=using("W20", known=wave_of(*TEN)))

    assert found == "340 is 179.9 for every 100 people on the list; the middle of 10 practices is 75.0"


def test_v4_fewer_than_ten_practices_make_no_middle():
    assert not told(code="W20", known=wave_of(*TEN[:9]), gp_consultations=340)


def test_v4_a_practice_that_always_differs_is_not_asked_every_month():
    high = past(list_open=180, gp_consultations=330).values
    stored = with_past(replace(past(), values=high))

    known = replace(stored, wave_pasts=wave_of(*TEN).wave_pasts)

    assert not told(code="W20", known=known, gp_consultations=340)


def test_v4_the_middle_is_of_each_practices_months_together():
    """Sums over sums, never a mean of rates; a month without people counts for nothing."""
    one = {"list_open": 100, "list_close": 100, "gp_consultations": 50}
    two = {"list_open": 300, "list_close": 300, "gp_consultations": 450}
    none = {"list_open": 0, "list_close": 0, "gp_consultations": 0}

    found = WavePast({OCTOBER: {"a": one, "b": none}, AUGUST: {"a": two}})

    assert found.middle(date(2006, 11, 1), "gp_consultations", 3) == Middle(1.25, 0.0, 1)
    assert found.middle(date(2006, 8, 1), "gp_consultations", 3) is None
    assert middle_of([]) is None


# ------------------------------------------------------------------ no noise, and no look across a break


def test_at_most_one_question_for_a_cell_from_the_past():
    """W5 speaks of the cell before W4 could."""
    steady = [past(date(2006, month, 1), list_open=180, gp_consultations=60 + month) for month in range(3, 10)]
    known = with_past(*steady, past(**SAME))

    assert codes(line(), known=known) == ["W5"]
    assert codes(line(gp_consultations=143), known=known) == ["W4"]


@pytest.mark.parametrize(
    ("month", "field", "found"),
    [
        (date(2006, 11, 1), "", []),
        (date(2006, 11, 1), "gp_consultations", []),
        (date(2006, 11, 1), "people_13w", ["W4"]),
        (date(2006, 10, 1), "", ["W4"]),  # the last figure is after it
        (date(2006, 12, 1), "", ["W4"]),
    ],
)
def test_no_check_looks_across_a_break_in_series(month, field, found):
    """W4: +52% since October."""
    known = replace(with_past(past()), breaks={("W1", "A99001"): (Break(month, field),)})

    assert codes(line(gp_consultations=200), known=known) == found


def test_a_break_of_the_whole_wave_counts_for_each_practice():
    known = replace(with_past(past(list_close=170)), breaks={("W1", ""): (Break(date(2006, 11, 1)),)})

    assert codes(line(), known=known) == []


# ------------------------------------------------------------------ series as practices have them


def series(*lines):
    return codes(*lines, known=using("W15", "W16", "W17", "W18", "W19", known=KNOWN))


def month_of(place, size, consultations, **more):
    """A month of a practice, counted from February 2006."""
    return line(
        period=f"2006-{place + 2:02d}",
        list_open=size,
        list_added=2,
        list_removed=2,
        list_close=size,
        gp_consultations=consultations,
        extract_date="2007-02-01",
        **more,
    )


def test_a_dip_in_december_is_no_alarm():
    """A fifth less in one month of eleven, as practices have it; a third less is asked about."""
    consultations = [142, 150, 138, 146, 155, 133, 128, 144, 151, 147]

    assert series(*(month_of(place, 190, count) for place, count in enumerate([*consultations, 117]))) == []
    assert series(*(month_of(place, 190, count) for place, count in enumerate([*consultations, 97]))) == ["W4"]


def test_a_list_that_is_being_built_is_asked_about_once_a_month_and_for_its_growth_alone():
    sizes = [80, 96, 115, 138, 160, 176, 185]
    lines = [
        month_of(place, now, round(now * 0.8)) | {"list_close": then, "list_added": then - now + 2}
        for place, (now, then) in enumerate(pairwise(sizes))
    ]

    assert series(*lines) == ["W2"] * 4


def test_a_small_practice_is_not_asked_about_chance():
    consultations = [14, 22, 9, 17, 25, 11, 19, 13, 21, 10, 16]
    small = {"registered_16_64": 900, "registered_all": 1400, "people_13w": 2, "people_13w_new": 0}

    assert series(*(month_of(place, 30, count, **small) for place, count in enumerate(consultations))) == []
