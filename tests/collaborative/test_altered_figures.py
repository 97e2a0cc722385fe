"""A correction of what people have seen names every published figure that it alters, with what it was and is (S3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from measures import tasks  # noqa: F401  the handlers
from measures.actions import acceptance, altering
from measures.actions import returns as actions
from measures.computing.recompute import recompute_wave
from measures.models import AlteredFigure
from measures.pages.altered_figures import will_alter
from measures.pages.upload_pages import replaced_by
from operations import jobs
from operations.models import Job, Message
from practices import clock
from practices.models import SharingAgreement
from tests.collaborative.improvement import make_event, make_report
from tests.measures.conftest import check, submit  # noqa: F401  fixtures
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(submit, facilitator, wave):  # noqa: F811
    """November, accepted, and on the charts."""
    (version,) = submit(line())
    acceptance.accept_return(version=version, by=facilitator)
    recompute_wave(wave=wave)
    return version


@pytest.fixture
def corrected(accepted, submit):  # noqa: F811
    """Its correction, computed."""
    (version,) = submit(line(gp_consultations=170))
    run_recomputes()
    return version


def run_recomputes():
    for job in Job.objects.filter(kind="measures.recompute_practice", state="queued").order_by("id"):
        jobs.run(job.pk)


def figures(version):
    return {row.label: (row.before, row.after) for row in AlteredFigure.objects.filter(version=version)}


def test_a_correction_of_accepted_figures_names_the_rates_before_and_after(corrected):
    """S3: of the practice, its PCT and the wave, by measure; 142 and 170 in 189 person-months."""
    unit = "per 100 people on the list a month"
    month = (f"75.1 {unit}", f"89.9 {unit}")

    found = figures(corrected)

    for whose in ("Ash Surgery", "Alder PCT", "First wave"):
        assert found[f"GP consultations of {whose}, Nov 2006"] == month


def test_figures_that_come_out_the_same_are_not_listed(corrected):
    """Only GP consultations were corrected."""
    assert {label.split(" of ")[0] for label in figures(corrected)} == {"GP consultations"}


def test_what_was_published_is_noted_before_it_is_computed_anew(accepted, submit):  # noqa: F811
    (version,) = submit(line(gp_consultations=170))

    assert "75.1" in figures(version)["GP consultations of Ash Surgery, Nov 2006"][0]
    assert not AlteredFigure.objects.settled().exists()


def test_settling_twice_changes_nothing(corrected, wave):
    """D25: a job may run twice."""
    before = figures(corrected)

    assert altering.settle(wave=wave, practices=[corrected.practice_id]) == 0
    assert figures(corrected) == before


def test_a_correction_of_figures_nobody_had_accepted_is_no_alteration(submit, wave):  # noqa: F811
    submit(line())
    recompute_wave(wave=wave)

    (version,) = submit(line(gp_consultations=170))

    assert figures(version) == {}


def test_a_kept_report_that_printed_the_version_is_named(submit, wave, facilitator):  # noqa: F811
    """S3: provisional figures too, once they are printed."""
    submit(line())
    make_report(make_event(wave), facilitator, state="released", data_as_at=clock.now() + timedelta(minutes=1))
    recompute_wave(wave=wave)

    (version,) = submit(line(gp_consultations=170))

    (report,) = AlteredFigure.objects.filter(version=version, level="report")
    assert report.address.startswith("/reports/")


def test_a_report_made_before_the_version_is_not_named(submit, wave, facilitator):  # noqa: F811
    make_report(make_event(wave), facilitator, state="released", data_as_at=clock.now() - timedelta(days=9))
    submit(line())

    (version,) = submit(line(gp_consultations=170))

    assert figures(version) == {}


def test_taking_back_what_a_report_printed_is_noted_with_the_return(submit, wave, facilitator, manager):  # noqa: F811
    (version,) = submit(line())
    make_report(make_event(wave), facilitator, state="released", data_as_at=clock.now())

    actions.withdraw_return(version=version, by=manager, reason="wrong month")

    assert AlteredFigure.objects.filter(version=version, level="report").exists()


def test_the_facilitator_gets_one_letter_without_a_figure(corrected, facilitator):
    """S3, I8."""
    (letter,) = Message.objects.filter(kind="figures.altered")

    assert letter.person_id == facilitator.pk
    assert "170" not in letter.body and "89.9" not in letter.body


# ------------------------------------------------------------------ pages


def page(client, version):
    return client.get(reverse("return_detail", args=[version.pk])).content.decode()


def test_the_practice_sees_its_own_rate_before_and_after(client_of, corrected, manager):
    text = page(client_of(manager), corrected)

    assert "Published figures that this version changed" in text
    assert "75.1 per 100" in text and "89.9 per 100" in text


def test_without_an_agreement_the_figures_are_named_and_no_number_is_shown(client_of, corrected, facilitator):
    """Promise 3."""
    text = page(client_of(facilitator), corrected)

    assert "GP consultations of Ash Surgery, Nov 2006" in text
    assert "75.1" not in text and "89.9" not in text


def test_a_total_is_shown_only_where_every_practice_in_it_has_agreed(
    client_of, corrected, facilitator, wave, agreement
):
    """Before and after of a total would tell a practice's figure, when the others' are known. The month and the latest three
    months come to the same here: two figures of each level."""
    assert page(client_of(facilitator), corrected).count("89.9 per 100") == 2

    for member in wave.memberships.exclude(practice=agreement.practice):
        SharingAgreement.objects.create(wave=wave, practice=member.practice, agreed_on=wave.orientation_on)

    assert page(client_of(facilitator), corrected).count("89.9 per 100") == 6


def test_before_submitting_the_page_names_what_will_change_and_no_number(accepted, check):  # noqa: F811
    upload = check(line(gp_consultations=170))

    named = will_alter(replaced_by(upload))

    assert named == ["GP consultations in Nov 2006: Ash Surgery, Alder PCT, First wave"]


def test_the_receipt_says_how_many_published_figures_changed(client_of, corrected, manager):
    text = client_of(manager).get(reverse("upload_detail", args=[corrected.upload_id])).content.decode()

    number = AlteredFigure.objects.filter(version=corrected).count()
    assert f"{number} published figures changed" in text
