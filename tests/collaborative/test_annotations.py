"""I2: cycles and events on the charts of their measures, for whoever may read them, and without a trace for whoever may not."""

from datetime import date

import pytest

from accounts.permissions import Role
from collaborative.dashboards import tidy
from collaborative.dashboards.annotations import read_annotations
from collaborative.dashboards.export import content_of, export_key
from collaborative.dashboards.gathering import gather
from collaborative.dashboards.wave_figures import wanted
from collaborative.models import ReadingLevel, TeamPartner
from measures.readers import reader_of
from tests.collaborative.improvement import make_cycle, make_event
from tests.collaborative.test_same_release import seen
from tests.conftest import make_person

MEASURE = "gp_consultations"
PRACTICE, TRUST, WAVE = "practice", "commissioner", "wave"
PLACES = ("wave/wave", "commissioner/5W0", "practice/A99001")
PAGES = ("", "pcts/5W0/", "practices/A99001/", f"measures/{MEASURE}/", "matrix/", "worth-a-look/")
FILES = (".csv", ".svg", "/rules/", "/rebase/", "/chart/")
ADDRESSES = (*PAGES, *(f"data/{place}/{MEASURE}{ending}" for place in PLACES for ending in FILES))


@pytest.fixture
def cycle(team, practice, manager):
    """Tested in Ash Surgery in April and May 2006, shared with the team and its facilitator."""
    return make_cycle(team, manager, practices=[practice], state="closed", measure=MEASURE)


def labels(user, wave, level, organisation, measure=MEASURE):
    found = read_annotations(user, wave).of(level, organisation.pk if organisation else None, measure)
    return [one.label for one in found]


def text(client, address):
    return client.get(f"/waves/W1/{address}").content.decode("utf-8-sig")


def gathered_by(user, wave):
    return gather(user, wave, reader_of(user, wave), annotations=read_annotations(user, wave))


# ---- on which charts


def test_i2_a_cycle_stands_on_the_chart_of_its_measure_and_practice(wave, practice, neighbour, cycle, manager):
    assert labels(manager, wave, PRACTICE, practice) == ["Telephone review, cycle 1"]
    assert labels(manager, wave, PRACTICE, practice, "referrals") == []
    assert labels(manager, wave, PRACTICE, neighbour) == []


def test_i2_a_pcts_chart_has_the_cycles_of_its_team_with_their_places(wave, trust, other_trust, cycle, manager):
    assert labels(manager, wave, TRUST, trust) == ["Telephone review, cycle 1 (Ash Surgery)"]
    assert labels(manager, wave, TRUST, other_trust) == []


def test_i2_the_waves_chart_says_how_many_began_in_each_month(wave, team, cycle, manager):
    make_cycle(team, manager, state="doing", measure=MEASURE)

    assert labels(manager, wave, WAVE, None) == ["2 cycles started"]


def test_i2_a_cycle_of_the_whole_pct_stands_on_the_charts_of_those_who_took_part(
    wave, team, practice, neighbour, manager
):
    make_cycle(team, manager, state="closed", measure=MEASURE)
    TeamPartner.objects.filter(organisation=neighbour).update(left_on=date(2006, 3, 31), left_reason="Moved away")

    assert labels(manager, wave, PRACTICE, practice) == ["Telephone review, cycle 1"]
    assert labels(manager, wave, PRACTICE, neighbour) == []


def test_i2_events_stand_on_every_chart(wave, practice, trust, manager):
    make_event(wave)

    assert labels(manager, wave, WAVE, None) == labels(manager, wave, PRACTICE, practice) == ["Learning workshop 1"]


@pytest.mark.parametrize("fields", [{"measure": ""}, {"state": "planned"}])
def test_what_has_not_begun_or_names_no_measure_is_on_no_chart(wave, team, practice, manager, fields):
    make_cycle(team, manager, practices=[practice], **{"state": "doing", "measure": MEASURE} | fields)

    assert labels(manager, wave, PRACTICE, practice) == []


def test_a_cancelled_cycle_is_drawn_on_its_first_day_alone(wave, team, practice, manager):
    make_cycle(team, manager, practices=[practice], measure=MEASURE, state="cancelled", started_on=date(2006, 4, 3))

    [found] = read_annotations(manager, wave).of(PRACTICE, practice.pk, MEASURE)

    assert (found.start, found.end) == (date(2006, 4, 3), date(2006, 4, 3))


def test_queries_do_not_grow_with_the_cycles(wave, team, practice, manager, django_assert_max_num_queries):
    for _ in range(12):
        make_cycle(team, manager, practices=[practice], state="doing", measure=MEASURE)
        make_cycle(team, manager, state="doing", measure=MEASURE)
    assert manager.acting_grants

    with django_assert_max_num_queries(3):
        read_annotations(manager, wave).at(PRACTICE, practice.pk)


# ---- in every channel


@pytest.mark.parametrize("address", ["practices/A99001/", f"data/practice/A99001/{MEASURE}.csv", f"data/practice/A99001/{MEASURE}.svg"])  # fmt: skip
def test_i2_page_table_and_files_name_the_cycle(client_of, returned, cycle, manager, address):
    assert "Telephone review, cycle 1" in text(client_of(manager), address)


def test_i2_the_waves_page_says_how_many_began(client_of, returned, cycle, manager):
    assert "1 cycle started" in text(client_of(manager), "")


def test_i2_the_page_of_its_own_and_the_long_table_name_it(wave, returned, practice, cycle, manager):
    gathered = gathered_by(manager, wave)
    series = gathered.series(PRACTICE, practice, MEASURE)
    place = tidy.COLUMNS.index("what_happened")

    page = content_of(gathered, series)
    rows = [row[place] for row in tidy.series_rows(gathered, series, practice)]

    assert page["happened"] == [["1", "PDSA cycle: Telephone review, cycle 1, 3 Apr 2006 to 31 May 2006"]]
    assert [row for row in rows if row] == ["1 Telephone review, cycle 1, starts", "1 Telephone review, cycle 1, ends"]


# ---- the stored page moves with them


@pytest.mark.parametrize("address", ["practices/A99001/", "pcts/5W0/", "", f"measures/{MEASURE}/"])
def test_a_page_changes_with_the_next_cycle(client_of, returned, team, practice, manager, address):
    client = client_of(manager)
    before = text(client, address)

    make_cycle(team, manager, practices=[practice], state="doing", measure=MEASURE)

    assert text(client, address) != before


def test_a_page_changes_when_a_cycle_is_renamed_ended_or_unshared(client_of, returned, cycle, facilitator):
    client = client_of(facilitator)
    first = text(client, "practices/A99001/")

    cycle.title = "A call first"
    cycle.save()
    second = text(client, "practices/A99001/")
    cycle.shared_with = ReadingLevel.TEAM
    cycle.save()
    third = text(client, "practices/A99001/")

    assert ("Telephone review" in first, "A call first" in second, "A call first" in third) == (True, True, False)


def test_the_keys_of_files_change_with_what_their_reader_may_read(wave, returned, practice, cycle, manager):
    def keys():
        gathered = gathered_by(manager, wave)
        return export_key(gathered, gathered.series(PRACTICE, practice, MEASURE)), wanted(manager, wave).key

    before = keys()
    cycle.title = "A call first"
    cycle.save()

    assert not set(before) & set(keys())


# ---- nobody is shown what is not shared with them


@pytest.mark.parametrize("reader", ["commissioner", "lay_member", "team-mate of others", "facilitator"])
def test_g9_an_unshared_cycle_leaves_no_trace_on_any_channel(
    request, client_of, wave, returned, team, practice, other_trust, manager, reader
):
    """Page, table, files and keys are the same with and without it."""
    others = {"team-mate of others": lambda: make_person("o@example.org", Role.TEAM_MEMBER, organisation=other_trust)}
    person = others[reader]() if reader in others else request.getfixturevalue(reader)
    client = client_of(person)
    before, key = seen(client, ADDRESSES), wanted(person, wave).key

    make_cycle(team, manager, practices=[practice], state="doing", measure=MEASURE, shared_with=ReadingLevel.TEAM)
    make_cycle(team, manager, state="doing", measure=MEASURE, shared_with=ReadingLevel.TEAM)

    after = seen(client, ADDRESSES)
    assert [address for address in ADDRESSES if before[address] != after[address]] == []
    assert wanted(person, wave).key == key
    assert any(status == 200 for status, _ in after.values())


def test_g9_a_cycle_shared_with_the_wave_is_seen_by_a_lay_member(client_of, returned, cycle, lay_member):
    """That nothing differs for others would say nothing of pages that never differ."""
    cycle.shared_with = ReadingLevel.WAVE
    cycle.save()

    assert "Telephone review, cycle 1 (Ash Surgery)" in text(client_of(lay_member), "pcts/5W0/")
