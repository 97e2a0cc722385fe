"""The pages of stored returns, tried by the cast: it works, a stranger gets 404, a viewer cannot write."""

import pytest
from django.urls import reverse

from measures.actions import acceptance, queries
from measures.models import MonthlyReturn
from operations.models import AuditEvent
from practices.models import SharingAgreement
from tests.conftest import make_person
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(submit):
    (version,) = submit(line(comment="two clinics closed"))
    return version


def detail(client, version):
    return client.get(reverse("return_detail", args=[version.pk]))


def test_the_first_screen_says_what_is_owed_and_how_late(client_of, manager):
    """C7: the oldest outstanding month, and one button."""
    text = client_of(manager).get(reverse("return_home")).content.decode()

    assert "Send the return for Feb 2006" in text
    assert "It was due by 23:59 on 10 March 2006, 335 days ago" in text
    assert reverse("return_upload") in text


def test_the_first_screen_shows_files_in_hand(client_of, manager, check):
    upload = check(line())

    assert upload.reference in client_of(manager).get(reverse("return_home")).content.decode()


def test_a_facilitator_sees_who_is_late(client_of, facilitator):
    text = client_of(facilitator).get(reverse("return_home")).content.decode()

    assert "Ash Surgery" in text and "Cedar Surgery" in text and "missing" in text


def test_a_commissioner_sees_only_its_own_practices(client_of, commissioner, elsewhere):
    """R4."""
    text = client_of(commissioner).get(reverse("return_home")).content.decode()

    assert "Beech Surgery" in text and "Cedar Surgery" not in text


def test_the_stored_line_names_row_and_hash(client_of, manager, version):
    """R10: values, row number and the file's hash; the practice itself opens the file."""
    text = detail(client_of(manager), version).content.decode()

    assert version.upload.sha256 in text and "Row in the file" in text
    assert reverse("return_file", args=[version.pk]) in text
    assert "two clinics closed" in text


def test_a_partner_sees_the_line_and_not_the_file(client_of, facilitator, version, agreement):
    """R10."""
    text = detail(client_of(facilitator), version).content.decode()

    assert "two clinics closed" in text and version.upload.sha256 in text
    assert reverse("return_file", args=[version.pk]) not in text
    assert client_of(facilitator).get(reverse("return_file", args=[version.pk])).status_code == 403


def test_without_an_agreement_only_the_status_is_shown(client_of, facilitator, version):
    """Promise 3: a count of 142 is in no byte of the page."""
    text = detail(client_of(facilitator), version).content.decode()

    assert "Submitted, provisional" in text
    assert "two clinics closed" not in text and ">142" not in text and version.upload.sha256 not in text


def test_a_withdrawn_agreement_hides_the_line_at_once(client_of, facilitator, version, agreement):
    """R5."""
    SharingAgreement.objects.update(revoked_on=agreement.agreed_on)

    assert "two clinics closed" not in detail(client_of(facilitator), version).content.decode()


@pytest.mark.parametrize("name", ["return_detail", "return_file"])
def test_another_practice_gets_404(client_of, version, neighbour, name):
    """D11."""
    other = make_person("other@example.org", "practice_manager", organisation=neighbour)

    assert client_of(other).get(reverse(name, args=[version.pk])).status_code == 404


@pytest.mark.parametrize("name", ["return_accept", "return_withdraw", "return_restore"])
def test_another_practice_cannot_act_on_it(client_of, version, neighbour, name):
    other = make_person("other@example.org", "practice_manager", organisation=neighbour)

    assert client_of(other).post(reverse(name, args=[version.pk])).status_code == 404


def test_the_practice_downloads_its_file_and_that_is_recorded(client_of, manager, version):
    """D19, D36."""
    response = client_of(manager).get(reverse("return_file", args=[version.pk]))

    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"A99001" in response.content
    assert AuditEvent.objects.filter(event="upload.opened").exists()


def test_a_facilitator_accepts_with_one_click(client_of, facilitator, version):
    client_of(facilitator).post(reverse("return_accept", args=[version.pk]))

    version.refresh_from_db()
    assert version.state == "accepted"


@pytest.mark.parametrize("person", ["manager", "data_officer", "clinician", "commissioner"])
def test_nobody_else_accepts(client_of, version, request, person):
    response = client_of(request.getfixturevalue(person)).post(reverse("return_accept", args=[version.pk]))

    assert response.status_code == 403


def test_accepting_twice_is_said_and_changes_nothing(client_of, facilitator, version):
    client = client_of(facilitator)
    client.post(reverse("return_accept", args=[version.pk]))

    response = client.post(reverse("return_accept", args=[version.pk]), follow=True)

    assert "has changed since you opened it" in response.content.decode()


def test_an_open_query_is_the_next_step_when_nothing_is_owed(client_of, manager, facilitator, version, submit, wave):
    wave.memberships.update(joined_on="2006-11-01")
    submit(line(period="2006-12", list_open=198, list_close=216, extract_date="2007-01-05", gp_consultations=160))
    queries.ask(version=version, by=facilitator, fields=[""], question="Is that so?")

    text = client_of(manager).get(reverse("return_home")).content.decode()

    assert "A question about Nov 2006 waits for your answer" in text


def test_taking_back_needs_a_reason(client_of, manager, version):
    response = client_of(manager).post(reverse("return_withdraw", args=[version.pk]), {"withdraw-reason": ""})

    version.refresh_from_db()
    assert "Enter a reason" in response.content.decode()
    assert version.state == "submitted"


def test_a_return_is_taken_back_with_a_reason(client_of, manager, version):
    client_of(manager).post(reverse("return_withdraw", args=[version.pk]), {"withdraw-reason": "wrong month"})

    version.refresh_from_db()
    assert (version.state, version.correction_reason) == ("withdrawn", "wrong month")


def test_a_reason_may_not_hold_an_nhs_number(client_of, manager, version):
    """D22."""
    client_of(manager).post(reverse("return_withdraw", args=[version.pk]), {"withdraw-reason": "about 943 476 5919"})

    version.refresh_from_db()
    assert version.state == "submitted"


def test_an_earlier_version_is_made_current_again(client_of, manager, submit, version):
    """C6: one click and a reason."""
    submit(line(gp_consultations=150))

    client_of(manager).post(reverse("return_restore", args=[version.pk]), {"restore-reason": "the first was right"})

    current = MonthlyReturn.objects.get(is_current=True)
    assert (current.version, current.gp_consultations, current.correction_reason) == (3, 142, "the first was right")
    assert current.upload_id == version.upload_id


def test_the_current_version_cannot_be_restored(client_of, manager, version):
    client_of(manager).post(reverse("return_restore", args=[version.pk]), {"restore-reason": "again"})

    assert MonthlyReturn.objects.count() == 1


def test_the_versions_page_lists_every_version_with_its_reason(client_of, manager, submit, version, facilitator):
    acceptance.accept_return(version=version, by=facilitator)
    submit(line(gp_consultations=150), reason="two clinics were left out")

    text = client_of(manager).get(reverse("return_versions", args=["W1", "A99001"])).content.decode()

    assert "Corrected by a later version" in text and "two clinics were left out" in text
    assert text.count("Nov 2006") >= 2


def test_versions_of_another_practice_are_not_found(client_of, manager, neighbour):
    assert client_of(manager).get(reverse("return_versions", args=["W1", "A99002"])).status_code == 404


@pytest.mark.parametrize("name", ["return_home", "return_upload"])
def test_a_lay_member_has_no_returns(client_of, lay_member, name):
    assert client_of(lay_member).get(reverse(name)).status_code == 403


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(reverse("return_home")).status_code == 302
