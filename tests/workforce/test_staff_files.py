"""A staff file from the form to the roster, and the roster out again."""

from datetime import date
from decimal import Decimal

import pytest

from operations.models import AuditEvent, Job
from practices.models import Upload, Wave
from practices.uploads.actions import submit_to_worker, withdraw
from tests.workforce import roster
from tests.workforce.staff_rows import HELD, VACANT, check, messages, receive, staff_file, take
from workforce.actions.staff_files import apply_staff_file, write_roster
from workforce.models import Holding, Leaving, Post, PostHost, SupervisionArrangement, Terms, Worker


@pytest.fixture
def graduates(practice, neighbour, elsewhere):
    programme = roster.make_programme()
    for one in (practice, neighbour, elsewhere):
        roster.join(programme, one)
    return programme


@pytest.fixture
def local_lead(graduates, trust):
    return roster.local_lead_of(trust)


def test_a_new_post_with_its_holder_is_stored_whole(lead, graduates):
    upload = take(lead, graduates, HELD)

    terms = Terms.objects.select_related("holding__post", "holding__worker", "holding__cohort", "employer").get()
    assert upload.state == "submitted"
    assert (terms.band, terms.wte, terms.contract_ends_on) == ("5", Decimal("0.6"), date(2007, 12, 31))
    assert (terms.holding.post.number, terms.holding.worker.staff_number) == ("P1", "S1")
    assert (terms.holding.cohort.code, terms.holding.cohort.role, terms.employer.name) == ("C1", "GMHW", "Alder PCT")
    assert set(PostHost.objects.values_list("practice__ods_code", "share", "start")) == {
        ("A99001", Decimal(60), date(2006, 1, 9)),
        ("A99002", Decimal(40), date(2006, 1, 9)),
    }


def test_a_row_without_a_staff_number_is_a_vacant_post(lead, graduates):
    take(lead, graduates, VACANT)

    assert Post.objects.get().number == "P9"
    assert not Holding.objects.exists()
    assert not Worker.objects.exists()


def test_the_same_file_twice_changes_nothing(lead, graduates):
    take(lead, graduates, HELD, VACANT)
    before = list(Terms.objects.values()) + list(Post.objects.values()) + list(PostHost.objects.values())

    upload = take(lead, graduates, HELD, VACANT)

    assert upload.repeated_of is not None
    assert upload.context["differences"]["summary"] == {"added": 0, "changed": 0, "unchanged": 2, "left_alone": 0}
    assert list(Terms.objects.values()) + list(Post.objects.values()) + list(PostHost.objects.values()) == before


def test_rows_that_are_missing_from_the_file_stay_and_are_counted(lead, graduates):
    take(lead, graduates, HELD)

    upload = take(lead, graduates, VACANT)

    assert upload.context["differences"]["summary"]["left_alone"] == 1
    assert Holding.objects.filter(end=None).count() == 1


def test_a_new_band_is_a_second_set_of_terms_and_ends_the_first(lead, graduates):
    take(lead, graduates, HELD)

    take(lead, graduates, HELD | {"terms_start": "2006-10-01", "band": "6"})

    assert list(Terms.objects.order_by("start").values_list("band", "start", "end")) == [
        ("5", date(2006, 1, 9), date(2006, 9, 30)),
        ("6", date(2006, 10, 1), None),
    ]


def test_somebody_leaves_for_a_reason(lead, graduates):
    take(lead, graduates, HELD)

    take(lead, graduates, HELD | {"end": "2006-12-31", "end_reason": "pay", "destination": "nhs"})

    leaving = Leaving.objects.select_related("holding").get()
    assert (leaving.reason, leaving.destination, leaving.holding.end) == ("pay", "nhs", date(2006, 12, 31))
    assert Terms.objects.get().end == date(2006, 12, 31)


def test_a_last_day_that_is_taken_back_takes_its_reason_with_it(lead, graduates):
    take(lead, graduates, HELD | {"end": "2006-12-31", "end_reason": "pay"})

    upload = check(lead, graduates, HELD)
    take(lead, graduates, HELD)

    assert messages(upload, "W")[0] == "The row takes back the last day 2006-12-31"
    assert not Leaving.objects.exists()
    assert Terms.objects.get().end is None


def test_other_hosts_begin_today_and_those_before_end_the_day_before(lead, graduates):
    take(lead, graduates, HELD)

    take(lead, graduates, HELD | {"hosts": "A99002:40; A99003:50"})

    assert set(PostHost.objects.values_list("practice__ods_code", "share", "start", "end")) == {
        ("A99001", Decimal(60), date(2006, 1, 9), date(2007, 2, 7)),
        ("A99002", Decimal(40), date(2006, 1, 9), None),
        ("A99003", Decimal(50), date(2007, 2, 8), None),
    }


def test_a_supervisor_of_the_file_supervises(lead, graduates):
    supervision = {
        "supervisor": "S2",
        "supervision_kind": "case_management",
        "supervision_minutes": "60",
        "supervision_days": "7",
    }
    other = HELD | {"post_number": "P2", "staff_number": "S2", "name": "Jo Birch"}

    take(lead, graduates, HELD | supervision, other)
    take(lead, graduates, HELD | supervision, other)

    arrangement = SupervisionArrangement.objects.select_related("worker", "supervisor").get()
    assert (arrangement.worker.staff_number, arrangement.supervisor.staff_number) == ("S1", "S2")
    assert (arrangement.minutes, arrangement.every_days, arrangement.start) == (60, 7, date(2006, 1, 9))


def test_another_supervisor_of_the_same_kind_follows_the_one_before(lead, graduates, trust):
    worker, old, new = [roster.make_worker(graduates, trust, number) for number in ("S1", "S8", "S9")]
    roster.hold(roster.make_post(graduates, trust), worker)
    roster.make_arrangement(worker, old)
    row = HELD | {"wte": "1", "cohort": "", "name": "Worker S1", "contract_end": "", "supervisor": "S9"}

    take(lead, graduates, row | {"supervision_kind": "case_management"})

    assert list(SupervisionArrangement.objects.order_by("start").values_list("supervisor", "minutes", "end")) == [
        (old.pk, 60, date(2007, 2, 7)),
        (new.pk, 60, None),
    ]


def test_a_refused_file_changes_nothing(lead, graduates):
    upload = check(lead, graduates, VACANT, HELD | {"wte": "60%"})

    assert upload.state == "needs_fixing"
    assert not Post.objects.exists()
    assert upload.rows == []


def test_a_file_of_which_the_roster_has_changed_since_is_compared_again(lead, graduates):
    take(lead, graduates, HELD)
    upload = check(lead, graduates, HELD | {"band": "6"})
    Terms.objects.update(band="7")

    submit_to_worker(upload=upload, by=lead)
    apply_staff_file(upload, by=lead)

    assert upload.state == "checking"
    assert upload.context["overtaken"]
    assert Terms.objects.get().band == "7"


def test_storing_puts_down_the_recompute(lead, graduates, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        take(lead, graduates, HELD)

    assert Job.objects.filter(kind="workforce.recompute").exists()


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_what_comes_out_goes_in_again_and_changes_nothing(lead, graduates, trust, other_trust, practice, extension):
    fill(graduates, trust, other_trust, practice)
    content = write_roster(by=lead, programme=graduates, extension=extension)

    upload = check(lead, graduates, content=content, name=f"roster.{extension}")

    assert messages(upload) == []
    assert upload.context["differences"]["summary"] == {"added": 0, "changed": 0, "unchanged": 6, "left_alone": 0}


def test_the_roster_of_a_local_lead_goes_in_again_too(local_lead, graduates, trust, other_trust, practice):
    fill(graduates, trust, other_trust, practice)
    content = write_roster(by=local_lead, programme=graduates, extension="csv")

    upload = check(local_lead, graduates, content=content)

    assert messages(upload) == []
    assert upload.context["differences"]["summary"]["unchanged"] == 5


def fill(programme, trust, other_trust, practice):
    """Leavers, a vacancy, two sets of terms, a promotion, names that look like formulas, a supervisor elsewhere."""
    cohort = roster.make_cohort(programme)
    supervisor = roster.make_worker(programme, other_trust, "S9", name="=cmd|' /C calc'!A0")
    roster.hold(roster.make_post(programme, other_trust, number="P5"), supervisor)
    worker = roster.make_worker(programme, trust, "S1", name="-Ash 'n' Elm, \"both\"")
    held = roster.make_post(programme, trust, practice, number="P1", share=Decimal("62.5"), funding="+1 from growth")
    holding = roster.hold(held, worker, cohort=cohort, band="4", end=None)
    Terms.objects.update(end=date(2006, 9, 30))
    Terms.objects.filter(holding__worker=supervisor).update(end=None)
    roster.make_terms(holding, start=date(2006, 10, 1), band="8a", wte=Decimal("0.55"))
    roster.make_arrangement(worker, supervisor)
    left = roster.make_post(programme, trust, number="P2")
    gone = roster.make_worker(programme, trust, "S2")
    gone_holding = roster.hold(
        left, gone, end=date(2006, 6, 30), reason="promotion", scheme="whitley", band="Scale 4, 1"
    )
    Leaving.objects.filter(holding=gone_holding).update(next_role="PCMHW")
    roster.hold(left, roster.make_worker(programme, trust, "S3"), start=date(2006, 9, 1))
    roster.make_post(programme, trust, practice, number="P3", wte=Decimal("0.5"), end=date(2006, 12, 31))


def test_an_export_is_an_event_that_names_nobody(lead, graduates, trust, other_trust, practice):
    fill(graduates, trust, other_trust, practice)

    write_roster(by=lead, programme=graduates, extension="csv")

    event = AuditEvent.objects.get(event="roster.exported")
    assert event.details == {"programme": "graduates", "rows": 6, "format": "csv"}


def test_no_text_of_the_roster_can_act_as_a_formula(lead, graduates, trust, other_trust, practice):
    fill(graduates, trust, other_trust, practice)

    text = write_roster(by=lead, programme=graduates, extension="csv").decode("utf-8-sig")

    assert "'=cmd" in text
    assert ",=cmd" not in text


def test_pay_and_reasons_reach_no_event_and_no_job(lead, graduates):
    """D13."""
    row = HELD | {
        "scheme": "other",
        "band": "SENTINEL9",
        "end": "2006-12-31",
        "end_reason": "pay",
        "name": "Sentinel Name",
    }

    upload = take(lead, graduates, row)

    told = [str(event.details) for event in AuditEvent.objects.all()] + [str(job.payload) for job in Job.objects.all()]
    assert told
    assert [text for text in told if "SENTINEL9" in text or "Sentinel" in text or "'pay'" in text] == []
    assert "SENTINEL9" not in str(Upload.objects.filter(pk=upload.pk).values().get())


def test_a_file_that_is_taken_back_leaves_nothing_of_what_it_would_change(lead, graduates):
    upload = check(lead, graduates, VACANT)

    withdraw(upload, by=lead)

    assert "differences" not in upload.context
    assert not Post.objects.exists()


# Whose files they are


def test_a_row_of_another_pct_is_refused_and_nothing_is_said_of_it(local_lead, graduates, other_trust):
    """B47."""
    roster.make_post(graduates, other_trust, number="P7")
    there = check(local_lead, graduates, VACANT | {"commissioner": "5W1", "post_number": "P7"})
    not_there = check(local_lead, graduates, VACANT | {"commissioner": "5W1", "post_number": "P8"})

    assert messages(there) == messages(not_there)
    assert messages(there) == ["Row 2 is for PCT 5W1. You are signed in for 5W0. Nothing was saved"]
    assert AuditEvent.objects.filter(event="upload.wrong_practice").count() == 2


def test_wte_in_another_pct_counts_and_no_more_is_said_p1(local_lead, graduates, trust, other_trust):
    worker = roster.make_worker(graduates, trust, "S1", name="Kim Alder")
    roster.hold(roster.make_post(graduates, other_trust, number="P7"), worker, wte=Decimal("0.7"), band="8d")

    upload = check(local_lead, graduates, HELD)

    assert messages(upload) == ["Row 2, over_reason: S1 works more than 1 WTE in all"]
    assert not any(secret in str(upload.problems) for secret in ("P7", "8d", "1.3", "0.7", "5W1"))


def test_somebody_of_another_pct_fills_a_post_too_p1(local_lead, graduates, trust, other_trust):
    other = roster.make_worker(graduates, other_trust, "S7", name="Lee Birch")
    roster.hold(roster.make_post(graduates, trust, number="P1"), other, wte=Decimal("0.7"))

    upload = check(local_lead, graduates, HELD)

    assert messages(upload) == ["Row 2, wte: post P1 of 1 WTE is filled with more"]
    assert not any(secret in str(upload.problems) for secret in ("S7", "Birch", "1.3", "0.7"))


def test_an_unknown_pct_is_refused(lead, graduates):
    upload = check(lead, graduates, VACANT | {"commissioner": "5ZZ"})

    assert messages(upload) == ["We do not know PCT code 5ZZ"]


def test_a_post_of_another_pct_is_not_taken_over_by_its_number(local_lead, graduates, other_trust):
    roster.make_post(graduates, other_trust, number="P9")

    upload = check(local_lead, graduates, VACANT)

    assert messages(upload) == ["Row 2, post_number: P9 cannot be used for your PCT"]


def test_the_lead_of_another_programme_in_the_same_pct_does_not_see_the_file(lead, graduates, practice):
    Wave.objects.filter(programme=graduates).update(code="G0")
    other = roster.make_programme(name="Physician associates", slug="associates")
    roster.join(other, practice)
    stranger = roster.lead_of(other, "other-lead@example.org")

    upload = check(lead, graduates, HELD)

    assert list(Upload.objects.visible_to(lead)) == [upload]
    assert not Upload.objects.visible_to(stranger).exists()


def test_a_local_lead_sees_files_of_the_own_pct_alone(lead, local_lead, graduates):
    whole = check(lead, graduates, HELD, VACANT | {"commissioner": "5W1"})
    own = check(local_lead, graduates, VACANT)

    assert list(Upload.objects.visible_to(local_lead)) == [own]
    assert set(Upload.objects.visible_to(lead)) == {whole, own}


def test_a_practice_of_the_post_does_not_see_the_file(lead, graduates, manager):
    check(lead, graduates, HELD)

    assert not Upload.objects.visible_to(manager).exists()


# Personal data


def test_answers_of_a_survey_beside_a_name_are_refused_and_forgotten(lead, graduates):
    """B113."""
    content = staff_file({"name": "Kim Alder", "Job satisfaction": "5"}, columns=("name", "Job satisfaction"))

    upload = check(lead, graduates, content=content)

    assert [problem["code"] for problem in upload.problems] == ["B113"]
    assert (upload.original_name, upload.sha256, upload.stored_path) == ("", "", "")


def test_wellbeing_beside_all_that_a_staff_file_holds_is_refused_too(lead, graduates):
    """B113."""
    columns = (*HELD, "Wellbeing score")

    upload = check(lead, graduates, HELD | {"Wellbeing score": "3"}, columns=columns)

    assert [problem["code"] for problem in upload.problems] == ["B113"]
    assert upload.sha256 == ""


def test_an_nhs_number_is_refused_and_forgotten(lead, graduates):
    """B86."""
    upload = check(lead, graduates, HELD | {"over_reason": "covers 943 476 5919"})

    assert upload.sha256 == ""
    assert "NHS number" in messages(upload)[0]


def test_a_title_in_the_column_of_names_is_where_it_belongs(lead, graduates):
    upload = check(lead, graduates, HELD | {"name": "Mrs Kim Alder"})

    assert messages(upload) == []
    assert "may contain" not in str(messages(upload, "W"))


def test_a_file_is_queued_to_be_checked(lead, graduates):
    upload = receive(lead, graduates, HELD)

    assert Job.objects.get(kind="workforce.check_staff").payload == {"upload": str(upload.pk)}
