"""Counts of what was offered and taken up, by month and kind."""

import csv
import io
from datetime import date

from registers.dashboards.uptake import Counts, months_shown, uptake_counts, uptake_csv, uptake_page
from registers.models import Intervention, PharmacyPack
from tests.registers.people import make_entry, make_intervention

JANUARY = date(2007, 1, 1)


def counts_of(practice):
    return uptake_counts(Intervention.objects.filter(practice=practice), months_shown())


def test_the_last_twelve_months_are_shown():
    assert (months_shown()[0], months_shown()[-1], len(months_shown())) == (date(2006, 3, 1), date(2007, 2, 1), 12)


def test_73_offers_are_counted_by_what_came_of_them(entry):
    for taken_up in (True, True, False, None):
        make_intervention(entry, taken_up=taken_up)

    assert counts_of(entry.practice) == {(JANUARY, "books"): Counts(offered=4, taken_up=2, not_taken_up=1)}
    assert counts_of(entry.practice)[JANUARY, "books"].cells == [4, 2, 1, 1]


def test_only_the_months_shown_count(entry):
    for day in (date(2006, 2, 28), date(2006, 3, 1), date(2007, 2, 28), date(2007, 3, 1)):
        make_intervention(entry, offered_on=day)

    assert [month for month, _ in sorted(counts_of(entry.practice))] == [date(2006, 3, 1), date(2007, 2, 1)]


def test_counts_of_two_kinds_and_months_add_up(entry):
    make_intervention(entry, kind="cbt", taken_up=True)
    make_intervention(entry, kind="cbt", offered_on=date(2006, 12, 5))
    make_intervention(entry, kind="books")

    counts = counts_of(entry.practice)

    assert sum(counts.values(), Counts()) == Counts(offered=3, taken_up=1, not_taken_up=0)
    assert len(counts) == 3


def test_d11_another_practice_is_not_counted(entry, neighbour, clinician):
    make_intervention(make_entry(neighbour, 1))

    page = uptake_page(clinician, entry.practice)

    assert page["sentence"] == "Nothing was written down as offered in these months."


def test_42_33_packs_and_flags_are_counted_beside(entry, clinician):
    PharmacyPack.objects.create(practice=entry.practice, entry=entry, kind="pack", given_on=JANUARY)
    entry.has_unexplained_symptoms = True
    entry.save()

    rows = uptake_page(clinician, entry.practice)["others"]

    assert [row["value"] for row in rows] == ["1", "0", "1"]


def test_the_page_asks_three_queries_whatever_it_counts(entry, clinician, django_assert_num_queries):
    clinician.acting_grants  # noqa: B018  read beforehand, as by the middleware
    for kind in ("cbt", "books", "group"):
        make_intervention(entry, kind=kind)

    with django_assert_num_queries(3):
        uptake_page(clinician, entry.practice)


def test_the_file_has_every_month_and_kind_and_nobody(entry, clinician):
    make_intervention(entry, taken_up=True)

    text = uptake_csv(clinician, entry.practice).decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 12 * 8
    assert [row for row in rows if row["offered"] != "0"] == [
        {
            "practice_ods": "A99001", "period": "2007-01", "kind": "books", "offered": "1", "taken_up": "1",
            "not_taken_up": "0", "not_known": "0",
        }
    ]  # fmt: skip
    assert entry.person.patient_key not in text
