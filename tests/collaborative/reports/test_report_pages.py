"""Who opens what of a report, and what they find there."""

from django.urls import reverse

from accounts.permissions import Role
from collaborative.actions import reports as actions
from collaborative.models import WorkshopReport
from collaborative.reports import making
from operations.models import Job
from practices.models import SharingAgreement
from tests.collaborative.conftest import agree
from tests.collaborative.improvement import make_event, make_report
from tests.conftest import make_person


def listed(wave):
    return reverse("report_list", args=[wave.code])


def detail(report, **query):
    return reverse("report_detail", args=[report.pk], query=query)


def test_the_list_has_a_button_for_each_event(client_of, facilitator, wave, workshop):
    """W5: one button."""
    page = client_of(facilitator).get(listed(wave)).content.decode()

    assert "Make the report" in page
    assert "Make the wave book" in page


def test_a_wave_without_events_says_what_to_do(client_of, facilitator, wave):
    assert "no events yet" in client_of(facilitator).get(listed(wave)).content.decode()


def test_whoever_reads_only_has_no_button(client_of, lay_member, wave, workshop):
    assert "Make the report" not in client_of(lay_member).get(listed(wave)).content.decode()


def test_the_click_puts_the_work_down_and_shows_how_far_it_is(client_of, facilitator, wave, workshop):
    client = client_of(facilitator)

    response = client.post(
        reverse("report_make", args=[wave.code]), {"event": workshop.pk, "kind": "workshop"}, follow=True
    )

    assert "Waiting for the worker." in response.content.decode()
    assert Job.objects.filter(kind=making.KIND).count() == 1


def test_an_event_of_another_wave_is_refused(client_of, facilitator, wave, workshop):
    response = client_of(facilitator).post(reverse("report_make", args=[wave.code]), {"event": 987_654, "kind": "workshop"}, follow=True)  # fmt: skip

    assert "Choose the event" in response.content.decode()
    assert not WorkshopReport.objects.exists()


def test_a_poll_answers_with_the_progress_alone(client_of, facilitator, workshop):
    report = actions.start_report(event=workshop, kind="workshop", by=facilitator)
    making.request_making(report, facilitator)

    page = client_of(facilitator).get(detail(report), headers={"HX-Request": "true"}).content.decode()

    assert page.strip().startswith('<div class="app-progress"')


def test_a_poll_of_what_is_ready_asks_for_the_whole_page(client_of, facilitator, workshop):
    report = make_report(workshop, facilitator, state="draft")

    response = client_of(facilitator).get(detail(report), headers={"HX-Request": "true"})

    assert response["HX-Refresh"] == "true"


def test_a_report_whose_job_is_gone_can_be_made_again(client_of, facilitator, workshop):
    report = actions.start_report(event=workshop, kind="workshop", by=facilitator)

    assert "Make it again" in client_of(facilitator).get(detail(report)).content.decode()


def test_a_page_has_its_neighbours_and_the_way_to_its_commentary(client_of, facilitator, make, returned, team):
    page = client_of(facilitator).get(detail(make(), page="attendance")).content.decode()

    assert "Next: Progress since the last workshop" in page
    assert "Write commentary on this page" in page


def test_an_unknown_page_is_not_found(client_of, facilitator, workshop):
    report = make_report(workshop, facilitator, state="draft")

    assert client_of(facilitator).get(detail(report, page="nothing")).status_code == 404


def test_the_figures_behind_a_chart_are_csv(client_of, facilitator, make, returned):
    report = make()
    address = reverse("report_chart_csv", args=[report.pk], query={"chart": "wave-wave-referrals", "copy": "exact"})

    response = client_of(facilitator).get(address)

    assert response["Content-Type"].startswith("text/csv")
    assert "\r\nMonth,Numerator,Denominator,Rate" in response.content.decode("utf-8-sig")


# ---- the two copies


def test_a_draft_is_for_the_facilitator_alone(client_of, facilitator, commissioner, lay_member, workshop):
    report = make_report(workshop, facilitator, state="draft")

    assert client_of(commissioner).get(detail(report)).status_code == 404
    assert client_of(lay_member).get(detail(report)).status_code == 404
    assert "Words of the exact copy" in client_of(facilitator).get(detail(report, page="cover")).content.decode()


def test_a_released_report_shows_the_wave_its_own_copy_only(client_of, facilitator, lay_member, workshop):
    report = make_report(workshop, facilitator)
    client = client_of(lay_member)

    assert "Words of the shared copy" in client.get(detail(report, page="cover")).content.decode()
    assert client.get(detail(report, page="cover", copy="exact")).status_code == 404


def test_whoever_reads_only_is_not_told_who_made_it(client_of, facilitator, lay_member, wave, workshop):
    """Nobody is named in the copy for the wave, nor beside it."""
    report = make_report(workshop, facilitator)
    pages = [client_of(lay_member).get(address).content.decode() for address in (listed(wave), detail(report))]

    assert not [page for page in pages if facilitator.name in page]
    assert facilitator.name in client_of(facilitator).get(detail(report)).content.decode()


def test_an_administrator_never_opens_the_facilitators_copy(client_of, facilitator, administrator, workshop):
    """Administrators are nobody's partner and read no team's drafts."""
    report = make_report(workshop, facilitator, state="draft")

    assert client_of(administrator).get(detail(report, copy="exact")).status_code == 404
    assert client_of(administrator).get(detail(report, copy="shared")).status_code == 200


def test_a_withdrawn_agreement_closes_the_facilitators_copy_at_once(
    client_of, facilitator, workshop, wave, practice, neighbour
):
    """R5, D6"""
    agree(wave, practice)
    report = make_report(workshop, facilitator, exact_of=[practice.ods_code])
    client = client_of(facilitator)
    assert client.get(detail(report, copy="exact")).status_code == 200

    SharingAgreement.objects.update(revoked_on="2006-12-01")

    assert client.get(detail(report, copy="exact")).status_code == 404
    assert "copy is closed" in client.get(detail(report)).content.decode()


def test_a_facilitator_of_one_pct_prepares_no_report_of_the_wave(
    client_of, wave, workshop, trust, practice, facilitator
):
    """It would show them what teams of other PCTs show to their own facilitator."""
    report = make_report(workshop, facilitator, state="draft")
    client = client_of(make_person("one-pct@example.org", Role.FACILITATOR, organisation=trust))

    made = client.post(reverse("report_make", args=[wave.code]), {"event": workshop.pk, "kind": "workshop"})

    assert made.status_code == 403
    assert client.get(detail(report)).status_code == 404


# ---- decisions


def test_whoever_froze_a_report_does_not_release_it(client_of, administrator, workshop):
    report = make_report(workshop, administrator, state="frozen")

    page = client_of(administrator).post(reverse("report_release", args=[report.pk]), follow=True).content.decode()

    assert "second person" in page
    assert not WorkshopReport.objects.get().is_released


def test_a_second_person_releases_it(client_of, facilitator, administrator, workshop):
    report = make_report(workshop, facilitator, state="frozen")

    client_of(administrator).post(reverse("report_release", args=[report.pk]))

    found = WorkshopReport.objects.get()
    assert (found.is_released, found.released_by) == (True, administrator)


def test_a_draft_is_not_released(client_of, facilitator, administrator, workshop):
    report = make_report(workshop, facilitator, state="draft")

    page = client_of(administrator).post(reverse("report_release", args=[report.pk]), follow=True).content.decode()

    assert "Only a frozen report" in page


def test_freezing_on_the_page(client_of, facilitator, workshop):
    report = make_report(workshop, facilitator, state="draft")

    page = client_of(facilitator).post(reverse("report_freeze", args=[report.pk]), follow=True).content.decode()

    assert "The report is frozen" in page
    assert "waits for a second person" in page


def test_the_list_of_reports_takes_a_fixed_number_of_queries(
    client_of, facilitator, wave, workshop, django_assert_max_num_queries
):
    for number in range(3, 9):
        event = make_event(wave, "other", 0, title=f"Visit {number}")
        make_report(event, facilitator)
        make_report(event, facilitator)
    client = client_of(facilitator)

    with django_assert_max_num_queries(20):
        client.get(listed(wave))
