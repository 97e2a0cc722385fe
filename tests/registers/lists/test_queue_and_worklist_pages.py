"""The validation queue and the worklists as pages, on paper and as files."""

import csv
import hashlib
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from practices import months
from registers.dashboards.worklists import WORKLISTS
from registers.models import EntryState, RegisterEntry
from tests.collaborative.pages import words_of
from tests.registers.people import cover, make_entry

TODAY = date(2007, 2, 8)
QUEUE = reverse("validation_queue", args=["A99001"])
DECIDE = reverse("validation_decide", args=["A99001"])
DAY = {"on-day": "8", "on-month": "2", "on-year": "2007"}
HALF_A_YEAR = months.month_range(date(2006, 8, 1), date(2007, 1, 1))


def worklist(slug, name="worklist"):
    return reverse(name, args=["A99001", slug])


def waiting(practice, number, **fields):
    return make_entry(practice, number, state=EntryState.IDENTIFIED, **fields)


def test_the_queue_says_why_and_how_long_the_longest_first(practice, clinician, client_of):
    waiting(practice, 1, identified_on=TODAY - timedelta(days=60), codes=[["read2", "E2003"]])
    waiting(practice, 2, identified_on=TODAY - timedelta(days=61), suggested_because="Antidepressant without diagnosis")

    rows = client_of(clinician).get(QUEUE).context["rows"]

    assert [(row["reason"], row["age"], row["is_overdue"]) for row in rows] == [
        ("Antidepressant without diagnosis", "61 days", True),
        ("Read v2 E2003", "60 days", False),
    ]


def test_the_queue_is_narrowed_by_reason_and_age(practice, clinician, client_of):
    waiting(practice, 1, suggested_because="Code")
    waiting(practice, 2, suggested_because="Code", identified_on=TODAY)
    waiting(practice, 3, suggested_because="Medicine")

    page = client_of(clinician).get(f"{QUEUE}?reason=Code&overdue=on")

    assert [row["person"]["text"] for row in page.context["rows"]] == ["No. 1"]


def test_a_decision_is_made_only_after_a_page_that_names_how_many(practice, clinician, client_of):
    entries = [waiting(practice, number) for number in (1, 2, 3)]
    client = client_of(clinician)

    asked = client.post(DECIDE, {"entry": [entries[0].pk, entries[1].pk]})
    assert "Decide about 2 suggestions" in words_of(asked)
    assert RegisterEntry.objects.filter(state="identified").count() == 3

    ids = asked.context["form"]["entries"].value()
    client.post(DECIDE, {"decision": "activate", "entries": ids, **DAY})
    assert RegisterEntry.objects.filter(state="active").count() == 2


def test_everybody_means_everybody_that_the_filter_shows(practice, clinician, client_of):
    for number in range(1, 61):
        waiting(practice, number, suggested_because="Code")
    waiting(practice, 61, suggested_because="Medicine")

    asked = client_of(clinician).post(DECIDE, {"everyone": "1", "reason": "Code"})

    assert "Decide about 60 suggestions" in words_of(asked)


@pytest.mark.parametrize("values", [{}, {"entry": ["x"]}, {"entry": ["-1"]}])
def test_without_people_there_is_nothing_to_decide(values, practice, clinician, client_of):
    waiting(practice, 1)

    assert client_of(clinician).post(DECIDE, values).url == QUEUE


def test_an_exclusion_without_a_reason_stays_on_the_page(practice, clinician, client_of):
    entry = waiting(practice, 1)

    page = client_of(clinician).post(DECIDE, {"decision": "exclude", "entries": str(entry.pk), **DAY})

    assert "Choose the reason" in words_of(page)
    assert RegisterEntry.objects.get().state == "identified"


def test_d11_people_of_another_practice_cannot_be_chosen(practice, neighbour, clinician, client_of):
    own, other = waiting(practice, 1), waiting(neighbour, 1)

    asked = client_of(clinician).post(DECIDE, {"entry": [own.pk, other.pk]})

    assert asked.context["form"]["entries"].value() == str(own.pk)


def test_every_worklist_says_what_it_is_not(practice, clinician, client_of):
    client = client_of(clinician)

    pages = [words_of(client.get(worklist(slug))) for slug in WORKLISTS]

    assert all("no triage and no clinical advice" in page for page in pages)


@pytest.mark.parametrize(
    ("slug", "fields", "why"),
    [
        ("overdue-reviews", {"review_due_on": date(2007, 2, 7)}, "Review was due on 7 Feb 2007, 1 day ago"),
        ("waiting-validation", {"state": "identified", "identified_on": date(2006, 12, 9)}, "Waiting for 61 days"),
        ("no-review-date", {"step": 2}, "At step 2 without a review date"),
        ("not-assessed", {}, "Active since 1 Mar 2006, no total"),
        (
            "not-improving",
            {
                "step": 2, "step_since": date(2006, 12, 7), "step_total": 16, "latest_tool": 1, "latest_total": 15,
                "latest_assessed_on": date(2007, 1, 4),
            },
            "9 weeks at step 2: PHQ-9 16, now 15",
        ),
    ],
)  # fmt: skip
def test_a_worklist_says_why_somebody_is_on_it(slug, fields, why, practice, clinician, client_of):
    make_entry(practice, 1, **fields)

    assert why in words_of(client_of(clinician).get(worklist(slug)))


def test_no_contact_is_counted_over_six_months_that_were_sent(practice, clinician, client_of):
    cover(practice, *HALF_A_YEAR, kinds=["consultations"])
    make_entry(practice, 1, last_contact_on=date(2006, 7, 31))
    make_entry(practice, 2, last_contact_on=date(2006, 8, 1))

    rows = client_of(clinician).get(worklist("no-contact")).context["table"]["rows"]

    assert [row["why"] for row in rows] == ["Last contact on 31 Jul 2006"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ([], "No file of consultations has been sent"),
        (
            [month for month in HALF_A_YEAR if month != date(2006, 10, 1)],
            "Consultations of Oct 2006 have not been sent",
        ),
    ],
)
def test_without_the_files_nobody_is_said_to_have_had_no_contact(sent, words, practice, clinician, client_of):
    cover(practice, *sent, kinds=["consultations"])
    make_entry(practice, 1)
    client = client_of(clinician)

    assert words in words_of(client.get(worklist("no-contact")))
    assert "Not available" in words_of(client.get(reverse("worklist_list", args=["A99001"])))


@pytest.mark.parametrize("people", [1, 40])
@pytest.mark.parametrize("name", ["worklist", "worklist_print", "worklist_csv"])
def test_a_worklist_takes_the_same_number_of_queries_for_many(
    name, people, practice, manager, client_of, django_assert_max_num_queries
):
    for number in range(1, people + 1):
        make_entry(practice, number)
    client = client_of(manager)
    client.get(worklist("not-assessed", name))

    with django_assert_max_num_queries(13):
        client.get(worklist("not-assessed", name))


def test_the_paper_shows_all_without_paging(practice, clinician, client_of):
    for number in range(1, 53):
        make_entry(practice, number)

    page = client_of(clinician).get(worklist("not-assessed", "worklist_print"))

    assert len(page.context["table"]["rows"]) == 52
    assert AuditEvent.objects.get(event="worklist.printed").details == {"worklist": "not-assessed", "shown": 52}


def test_the_file_holds_the_keys_for_the_practices_own_tool_and_is_logged(practice, manager, client_of):
    person = make_entry(practice, 12).person

    answer = client_of(manager).get(worklist("not-assessed", "worklist_csv"))

    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["patient_key"], row["local_number"]) == (person.patient_key, "12")
    details = AuditEvent.objects.get(event="patients.exported").details
    assert (details["rows"], details["sha256"]) == (1, hashlib.sha256(answer.content).hexdigest())


def test_a_clinician_may_not_take_the_file_away(practice, clinician, client_of):
    client = client_of(clinician)

    assert client.get(worklist("not-assessed", "worklist_csv")).status_code == 403
    assert client.get(worklist("not-assessed")).context["csv_href"] is None


def test_no_key_is_on_any_worklist_page(practice, manager, client_of):
    person = make_entry(practice, 1).person
    client = client_of(manager)

    pages = [client.get(worklist("not-assessed", name)).content.decode() for name in ("worklist", "worklist_print")]

    assert all("No. 1" in page and person.patient_key not in page for page in pages)


def test_a_worklist_that_there_is_not_is_not_found(practice, clinician, client_of):
    assert client_of(clinician).get(worklist("at-risk")).status_code == 404
