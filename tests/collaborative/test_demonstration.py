"""The invented first wave: of the published size, with what really happens, and with effects that the figures give back."""

import csv
import io
from collections import Counter, defaultdict
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Sum
from django.test import override_settings
from django.urls import reverse

from accounts.models import User
from collaborative.dashboards.shown import shown
from collaborative.demonstration import figures, organisations, people, plan, seed
from collaborative.demonstration.samples import sample_files
from measures.actions.checking import check_return_file
from measures.actions.returns import accept_clean_returns
from measures.computing.recompute import recompute_wave
from measures.computing.series_data import read
from measures.definitions import definition_of
from measures.disclosure import Audience
from measures.fields import COUNT_FIELDS
from measures.models import MonthlyReturn, Series
from measures.return_files.return_schema import KIND
from operations.models import AuditEvent
from practices import clock, months
from practices.models import ListSize, Parent, SharingAgreement, Succession, Upload, Wave, WaveMembership
from practices.uploads import actions as uploads
from practices.uploads import storage

BASELINE = [date(2005, 12, 1), date(2006, 1, 1), date(2006, 2, 1)]
NOVEMBER = date(2006, 11, 1)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, data_dir):
    """Seeded once for all tests of this module, in a transaction that is rolled back after the last."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(DATA_DIR=data_dir, BUSINESS_CLOCK="2007-02-08T09:00", PASSWORD_HASHERS=quick),
        transaction.atomic(),
    ):
        yield seed.seed()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demonstration(made, db, settings, data_dir):
    settings.DATA_DIR = data_dir
    return made


@pytest.fixture
def first_wave():
    return Wave.objects.get(code="W1")


def current_returns(wave_code="W1"):
    return MonthlyReturn.objects.current().filter(wave__code=wave_code).select_related("practice")


# ---- sizes


def test_first_wave_has_the_published_number_of_pcts_and_practices(first_wave):
    members = WaveMembership.objects.filter(wave=first_wave)

    pcts = Parent.objects.on(first_wave.orientation_on).filter(child__memberships__in=members)

    assert members.count() == 97
    assert pcts.values("parent").distinct().count() == 16


def test_first_wave_covers_the_published_number_of_people():
    returned = current_returns().filter(month=date(2006, 2, 1)).aggregate(people=Sum("registered_all"))

    listed = ListSize.objects.filter(practice__memberships__wave__code="W1").aggregate(people=Sum("registered"))

    assert returned["people"] == listed["people"] == 726_225


def test_returns_reach_from_a_year_before_orientation_to_the_month_that_has_just_ended():
    found = set(current_returns().values_list("month", flat=True))

    assert found == set(months.month_range(date(2005, 2, 1), date(2007, 1, 1)))


def test_everything_is_marked_as_invented(first_wave):
    assert first_wave.programme.is_invented
    assert all(member.practice.is_invented for member in first_wave.memberships.select_related("practice"))
    assert not User.objects.exclude(email__endswith="@example.org").exists()


# ---- effects, calculated here once more from the returns, month by month and practice by practice

NUMERATORS = {
    "gp_consultations": "gp_consultations",
    "other_staff_consultations": "other_staff_consultations",
    "referrals": "referrals_dedup",
    "long_absence": "people_13w",
}


def sums_by_practice(returns, measure, wanted):
    """practice -> [events, people or person-months] over the months in `wanted` that have every number."""
    sums = defaultdict(lambda: [0, 0.0])
    for row in returns:
        events, people = getattr(row, NUMERATORS[measure]), row.list_close
        if measure != "long_absence" and None not in (row.list_open, row.list_close):
            people = (row.list_open + row.list_close) / 2
        if row.month in wanted and None not in (events, row.list_open, people):
            sums[row.practice.ods_code][0] += events
            sums[row.practice.ods_code][1] += people
    return sums


def plain_change(returns, measure):
    """The change since the baseline of the practices with figures in both periods, in per cent, worked out plainly."""
    latest = max(row.month for row in returns)
    before = sums_by_practice(returns, measure, BASELINE)
    now = sums_by_practice(returns, measure, months.month_range(months.add_months(latest, -2), latest))
    panel = set(before) & set(now)
    rates = [sum(sums[code][0] for code in panel) / sum(sums[code][1] for code in panel) for sums in (before, now)]
    return (rates[1] / rates[0] - 1) * 100


def wave_series(measure):
    row = Series.objects.get(wave__code="W1", level="wave", measure=measure)
    return read(row.payload, definition_of(measure))


@pytest.mark.parametrize(
    ("measure", "published"), [("long_absence", -44), ("referrals", -20)], ids=["sick notes", "referrals"]
)
def test_published_fall_is_recovered_from_the_numbers(measure, published):
    expected = plain_change(list(current_returns()), measure)

    found = wave_series(measure)

    assert found.headline == "shown"
    assert found.change.percent == pytest.approx(expected, abs=1e-9)
    assert found.change.percent == pytest.approx(published, abs=1)
    assert found.change.lower < published < found.change.upper


def test_gp_consultations_fall_by_up_to_21_per_cent_at_the_best_pct():
    rows = Series.objects.filter(wave__code="W1", level="commissioner", measure="gp_consultations", headline="shown")

    largest_fall = min(row.change for row in rows)

    assert largest_fall == pytest.approx(-21, abs=0.7)
    assert -16 < wave_series("gp_consultations").change.percent < -10


def test_other_staff_consultations_rise_slightly():
    found = wave_series("other_staff_consultations").change

    assert found.percent == pytest.approx(plain_change(list(current_returns()), "other_staff_consultations"), abs=1e-9)
    assert 0 < found.percent < 6


def test_matched_panels_list_is_established_by_month_nine_and_within_a_quarter_of_its_baseline():
    found = wave_series("gp_consultations")
    panel = found.change

    assert found.list_status == "established"
    assert found.established_month <= NOVEMBER
    assert abs(panel.current.monthly_list / panel.baseline.monthly_list - 1) < 0.25


@pytest.mark.parametrize("number", plan.GROWTH_ONLY)
@pytest.mark.parametrize("measure", ["gp_consultations", "other_staff_consultations"])
def test_fall_of_a_practice_whose_list_only_grew_is_none_per_registered_patient(number, measure):
    row = Series.objects.get(
        organisation__ods_code=f"A99{number:03}", wave__code="W1", level="practice", measure=measure
    )

    found = read(row.payload, definition_of(measure))

    assert found.headline == "list_changed"
    assert found.change.percent < -40
    assert found.registered_change.lower < 0 < found.registered_change.upper
    assert abs(found.registered_change.percent) < 12


def test_some_lists_are_still_being_built():
    row = Series.objects.get(organisation__ods_code="A99008", level="practice", measure="gp_consultations")

    assert row.list_status == "building"


# ---- what really happens


def test_returns_are_late_missing_corrected_queried_and_provisional(first_wave):
    rows = MonthlyReturn.objects.filter(wave=first_wave)
    states = Counter(rows.values_list("state", flat=True))
    owed = [row for row in rows.filter(version=1) if row.month >= first_wave.orientation_month]

    late = [row for row in owed if row.submitted_at > months.due_at(row.month)]

    assert states["corrected"] >= 10
    assert states["queried"] == 2
    assert states["submitted"] >= 15
    assert 50 < len(late) < 150
    assert 97 * 12 - len(owed) > 70


def test_something_is_due_and_something_is_late_on_the_demonstrations_day():
    sent = {month: current_returns().filter(month=month).count() for month in (date(2006, 12, 1), date(2007, 1, 1))}

    assert months.due_at(date(2007, 1, 1)) > clock.now() > months.due_at(date(2006, 12, 1))
    assert sent[date(2006, 12, 1)] == 95 - 7
    assert 95 * 0.25 < sent[date(2007, 1, 1)] < 95 * 0.4


def test_corrections_keep_what_was_sent_before_with_a_reason():
    corrections = MonthlyReturn.objects.filter(version=2).select_related("practice")

    for correction in corrections:
        before = MonthlyReturn.objects.get(practice=correction.practice, month=correction.month, version=1)
        assert correction.correction_reason
        assert before.superseded_at == correction.submitted_at
        assert before.gp_consultations < correction.gp_consultations


def test_zero_and_not_available_are_both_there_and_different():
    nil = current_returns().filter(nil_return=True)
    unknown = current_returns().filter(not_available__has_key="people_13w")

    assert {row.gp_consultations for row in nil} == {0}
    assert {row.people_13w for row in unknown} == {None}
    assert {reason for row in current_returns() for reason in row.not_available.values()} == {
        "not_collected",
        "cannot_count_yet",
        "system_change",
        "list_not_ready",
        "other",
    }


def test_confirmed_warnings_stay_with_the_values():
    confirmed = [warning for row in current_returns() for warning in row.confirmed_warnings]

    assert {"W1", "W2", "W4"} <= {warning["code"] for warning in confirmed}
    assert all(warning["reason"] and warning["message"] and warning["field"] for warning in confirmed)
    assert not current_returns().filter(accepted_by_itself=True).exclude(confirmed_warnings=[]).exists()


def test_nothing_happens_after_the_demonstrations_moment():
    stamps = MonthlyReturn.objects.values_list("submitted_at", "accepted_at", "superseded_at")

    assert max(stamp for row in stamps for stamp in row if stamp) <= clock.now()


def test_nightly_run_finds_nothing_to_accept_and_nothing_to_write(first_wave):
    accepted = accept_clean_returns()
    run = recompute_wave(wave=first_wave)

    assert accepted == []
    assert (run.series_written, run.differences) == (0, [])


def test_two_pcts_merge_in_october_2006():
    merged = {
        step.old.ods_code: (step.new.ods_code, step.on) for step in Succession.objects.select_related("old", "new")
    }
    practice = WaveMembership.objects.get(practice__ods_code="A99085").practice

    assert merged == {"5WC": ("5WX", date(2006, 10, 1)), "5WD": ("5WX", date(2006, 10, 1))}
    assert practice.parent_on(date(2006, 9, 30)).ods_code == "5WC"
    assert practice.parent_on(date(2006, 10, 1)).ods_code == "5WX"


def test_two_practices_leave_and_send_nothing_afterwards(first_wave):
    left = first_wave.memberships.filter(left_on__isnull=False).select_related("practice")

    assert len(left) == 2
    for member in left:
        last = MonthlyReturn.objects.filter(practice=member.practice).order_by("month").last()
        assert member.left_reason
        assert last.month == member.last_month


def test_second_wave_has_just_begun():
    wave = Wave.objects.get(code="W2")

    assert wave.memberships.count() == 8
    assert wave.orientation_on < clock.today() < wave.learning_workshop_1_on
    assert 0 < current_returns("W2").values("practice").distinct().count() < 8


def test_most_practices_share_and_all_of_some_pcts(first_wave):
    shared = set(SharingAgreement.objects.in_force().filter(wave=first_wave).values_list("practice", flat=True))
    by_pct = defaultdict(set)
    for link in Parent.objects.on(clock.today()).filter(child__memberships__wave=first_wave):
        by_pct[link.parent_id].add(link.child_id)

    complete = [practices for practices in by_pct.values() if practices <= shared and len(practices) >= 5]

    assert len(shared) == 90
    assert len(complete) >= 5


def test_switch_lets_every_practice_share(first_wave):
    SharingAgreement.objects.filter(wave=first_wave).delete()
    first_wave.memberships.all().delete()
    by_code = {link.child.ods_code: link.child for link in Parent.objects.select_related("child")}

    organisations.make_memberships(first_wave, plan.first_wave(), by_code, all_agreements=True)

    assert SharingAgreement.objects.filter(wave=first_wave).count() == 97


# ---- files


def file_lines(upload):
    """row number -> the line of the file, by column."""
    text = storage.read(upload.stored_path).decode("utf-8-sig")
    return dict(enumerate(csv.DictReader(io.StringIO(text)), start=2))


def as_written(row, name):
    reason = row.not_available.get(name)
    return f"NA:{reason}" if reason else str(getattr(row, name))


def test_every_stored_version_stands_in_the_line_of_the_file_that_it_names():
    lines = {upload.pk: file_lines(upload) for upload in Upload.objects.all()}

    for row in MonthlyReturn.objects.select_related("practice", "wave"):
        line = lines[row.upload_id][row.row_number]
        assert [line["wave_code"], line["practice_ods"], line["period"]] == [
            row.wave.code,
            row.practice.ods_code,
            months.period(row.month),
        ]
        assert [line[name] for name in COUNT_FIELDS] == [as_written(row, name) for name in COUNT_FIELDS]


def test_every_file_has_the_hash_and_size_that_are_recorded():
    for upload in Upload.objects.all():
        content = storage.read(upload.stored_path)

        assert (storage.digest(content), len(content)) == (upload.sha256, upload.size)


def test_two_files_came_in_as_a_person_sends_them():
    received = AuditEvent.objects.filter(event="return.submitted")

    assert sorted(received.values_list("organisation_code", flat=True)) == ["A99016", "A99019"]


# ---- files for a visitor to send


@pytest.fixture
def check(db):
    """Receive a sample as its sender would, and check it; returns the upload."""

    def receive_and_check(email, name):
        sender = User.objects.get(email=email)
        codes = [grant.organisation.ods_code for grant in sender.grants.select_related("organisation")]
        content = sample_files()[name]
        upload = uploads.receive(by=sender, kind=KIND, name=name, content=content, may_send_for=codes)
        return check_return_file(upload)

    return receive_and_check


def test_sample_with_mistakes_is_refused_for_each_of_them(check):
    upload = check("manager@example.org", "A99001-2007-01-with-mistakes.csv")

    assert upload.state == "needs_fixing"
    errors = {problem["column"] for problem in upload.problems if problem["level"] == "E"}
    assert errors == {"list_close", "gp_consultations", "extract_date"}


@pytest.mark.parametrize(
    ("email", "name", "rows"),
    [("manager@example.org", "A99001-2007-01.csv", 1), ("data-officer@example.org", "three-practices.csv", 4)],
)
def test_mended_samples_can_be_submitted(check, email, name, rows):
    upload = check(email, name)

    assert upload.state in ("ready", "needs_confirming")
    assert len(upload.rows) == rows


# ---- the command


def test_second_run_changes_nothing(capsys):
    before = [model.objects.count() for model in (MonthlyReturn, Upload, User, AuditEvent, Series)]

    again = seed.seed()

    assert not again.is_new
    assert before == [model.objects.count() for model in (MonthlyReturn, Upload, User, AuditEvent, Series)]


def test_command_writes_the_sign_ins(data_dir, capsys):
    call_command("seed_demo")

    text = (data_dir / "sign-ins.txt").read_text()
    assert text in capsys.readouterr().out
    assert "manager@example.org" in text
    assert User.objects.get(email="manager@example.org").check_password(people.PASSWORD)


def test_command_refuses_where_the_demonstration_is_switched_off(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="switched off"):
        call_command("seed_demo")


def test_same_seed_makes_the_same_figures():
    practice = plan.first_wave()[0]

    assert figures.practice_months(practice) == figures.practice_months(practice)


def test_pages_say_that_this_is_a_demonstration(client, settings):
    settings.DEMONSTRATION = True

    page = client.get(reverse("accessibility")).content.decode().lower()

    assert "demonstration" in page
    assert "8 february 2007" in page


@pytest.mark.parametrize("code", ["A99010", "A99020"])
def test_a_fall_that_is_only_list_growth_is_never_called_an_improvement(made, code):
    series = Series.objects.select_related("organisation").filter(organisation__ods_code=code, level="practice")
    tags = [shown(row, Audience.OWNER).signal_tag["text"] for row in series]

    assert len(tags) == 4
    assert "Special cause: the list changed" in tags
    assert "Special cause: improving" not in tags
