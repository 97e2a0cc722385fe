"""The invented first wave: of the published size, and with what really happens."""

from collections import Counter, defaultdict
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Sum
from django.urls import reverse

from accounts.models import User
from collaborative.demonstration import figures, organisations, people, plan, seed
from measures.actions.acceptance import accept_clean_returns
from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn, Series
from operations.models import AuditEvent
from practices import clock, months
from practices.models import ListSize, Parent, SharingAgreement, Succession, Upload, Wave, WaveMembership
from tests.collaborative.demonstration.conftest import current_returns

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


# ---- what really happens


def test_returns_are_late_missing_corrected_queried_and_provisional(first_wave):
    rows = MonthlyReturn.objects.filter(wave=first_wave)
    states = Counter(rows.values_list("state", flat=True))
    owed = [row for row in rows.filter(version=1) if row.month >= first_wave.orientation_month]

    late = [row for row in owed if row.submitted_at > months.due_at(row.month)]

    assert states["corrected"] >= 10
    assert states["queried"] == 3
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

    assert corrections
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
