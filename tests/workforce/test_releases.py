"""Releases: prepared by the lead, let out by a second person, frozen, withdrawn; and who reads what."""

from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.permissions import Role
from operations.models import AuditEvent
from tests.conftest import make_organisation, make_person
from tests.workforce import roster
from tests.workforce_rows import make_release
from workforce.actions.releases import approve_release, prepare_release, refuse_release, withdraw_release
from workforce.jobs.recompute import recompute_programme
from workforce.models import Holding, Terms, WorkforceRelease
from workforce.releases.contents import digest_of

JUNE, JANUARY = date(2006, 6, 1), date(2007, 1, 1)


@pytest.fixture
def approver(graduates):
    return make_person("administrator@example.org", Role.PROGRAMME_ADMINISTRATOR, programme=graduates)


@pytest.fixture
def researcher(graduates):
    return make_person("researcher@example.org", Role.RESEARCHER, programme=graduates)


@pytest.fixture
def teams(graduates):
    """Twelve people of three employers in three PCTs, and the months counted."""
    trusts = [make_organisation(f"5Y{number}", f"PCT {number}", "commissioner") for number in range(3)]
    for number, trust in enumerate(trusts):
        roster.make_team(graduates, trust, None, 4, prefix=f"T{number}")
    recompute_programme(graduates)
    return trusts


@pytest.fixture
def out(graduates, teams, lead, approver):
    """A release that is out."""
    release = prepare_release(programme=graduates, through=JUNE, by=lead)
    return approve_release(release=release, by=approver)


def figure(release, code):
    return next(one for one in release.contents["figures"] if one["code"] == code)


# ---- prepared


def test_the_figures_are_protected_although_the_lead_prepares_them(graduates, teams, lead):
    release = prepare_release(programme=graduates, through=JUNE, by=lead)

    (posts, *_) = figure(release, "posts")["rows"]
    assert posts["values"] == [10, "*", 10, 10, 10]
    assert release.sha256 == digest_of(release.contents)


def test_pct_names_and_exact_counts_are_not_in_it(graduates, teams, lead):
    contents = str(prepare_release(programme=graduates, through=JUNE, by=lead).contents)

    assert [word for word in ("PCT 0", "5Y0", "Employer 0", "T0P0", "behind") if word in contents] == []


def test_pay_is_a_spread_of_pcts_without_names(graduates, teams, lead):
    release = prepare_release(programme=graduates, through=JUNE, by=lead)

    bands = [row for row in figure(release, "spread-GMHW")["rows"] if row["part"] == "Pay band: Agenda for Change"]
    assert [(row["name"], row["values"]) for row in bands] == [("5", [3, 10])]


def test_nothing_of_two_pcts_is_counted_by_role(graduates, lead, trust, other_trust):
    for number, place in enumerate((trust, other_trust)):
        roster.make_team(graduates, place, None, 6, prefix=f"T{number}")
    recompute_programme(graduates)

    release = prepare_release(programme=graduates, through=JUNE, by=lead)

    assert "fewer than 3 PCTs" in figure(release, "posts")["why"]


def test_a_month_that_is_not_over_is_refused(graduates, teams, lead):
    with pytest.raises(ValidationError, match="Choose a month that is over"):
        prepare_release(programme=graduates, through=date(2007, 2, 1), by=lead)


def test_a_second_one_waits_for_the_first(graduates, teams, lead):
    prepare_release(programme=graduates, through=JUNE, by=lead)

    with pytest.raises(ValidationError, match="waits for approval already"):
        prepare_release(programme=graduates, through=JANUARY, by=lead)


def test_no_release_goes_back_before_one_that_is_out(graduates, out, lead):
    with pytest.raises(ValidationError, match="Choose that month or a later one"):
        prepare_release(programme=graduates, through=date(2006, 5, 1), by=lead)


def test_d13_a_band_that_one_person_changed_since_is_withheld(graduates, out, lead):
    """Row 6: the PCTs in a band would tell of one person's pay."""
    terms = Terms.objects.filter(holding__worker__staff_number="T00")
    terms.update(end=date(2006, 8, 31))
    roster.make_terms(Holding.objects.get(worker__staff_number="T00"), start=date(2006, 9, 1), band="6")

    later = prepare_release(programme=graduates, through=date(2006, 12, 1), by=lead)

    pay = [row for row in figure(later, "spread-GMHW")["rows"] if row["part"].startswith("Pay band")]
    assert {row["values"][0] for row in pay} == {None}
    assert {row["why"][0] for row in pay} == {"withheld: fewer than 8 people came or went since release 1"}


# ---- decided


def test_the_second_person_is_another(graduates, teams, lead):
    release = prepare_release(programme=graduates, through=JUNE, by=lead)

    with pytest.raises(ValidationError, match="second person"):
        approve_release(release=release, by=lead)


def test_contents_that_were_altered_are_not_let_out(graduates, teams, lead, approver):
    release = prepare_release(programme=graduates, through=JUNE, by=lead)
    WorkforceRelease.objects.update(contents={**release.contents, "through": "2006-07"})

    with pytest.raises(ValidationError, match="not those that were prepared"):
        approve_release(release=release, by=approver)


def test_later_changes_of_the_roster_do_not_change_it(graduates, out, teams):
    roster.make_team(graduates, teams[0], None, 20, prefix="N")
    recompute_programme(graduates)

    out.refresh_from_db()

    assert figure(out, "posts")["rows"][0]["values"][0] == 10


def test_what_is_refused_leaves_its_reason_and_no_figure(graduates, teams, lead, approver):
    release = prepare_release(programme=graduates, through=JUNE, by=lead)

    refused = refuse_release(release=release, reason="June is not complete", by=approver)

    assert (refused.contents, refused.counted, refused.refused_reason) == ({}, {}, "June is not complete")


def test_what_is_withdrawn_keeps_its_digest_and_is_still_compared(out, approver):
    digest = out.sha256

    gone = withdraw_release(release=out, reason="A file was loaded twice", by=approver)

    assert (gone.contents, gone.sha256) == ({}, digest)
    assert gone.counted
    assert gone in WorkforceRelease.objects.let_out()


def test_no_event_tells_a_figure_or_a_reason(out, approver):
    withdraw_release(release=out, reason="A quiet reason", by=approver)

    details = str(list(AuditEvent.objects.filter(event__startswith="workforce_release").values()))

    assert "workforce_release.withdrawn" in details
    assert "A quiet reason" not in details
    assert "figures" not in details


# ---- read


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.AUDITOR, Role.PROGRAMME_ADMINISTRATOR], ids=str)
def test_those_who_may_read_what_is_out(role, out, graduates, client_of):
    person = make_person("reader@example.org", role, programme=graduates)
    client = client_of(person)

    pages = [client.get(reverse(*address)) for address in addresses_of(out)]

    assert [page.status_code for page in pages] == [200] * 4
    assert "Cite as: Graduate workers" in pages[1].content.decode()


def addresses_of(release):
    yield "release_list", None, [release.programme.slug]
    yield "release_detail", None, [release.pk]
    yield from (("release_file", None, [release.pk, kind]) for kind in ("csv", "xlsx"))


def test_a_commissioner_of_the_programme_reads_it(out, teams, client_of):
    client = client_of(make_person("commissioner@example.org", Role.COMMISSIONER, organisation=teams[0]))

    assert client.get(reverse("release_detail", args=[out.pk])).status_code == 200


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.STAFF_MEMBER, Role.TEAM_MEMBER], ids=str)
def test_whoever_has_no_right_to_releases_is_refused(role, out, teams, client_of):
    client = client_of(make_person("reader@example.org", role, organisation=teams[0]))

    assert {client.get(reverse(*one)).status_code for one in addresses_of(out)} == {403}


def test_b71_what_waits_is_nobodys_but_theirs_who_decide(graduates, researcher, approver, client):
    waiting = make_release(graduates, approver)
    address = reverse("release_detail", args=[waiting.pk])
    statuses = []
    for person in (researcher, approver):
        client.force_login(person)
        statuses.append(client.get(address).status_code)

    assert statuses == [404, 200]


def test_the_local_lead_prepares_nothing(graduates, teams, client_of):
    client = client_of(roster.local_lead_of(teams[0]))

    response = client.post(reverse("release_create", args=[graduates.slug]), {"through": "2006-06"})

    assert "Only the lead of the whole programme" in response.content.decode()
    assert not WorkforceRelease.objects.exists()


def test_the_lead_prepares_by_form_and_the_administrator_lets_it_out(graduates, teams, lead, approver, client):
    client.force_login(lead)
    client.post(reverse("release_create", args=[graduates.slug]), {"through": "2006-06"})
    release = WorkforceRelease.objects.get()
    client.force_login(approver)

    page = client.post(reverse("release_approve", args=[release.pk]), follow=True)

    assert "The release is out." in page.content.decode()
    assert WorkforceRelease.objects.get().is_approved


def test_a_withdrawn_page_stays_and_says_why_without_a_figure(out, approver, researcher, client):
    client.force_login(approver)
    client.post(reverse("release_withdraw", args=[out.pk]), {"reason": "A file was loaded twice"})
    client.force_login(researcher)

    page = client.get(reverse("release_detail", args=[out.pk])).content.decode()

    assert "A file was loaded twice" in page
    assert "Posts and WTE by role" not in page
    assert client.get(reverse("release_file", args=[out.pk, "csv"])).status_code == 404


def test_a_reason_that_seems_to_name_a_patient_is_not_taken(out, approver, client_of):
    client = client_of(approver)

    client.post(reverse("release_withdraw", args=[out.pk]), {"reason": "About 943 476 5919"})

    assert WorkforceRelease.objects.get().is_approved


def test_altered_contents_are_not_shown(out, researcher, client_of):
    WorkforceRelease.objects.update(contents={**out.contents, "figures": out.contents["figures"][:1]})

    page = client_of(researcher).get(reverse("release_detail", args=[out.pk])).content.decode()

    assert "do not give the digest" in page
    assert "Posts and WTE by role" not in page


def test_files_hold_what_the_page_shows_and_the_workbook_says_what_it_is(out, researcher, client_of, tmp_path):
    client, path = client_of(researcher), tmp_path / "release.xlsx"
    path.write_bytes(client.get(reverse("release_file", args=[out.pk, "xlsx"])).content)
    lines = client.get(reverse("release_file", args=[out.pk, "csv"])).content.decode("utf-8-sig")

    workbook = openpyxl.load_workbook(path)

    readme = {row[0].value: row[1].value for row in workbook["README"].rows}
    assert readme["Digest (SHA-256)"] == out.sha256
    assert workbook["1 posts"]["B2"].value == 10
    assert "Posts and WTE by role,1,,Primary care graduate mental health worker,Posts,10," in lines


def test_the_list_asks_as_many_questions_however_many_releases(graduates, researcher, approver, client_of):
    client, address = client_of(researcher), reverse("release_list", args=[graduates.slug])
    make_release(graduates, approver, state="approved", decided_by=approver)
    one = roster.queries_of(client, address)
    for number in range(2, 12):
        make_release(graduates, approver, number=number, state="approved", decided_by=approver)

    assert roster.queries_of(client, address) == one


def test_the_researchers_first_page_leads_to_the_releases(out, researcher, client_of):
    page = client_of(researcher).get("/").content.decode()

    assert reverse("release_list", args=["graduates"]) in page
    assert "1 release" in page


def test_the_administrators_first_page_tells_what_waits(graduates, lead, approver, client_of):
    waiting = make_release(graduates, lead)

    assert reverse("release_detail", args=[waiting.pk]) in client_of(approver).get("/").content.decode()
