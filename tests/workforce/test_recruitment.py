"""Pages of recruitment: intakes and candidates for the lead, protected counts for others, published figures quoted."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Role
from tests.conftest import make_person
from tests.workforce import roster
from workforce.models import Candidate

PAGE = "/workforce/graduates/recruitment/"
DAY = date(2006, 2, 1)


@pytest.fixture
def graduates(practice):
    graduates = roster.make_programme()
    roster.join(graduates, practice)
    return graduates


@pytest.fixture
def intake(graduates):
    """Of 13 candidates three have applied, one of whom is out."""
    intake = roster.make_intake(graduates)
    Candidate.objects.bulk_create(Candidate(intake=intake, number=number, interested_on=DAY) for number in range(1, 14))
    intake.candidates.filter(number__lte=3).update(applied_on=DAY, is_graduate=True)
    intake.candidates.filter(number=3).update(out_on=DAY, outcome="withdrew")
    return intake


def text_of(response):
    return " ".join(response.content.decode().split())


def sent(day=DAY):
    return {"on-day": day.day, "on-month": day.month, "on-year": day.year}


def others_page(client_of, trust):
    return text_of(client_of(make_person("buyer@example.org", Role.COMMISSIONER, organisation=trust)).get(PAGE))


def test_lead_sees_the_stages_as_they_are(client_of, lead, intake):
    page = text_of(client_of(lead).get(PAGE))

    assert "13 people expressed an interest in one intake; 0 people started, which took 0 of 25 places" in page
    assert "Interest: 13 people; Formal application: 3 people" in page


def test_others_see_the_stages_protected_in_words_drawing_and_table(client_of, trust, intake):
    """D14: 13 becomes 15 and 3 becomes 0 to 7, wherever it stands."""
    page = others_page(client_of, trust)

    assert "15 people expressed an interest" in page and "Formal application: 0 to 7" in page
    assert ">13<" not in page and ">3<" not in page and "13 people" not in page
    assert reverse("intake_detail", args=[intake.pk]) not in page


def test_file_holds_what_the_page_shows(client_of, trust, lead, intake):
    exact = client_of(lead).get(reverse("recruitment_csv", args=["graduates"])).content.decode("utf-8-sig")
    other = make_person("buyer@example.org", Role.COMMISSIONER, organisation=trust)
    protected = client_of(other).get(reverse("recruitment_csv", args=["graduates"])).content.decode("utf-8-sig")

    assert "MHP_DIP,2006,2006-01-09,25,Interest,13,3,10,0,0,0,0,0" in exact
    assert "MHP_DIP,2006,2006-01-09,25,Interest,15,*,10,*,*,*,*,*" in protected


def test_published_figures_are_quoted_beside(client_of, lead, intake):
    """Seed 001: never worked out, and said whose they are."""
    page = text_of(client_of(lead).get(PAGE))

    assert "over 1000 expressions of interest/applications in 5 years" in page
    assert "over 60 are currently employed in the role in the Trust" in page
    assert "quoted from their sources" in page


def test_how_many_are_in_post_today_stands_beside_those_who_started(client_of, lead, graduates, trust, intake):
    for number in range(9):
        post = roster.make_post(graduates, trust, number=f"P{number}", role="MHP")
        worker = roster.make_worker(graduates, trust, f"S{number}")
        roster.hold(post, worker, end=date(2006, 12, 31) if number == 8 else None)

    assert "In post in the role today: 8 people" in text_of(client_of(lead).get(PAGE))
    assert "In post in the role today: 10 people" in others_page(client_of, trust)


def test_page_without_intakes_says_what_to_do(client_of, lead):
    assert "No intake was opened yet" in text_of(client_of(lead).get(PAGE))


def test_lead_opens_an_intake_and_adds_candidates(client_of, lead, graduates):
    client = client_of(lead)
    opened = {"name": "2007", "training": "MHP_DIP", "places": "25"}
    client.post(
        reverse("intake_create", args=["graduates"]),
        {**opened, "opens_on-day": "1", "opens_on-month": "2", "opens_on-year": "2007"},
    )
    intake = graduates.intakes.get()
    came = {"interested_on-day": "2", "interested_on-month": "2", "interested_on-year": "2007"}

    client.post(reverse("candidate_create", args=[intake.pk]), {**came, "how_many": "3", "is_graduate": "no"})

    assert list(intake.candidates.values_list("number", "is_graduate", "has_experience")) == [
        (1, False, None),
        (2, False, None),
        (3, False, None),
    ]


def test_several_candidates_are_moved_at_once(client_of, lead, intake):
    where = reverse("candidate_move_many", args=[intake.pk])

    client_of(lead).post(where, {"candidate": ["4", "5"], "to": "applied_on", **sent()})

    assert list(intake.candidates.filter(applied_on__isnull=False).values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_bulk_move_that_cannot_be_says_why_and_keeps_the_ticks(client_of, lead, intake):
    where = reverse("candidate_move_many", args=[intake.pk])

    page = text_of(client_of(lead).post(where, {"candidate": ["1", "4"], "to": "briefed_on", **sent()}))

    assert "Candidates 4: not at the stage before: Formal application" in page
    assert 'value="4" checked' in page
    assert not intake.candidates.filter(briefed_on__isnull=False).exists()


def test_nothing_ticked_is_said(client_of, lead, intake):
    where = reverse("candidate_move_many", args=[intake.pk])

    assert "Choose at least one candidate" in text_of(client_of(lead).post(where, {"to": "applied_on", **sent()}))


def test_one_candidate_goes_on_or_out(client_of, lead, intake):
    first, fourth = intake.candidates.get(number=1), intake.candidates.get(number=4)
    client = client_of(lead)

    client.post(reverse("candidate_move", args=[first.pk]), {"to": "briefed_on", **sent()})
    client.post(reverse("candidate_move", args=[fourth.pk]), {"to": "no_reply", **sent()})

    first.refresh_from_db()
    fourth.refresh_from_db()
    assert (first.briefed_on, fourth.outcome) == (DAY, "no_reply")


def test_a_candidate_cannot_skip_a_stage(client_of, lead, intake):
    fourth = intake.candidates.get(number=4)

    page = text_of(client_of(lead).post(reverse("candidate_move", args=[fourth.pk]), {"to": "offered_on", **sent()}))

    assert "There is a problem" in page


def test_last_entry_is_taken_back(client_of, lead, intake):
    third = intake.candidates.get(number=3)

    client_of(lead).post(reverse("candidate_take_back", args=[third.pk]))

    third.refresh_from_db()
    assert (third.outcome, third.applied_on) == ("", DAY)


def test_candidates_are_listed_by_where_they_are(client_of, lead, intake):
    client, where = client_of(lead), reverse("intake_detail", args=[intake.pk])

    lists = {
        show: [row["number"] for row in client.get(where, {"show": show}).context["rows"]]
        for show in ("open", "applied_on", "out", "started_on")
    }

    assert lists == {"open": [1, 2, *range(4, 14)], "applied_on": [1, 2], "out": [3], "started_on": []}


def test_intake_is_closed_to_others_of_the_programme_and_not_found_by_strangers(client_of, trust, stranger, intake):
    where = reverse("intake_detail", args=[intake.pk])
    other = make_person("buyer@example.org", Role.COMMISSIONER, organisation=trust)

    assert client_of(other).get(where).status_code == 403
    assert client_of(stranger).get(where).status_code == 404


def test_intake_is_opened_by_leads_alone(client_of, trust, intake):
    other = make_person("buyer@example.org", Role.COMMISSIONER, organisation=trust)

    assert client_of(other).get(reverse("intake_create", args=["graduates"])).status_code == 403


def test_pages_ask_the_same_number_of_queries_for_any_number_of_candidates(client_of, lead, graduates, intake):
    client, detail = client_of(lead), reverse("intake_detail", args=[intake.pk])
    before = [roster.queries_of(client, page) for page in (PAGE, detail)]
    for year in range(2000, 2005):
        roster.make_intake(graduates, str(year))
    Candidate.objects.bulk_create(
        Candidate(intake=intake, number=number, interested_on=DAY) for number in range(14, 200)
    )

    assert [roster.queries_of(client, page) for page in (PAGE, detail)] == before


def test_at_each_stage_those_who_left_are_counted_by_reason(client_of, lead, intake):
    """10: withdrawn and refused people on the page of the intake, and in the file."""
    values = {"intake": intake, "interested_on": DAY, "applied_on": DAY, "out_on": DAY}
    for number, outcome in enumerate(["withdrew", "not_selected", "not_selected"], start=90):
        Candidate.objects.create(number=number, outcome=outcome, **values)

    page = client_of(lead).get(reverse("intake_detail", args=[intake.pk]))
    rows = {row[0]: [cell["text"] for cell in row[1:]] for row in page.context["outcomes"]["rows"]}
    file = client_of(lead).get(reverse("recruitment_csv", args=["graduates"])).content.decode("utf-8-sig")

    assert rows["Formal application"] == ["2", "2", "0", "0"]
    assert next(line for line in file.splitlines() if "Formal application" in line).endswith(",4,2,2,0,0")
