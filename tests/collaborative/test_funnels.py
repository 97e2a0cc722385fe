"""The funnel of a measure: of whom, from which counts, who is named, where the own practice lies, and when there is none (L4, L5)."""

import csv
import io
import json
import re

import pytest

from collaborative.dashboards.funnel_units import unit_of, units_of
from collaborative.dashboards.funnels import comparison_of
from collaborative.dashboards.gathering import gather, of_measure
from measures.computing.recompute import recompute_wave
from measures.definitions import definition_of
from measures.models import MonthlyReturn
from measures.readers import reader_of
from practices.models import Organisation
from tests.collaborative.conftest import GRID, STEADY, agree, send_returns
from tests.conftest import make_organisation, make_practice

FUNNEL = "/waves/W1/funnel/gp_consultations/"
JUDGING = re.compile(r"\b(better|worse|best|worst|good|bad|rank\b|league)\b", re.IGNORECASE)


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def figure_of(page, name="funnel"):
    found = re.search(rf'<script id="{name}-figure" type="application/json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1]) if found else None


def dots(figure):
    return [
        (x, y, text)
        for trace in figure["data"]
        if "markers" in trace["mode"]
        for x, y, text in zip(trace["x"], trace["y"], trace.get("hovertext", trace["text"]), strict=True)
    ]


def comparison(person, wave, measure="gp_consultations"):
    gathered = gather(person, wave, reader_of(person, wave), of_measure(measure))
    return comparison_of(gathered, definition_of(measure))


# ---- when there is none


@pytest.mark.parametrize(("count", "is_drawn"), [(9, False), (10, True)])
def test_of_fewer_than_ten_practices_there_is_no_funnel(client_of, crowd, facilitator, count, is_drawn):
    """Disclosure 3.2, step 6"""
    crowd(count)

    page = body(client_of(facilitator).get(FUNNEL))

    assert ("No funnel is drawn of fewer than 10 practices" in page) is not is_drawn
    assert (figure_of(page) is not None) is is_drawn


def test_where_small_counts_hide_most_practices_there_is_none(client_of, wave, crowd, neighbour, facilitator):
    """Of those that are left it would be a funnel of large practices; eleven can be shown, twelve more cannot."""
    members = crowd(11)
    few = (*STEADY[:6], 2, *STEADY[7:])
    for place in range(12):
        small = make_practice(wave, f"A99{300 + place}", f"Small {place:02}", members[0].parent_links.get().parent)
        send_returns(wave, small, place, GRID[-3:], counts=few)
    recompute_wave(wave=wave)

    assert "small counts hide more than half of the practices" in body(client_of(facilitator).get(FUNNEL))


@pytest.mark.parametrize("pcts", [2, 3])
def test_where_the_waves_rate_is_withheld_its_funnel_is_too(client_of, wave, pcts, lay_member):
    """Step 2: fewer than three PCTs contribute; the dots together would be the wave by another door."""
    trusts = [make_organisation(f"5Y{place}", f"Yew {place}", "commissioner") for place in range(pcts)]
    for place in range(12):
        member = make_practice(wave, f"A99{400 + place}", f"Yew {place:02}", trusts[place % pcts])
        send_returns(wave, member, place, GRID[-3:])
    recompute_wave(wave=wave)

    page = body(client_of(lay_member).get(FUNNEL))

    assert ("fewer than 3 pcts contribute" in page.lower()) is (pcts == 2)
    assert (figure_of(page) is None) is (pcts == 2)


def test_the_file_of_a_funnel_that_is_withheld_says_why_and_has_no_row(client_of, crowd, facilitator):
    crowd(5)

    text = client_of(facilitator).get("/waves/W1/funnel/gp_consultations.csv").content.decode("utf-8-sig")

    assert "No funnel is drawn of fewer than 10 practices" in text
    assert text.rstrip().endswith("marked,figures")


# ---- from which counts


def test_for_others_every_count_is_rounded_and_every_rate_whole(client_of, dozen, administrator):
    """P1, P8: dots, hover texts and the table are made from published counts alone."""
    figure = figure_of(body(client_of(administrator).get(FUNNEL)))

    for size, rate, text in dots(figure):
        counts = [int(number.replace(",", "")) for number in re.findall(r"\(([\d,]+) of ([\d,]+)\)", text)[0]]
        assert [count % 5 for count in counts] == [0, 0]
        assert (size % 5, float(rate).is_integer()) == (0, True)


def test_who_sees_every_practice_exactly_gets_exact_counts(client_of, wave, dozen, practice, facilitator):
    agree(wave, practice, *dozen)

    found = comparison(facilitator, wave)

    own = next(unit for unit in found.units.base if unit.code == "A99001")
    assert (found.is_protected, own.numerator) == (False, 3 * (4 * STEADY[6] + 3))


def test_one_practice_that_has_not_agreed_makes_the_whole_funnel_protected(wave, dozen, practice, facilitator):
    agree(wave, *dozen)

    found = comparison(facilitator, wave)

    assert found.is_protected
    assert set(found.units.exact) == {one.ods_code for one in dozen}


def test_the_own_practice_is_exact_over_a_funnel_that_it_does_not_change(wave, dozen, manager, administrator):
    """Disclosure 3.3: never the funnel without it."""
    own, others = comparison(manager, wave), comparison(administrator, wave)

    assert own.result.target == others.result.target
    assert own.limits_at([500], wide=True) == others.limits_at([500], wide=True)
    assert own.practices == others.practices == 13
    assert own.points["A99001"].rate != others.points["A99001"].rate
    assert {code: point for code, point in own.points.items() if code != "A99001"} == {
        code: point for code, point in others.points.items() if code != "A99001"
    }


def test_events_over_person_time_have_the_limits_of_rates_and_people_those_of_proportions(wave, dozen, administrator):
    assert comparison(administrator, wave, "gp_consultations").result.kind == "rate"
    assert comparison(administrator, wave, "long_absence").result.kind == "proportion"


def test_three_month_ends_of_the_same_people_count_as_one(wave, dozen, facilitator, practice):
    """Trap: pooled they would claim three times the information."""
    agree(wave, practice, *dozen)
    gathered = gather(facilitator, wave, reader_of(facilitator, wave), of_measure("long_absence"))

    unit = units_of(gathered, definition_of("long_absence")).base[0]

    assert (unit.denominator, unit.size) == (1200, 400)
    assert unit.events == round(unit.numerator / 3)


def test_a_stale_practice_is_not_compared(wave, dozen, practice, administrator):
    """Its latest three months are of another year."""
    MonthlyReturn.objects.filter(practice=dozen[0]).delete()
    send_returns(wave, dozen[0], 0, GRID[:3])
    recompute_wave(wave=wave)

    assert dozen[0].ods_code not in comparison(administrator, wave).points


def test_an_exact_reader_and_others_take_the_average_from_the_wave(wave, dozen, practice, facilitator, administrator):
    """Also of practices that small counts keep out of the funnel."""
    others = comparison(administrator, wave)
    agree(wave, practice, *dozen)
    exact = comparison(facilitator, wave)

    assert exact.result.target == pytest.approx(others.result.target, rel=0.01)
    assert exact.result.target == sum(u.numerator for u in exact.units.base) / sum(
        u.denominator for u in exact.units.base
    )


# ---- who is named, who is marked


def test_a_manager_sees_dots_without_names_and_the_own_practice_marked(client_of, dozen, manager):
    """L5: where am I, at once."""
    page = body(client_of(manager).get(FUNNEL))

    named = [
        text for _, _, text in dots(figure_of(page)) if not text.startswith("A practice that you do not see by name")
    ]
    assert [text.split(":")[0] for text in named] == ["Ash Surgery"]
    assert "Practice 0" not in page
    assert re.search(r"Ash Surgery: [\d.]+ per 100 people on the list a month \(3,?609 of 1,?200\)", page)


def test_marks_come_from_the_address(client_of, dozen, facilitator):
    client = client_of(facilitator)

    page = body(client.get(f"{FUNNEL}?mark=A99101&mark=A99103"))

    marked = next(trace for trace in figure_of(page)["data"] if trace["name"] == "Marked")
    assert marked["text"] == ["Practice 001", "Practice 003"]
    assert "No practice is marked" in body(client.get(FUNNEL))


def test_a_marked_practice_without_a_value_is_told_why(client_of, wave, dozen, neighbour, commissioner):
    page = body(client_of(commissioner).get(f"{FUNNEL}?mark=A99002"))

    assert "Beech Surgery is not in this funnel: no return" in page


def test_the_table_is_alphabetical_and_of_the_scope(client_of, dozen, facilitator):
    page = body(client_of(facilitator).get(FUNNEL))

    table = page[page.index("practices in the funnel, alphabetical") :]
    names = re.findall(r">((?:Ash|Practice)[^<]*)</a>", table[: table.index("</table>")])
    assert names == sorted(names)
    assert len(names) == 13


# ---- in words


def test_the_page_says_what_chance_explains_and_what_to_beware_of(client_of, dozen, facilitator):
    page = body(client_of(facilitator).get(FUNNEL))

    assert "Of 13 practices about 0.7 lie outside the 95% limits" in page
    assert "case-mix" in page
    assert "coding" in page


def test_who_stands_out_among_so_many_is_named_within_the_scope_only(
    client_of, dozen, facilitator, manager, lay_member
):
    """Benjamini-Hochberg."""
    named = body(client_of(facilitator).get(FUNNEL))
    unnamed = body(client_of(lay_member).get(FUNNEL))

    part = "Standing out when all are compared at once"
    assert "Ash Surgery" in named[named.index(part) : named.index("Before you conclude")]
    assert "1 practice that you do not see by name" in unnamed
    assert "Ash Surgery" not in unnamed


def test_a_measure_without_a_better_direction_is_not_judged(client_of, dozen, facilitator):
    """M2: neither in the page nor in the drawing."""
    page = body(client_of(facilitator).get("/waves/W1/funnel/other_staff_consultations/"))

    main = page[page.index("<h1") : page.index("Funnels of the other measures")]
    said = re.sub("Neither higher nor lower is better|neither high nor low is called good|no rank|not ranked", "", main)
    text = re.sub(r"<[^>]+>", " ", said)
    assert [text[max(0, m.start() - 60) : m.end() + 20] for m in JUDGING.finditer(text)] == []


def test_the_file_says_what_it_is_and_names_nobody_outside_the_scope(client_of, dozen, manager):
    response = client_of(manager).get("/waves/W1/funnel/gp_consultations.csv")

    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    head = lines.index(
        ["ods_code", "name", "numerator", "denominator", "rate", "where", "q_value", "marked", "figures"]
    )
    facts = dict(line for line in lines[: head - 1])
    assert facts["definition_version"] and facts["average"] and facts["limits"].startswith("exact")
    assert {line[1] for line in lines[head + 1 :]} == {"Ash Surgery", "not named"}
    assert [line[0] for line in lines[head + 1 :] if line[0]] == ["A99001"]


def test_two_practices_with_the_same_figures_have_the_same_unit(wave, dozen, administrator):
    gathered = gather(administrator, wave, reader_of(administrator, wave), of_measure("gp_consultations"))
    memberships = {one.practice.ods_code: one for one in gathered.memberships}
    first, fifth = (
        unit_of(
            memberships[code], gathered.series("practice", Organisation.objects.get(ods_code=code), "gp_consultations")
        )
        for code in ("A99100", "A99105")
    )

    assert (first.rate, first.size) == (fifth.rate, fifth.size)
