"""Pages of measures from registers: the practice's own exactly, the wave's protected, nobody else's at all."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from operations.models import AuditEvent
from practices import months
from practices.models import ListSize, SharingAgreement
from registers.models import EntryState, PracticeMonth
from tests.conftest import make_organisation, make_practice
from tests.registers.people import cover, make_entry, make_register

JANUARY = date(2007, 1, 1)
FIGURES = {
    "list_open": 180,
    "list_close": 200,
    "person_days": 190 * 31,
    "days": 31,
    "gp_consultations": 130,
    "other_staff_consultations": 60,
    "attached_mh_contacts": 20,
    "referrals_dedup": 25,
    "people_13w": 12,
    "people_13w_strict": 10,
    "cohort_people": 90,
    "cohort_person_days": 90 * 31,
    "cohort_gp_consultations": 45,
    "cohort_referrals": 20,
    "cohort_people_13w": 5,
    "entries_identified": 260,
    "entries_validated": 240,
    "entries_waiting_over_60": 15,
    "assessed_at_outset": 150,
    "reassessment_due": 120,
    "reassessed_in_time": 70,
    "with_step_and_review": 110,
    "reviews_overdue": 30,
    "crisis_presentations": 9,
    "no_contact_6m": 14,
    "people_offered": 40,
    "offered_books": 30,
    "taken_up_books": 20,
    "unexplained_symptoms": 25,
    "unexplained_symptoms_adviser": 10,
    "is_left_censored": 0,
}


def count_month(practice, month=JANUARY, breakdowns=None, missing=(), **changes):
    figures = {name: value for name, value in {**FIGURES, **changes}.items() if name not in missing}
    return PracticeMonth(
        practice=practice,
        month=month,
        figures=figures,
        not_available=dict.fromkeys(missing, "not_covered_assessments"),
        breakdowns=breakdowns or {},
        digest="any",
    )


def count_months(practice, *, most=6, **changes):
    grid = [months.add_months(JANUARY, -back) for back in range(most)]
    PracticeMonth.objects.bulk_create([count_month(practice, month, **changes) for month in grid])


@pytest.fixture
def counted(practice):
    count_months(practice, most=14)
    ListSize.objects.create(practice=practice, on=date(2006, 10, 1), registered=8200, registered_16_64=5000)
    return make_register(practice)


def page_of(client, name="register_measures", *args):
    return client.get(reverse(name, args=args or ["A99001"]))


# ---- the practice's own


def test_the_practice_sees_rates_by_person_months_the_cohort_and_its_process(counted, client_of, clinician):
    page = page_of(client_of(clinician)).content.decode()

    for said in ("68.42", "50.00", "75.0%", "Closed cohort", "68.6 to 80.5"):
        assert said in page
    assert "200 people are on the list; 400 would be expected of 5,000 registered people aged 16 to 64" in page
    assert "50% (from 31% to 80%, by the bounds of the expectation)" in page


def test_the_rules_of_measure_4_stand_beside_one_another(counted, client_of, manager):
    page = page_of(client_of(manager)).content.decode()

    assert "No gap bridged" in page
    assert "By what was certified ahead" in page


@pytest.mark.parametrize("person", ["data_officer", "commissioner", "facilitator", "administrator"])
def test_d15_nobody_else_sees_the_practice_s_register_measures(counted, client_of, request, person):
    client = client_of(request.getfixturevalue(person))

    assert {page_of(client, name).status_code for name in ("register_measures", "register_measures_csv")} == {403}


def test_only_who_sends_the_return_is_led_to_prepare_it(counted, client_of, manager, clinician):
    led = [
        [link["text"] for link in page_of(client_of(person), "register_measures", "A99001").context["page"].links]
        for person in (manager, clinician)
    ]
    assert led[0] == ["Prepare the return of this month", *led[1]]


def test_charts_begin_with_the_first_month_whose_events_were_sent(counted, practice, client_of, manager):
    events = {"gp_consultations", "other_staff_consultations", "referrals_dedup", "people_13w"}
    first = PracticeMonth.objects.filter(practice=practice).order_by("month").first().month
    count_month(practice, months.add_months(first, -1), missing=events).save()

    page = page_of(client_of(manager), "register_measures", "A99001").context["page"]

    assert [chart["table"]["rows"][0][0] for chart in page.charts] == [months.label(first)] * 4


def test_d11_a_neighbour_s_register_is_not_there(counted, neighbour, client_of, manager):
    assert page_of(client_of(manager), "register_measures", "A99002").status_code == 404


def test_a_practice_without_a_register_is_told_what_to_do(practice, client_of, manager):
    assert "Nothing is counted yet" in page_of(client_of(manager)).content.decode()


def test_taking_the_figures_away_is_written_down(counted, client_of, manager):
    content = page_of(client_of(manager), "register_measures_csv").content.decode("utf-8-sig")

    lines = content.splitlines()
    assert lines[0].startswith("month,")
    assert len(lines) == 15
    assert AuditEvent.objects.get(event="figures.exported").details["file"] == "register-measures-A99001.csv"


def queries(client, *page):
    page_of(client, *page)  # what a first request reads once is not the page's
    with CaptureQueriesContext(connection) as found:
        page_of(client, *page)
    return len(found)


def test_the_page_takes_as_many_queries_for_three_years_as_for_one_month(counted, practice, client_of, manager):
    client = client_of(manager)
    PracticeMonth.objects.exclude(month=JANUARY).delete()
    one = queries(client)
    PracticeMonth.objects.all().delete()
    count_months(practice, most=36)

    assert queries(client) == one


# ---- the wave's


@pytest.fixture
def registers(wave, trust, other_trust):
    """Three PCTs with six practices each that keep registers."""
    third = make_organisation("5W2", "Cherry PCT", "commissioner")
    made = [
        make_practice(wave, f"A99{place:03}", f"Practice {place:03}", (trust, other_trust, third)[place % 3])
        for place in range(99, 117)
    ]
    for one in made:
        count_months(one, most=3, breakdowns={"ethnic_group": {"A": {"list_close": 150, "referrals_dedup": 9}}})
        ListSize.objects.create(practice=one, on=date(2006, 10, 1), registered=8200, registered_16_64=5000)
    return made


def wave_page(client):
    return client.get(reverse("wave_register", args=["W1"]))


def shown(client):
    return wave_page(client).context["page"]


def row_of(table, title):
    return next(row for row in table["rows"] if (row[0]["text"] if isinstance(row[0], dict) else row[0]) == title)


def test_the_wave_sees_protected_sums_with_how_many_practices_they_are_of(registers, client_of, lay_member):
    PracticeMonth.objects.filter(practice=registers[0], month=JANUARY).update(
        figures={**FIGURES, "assessed_at_outset": 151}
    )

    page = shown(client_of(lay_member))

    assert page.coverage.startswith("18 of 19 practices")
    row = row_of(page.tables[0], "Severity assessed at outset")
    assert [cell["text"] for cell in (row[1], row[2], row[3], row[5])] == ["2,700", "3,600", "75%", "18 of 19"]


def test_a_pct_of_fewer_than_five_registers_is_withheld(registers, client_of, facilitator):
    PracticeMonth.objects.filter(practice__in=registers[:6:3]).delete()

    table = shown(client_of(facilitator)).places[0]

    assert row_of(table, "Alder PCT")[2]["hint"] == "withheld: fewer than 5 practices contribute"
    assert row_of(table, "Birch PCT")[2]["text"] == "92"
    # The wave less the two PCTs that are shown would be those four practices.
    assert row_of(table, "The wave")[2]["hint"] == "withheld: it would tell the few practices that are left out apart"


def test_what_only_a_few_cannot_count_is_withheld_because_the_difference_would_be_theirs(
    registers, client_of, lay_member
):
    """Disclosure, step 2: the list of all and the list of all but one tell the one's."""
    PracticeMonth.objects.filter(practice=registers[0]).delete()
    count_months(registers[0], most=3, missing=["assessed_at_outset"])

    row = row_of(shown(client_of(lay_member)).tables[0], "Severity assessed at outset")

    assert row[3]["hint"] == "withheld: it would tell the few practices that are left out apart"


def test_partners_see_exact_sums_where_every_practice_has_agreed(registers, wave, trust, client_of, commissioner):
    for one in registers[::3]:
        SharingAgreement.objects.create(wave=wave, practice=one, agreed_on=wave.orientation_on)

    table = shown(client_of(commissioner)).places[0]

    assert row_of(table, "Alder PCT")[3]["text"] == "75.0"
    assert row_of(table, "Birch PCT")[3]["text"] == "75"


def test_groups_are_protected_for_everybody_and_of_the_wave_only(registers, client_of, facilitator):
    small = {"ethnic_group": {"A": {"list_close": 150}, "R": {"list_close": 1, "referrals_dedup": 1}}}
    PracticeMonth.objects.filter(practice__in=registers[:7], month=JANUARY).update(breakdowns=small)

    (by_group, _) = shown(client_of(facilitator)).access

    chinese = row_of(by_group, "Chinese")
    assert [cell["text"] for cell in chinese[1:4]] == ["*", "*", "No value"]


@pytest.mark.parametrize("said", [1, 4, 17], ids=["one practice", "four", "all but one"])
def test_groups_that_only_a_few_practices_say_or_leave_out_are_withheld(registers, client_of, lay_member, said):
    """The column is optional: the groups of the wave would be the groups of the few practices that send it."""
    PracticeMonth.objects.filter(practice__in=registers[said:]).update(
        breakdowns={"ethnic_group": {"not_stated": {"list_close": 200}}}
    )

    (by_group, _) = shown(client_of(lay_member)).access

    assert by_group["rows"] == []
    assert "withheld" in by_group["empty"]


def test_the_file_has_what_the_page_has(registers, client_of, lay_member):
    content = client_of(lay_member).get(reverse("wave_register_csv", args=["W1"])).content.decode("utf-8-sig")

    line = next(line for line in content.splitlines() if line.startswith("The wave,2007-01,Severity assessed"))
    assert line == "The wave,2007-01,Severity assessed at outset,%,2700,3600,75,74,76,18,"
    assert "Practice 100" not in content


def test_p6_what_is_shown_depends_on_what_is_released_alone(registers, client_of, lay_member):
    """Two true sets of counts with one release: every byte the same, for whoever is not a partner."""
    client = client_of(lay_member)
    before = without_token(wave_page(client).content.decode())
    for place, more in ((0, 1), (3, -1), (1, 1), (4, -1)):
        changed = {"assessed_at_outset": 150 + more, "reviews_overdue": 30 + more, "no_contact_6m": 14 - more}
        PracticeMonth.objects.filter(practice=registers[place], month=JANUARY).update(figures={**FIGURES, **changed})
    PracticeMonth.objects.filter(practice=registers[2], month=JANUARY).update(
        figures={**FIGURES, "assessed_at_outset": 152, "list_close": 201}
    )

    assert without_token(wave_page(client).content.decode()) == before


def without_token(page):
    return re.sub(r'(csrf\w*" value=|nonce=|csrf[Tt]oken["\': ]+)"?[\w-]+"?', "", page)


def test_the_wave_s_page_takes_as_many_queries_for_eighteen_registers_as_for_one(registers, client_of, facilitator):
    client = client_of(facilitator)
    eighteen = queries(client, "wave_register", "W1")
    PracticeMonth.objects.filter(practice__in=registers[1:]).delete()

    assert queries(client, "wave_register", "W1") == eighteen


def test_a_wave_without_registers_says_so(wave, practice, client_of, lay_member):
    assert "No practice of this wave keeps its register here yet" in wave_page(client_of(lay_member)).content.decode()


# ---- the first page


def test_the_first_page_counts_what_waits_for_those_who_see_rows(practice, client_of, manager):
    make_entry(practice, 1, state=EntryState.IDENTIFIED, identified_on=date(2006, 12, 9))
    make_entry(practice, 2, state=EntryState.IDENTIFIED, identified_on=date(2006, 12, 10))
    make_entry(practice, 3, review_due_on=date(2007, 2, 7))
    make_entry(practice, 4, review_due_on=date(2007, 2, 8))

    page = client_of(manager).get(reverse("home")).content.decode()

    assert "1 entry waiting for validation over 60 days" in page
    assert "1 review overdue" in page


def test_d15_the_first_page_of_a_data_officer_counts_nobody(practice, client_of, data_officer):
    make_entry(practice, 3, review_due_on=date(2007, 2, 7))

    assert "overdue" not in client_of(data_officer).get(reverse("home")).content.decode()


def test_a_month_that_the_register_has_whole_is_prepared_from_it(wave, practice, client_of, manager):
    cover(practice, JANUARY)

    pages = [client_of(manager).get(reverse(name)).content.decode() for name in ("home", "return_home")]

    href = reverse("return_prepare", args=["A99001", "2007-01"])
    assert [href in page for page in pages] == [False, True]  # older months are owed first
    assert "Prepare the return for Jan 2007 from your register" in pages[1]
